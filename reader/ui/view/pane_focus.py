"""Which pane is in front, and which are shown: three, two or one at a time."""

from collections.abc import Sequence

from textual.widget import Widget

NARROW, WIDE = 70, 110
"""Columns from which two panes are shown, and three."""

BREAKPOINTS = [(0, "-narrow"), (NARROW, "-medium"), (WIDE, "-wide")]


def width_class(width: int) -> str:
    """The class of a screen of so many columns."""
    return next(name for least, name in reversed(BREAKPOINTS) if width >= least)


class Panes:
    """Moves between panes, from left to right: sidebar, list, detail.

    The classes of `root` tell the style sheet what is shown: `-narrow`, `-medium` or `-wide` by its width, `-zoom`,
    and `front-…` for the pane in front.

    Args:
        root: what holds the panes.
        panes: the panes from left to right; their ids are their names.
    """

    def __init__(self, root: Widget, panes: Sequence[Widget]) -> None:
        self._root = root
        self._panes = panes
        self._names = [pane.id or "" for pane in panes]
        self.current = "list"
        root.add_class("front-list")

    @property
    def zoomed(self) -> bool:
        """Whether the user had one pane shown alone."""
        return self._root.has_class("-zoom")

    @property
    def drawer(self) -> bool:
        """Whether the sidebar is a drawer over the list."""
        return self._root.has_class("-medium")

    @property
    def topics_hidden(self) -> bool:
        """Whether the sidebar is out of sight."""
        return (self.drawer or self.single) and self.current != "sidebar"

    @property
    def single(self) -> bool:
        """Whether one pane is shown at a time."""
        return self._root.has_class("-narrow") or self.zoomed

    def go_to(self, name: str) -> None:
        """Bring a pane to the front and give it the keys."""
        self.bring_to_front(name)
        self._panes[self._names.index(name)].focus()

    def bring_to_front(self, name: str | None) -> None:
        """Bring a pane to the front and leave the keys where they are; other names are ignored."""
        if name != self.current and name in self._names:
            self._root.remove_class(f"front-{self.current}")
            self._root.add_class(f"front-{name}")
            self.current = name

    def step(self, by: int) -> None:
        """Go to the pane on the left (-1) or right (1), if there is one."""
        place = self._names.index(self.current) + by
        if 0 <= place < len(self._names):
            self.go_to(self._names[place])

    def cycle(self, by: int) -> None:
        """Go to the next (1) or previous (-1) pane, the first after the last."""
        self.go_to(self._names[(self._names.index(self.current) + by) % len(self._names)])

    def back_out(self) -> None:
        """End the zoom, else go a step out: from the article to the list, from there to the topics."""
        if self.zoomed:
            self._root.remove_class("-zoom")
        elif self.current == "list":
            self.go_to("sidebar")
        elif self.current == "detail" or self.drawer:
            # Going out of the drawer closes it.
            self.go_to("list")

    def zoom(self) -> None:
        """Show the pane in front alone, or all panes again."""
        self._root.toggle_class("-zoom")
