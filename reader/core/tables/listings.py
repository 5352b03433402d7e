"""The rows of listings without a query."""

from array import array
from collections.abc import Collection, Iterable, Mapping

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, Order, View
from reader.core.tables.columns import Columns
from reader.core.tables.hidden import HiddenArticles
from reader.core.tables.row_flags import RowFlag, listing_table
from reader.core.tables.rows import Rows
from reader.core.tables.sort_index import SortIndex
from reader.core.tables.topic_index import TopicIndex


class Listings:
    """Makes the rows of listings, and keeps them until `clear`."""

    def __init__(
        self, columns: Columns, orders: Mapping[Order, SortIndex], topics: TopicIndex, hidden: HiddenArticles
    ) -> None:
        self._columns, self._orders, self._topics, self._hidden = columns, orders, topics, hidden
        self._rows: dict[Listing, Rows] = {}

    def clear(self) -> None:
        """Forget the rows, because other articles are listed now."""
        self._rows.clear()

    def select(self, listing: Listing, also: Collection[ArticleId]) -> Rows:
        """The rows of a listing (see `Store.select`)."""
        rows = self._rows.get(listing) if not also else None
        if rows is None:
            rows = Rows(self._columns, self._hidden.pinned_first(self._choose(listing, also)))
            if not also and listing.view not in (View.UNREAD, View.BOOKMARKS):
                self._rows[listing] = rows
        return rows

    def visible(self, articles: Iterable[ArticleId]) -> list[int]:
        """The slots of those articles that are in the store and not hidden."""
        slots = (self._columns.slots[article] for article in articles if article in self._columns.slots)
        return [slot for slot in slots if not self._columns.flags[slot] & RowFlag.HIDDEN]

    def _choose(self, listing: Listing, also: Iterable[ArticleId]) -> "array[int]":
        order = self._orders[listing.order]
        if listing.view in (View.MUTED, View.SNOOZED):
            chosen = bytearray(self._hidden.in_view(listing.view))
        else:
            chosen = self._columns.flags.translate(listing_table(listing))
        for slot in self.visible(also):
            chosen[slot] = 1
        if listing.view is View.TOPIC:
            slots = self._topics.slots(listing.topic) if listing.topic else ()
            return order.sort(slot for slot in slots if chosen[slot])
        if len(chosen) == chosen.count(1):
            return order.all()
        return array("I", [slot for slot in order.all() if chosen[slot]])
