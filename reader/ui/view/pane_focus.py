"""Which pane is in front, and which are shown: three, two or one at a time."""

from collections.abc import Sequence

from textual.screen import Screen
from textual.widget import Widget

NARROW, WIDE = 70, 110
"""Columns from which two panes are shown, and three."""

BREAKPOINTS = [(0, "-narrow"), (NARROW, "-medium"), (WIDE, "-wide")]


def width_class(width: int) -> str:
    """The class of a screen of so many columns."""
    return next(name for least, name in reversed(BREAKPOINTS) if width >= least)


class Panes:
    """Moves between the panes of a screen, from left to right: sidebar, list, detail.

    The screen's classes say what is shown: `-narrow`, `-medium` or `-wide` by its width, `-zoom`, and
    `front-…` for the pane in front. The style sheet does the rest.
    """

    def __init__(self, screen: Screen[None], panes: Sequence[Widget]) -> None:
        self._screen = screen
        self._panes = panes
        self._names = [pane.id or "" for pane in panes]
        self.current = "list"
        screen.add_class("front-list")

    @property
    def zoomed(self) -> bool:
        """Whether one pane is shown alone by wish."""
        return self._screen.has_class("-zoom")

    @property
    def single(self) -> bool:
        """Whether one pane is shown at a time."""
        return self._screen.has_class("-narrow") or self._screen.has_class("-zoom")

    def go(self, name: str) -> None:
        """Bring a pane to the front."""
        self._mark(name)
        self._panes[self._names.index(name)].focus()

    def bring(self, name: str) -> None:
        """Bring a pane to the front and leave the keys where they are."""
        self._mark(name)

    def _mark(self, name: str) -> None:
        if name != self.current:
            self._screen.remove_class(f"front-{self.current}")
            self._screen.add_class(f"front-{name}")
            self.current = name

    def focused(self) -> None:
        """The focus came to a pane by other means: the mouse, or a pane that went away."""
        focused = self._screen.focused
        if focused is not None and focused.id in self._names:
            self._mark(focused.id)

    def step(self, by: int) -> None:
        """To the pane on the left (-1) or right (1), if there is one."""
        place = self._names.index(self.current) + by
        if 0 <= place < len(self._names):
            self.go(self._names[place])

    def turn(self, by: int) -> None:
        """To the next (1) or previous (-1) pane, round and round."""
        place = (self._names.index(self.current) + by) % len(self._names)
        self.go(self._names[place])

    def back_out(self) -> None:
        """End the zoom, else go a step out: from the article to the list, from there to the topics."""
        if self._screen.has_class("-zoom"):
            self._screen.remove_class("-zoom")
        elif self.current == "list":
            self.go("sidebar")
        elif self.current == "detail" or self._screen.has_class("-medium"):
            # Where the topics are a drawer, going out of it closes it.
            self.go("list")

    def zoom(self) -> None:
        """Show the pane in front alone, or all again."""
        self._screen.toggle_class("-zoom")


class PaneActions:
    """The commands that go from pane to pane, for a screen."""

    panes: Panes

    def action_go_pane(self, by: int) -> None:
        """To the pane on the left or right."""
        self.panes.step(by)

    def action_turn_pane(self, by: int) -> None:
        """To the next or previous pane, round and round."""
        self.panes.turn(by)

    def action_zoom_pane(self) -> None:
        """Show this pane alone, or all again."""
        self.panes.zoom()
