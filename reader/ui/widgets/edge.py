"""The line at the right of a pane, which is its scroll bar, too."""

from collections.abc import Callable

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Edge(Widget):
    """One column. It is a widget of its own so that neither it nor its pane is drawn for the other.

    Args:
        line: whether it divides two panes; else only its thumb is seen.
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
        """Called with the line that is to be at the top when the thumb is pulled."""

    def show(self, total: int, page: int, top: int) -> None:
        """Show which part of a pane is in view.

        Args:
            total: lines there are.
            page: lines in view.
            top: the first line in view.
        """
        size = max(1, page * page // total) if total > page else 0
        start = (page - size) * top // max(1, total - page)
        before, self._thumb = self._thumb, range(start, start + size)
        self._limit = max(0, total - page)
        for row in {*before} ^ {*self._thumb}:
            self.refresh(Region(0, 1 + row, 1, 1))

    def notify_style_update(self) -> None:
        """Forget what was drawn in another style."""
        super().notify_style_update()
        self._strips.clear()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of some rows; there are but three, for this is asked for in every frame."""
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
        """Take hold of the thumb."""
        if self._limit and event.y >= 1:
            self._dragging = True
            self.capture_mouse()
            self._pull_to(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pull the thumb."""
        if self._dragging:
            self._pull_to(event.y)

    def on_mouse_up(self) -> None:
        """Let go of the thumb."""
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def _pull_to(self, y: int) -> None:
        if self.on_drag is not None:
            self.on_drag((y - 1) * self._limit // max(1, self.size.height - 2))
