"""The index that searches use grows between two keys, as long as somebody searches."""

from collections.abc import Callable

from textual.timer import Timer

from reader.core.store import Store

PAUSE = 0.005
"""Seconds between two goes."""

SHOW_AFTER = 40
"""Goes after which what more is found is shown."""


class Growing:
    """Has the store's search take in articles, some at a time.

    Args:
        store: the news.
        later: calls back after some seconds.
        grown: called when more may be found, now and then and at the end.
    """

    def __init__(
        self, store: Store, later: Callable[[float, Callable[[], None]], Timer], grown: Callable[[], None]
    ) -> None:
        self._store = store
        self._later = later
        self._grown = grown
        self._running = False
        self._goes = 0
        self._told = -1

    @property
    def missing(self) -> int:
        """How many articles cannot be found by their words yet."""
        state = self._store.search.state
        return state.total - state.indexed

    def start(self) -> None:
        """Go on until all is taken in, or the rest is to come from elsewhere."""
        if not self._running and self.missing:
            self._running = True
            self._later(PAUSE, self._go)

    def _go(self) -> None:
        self._goes += 1
        if self._store.search.advance():
            if not self._goes % SHOW_AFTER:
                self._show()
            self._later(PAUSE, self._go)
        else:
            self._running = False
            self._show()

    def _show(self) -> None:
        """Tell, if there is anything to tell since the last time: whoever is told may start this again."""
        missing = self.missing
        if missing != self._told:
            self._told = missing
            self._grown()
