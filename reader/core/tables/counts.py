"""How many articles each view has, kept while they change."""

from typing import Final

from msgspec import Struct

from reader.core.model.listing import View
from reader.core.tables.hidden import HiddenArticles
from reader.core.tables.rows import RowFlag, fitting

OFF_LIST: Final = RowFlag.ARCHIVED | RowFlag.KEPT | RowFlag.GONE | RowFlag.HIDDEN
"""Whatever is so is in no listing of news."""

LISTED: Final = fitting(0, int(OFF_LIST))
"""The table of what is listed."""

LISTED_UNREAD: Final = fitting(0, int(OFF_LIST | RowFlag.READ))
"""The table of what is listed and unread."""

_TALLIED: Final = {
    View.ALL: LISTED,
    View.UNREAD: LISTED_UNREAD,
    View.ARCHIVE: fitting(int(RowFlag.ARCHIVED), int(RowFlag.KEPT | RowFlag.GONE | RowFlag.HIDDEN)),
    View.BOOKMARKS: fitting(int(RowFlag.BOOKMARKED), int(RowFlag.GONE)),
}


class Counts(Struct, frozen=True):
    """How many articles there are: listed, and of those unread; bookmarked; archived; muted; snoozed."""

    all: int = 0
    unread: int = 0
    bookmarks: int = 0
    archive: int = 0
    muted: int = 0
    snoozed: int = 0


class ViewCounts:
    """The counts of a store.

    Args:
        flags: the RowFlags of each slot, the store's own.
        hiding: what is muted and snoozed.
    """

    def __init__(self, flags: bytearray, hiding: HiddenArticles) -> None:
        self._flags, self._hiding = flags, hiding
        self._tally = dict.fromkeys(View, 0)

    def count(self, flags: int, by: int) -> None:
        """Count one article with these flags in (1) or out (-1)."""
        for view, shown in _TALLIED.items():
            if shown[flags]:
                self._tally[view] += by

    def count_block(self, flags: bytes) -> None:
        """Count new articles in."""
        for view, shown in _TALLIED.items():
            self._tally[view] += flags.translate(shown).count(1)

    def count_all(self) -> None:
        """Count all anew: that costs less than to count some hundreds one by one."""
        for view, shown in _TALLIED.items():
            self._tally[view] = self._flags.translate(shown).count(1)

    def count_hidden(self) -> None:
        """Count anew what is muted and what is snoozed."""
        for view in (View.MUTED, View.SNOOZED):
            self._tally[view] = self._hiding.count(view)

    @property
    def counts(self) -> Counts:
        """The counts by view."""
        views = (View.ALL, View.UNREAD, View.BOOKMARKS, View.ARCHIVE, View.MUTED, View.SNOOZED)
        return Counts(*map(self._tally.__getitem__, views))
