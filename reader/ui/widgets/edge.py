"""The line at the right of a pane, which is also its scroll bar."""

from collections.abc import Callable

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Edge(Widget):
    """One column. It is a separate widget so that drawing it does not redraw its pane, nor the other way round.

    Args:
        line: whether to draw a line between two panes; else only the thumb is visible.
    """

    COMPONENT_CLASSES = {"line", "thumb"}

    def __init__(self, line: bool = True, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._line = line
        self._thumb = range(0)
        self._limit = 0
        self._top = 0
        self._drag = ""
        self._pressed = 0
        self._strips: dict[str, Strip] = {}
        self.on_drag: Callable[[int], object] | None = None
        """Called with the new top line when the thumb is dragged."""
        self.on_resize: Callable[[int, bool], object] | None = None
        """Called with the column of the screen to which the line is dragged, and whether it is let go there."""

    def show(self, total: int, page: int, top: int) -> None:
        """Show a position, in lines: all, visible, and the first visible one."""
        size = max(1, page * page // total) if total > page else 0
        start = (page - size) * top // max(1, total - page)
        before, self._thumb = self._thumb, range(start, start + size)
        self._limit, self._top = max(0, total - page), top
        for row in {*before} ^ {*self._thumb}:
            self.refresh(Region(0, 1 + row, 1, 1))

    def notify_style_update(self) -> None:
        """Empty the cache."""
        super().notify_style_update()
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of some rows, from a cache of three: every frame calls this."""
        thumb, line = self._thumb, "│" if self._line else " "
        return [
            self._strip(("┬" if self._line else "─") if not y else "┃" if y - 1 in thumb else line)
            for y in range(crop.y, crop.bottom)
        ]

    def _strip(self, sign: str) -> Strip:
        strip = self._strips.get(sign)
        if strip is None:
            segments = [Segment(sign, self.get_component_rich_style("thumb" if sign == "┃" else "line"))]
            for line_filter in self.get_line_filters():
                segments = line_filter.apply(segments, self.background_colors[1])
            strip = self._strips[sign] = Strip(segments, 1)
        return strip

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Start dragging the thumb; if the mouse goes aside first, it is the line that is dragged."""
        self._pressed = self._top
        if self._limit and event.y >= 1:
            self._drag = "press"
            self._drag_to(event.y)
        elif self.on_resize is not None:
            self._drag = "line"
        if self._drag:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the thumb or the line."""
        if self._drag == "press":
            self._drag = "thumb" if event.x == 0 or self.on_resize is None else "line"
            if self._drag == "line" and self.on_drag is not None:
                self.on_drag(self._pressed)
        if self._drag == "thumb":
            self._drag_to(event.y)
        elif self._drag == "line" and self.on_resize is not None:
            self.on_resize(int(event.screen_x), False)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Stop dragging."""
        drag, self._drag = self._drag, ""
        if drag:
            self.release_mouse()
        if drag == "line" and self.on_resize is not None:
            self.on_resize(int(event.screen_x), True)

    def _drag_to(self, y: int) -> None:
        if self.on_drag is not None:
            self.on_drag((y - 1) * self._limit // max(1, self.size.height - 2))
