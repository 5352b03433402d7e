"""A pane made of lines: only those on the screen are drawn, and each is drawn once."""

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

_REMEMBERED = 1500


class ScrollBar(Protocol):
    """Shows which part of a pane is in view."""

    def show(self, total: int, page: int, top: int) -> None:
        """Show it: lines in all, lines in view, the first line in view."""


class LineView(Widget, can_focus=True):
    """A heading over any number of lines, and a place in them.

    Its strips go to the compositor as they were cached, so a line costs nothing until it changes.
    Widgets derived from this say how many lines there are and what one of them holds.
    """

    COMPONENT_CLASSES = {"rule", "heading"}

    def __init__(self, *, bar: ScrollBar | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.top = 0
        self._bar = bar
        self._pinned: Sequence[Line] = ()
        self._strips: dict[int, Strip] = {}
        self._roles: dict[str, Style] = {}
        self._behind: Color | None = None
        # Asking Textual for the region takes longer than drawing a line.
        self._width, self._height = 0, 0

    # -- what derived widgets say

    def heading_text(self) -> str:
        """The words of the heading."""
        return ""

    def line_total(self) -> int:
        """How many lines there are."""
        return 0

    def line_at(self, y: int) -> Line:
        """The line at `y`, 0 … line_total()-1, at most `content_width` cells wide."""
        raise IndexError(y)

    def line_role(self, y: int) -> str:
        """The component classes of what is blank in a line."""
        del y
        return ""

    # -- geometry

    @property
    def content_width(self) -> int:
        """The cells that a line may take."""
        return self._width

    @property
    def page_size(self) -> int:
        """How many lines are in view."""
        return max(0, self._height - self._head)

    @property
    def _head(self) -> int:
        """The rows above the lines: the heading, and what is held under it."""
        return 1 + len(self._pinned)

    @property
    def _top_limit(self) -> int:
        return max(0, self.line_total() - self.page_size)

    def content_at(self, y: int) -> int | None:
        """The line under a row of the widget, or None."""
        place = self.top + y - self._head
        return place if y >= self._head and 0 <= place < self.line_total() else None

    # -- changing

    def pin_lines(self, lines: Sequence[Line]) -> None:
        """Hold lines under the heading, above those that scroll; () for none.

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
        self.tell_bar()

    def redraw(self) -> None:
        """Draw everything anew."""
        self._strips.clear()
        self.refresh()
        self.tell_bar()

    def tell_bar(self) -> None:
        """Have the scroll bar show what is in view now."""
        if self._bar is not None:
            self._bar.show(self.line_total(), self.page_size, self.top)

    def redraw_lines(self, start: int, count: int = 1) -> None:
        """Draw some lines anew, wherever they are in view."""
        changed = range(start, start + count)
        for y in changed if count < len(self._strips) else [y for y in self._strips if y in changed]:
            self._strips.pop(y, None)
        first = max(0, start - self.top)
        last = min(self.page_size, start + count - self.top)
        if first < last:
            self.refresh(Region(0, self._head + first, self._width, last - first))

    def redraw_part(self, row: int, width: int) -> None:
        """Draw the first cells of one row of the page anew, rows counting from 0; strips must be forgotten before."""
        self.refresh(Region(0, self._head + row, min(width, self._width), 1))

    def scroll_lines(self, top: int) -> bool:
        """Bring a line to the top as far as the end allows; True if that moved anything."""
        top = max(0, min(top, self._top_limit))
        if top == self.top:
            return False
        self.top = top
        self.refresh(Region(0, self._head, self._width, self.page_size))
        self.tell_bar()
        return True

    def reveal(self, start: int, count: int) -> bool:
        """Scroll as little as it takes to show some lines; True if that moved anything."""
        if not self.page_size:
            return False
        if start < self.top:
            return self.scroll_lines(start)
        if start + count > self.top + self.page_size:
            return self.scroll_lines(start + count - self.page_size)
        return False

    def notify_style_update(self) -> None:
        """Forget what was drawn in another style."""
        super().notify_style_update()
        self._roles.clear()
        self._strips.clear()
        self._behind = None

    def on_resize(self) -> None:
        """Draw anew for another size."""
        if self._measure():
            self.redraw()

    def _measure(self) -> bool:
        """Take in the size; True if it is another than before."""
        if self.size == (self._width, self._height):
            return False
        self._width, self._height = self.size
        self.top = max(0, min(self.top, self._top_limit))
        self.resized()
        return True

    def resized(self) -> None:
        """For derived widgets: the width changed."""

    # -- drawing

    def role_style(self, role: str) -> Style:
        """The style of a component class; "cursor title" is that of `title` on the background of `cursor`."""
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
        behind = self.get_component_rich_style(under)
        # Reversed letters are the background of a terminal without colours.
        return style + Style(bgcolor=behind.bgcolor, reverse=behind.reverse or None)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a part of the widget."""
        if not self._width:
            # The first drawing comes before the first word of the size.
            self._measure()
            self.tell_bar()
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
            if len(self._strips) >= _REMEMBERED:
                self._strips.clear()
            strip = self._strips[place] = self._content_strip(place)
        return strip

    def _heading_strip(self) -> Strip:
        width = self._width
        words = fit(f" {self.heading_text()} ", max(0, width - 1)) if self.heading_text() else ""
        rule = "─" * max(0, width - 1 - cell_width(words))
        style = self.role_style("rule")
        return self._filtered([Segment("─", style), Segment(words, self.role_style("heading")), Segment(rule, style)])

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
        """A strip as it goes to the terminal: Textual applies filters only where it caches strips itself."""
        if self._behind is None:
            self._behind = self.background_colors[1]
        for line_filter in self.get_line_filters():
            segments = line_filter.apply(segments, self._behind)
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
    """Segments with blanks in the style of their neighbour where nobody can see it: each style costs 40 bytes."""
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
