"""A scrolling pane of lines: only visible lines are drawn, and each is drawn once."""

from collections.abc import Sequence
from typing import Protocol

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.render.text import Line, cell_width, fit

_MAX_CACHED = 1500


class ScrollBar(Protocol):
    """Shows which part of a pane is visible."""

    def show(self, total: int, page: int, top: int) -> None:
        """Show a position, in lines: all, visible, and the first visible one."""


class LineView(Widget, can_focus=True):
    """A heading over any number of lines, of which `top` is the first visible one.

    Strips go to the compositor as they were cached, so a line costs nothing until it changes.
    Subclasses return the number of lines and the content of one line.
    """

    COMPONENT_CLASSES = {"rule", "heading", "current"}

    def __init__(self, *, bar: ScrollBar | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.top = 0
        self._bar = bar
        self._pinned: Sequence[Line] = ()
        self._strips: dict[int, Strip] = {}
        self._roles: dict[str, Style] = {}
        self._background: Color | None = None
        # Asking Textual for the region takes longer than drawing a line.
        self._width, self._height = 0, 0

    # -- for subclasses

    def heading_text(self) -> str:
        """The text of the heading, "" for none."""
        return ""

    def heading_note(self) -> str:
        """A text at the right end of the heading, "" for none."""
        return ""

    def line_total(self) -> int:
        """The number of lines."""
        return 0

    def line_at(self, y: int) -> Line:
        """The line at `y`, 0 … line_total()-1, at most `content_width` cells wide."""
        raise IndexError(y)

    def line_role(self, y: int) -> str:
        """The role of the blank part of a line (see `role_style`)."""
        del y
        return ""

    # -- geometry

    @property
    def content_width(self) -> int:
        """The cells available to a line."""
        return self._width

    @property
    def page_size(self) -> int:
        """The number of visible lines."""
        return max(0, self._height - self._head)

    @property
    def _head(self) -> int:
        """The rows above the lines: the heading and the pinned lines."""
        return 1 + len(self._pinned)

    @property
    def _top_limit(self) -> int:
        return max(0, self.line_total() - self.page_size)

    def content_at(self, y: int) -> int | None:
        """The index of the line at a row of the widget, or None."""
        place = self.top + y - self._head
        return place if y >= self._head and 0 <= place < self.line_total() else None

    # -- changing

    def pin_lines(self, lines: Sequence[Line]) -> None:
        """Pin lines under the heading, above those that scroll; () for none.

        Args:
            lines: each at most as wide as the pane.
        """
        if lines == self._pinned:
            return
        same = len(lines) == len(self._pinned)
        self._pinned = lines
        if same:
            self.refresh(Region(0, 1, self._width, len(lines)))
            return
        self.top = max(0, min(self.top, self._top_limit))
        self.resized()
        self.refresh()
        self.update_bar()

    def redraw(self) -> None:
        """Draw everything again."""
        self._strips.clear()
        self.refresh()
        self.update_bar()

    def update_bar(self) -> None:
        """Update the scroll bar."""
        if self._bar is not None:
            self._bar.show(self.line_total(), self.page_size, self.top)

    def redraw_lines(self, start: int, count: int = 1) -> None:
        """Draw some lines again, as far as they are visible."""
        changed = range(start, start + count)
        for y in changed if count < len(self._strips) else [y for y in self._strips if y in changed]:
            self._strips.pop(y, None)
        first = max(0, start - self.top)
        last = min(self.page_size, start + count - self.top)
        if first < last:
            self.refresh(Region(0, self._head + first, self._width, last - first))

    def redraw_part(self, row: int, width: int) -> None:
        """Draw the first cells of one visible row again; its strip must have left the cache already."""
        self.refresh(Region(0, self._head + row, min(width, self._width), 1))

    def scroll_lines(self, top: int) -> bool:
        """Scroll a line to the top as far as the end allows; returns whether anything moved."""
        top = max(0, min(top, self._top_limit))
        if top == self.top:
            return False
        self.top = top
        self.refresh(Region(0, self._head, self._width, self.page_size))
        self.update_bar()
        return True

    def reveal(self, start: int, count: int) -> bool:
        """Scroll as little as possible to show some lines; returns whether anything moved."""
        if not self.page_size:
            return False
        if start < self.top:
            return self.scroll_lines(start)
        if start + count > self.top + self.page_size:
            return self.scroll_lines(start + count - self.page_size)
        return False

    def notify_style_update(self) -> None:
        """Empty the caches."""
        super().notify_style_update()
        self._roles.clear()
        self._strips.clear()
        self._background = None

    def on_resize(self) -> None:
        """Draw again in the new size."""
        if self._measure():
            self.redraw()

    def _measure(self) -> bool:
        """Store the size; returns whether it changed."""
        if self.size == (self._width, self._height):
            return False
        self._width, self._height = self.size
        self.top = max(0, min(self.top, self._top_limit))
        self.resized()
        return True

    def resized(self) -> None:
        """A hook for subclasses: the size changed."""

    # -- drawing

    def role_style(self, role: str) -> Style:
        """The style of a role: a component class, or two: "cursor title" is `title` on the cursor's background."""
        style = self._roles.get(role)
        if style is None:
            style = self._roles[role] = self._make_style(role)
        return style

    def _make_style(self, role: str) -> Style:
        if not role:
            return self.rich_style
        under, _, name = role.rpartition(" ")
        style = self.get_component_rich_style(name)
        if not under:
            return style
        background = self.get_component_rich_style(under)
        # Without colours, reverse video takes the place of the background.
        return style + Style(bgcolor=background.bgcolor, reverse=background.reverse or None)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a region of the widget."""
        if not self._width:
            # The first drawing comes before the first resize event.
            self._measure()
            self.update_bar()
        strips = [self._strip(y) for y in range(crop.y, crop.bottom)]
        if crop.x or crop.width != self._width:
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def _strip(self, y: int) -> Strip:
        if y == 0:
            return self._heading_strip()
        if y < self._head:
            return self._line_strip(self._pinned[y - 1], self.role_style(""))
        place = self.top + y - self._head
        strip = self._strips.get(place)
        if strip is None:
            if len(self._strips) >= _MAX_CACHED:
                self._strips.clear()
            strip = self._strips[place] = self._content_strip(place)
        return strip

    def _heading_strip(self) -> Strip:
        width = self._width
        text = fit(f" {self.heading_text()} ", max(0, width - 1)) if self.heading_text() else ""
        rule = "─" * max(0, width - 1 - cell_width(text))
        note = f" {self.heading_note()} " if self.heading_note() else ""
        note = note if len(note) < len(rule) - 1 else ""
        parts = (
            ("─", "rule"),
            (text, "heading"),
            (rule[len(note) + 1 :], "rule"),
            (note, "heading"),
            (rule[:1], "rule"),
        )
        return self._filtered([Segment(part, self.role_style(role)) for part, role in parts if part])

    def _content_strip(self, place: int) -> Strip:
        inside = place < self.line_total()
        line = self.line_at(place) if inside else ()
        return self._line_strip(line, self.role_style(self.line_role(place) if inside else ""))

    def _line_strip(self, line: Line, blank: Style) -> Strip:
        styled: list[tuple[str, Style]] = []
        used = 0
        for text, role in line:
            styled.append((text, self.role_style(role) if role else blank))
            used += cell_width(text)
        styled.append((" " * (self._width - used), blank))
        return self._filtered(_merged(styled))

    def _filtered(self, segments: list[Segment]) -> Strip:
        """A filtered strip: Textual applies line filters only to strips that it caches itself."""
        if self._background is None:
            self._background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            segments = line_filter.apply(segments, self._background)
        return Strip(segments).adjust_cell_length(self._width)

    # -- the mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll without moving the cursor."""
        event.stop()
        self.scroll_lines(self.top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll without moving the cursor."""
        event.stop()
        self.scroll_lines(self.top - 3)


def _merged(styled: list[tuple[str, Style]]) -> list[Segment]:
    """Segments with blanks in the style of a neighbour where that is invisible: each change of style costs 40 bytes."""
    segments: list[Segment] = []
    for text, style in styled:
        if not text:
            continue
        last = segments[-1] if segments else None
        if last is not None and last.style is not None:
            before = last.style
            if style == before or (before.bgcolor == style.bgcolor and text.isspace() and not before.underline):
                segments[-1] = Segment(last.text + text, before)
                continue
            if before.bgcolor == style.bgcolor and last.text.isspace() and not style.underline:
                segments[-1] = Segment(last.text + text, style)
                continue
        segments.append(Segment(text, style))
    return segments
