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
        self.pull: Callable[[int], object] | None = None
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

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of some rows."""
        line, thumb = self.get_component_rich_style("line"), self.get_component_rich_style("thumb")
        strips = []
        for y in range(crop.y, crop.bottom):
            if not y:
                segment = Segment("┬" if self._line else "─", line)
            elif y - 1 in self._thumb:
                segment = Segment("┃", thumb)
            else:
                segment = Segment("│" if self._line else " ", line)
            segments = [segment]
            for line_filter in self.get_line_filters():
                segments = line_filter.apply(segments, self.background_colors[1])
            strips.append(Strip(segments, 1))
        return strips

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
        if self.pull is not None:
            self.pull((y - 1) * self._limit // max(1, self.size.height - 2))
