"""A timer that fires when something has stayed selected for a while."""

from collections.abc import Callable
from math import inf
from time import monotonic

from textual.timer import Timer
from textual.widget import Widget


class Dwell:
    """Calls back some seconds after the last selection.

    One timer serves any number of selections, so that moving costs a clock reading.

    Args:
        widget: whose timers are used.
        seconds: how long; 0 for at once, infinite for never.
        reached: what is called.
        in_front: whether only the time counts in which the program is in front.
    """

    def __init__(self, widget: Widget, seconds: float, reached: Callable[[], object], in_front: bool = True) -> None:
        self._widget = widget
        self._seconds = max(0.05, seconds)
        self._reached = reached
        self._in_front = in_front
        self._since = 0.0
        self._waiting = False
        self._timer: Timer | None = None

    def start(self) -> None:
        """Something was selected: wait from now on."""
        self._since = monotonic()
        self._waiting = self._seconds < inf
        if self._waiting and self._timer is None:
            self._timer = self._widget.set_timer(self._seconds, self._check)

    def stop(self) -> None:
        """Wait no longer."""
        self._waiting = False

    def _check(self) -> None:
        self._timer = None
        if not self._waiting:
            return
        if self._in_front and not self._widget.app.app_focus:
            self._since = monotonic()
        left = self._since + self._seconds - monotonic()
        if left > 0.01:
            self._timer = self._widget.set_timer(left, self._check)
        else:
            self._waiting = False
            self._reached()
