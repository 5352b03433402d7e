"""Where the next unread article is: in this listing, else in the next topic that has one."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, View
from reader.core.model.topic import TopicKey
from reader.core.store import Store
from reader.core.tables.row_flags import UNREAD
from reader.core.tables.rows import Rows
from reader.ui.view import labels


class Found(Struct, frozen=True):
    """An unread article, the listing to go to for it if that is another, and what to say of the way."""

    article: ArticleId
    listing: Listing | None = None
    said: str = ""


def next_unread(
    store: Store, listing: Listing, rows: Rows, cursor: int, topics: Sequence[TopicKey], by: int
) -> Found | None:
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
        return Found(rows.id_at(place))
    name = labels.name_of(listing, store)
    here = rows.id_at(cursor) if rows else None
    again = _first(rows, by, here)
    if again is not None:
        return Found(again, said=f"{name}: on from {'the top' if by > 0 else 'the end'}")
    # A search is left by Esc and by what is chosen elsewhere, not by the way: it is of the view of all.
    if listing.view in (View.ALL, View.UNREAD) or not store.counts.unread:
        return None
    done = rows.find(UNREAD, 0) is None
    for other, around in _others(store, listing, topics, by):
        found = _first(store.select(other), by, here)
        if found is not None:
            said = f"{name} is done · on to " if done else "on to "
            said += labels.name_of(other, store)
            way = "from the first topic again" if by > 0 else "from the last topic again"
            return Found(found, other, f"{said}, {way}" if around else said)
    return None


def _first(rows: Rows, by: int, but: ArticleId | None) -> ArticleId | None:
    """The first unread article of rows from above (1) or from below (-1), leaving one out."""
    place = rows.find(UNREAD, 0 if by > 0 else len(rows) - 1, by)
    if place is not None and rows.id_at(place) == but:
        place = rows.find(UNREAD, place + by, by)
    return None if place is None else rows.id_at(place)


def _others(store: Store, listing: Listing, topics: Sequence[TopicKey], by: int) -> Iterator[tuple[Listing, bool]]:
    """The topics with unread articles from a listing on, and whether the end was passed on the way; then all unread."""
    inside = listing.topic in topics
    place = topics.index(listing.topic) if listing.topic is not None and inside else -1 if by > 0 else len(topics)
    onwards = topics[place + 1 :] if by > 0 else topics[:place][::-1]
    around = topics[:place] if by > 0 else topics[place + 1 :][::-1]
    for keys, passed in ((onwards, False), (around if inside else (), True)):
        for key in store.unread_among(keys):
            yield Listing(View.TOPIC, key, listing.order), passed
    # An article may have no topic.
    yield Listing(View.UNREAD, order=listing.order), False
