"""Saved searches: named, listed, arranged, and counted when there is time."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.timer import Timer

from reader.core.model.article import ArticleId
from reader.core.model.errors import HeatwireError, MarksUnavailable
from reader.core.model.listing import Listing, Order
from reader.core.model.marks import MarkStore, SavedSearch
from reader.core.store import Store
from reader.ui.commands.registry import first_key
from reader.ui.controllers.write_queue import WriteQueue
from reader.ui.view.callbacks import Ask, Clock, Later, Notify, Spawn
from reader.ui.view.news_view import NewsView

if TYPE_CHECKING:
    from reader.ui.dialogs.search_dialogs import ArrangedSearches

COUNT_AFTER = 1.0
"""Seconds without a change before saved searches are counted again, one at a time."""

_LONGEST_NAME = 60

Searches = Sequence[SavedSearch]


class SavedSearchesController:
    """Keeps searches by name and shows them in the sidebar.

    Args:
        forget_search: ends the search in force without going back from it.
    """

    def __init__(
        self,
        view: NewsView,
        store: Store,
        queue: WriteQueue,
        clock: Clock,
        notify: Notify,
        ask: Ask,
        spawn: Spawn,
        later: Later,
        forget_search: Callable[[], None],
    ) -> None:
        self._view = view
        self._store = store
        self._queue = queue
        self._clock = clock
        self._notify = notify
        self._ask = ask
        self._spawn = spawn
        self._later = later
        self._forget_search = forget_search
        self._counts: dict[str, int] = {}
        self._uncounted: list[str] = []
        self._timer: Timer | None = None

    def load(self) -> None:
        """Read them in the background."""
        self._spawn(self._load(), "searches")

    async def _load(self) -> None:
        self.set_searches(await self._queue.run(lambda marks, _: marks.searches()))

    def set_searches(self, searches: Searches) -> None:
        """Show other searches, which are saved already."""
        if tuple(searches) != self._view.saved:
            self._view.show_saved(tuple(searches), self._counts)
            self.count_soon()

    # -- listing them

    def show(self, query: str, anchor: ArticleId | None = None) -> None:
        """List what a saved search finds."""
        try:
            parsed = self._store.parse_query(query)
        except HeatwireError as error:
            self._notify(f"this search cannot be run: {error}", "error")
        else:
            self._view.show(Listing(order=self._view.listing.order, query=parsed), anchor)

    def go_to(self, query: str) -> None:
        """List a saved search and go there."""
        self._forget_search()
        self.show(query)
        self._view.panes.go_to("list")

    # -- saving them

    def save(self) -> None:
        """Name the search in force and save it; if it is saved, or there is none, arrange the saved ones."""
        from reader.ui.dialogs.search_dialogs import SavedSearchesDialog, SearchNameDialog  # lazy: dialogs

        query, saved = self._view.listing.query, self._view.saved
        if query is None and not saved:
            search, save = (first_key(name, self._view.keymap) for name in ("search.open", "search.save"))
            self._notify(f"no saved searches: press {search} to search, then {save} to save the search")
            return
        if query is None or self._view.saved_name(query.text):
            index = next((index for index, search in enumerate(saved) if query and search.query == query.text), 0)
            self._spawn(self._arrange(self._ask(SavedSearchesDialog(saved, index)), saved), "dialogs")
            return
        text = query.sorted_by(self._view.listing.order).text
        if earlier := self._view.saved_name(text):
            self._notify(f"already saved as {earlier}")
            return
        name = replace(query, sort=None).text.replace('"', "")[:_LONGEST_NAME]
        answer = self._ask(SearchNameDialog(text, name, [search.name for search in saved]))
        self._spawn(self._add(answer, text), "dialogs")

    async def _add(self, answer: Awaitable[str | None], text: str) -> None:
        name = await answer
        if name is not None:
            self._save(lambda saved: (*saved, SavedSearch(name, text)), f"saved as {name}")
            self.show(text, self._view.article_list.article)

    async def _arrange(self, answer: "Awaitable[ArrangedSearches | None]", before: Searches) -> None:
        arranged = await answer
        if arranged is None:
            return
        after = arranged.searches
        if after != before:

            def merge(saved: Searches) -> Searches:
                """What another window saved meanwhile stays, what it deleted is gone."""
                mine = [search for search in after if search in saved or search not in before]
                return (*mine, *(search for search in saved if search not in before))

            self._save(merge, "searches saved")
        if arranged.chosen is not None:
            self.go_to(arranged.chosen.query)

    def _save(self, change: Callable[[Searches], Searches], message: str) -> None:
        """Change the saved searches; shown when that is on the disk."""
        self._spawn(self._write(change, message), "searches")

    async def _write(self, change: Callable[[Searches], Searches], message: str) -> None:
        def save(marks: MarkStore, _: float) -> Searches:
            # Another window may have changed them since they were read.
            searches = tuple(change(marks.searches()))
            marks.save_searches(searches)
            return searches

        try:
            searches = await self._queue.run(save)
        except MarksUnavailable as error:
            self._notify(str(error), "error")
            return
        self.set_searches(searches)
        self._notify(f"{message}, but only until you quit" if self._queue.trouble else message)

    # -- counting

    def count_soon(self) -> None:
        """News or marks changed: count what each search finds, once nothing has changed for a while."""
        if not self._view.saved:
            return
        self._uncounted = [search.query for search in self._view.saved]
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._later(COUNT_AFTER, self._count_next)

    def _count_next(self) -> None:
        """Count one, so that no key waits for more than that."""
        self._timer = None
        if self._view.typing or self._view.warmup.missing:
            self._view.warmup.start()
            self._timer = self._later(COUNT_AFTER, self._count_next)
            return
        if not self._uncounted:
            # A timer that was stopped may have fired already.
            return
        query = self._uncounted.pop(0)
        try:
            listing = Listing(order=Order.HEAT, query=self._store.parse_query(query))
            self._counts[query] = self._store.search.count(listing, self._clock().timestamp())
        except HeatwireError:
            self._counts.pop(query, None)
        if self._uncounted:
            self._timer = self._later(0.02, self._count_next)
        else:
            self._view.show_saved(self._view.saved, self._counts)
