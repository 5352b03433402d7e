"""The main screen's side of searching: what is found is listed, kept by name, and left again."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reader.core.model.article import ArticleId
from reader.core.model.errors import HeatwireError
from reader.core.model.listing import Listing
from reader.core.model.marks import SavedSearch
from reader.ui.commands.keymap import Keymap
from reader.ui.controllers.navigation import Going
from reader.ui.controllers.saved_searches import SavedSearches
from reader.ui.controllers.search import Place, Searching, understood
from reader.ui.dialogs import lazy
from reader.ui.view import labels
from reader.ui.view.keep_visible import Staying
from reader.ui.view.load_progress import LoadProgress
from reader.ui.view.news_view import Desk
from reader.ui.view.session_state import Remembered

if TYPE_CHECKING:
    from reader.core.model.query import Query
    from reader.ui.dialogs.search_dialogs import ArrangedSearches


READY_AFTER = 1.5
"""Seconds after the first screen in which the reader looks at it."""


class Finding(Desk, inherit_bindings=False):
    """Actions on searches."""

    arrivals: LoadProgress
    keymap: Keymap
    going: Going
    searching: Searching
    staying: Staying
    saved: SavedSearches

    def get_ready(self) -> None:
        """Read the saved searches, and get ready for others once there is time."""
        self.saved.load()
        self.set_timer(READY_AFTER, self.searching.prepare)

    # -- what the search line asks for

    @property
    def place(self) -> Place:
        """What is listed and shown now."""
        chosen = self.list.selection.ids()
        return Place(
            self.listing, self.list.article, self.list.scroll_position, self.reading.stop, chosen, self.staying.ids
        )

    @property
    def home(self) -> Listing:
        """What is listed, or was before the search that is in force."""
        return self.searching.home.listing if self.searching.home else self.listing

    def return_to(self, place: Place) -> None:
        """List and show what was."""
        self.listing = place.listing
        self.staying.bring_back(place.listing, place.staying)
        self.relist(place.article)
        self.list.restore_scroll(place.spot)
        self.list.select(place.selected)
        if place.stop is not None:
            self.going.arrive(place.stop)

    def list_found(self, query: "Query", article: ArticleId | None) -> None:
        """List what a query finds, the cursor on an article if it is among that, else on the first."""
        self.listing = Listing(order=self.listing.order, query=query)
        self.settle()
        self.relist(article, follow=True)

    def show_grown(self) -> None:
        """More of the news can be searched than before."""
        if self.listing.query is not None:
            self.relist(self.list.article)

    def keep_past(self) -> None:
        """Another search is to be remembered, however the program ends."""
        past = Remembered(past=self.searching.past).values()["past"]
        self.work(lambda: self.keeper.remember({"past": past}), "remembering")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the search line, the key that opens it is a character like others."""
        if action == "open_search" and self.searching.typing:
            return False
        return super().check_action(action, parameters)

    async def action_open_search(self) -> None:
        """Search, or go on with the search in force."""
        await self.searching.open()

    def run_search(self, text: str) -> None:
        """List what a text finds."""
        try:
            self.searching.run(text)
        except HeatwireError as error:
            self.say(str(error), "error")

    # -- saved searches

    @property
    def origin(self) -> str:
        """What the listing is called, for the history."""
        query = self.listing.query
        return super().origin if query is None else self.saved.name_of(query.text) or f"search {query.text}"

    def heading(self, count: int) -> str:
        """The title line of the list."""
        query = self.listing.query
        if query is None:
            return labels.heading(self.listing, self.store, count)
        name = "" if self.searching.typing else self.saved.name_of(query.text)
        return labels.heading(self.listing, self.store, count, name, self.searching.missing > 0)

    def words_if_empty(self) -> str:
        """What is said where nothing is listed."""
        counts = self.store.counts
        hidden = counts.muted + counts.snoozed
        return labels.empty(self.listing, self.arrivals, self.keymap, self.searching.missing, hidden)

    def show_sidebar(self) -> None:
        """Show the views, saved searches and topics; the cursor is on what is listed, or was before the search."""
        home = self.home
        query = home.query.text if home.query is not None else ""
        self.topics.show(labels.entries(self.store, home.view, self.saved.entries()), home.view, home.topic, query)

    def take_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Another window saved searches."""
        self.saved.take(searches)

    def list_saved(self, query: str, anchor: ArticleId | None = None) -> None:
        """List what a saved search finds."""
        try:
            self.switch_to(Listing(order=self.listing.order, query=understood(query, self.store)), anchor)
        except HeatwireError as error:
            self.say(f"this search cannot be run: {error}", "error")

    def go_to_saved(self, query: str) -> None:
        """List a saved search and go there."""
        self.searching.forget()
        self.list_saved(query)
        self.panes.go("list")

    def saved_names(self) -> tuple[tuple[str, str], ...]:
        """The names of saved searches, each with its query."""
        return tuple((search.name, search.query) for search in self.saved.all)

    def action_save_search(self) -> None:
        """Name the search that is in force and keep it; where that is done or there is none, arrange those kept."""
        query = self.listing.query
        names = [search.name for search in self.saved.all]
        if query is None or self.saved.name_of(query.text):
            self._arrange(query.text if query is not None else "")
            return
        from reader.core.model.query import Query, Sort, SortBy

        sort = query.sort or Sort(SortBy(self.listing.order.value))
        text = Query(query.node, sort).text

        def save(name: str | None) -> None:
            if name is not None:
                self.saved.add(SavedSearch(name, text))
                self.list_saved(text, self.list.article)

        if earlier := self.saved.name_of(text):
            self.say(f"it is saved already, as {earlier}")
            return
        plain = replace(query, sort=None).text.replace('"', "")
        self.app.push_screen(lazy.search_name(text, plain[:60], names), save)

    def _arrange(self, query: str) -> None:
        before = self.saved.all
        if not before:
            self.say("no search is saved: press / to search, and & again to save that")
            return
        place = next((place for place, search in enumerate(before) if search.query == query), 0)

        def arrange(arranged: "ArrangedSearches | None") -> None:
            if arranged is None:
                return
            if arranged.searches != before:
                self.saved.arrange(before, arranged.searches)
            if arranged.chosen is not None:
                self.go_to_saved(arranged.chosen.query)

        self.app.push_screen(lazy.search_list(before, place), arrange)
