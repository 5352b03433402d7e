"""Going from article to article, from pane to pane, and from topic to topic."""

from collections.abc import Callable, Iterator, Sequence
from time import monotonic

from msgspec import Struct

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, View
from reader.core.model.topic import TopicKey, topic_key
from reader.core.store import Store
from reader.core.tables.row_flags import UNREAD
from reader.core.tables.rows import Rows
from reader.core.text.counting import related_missing
from reader.core.text.normalization import quoted
from reader.ui.view import labels
from reader.ui.view.back_stack import Location
from reader.ui.view.callbacks import Later, Notify
from reader.ui.view.news_view import NewsView

RELATED_AFTER = 0.6
"""Seconds after which a single digit in a list is no count but a related entry."""
COUNT_EXPIRES = 3.0
"""Seconds after which a count is dropped."""
_TWICE = 0.5
"""Seconds within which a second key belongs to the first, as in `zz`."""


class NavigationController:
    """Moves between articles, panes and topics.

    Args:
        forget_search: ends the search in force without going back from it.
        leave_search: goes back from the search in force; False if there is none.
        show_saved: lists what a saved search finds.
        quit: ends the program.
    """

    def __init__(
        self,
        view: NewsView,
        store: Store,
        notify: Notify,
        forget_search: Callable[[], None],
        leave_search: Callable[[], bool],
        show_saved: Callable[[str], None],
        later: Later,
        quit: Callable[[], object],  # noqa: A002
    ) -> None:
        self._view = view
        self._store = store
        self._notify = notify
        self._forget_search = forget_search
        self._leave_search = leave_search
        self._show_saved = show_saved
        self._later = later
        self._quit = quit
        self._digits = 0
        self._zoomed_at = -_TWICE

    # -- articles

    def show_related(self, number: int) -> None:
        """Go to a related entry, by its number from 0."""
        view = self._view
        here, article = view.current.location, view.current.article
        if here is None or article is None or number >= len(article.related):
            return
        entry = article.related[number]
        view.mark_user_active()
        view.back_stack.push(here)
        view.go_to(Location(entry.id, entry))
        if view.panes.single:
            view.panes.go_to("detail")

    def step_article(self, by: int) -> None:
        """Go to the next (1) or previous (-1) article of the list, as often as the count says."""
        view = self._view
        before = view.article_list.article
        view.article_list.action_move(by)
        if view.article_list.article == before:
            view.show_article(before)

    def type_digit(self, digit: int) -> None:
        """In the article go to a related entry; elsewhere append a digit to the count, which may turn out to be one."""
        view = self._view
        if view.panes.current == "detail":
            self.show_related(digit - 1)
            return
        first = not view.count.value
        view.count.add_digit(digit)
        if view.count.value:
            self._digits += 1
            number = self._digits
            wait, end = (RELATED_AFTER, self.settle_count) if first else (COUNT_EXPIRES, view.count.take)
            self._later(wait, lambda: end() if number == self._digits else None)
            self._notify(f"{view.count.value} …")

    def drop_count(self) -> bool:
        """Forget the count; False if there is none."""
        return bool(self._view.count.take())

    def settle_count(self) -> None:
        """End the count: a single digit that no motion has used is the number of a related entry."""
        count, article = self._view.count.take(), self._view.current.article
        if 0 < count < 10 and self._view.panes.current != "detail":
            if article is not None and count <= len(article.related):
                self.show_related(count - 1)
            elif article is not None:
                self._notify(related_missing(len(article.related)))

    def go_back(self) -> None:
        """Go back to the article before."""
        location = self._view.back_stack.go_back(self._view.current.location)
        if location is not None:
            self._view.go_to(location)

    def go_forward(self) -> None:
        """Go forward again."""
        location = self._view.back_stack.go_forward(self._view.current.location)
        if location is not None:
            self._view.go_to(location)

    def step_unread(self, by: int) -> None:
        """Go to the next or previous unread article, in another topic if there is none in this one."""
        view = self._view
        view.mark_user_active()
        rows, cursor = view.article_list.rows, view.article_list.cursor
        found = next_unread(self._store, view.listing, rows, cursor, view.sidebar.topics, by)
        if found is None:
            here = bool(rows) and not rows[cursor].read
            where = " in this search" if view.listing.query is not None and self._store.counts.unread > here else ""
            self._notify(f"no {'other ' if here else ''}unread article{where}")
            return
        if found.listing is not None:
            view.show(found.listing, found.article)
        else:
            view.article_list.move_to(found.article)
        view.show_article(found.article)
        if found.message:
            self._notify(found.message)

    def show_article(self, article: ArticleId) -> None:
        """Go to an article and read it; if it is not listed, list all articles, or all archived ones."""
        view = self._view
        view.mark_user_active()
        if view.current.location is not None:
            view.back_stack.push(view.current.location)
        if not view.article_list.move_to(article):
            self._forget_search()
            view.show(Listing(View.ALL, order=view.listing.order), article)
            if not view.article_list.move_to(article):
                view.show(Listing(View.ARCHIVE, order=view.listing.order), article)
        view.show_article(article)
        view.panes.go_to("detail")

    # -- panes and topics

    def go_to_pane(self, pane: str) -> None:
        """Go to a pane."""
        self._view.panes.go_to(pane)

    def go_to_view(self, view: View, topic: TopicKey | None = None) -> None:
        """Show a view or topic, and go to the list."""
        self.show_entry(view, topic)
        self._view.panes.go_to("list")

    def step_pane(self, by: int) -> None:
        """Go to the pane on the left (-1) or right (1)."""
        self._view.panes.step(by)

    def cycle_pane(self, by: int) -> None:
        """Go to the next (1) or previous (-1) pane."""
        self._view.panes.cycle(by)

    def zoom_pane(self) -> None:
        """Show this pane alone, or all panes again; twice in a row scroll the cursor to the middle."""
        view, now = self._view, monotonic()
        view.panes.zoom()
        if now - self._zoomed_at < _TWICE:
            (view.sidebar if view.panes.current == "sidebar" else view.article_list).center_cursor()
        self._zoomed_at = now

    def back_out(self) -> None:
        """Go a step out; in the list the selection comes first, then the search."""
        panes = self._view.panes
        in_list = not panes.zoomed and panes.current == "list"
        if not in_list or not (self._view.article_list.unselect() or self._leave_search()):
            panes.back_out()

    def leave(self) -> None:
        """End the zoom, leave the article, the search or the drawer; quit if there is none of these."""
        panes = self._view.panes
        if panes.zoomed or panes.current == "detail":
            panes.back_out()
        elif panes.current == "sidebar" and panes.drawer:
            panes.go_to("list")
        elif not self._leave_search():
            self._quit()

    def step_topic(self, by: int) -> None:
        """Show the previous (-1) or next (1) entry of the sidebar."""
        self._view.sidebar.action_move(by)

    def show_entry(self, view: View, topic: TopicKey | None, query: str = "") -> None:
        """Show a view, topic or saved search of the sidebar."""
        self._forget_search()
        if query:
            self._show_saved(query)
        else:
            self._view.show(Listing(view, topic, self._view.listing.order))
        self._view.show_article(self._view.article_list.article)

    def show_topic(self, name: str) -> None:
        """List a topic, by its name."""
        topic = topic_key(name)
        if self._store.topic_count(topic):
            self.show_entry(View.TOPIC, topic)
            self._view.panes.go_to("list")
        else:
            self._notify(f"no article is on the topic {quoted(name)}")

    def enter_list(self) -> None:
        """Go to the list, of the entry under the cursor of the sidebar if a search is in force."""
        entry, query = self._view.sidebar.entry, self._view.listing.query
        if self._view.home is not None and entry is not None and (query is None or entry.query != query.text):
            self.show_entry(entry.view, entry.topic, entry.query)
        self._view.panes.go_to("list")


