"""An article counts as read when it has stayed selected for a while."""

from collections.abc import Callable
from time import monotonic

from textual.screen import Screen
from textual.timer import Timer


class Dwell:
    """Calls back when nothing was selected anew for some seconds, with the program in front.

    One timer serves any number of selections, so that moving costs a clock reading.

    Args:
        screen: whose timers are used.
        seconds: how long; 0 for at once.
        reached: called each time.
        in_front: whether only the time counts in which the program is in front.
    """

    def __init__(
        self, screen: Screen[None], seconds: float, reached: Callable[[], None], in_front: bool = True
    ) -> None:
        self._in_front = in_front
        self._screen = screen
        self._seconds = max(0.05, seconds)
        self._reached = reached
        self._since = 0.0
        self._waiting = False
        self._timer: Timer | None = None

    def start(self) -> None:
        """Something was selected."""
        self._since = monotonic()
        self._waiting = True
        if self._timer is None:
            self._timer = self._screen.set_timer(self._seconds, self._look)

    def stop(self) -> None:
        """Nothing is selected, or it is not to count."""
        self._waiting = False

    def _look(self) -> None:
        self._timer = None
        if not self._waiting:
            return
        if self._in_front and not self._screen.app.app_focus:
            self._since = monotonic()
        left = self._since + self._seconds - monotonic()
        if left > 0.01:
            self._timer = self._screen.set_timer(left, self._look)
        else:
            self._waiting = False
            self._reached()
