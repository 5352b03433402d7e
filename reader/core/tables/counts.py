"""How many articles each view has, kept up to date article by article."""

from typing import Final

from msgspec import Struct

from reader.core.model.listing import Listing, View
from reader.core.tables.columns import Columns
from reader.core.tables.hidden import HiddenArticles
from reader.core.tables.row_flags import listing_table

_TABLES: Final = {view: listing_table(Listing(view)) for view in (View.ALL, View.UNREAD, View.ARCHIVE, View.BOOKMARKS)}


class Counts(Struct, frozen=True):
    """The number of articles by view: listed, and of those unread; bookmarked; archived; muted; snoozed."""

    all: int = 0
    unread: int = 0
    bookmarks: int = 0
    archive: int = 0
    muted: int = 0
    snoozed: int = 0


class ViewCounts:
    """The counts of a store."""

    def __init__(self, columns: Columns, hidden: HiddenArticles) -> None:
        self._columns, self._hidden = columns, hidden
        self._counts = dict.fromkeys(View, 0)

    def add(self, flags: int, by: int) -> None:
        """Count one article with these flags in (1) or out (-1)."""
        for view, table in _TABLES.items():
            if table[flags]:
                self._counts[view] += by

    def add_batch(self, flags: bytes) -> None:
        """Count new articles in, each with its flags."""
        for view, table in _TABLES.items():
            self._counts[view] += flags.translate(table).count(1)

    def recount(self) -> None:
        """Count all again; for some hundreds of articles that is faster than one by one."""
        for view, table in _TABLES.items():
            self._counts[view] = self._columns.flags.translate(table).count(1)

    def recount_hidden(self) -> None:
        """Count the muted and the snoozed articles again."""
        for view in (View.MUTED, View.SNOOZED):
            self._counts[view] = self._hidden.count(view)

    @property
    def counts(self) -> Counts:
        views = (View.ALL, View.UNREAD, View.BOOKMARKS, View.ARCHIVE, View.MUTED, View.SNOOZED)
        return Counts(*map(self._counts.__getitem__, views))