class NextUnread(Struct, frozen=True):
    """An unread article, the listing to show for it if that is another, and a message on the way there."""

    article: ArticleId
    listing: Listing | None = None
    message: str = ""


def next_unread(
    store: Store, listing: Listing, rows: Rows, cursor: int, topics: Sequence[TopicKey], by: int
) -> NextUnread | None:
    """The next unread article, or the previous one; it is never the one under the cursor.

    Args:
        store: the news.
        listing: what is listed.
        rows: its rows.
        cursor: the place of the cursor.
        topics: the topics in the order of the sidebar.
        by: 1 for the next, -1 for the previous.
    """
    place = rows.find(UNREAD, cursor + by, by)
    if place is not None:
        return NextUnread(rows.id_at(place))
    name = labels.listing_name(listing, store)
    here = rows.id_at(cursor) if rows else None
    again = _first(rows, by, here)
    if again is not None:
        return NextUnread(again, message=f"{name}: continuing from {'the top' if by > 0 else 'the end'}")
    # A search covers all articles, so there is no other listing to go on to.
    if listing.view in (View.ALL, View.UNREAD) or not store.counts.unread:
        return None
    done = rows.find(UNREAD, 0) is None
    for other, around in _others(store, listing, topics, by):
        found = _first(store.select(other), by, here)
        if found is not None:
            message = f"{name} is done · on to " if done else "on to "
            message += labels.listing_name(other, store)
            way = "from the first topic again" if by > 0 else "from the last topic again"
            return NextUnread(found, other, f"{message}, {way}" if around else message)
    return None


def _first(rows: Rows, by: int, but: ArticleId | None) -> ArticleId | None:
    """The first unread article of rows from above (1) or from below (-1), leaving one out."""
    place = rows.find(UNREAD, 0 if by > 0 else len(rows) - 1, by)
    if place is not None and rows.id_at(place) == but:
        place = rows.find(UNREAD, place + by, by)
    return None if place is None else rows.id_at(place)


def _others(store: Store, listing: Listing, topics: Sequence[TopicKey], by: int) -> Iterator[tuple[Listing, bool]]:
    """The topics with unread articles, from a listing on, and whether the end was passed; then the Unread view."""
    inside = listing.topic in topics
    place = topics.index(listing.topic) if listing.topic is not None and inside else -1 if by > 0 else len(topics)
    onwards = topics[place + 1 :] if by > 0 else topics[:place][::-1]
    around = topics[:place] if by > 0 else topics[place + 1 :][::-1]
    for keys, passed in ((onwards, False), (around if inside else (), True)):
        for key in store.unread_among(keys):
            yield Listing(View.TOPIC, key, listing.order), passed
    # An article may have no topic.
    yield Listing(View.UNREAD, order=listing.order), False
