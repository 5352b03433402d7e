"""Rows that stay listed after their marks changed, so that what was just read does not vanish from view."""

from collections.abc import Collection

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, Order, View
from reader.core.tables.rows import Rows

_BY_MARKS = (View.UNREAD, View.BOOKMARKS)


def listed_by_marks(listing: Listing) -> bool:
    """Whether marks decide what is listed, or may decide it."""
    return listing.view in _BY_MARKS or listing.query is not None


class StickyRows:
    """The articles whose marks were changed while a listing was shown; forgotten when it is left."""

    def __init__(self) -> None:
        self._listing: Listing | None = None
        self._ids: set[ArticleId] = set()
        self._restored = False

    @property
    def ids(self) -> Collection[ArticleId]:
        """The articles that stay now."""
        return frozenset(self._ids)

    def add(self, listing: Listing, articles: Collection[ArticleId]) -> None:
        """The marks of some articles changed while a listing was shown."""
        if listed_by_marks(listing):
            self._turn_to(listing)
            self._ids.update(articles)

    def keep(self, listing: Listing, rows: Rows) -> Collection[ArticleId]:
        """The articles that stay when a listing is selected again.

        Args:
            listing: what is to be shown, perhaps in another order.
            rows: what is shown now.
        """
        self._turn_to(listing)
        if self._ids and not self._restored:
            self._ids.intersection_update(rows.ids())
        self._restored = False
        return self._ids

    def restore(self, listing: Listing, articles: Collection[ArticleId]) -> None:
        """Have some articles stay when a listing that was left is selected next."""
        self._turn_to(listing)
        self._ids.update(articles)
        self._restored = bool(articles)

    def _turn_to(self, listing: Listing) -> None:
        listing = listing.ordered(Order.HEAT)
        if listing != self._listing:
            self._listing = listing
            self._ids.clear()
