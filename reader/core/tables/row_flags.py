"""What marks and views are in flags."""

from collections.abc import Mapping

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, View
from reader.core.model.marks import Mark
from reader.core.tables.rows import RowFlag


def mark_bits(mark: Mark) -> int:
    """The flags of a mark."""
    return (int(RowFlag.READ) if mark.read else 0) | (int(RowFlag.BOOKMARKED) if mark.bookmarked else 0)


def flag_all(flags: bytearray, slots: Mapping[ArticleId, int], marks: Mapping[ArticleId, Mark]) -> None:
    """Set the flags of many marks."""
    bits: dict[int, int] = {}
    kept = ~int(RowFlag.READ | RowFlag.BOOKMARKED)
    for article, mark in marks.items():
        slot = slots.get(article)
        if slot is not None:
            new = bits.get(id(mark))
            if new is None:
                new = bits[id(mark)] = mark_bits(mark)
            flags[slot] = flags[slot] & kept | new


def bits_of(listing: Listing) -> tuple[int, int]:
    """The flags that an article of a listing must have, and those it must not."""
    if listing.view is View.BOOKMARKS:
        return int(RowFlag.BOOKMARKED), int(RowFlag.GONE)
    if listing.view is View.ARCHIVE:
        return int(RowFlag.ARCHIVED), int(RowFlag.GONE | RowFlag.KEPT | RowFlag.HIDDEN)
    refused = RowFlag.GONE | RowFlag.KEPT | RowFlag.HIDDEN
    if not listing.archived:
        refused |= RowFlag.ARCHIVED
    if listing.view is View.UNREAD:
        refused |= RowFlag.READ
    return 0, int(refused)
