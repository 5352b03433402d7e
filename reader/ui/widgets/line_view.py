"""A pane made of lines: only those on the screen are drawn, and each is drawn once."""

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.draw import Line, Span, cells, fit

_REMEMBERED = 1500


class LineView(Widget, can_focus=True):
    """A heading over any number of lines, with a scroll bar and, unless it is leftmost, an edge.

    Its strips go to the compositor as they were cached, so a line costs nothing until it changes.
    Widgets derived from this say how many lines there are and what one of them holds.
    """

    COMPONENT_CLASSES = {"edge", "heading", "bar", "thumb"}
    BORDERED = True

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.top = 0
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._roles: dict[str, Style] = {}
        self._dragging = False

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
    def edge(self) -> int:
        """How many columns the left edge takes: none at the left side of the screen."""
        return 1 if self.region.x > 0 else 0

    @property
    def content_width(self) -> int:
        """The cells that a line may take."""
        return max(0, self.size.width - self.edge - 1)

    @property
    def page_size(self) -> int:
        """How many lines are in view."""
        return max(0, self.size.height - 1)

    @property
    def _top_limit(self) -> int:
        return max(0, self.line_total() - self.page_size)

    def content_at(self, y: int) -> int | None:
        """The line under a row of the widget, or None."""
        place = self.top + y - 1
        return place if y >= 1 and 0 <= place < self.line_total() else None

    # -- changing

    def redraw(self) -> None:
        """Draw everything anew."""
        self._strips.clear()
        self.refresh()

    def redraw_lines(self, start: int, count: int = 1) -> None:
        """Draw some lines anew, wherever they are in view."""
        for y in range(start, start + count):
            self._strips.pop((y, False), None)
            self._strips.pop((y, True), None)
        first = max(0, start - self.top)
        last = min(self.page_size, start + count - self.top)
        if first < last:
            self.refresh(Region(0, 1 + first, self.size.width, last - first))

    def redraw_heading(self) -> None:
        """Draw the heading anew."""
        self.refresh(Region(0, 0, self.size.width, 1))

    def scroll_lines(self, top: int) -> bool:
        """Bring a line to the top as far as the end allows; True if that moved anything."""
        top = max(0, min(top, self._top_limit))
        if top == self.top:
            return False
        self.top = top
        self.refresh()
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

    def on_resize(self) -> None:
        """Draw anew for another size."""
        self.top = max(0, min(self.top, self._top_limit))
        self.resized()
        self.redraw()

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
        return style + Style(bgcolor=self.get_component_rich_style(under).bgcolor) if under else style

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a part of the widget."""
        strips = [self._strip(y) for y in range(crop.y, crop.bottom)]
        if crop.x or crop.width != self.size.width:
            strips = [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def _strip(self, y: int) -> Strip:
        if y == 0:
            return self._heading_strip()
        place = self.top + y - 1
        key = (place, self._on_thumb(y - 1))
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) >= _REMEMBERED:
                self._strips.clear()
            strip = self._strips[key] = self._content_strip(*key)
        return strip

    def _heading_strip(self) -> Strip:
        width = self.size.width
        words = fit(f" {self.heading_text()} ", max(0, width - 2)) if self.heading_text() else ""
        lead = "┬─" if self.edge else "──"
        rule = "─" * max(0, width - 2 - cells(words))
        edge = self.role_style("edge")
        segments = [Segment(lead, edge), Segment(words, self.role_style("heading")), Segment(rule, edge)]
        return self._filtered(segments)

    def _content_strip(self, place: int, thumb: bool) -> Strip:
        width = self.content_width
        inside = place < self.line_total()
        line = self.line_at(place) if inside else ()
        blank = self.role_style(self.line_role(place) if inside else "")
        segments = [Segment("│", self.role_style("edge"))] if self.edge else []
        used = 0
        for text, role in line:
            segments.append(Segment(text, self.role_style(role) if role else blank))
            used += cells(text)
        if used < width:
            segments.append(Segment(" " * (width - used), blank))
        segments.append(Segment("▐", self.role_style("thumb")) if thumb else Segment(" ", self.role_style("bar")))
        return self._filtered(segments)

    def _filtered(self, segments: list[Segment]) -> Strip:
        """A strip as it goes to the terminal: Textual applies filters only where it caches strips itself."""
        background = self.background_colors[1]
        for line_filter in self.get_line_filters():
            segments = line_filter.apply(segments, background)
        return Strip(segments).adjust_cell_length(self.size.width)

    def _on_thumb(self, row: int) -> bool:
        total, page = self.line_total(), self.page_size
        if total <= page:
            return False
        size = max(1, page * page // total)
        start = (page - size) * self.top // max(1, total - page)
        return start <= row < start + size

    # -- the mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll without moving the cursor."""
        event.stop()
        self.scroll_lines(self.top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll without moving the cursor."""
        event.stop()
        self.scroll_lines(self.top - 3)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the scroll bar."""
        if event.x == self.size.width - 1 and event.y >= 1 and self._top_limit:
            self._dragging = True
            self.capture_mouse()
            self._drag_to(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pull the scroll bar."""
        if self._dragging:
            self._drag_to(event.y)

    def on_mouse_up(self) -> None:
        """Let go of the scroll bar."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def _drag_to(self, y: int) -> None:
        self.scroll_lines((y - 1) * self._top_limit // max(1, self.page_size - 1))

    def on_scroll_bar(self, event: events.Click) -> bool:
        """Whether a click was on the scroll bar."""
        return event.x == self.size.width - 1 and bool(self._top_limit)


def plain(*texts: str) -> Line:
    """A line of unstyled texts."""
    return tuple(Span(text) for text in texts)
