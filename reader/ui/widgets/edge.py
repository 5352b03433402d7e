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
        self._dragging = False
        self._strips: dict[str, Strip] = {}
        self.on_drag: Callable[[int], object] | None = None
        """Called with the new top line when the thumb is dragged."""

    def show(self, total: int, page: int, top: int) -> None:
        """Show a position, in lines: all, visible, and the first visible one."""
        size = max(1, page * page // total) if total > page else 0
        start = (page - size) * top // max(1, total - page)
        before, self._thumb = self._thumb, range(start, start + size)
        self._limit = max(0, total - page)
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
        """Start dragging the thumb."""
        if self._limit and event.y >= 1:
            self._dragging = True
            self.capture_mouse()
            self._drag_to(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag the thumb."""
        if self._dragging:
            self._drag_to(event.y)

    def on_mouse_up(self) -> None:
        """Stop dragging."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def _drag_to(self, y: int) -> None:
        if self.on_drag is not None:
            self.on_drag((y - 1) * self._limit // max(1, self.size.height - 2))
