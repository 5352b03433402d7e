"""What stays in a listing though its marks fit no longer: what was just read is not to vanish under the eye."""

from collections.abc import Collection

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, Order, View
from reader.core.tables.rows import Rows

_BY_MARKS = (View.UNREAD, View.BOOKMARKS)


def by_marks(listing: Listing) -> bool:
    """Whether it is marks that decide what is listed, or may be."""
    return listing.view in _BY_MARKS or listing.query is not None


class Staying:
    """The articles whose marks were changed here while a listing was shown; forgotten when it is left."""

    def __init__(self) -> None:
        self._listing: Listing | None = None
        self._ids: set[ArticleId] = set()
        self._brought_back = False

    def note(self, listing: Listing, articles: Collection[ArticleId]) -> None:
        """The marks of some articles were changed while a listing was shown."""
        if by_marks(listing):
            self._turn_to(listing)
            self._ids.update(articles)

    def of(self, listing: Listing, rows: Rows) -> Collection[ArticleId]:
        """What is to stay when a listing is chosen anew.

        Args:
            listing: what is to be shown, perhaps in another order.
            rows: what is shown now.
        """
        self._turn_to(listing)
        if self._ids and not self._brought_back:
            self._ids.intersection_update(rows.ids())
        self._brought_back = False
        return self._ids

    @property
    def ids(self) -> Collection[ArticleId]:
        """What stays now."""
        return frozenset(self._ids)

    def bring_back(self, listing: Listing, articles: Collection[ArticleId]) -> None:
        """A listing that was left is to be as it was: some articles stay again when it is chosen next."""
        self._turn_to(listing)
        self._ids.update(articles)
        self._brought_back = bool(articles)

    def _turn_to(self, listing: Listing) -> None:
        listing = listing.ordered(Order.HEAT)
        if listing != self._listing:
            self._listing = listing
            self._ids.clear()
