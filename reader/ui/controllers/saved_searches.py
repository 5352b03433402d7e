"""Saved searches: kept by name, counted when there is time, shown in the sidebar."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

from textual.timer import Timer
from textual.worker import Worker

from reader.core.model.errors import HeatwireError, MarksUnavailable
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import SavedSearch
from reader.core.store import Store
from reader.ui.controllers.search import Searching, understood
from reader.ui.controllers.write_queue import Keeper
from reader.ui.widgets.topic_sidebar import Entry

COUNT_AFTER = 1.0
"""Seconds without a change before saved searches are counted anew, one at a time."""


class Shelf(Protocol):
    """A screen that shows saved searches."""

    searching: Searching

    def show_searches(self) -> None:
        """Their names or counts are others than before."""

    def say(self, message: str, role: str = "message") -> None:
        """Say something in the status line."""

    def work(self, work: Callable[[], Awaitable[None]], group: str) -> Worker[None]:
        """Run something in the background."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call back after some seconds."""


class SavedSearches:
    """The saved searches in the order of the sidebar.

    Args:
        screen: where they are shown.
        store: the news.
        keeper: takes them to the disk.
        clock: the present.
    """

    def __init__(self, screen: Shelf, store: Store, keeper: Keeper, clock: Callable[[], datetime]) -> None:
        self._screen = screen
        self._store = store
        self._keeper = keeper
        self._clock = clock
        self._counts: dict[str, int] = {}
        self._uncounted: list[str] = []
        self._timer: Timer | None = None
        self.all: tuple[SavedSearch, ...] = ()

    def load(self) -> None:
        """Read them, in the background."""

        async def load() -> None:
            self.take(await self._keeper.searches())

        self._screen.work(load, "searches")

    def add(self, search: SavedSearch) -> None:
        """Save one more."""
        self._save(lambda kept: (*kept, search), f"saved as {search.name}")

    def arrange(self, before: Sequence[SavedSearch], after: Sequence[SavedSearch]) -> None:
        """Make of some searches others; what another window saved meanwhile stays, what it deleted is gone."""

        def arranged(kept: Sequence[SavedSearch]) -> Sequence[SavedSearch]:
            mine = [search for search in after if search in kept or search not in before]
            return (*mine, *(search for search in kept if search not in before))

        self._save(arranged, "searches saved")

    def _save(self, change: Callable[[Sequence[SavedSearch]], Sequence[SavedSearch]], said: str) -> None:
        """Change them; shown once that is kept, and then said."""

        async def save() -> None:
            try:
                searches = await self._keeper.save_searches(change)
            except MarksUnavailable as error:
                self._screen.say(str(error), "error")
                return
            self.take(searches)
            self._screen.say(f"{said}, but not for the next start" if self._keeper.trouble else said)

        self._screen.work(save, "searches")

    def take(self, searches: Sequence[SavedSearch]) -> None:
        """These are the saved searches now."""
        if tuple(searches) != self.all:
            self.all = tuple(searches)
            self.stale()
            self._screen.show_searches()

    # -- asking

    def name_of(self, query: str) -> str:
        """What a query in writing is called, "" where it is not saved."""
        return next((search.name for search in self.all if search.query == query), "")

    def entries(self) -> tuple[Entry, ...]:
        """Their lines in the sidebar."""
        return tuple(
            Entry(View.ALL, search.name, self._counts.get(search.query, -1), mark="/", query=search.query)
            for search in self.all
        )

    # -- counting

    def stale(self) -> None:
        """News or marks changed: count anew once nothing has changed for a while."""
        if not self.all:
            return
        self._uncounted = [search.query for search in self.all]
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._screen.set_timer(COUNT_AFTER, self._count_next)

    def _count_next(self) -> None:
        """Count one, so that no key waits for more than that."""
        self._timer = None
        growing = self._screen.searching.growing
        if self._screen.searching.typing or growing.missing:
            growing.start()
            self._timer = self._screen.set_timer(COUNT_AFTER, self._count_next)
            return
        query = self._uncounted.pop(0)
        try:
            found = Listing(order=Order.HEAT, query=understood(query, self._store))
            self._counts[query] = self._store.search.count(found, self._clock().timestamp())
        except HeatwireError:
            self._counts.pop(query, None)
        if self._uncounted:
            self._timer = self._screen.set_timer(0.02, self._count_next)
        else:
            self._screen.show_searches()
