"""The flags of an article in the store, and tables that pick articles by them."""

from collections.abc import Mapping
from enum import IntFlag
from typing import Final

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, View
from reader.core.model.marks import Mark
from reader.core.tables.article_codec import BatchFlag


class RowFlag(IntFlag):
    """The state of an article in a store; `ARCHIVED`, `VIDEO`, `KEPT` and `PARTIAL` come from its batch."""

    ARCHIVED = BatchFlag.ARCHIVED
    VIDEO = BatchFlag.VIDEO
    KEPT = BatchFlag.KEPT
    READ = 8
    BOOKMARKED = 16
    GONE = 32
    """Replaced or removed: in no listing any more."""
    PARTIAL = BatchFlag.PARTIAL
    HIDDEN = 128
    """Muted or snoozed: only in the listings of these, and among the bookmarks."""


def flag_table(wanted: int, refused: int) -> bytes:
    """A table of 256 for `bytes.translate`: 1 for flags with all of `wanted` and none of `refused`, else 0."""
    return bytes(flags & (wanted | refused) == wanted for flags in range(256))


OFF_LIST: Final = int(RowFlag.ARCHIVED | RowFlag.KEPT | RowFlag.GONE | RowFlag.HIDDEN)
"""An article with any of these is in no listing of news."""

LISTED: Final = flag_table(0, OFF_LIST)
LISTED_UNREAD: Final = flag_table(0, OFF_LIST | RowFlag.READ)
UNREAD: Final = flag_table(0, int(RowFlag.READ | RowFlag.GONE))

_OF_MARK: Final = int(RowFlag.READ | RowFlag.BOOKMARKED)


def with_mark(flags: int, mark: Mark) -> int:
    """Flags with those of a mark in the place of the former mark's."""
    return (
        flags & ~_OF_MARK
        | (int(RowFlag.READ) if mark.read else 0)
        | (int(RowFlag.BOOKMARKED) if mark.bookmarked else 0)
    )


def flag_all(flags: bytearray, slots: Mapping[ArticleId, int], marks: Mapping[ArticleId, Mark]) -> None:
    """Set the flags of many marks; articles without a slot are skipped."""
    bits: dict[int, int] = {}
    for article, mark in marks.items():
        slot = slots.get(article)
        if slot is not None:
            new = bits.get(id(mark))
            if new is None:
                new = bits[id(mark)] = with_mark(0, mark)
            flags[slot] = flags[slot] & ~_OF_MARK | new


def listing_table(listing: Listing) -> bytes:
    """The `flag_table` of the articles that a listing can hold, its topic and query aside."""
    if listing.view is View.BOOKMARKS:
        return flag_table(int(RowFlag.BOOKMARKED), int(RowFlag.GONE))
    refused = RowFlag.GONE | RowFlag.KEPT | RowFlag.HIDDEN
    if listing.view is View.ARCHIVE:
        return flag_table(int(RowFlag.ARCHIVED), int(refused))
    if not listing.archived:
        refused |= RowFlag.ARCHIVED
    if listing.view is View.UNREAD:
        refused |= RowFlag.READ
    return flag_table(0, int(refused))
