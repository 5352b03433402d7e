"""Where in a store the articles of an index are."""

from array import array
from itertools import compress
from typing import Final, NamedTuple

from reader.core.tables.row_flags import RowFlag

_NEITHER: Final = bytes(not flags & (RowFlag.GONE | RowFlag.KEPT) for flags in range(256))
_KEPT: Final = frozenset(flags for flags in range(256) if flags & RowFlag.KEPT)


class Run(NamedTuple):
    """Articles side by side both in the store and in an index."""

    slot: int
    place: int
    length: int


def runs(indexed: "array[int]", ids: "array[int]", flags: bytearray) -> list[Run]:
    """The runs of an index's articles in the slots of a store.

    A bookmark's copy is in none of them, for it may be older; that a slot is gone does no harm.

    Args:
        indexed: the ids in the index, by place.
        ids: those in the store, by slot.
        flags: by slot.
    """
    if not indexed:
        return []
    # Mostly they are all there, side by side.
    first = ids.index(indexed[0]) if indexed[0] in ids else 0
    if ids[first : first + len(indexed)] == indexed and not _KEPT.intersection(flags[first : first + len(indexed)]):
        return [Run(first, 0, len(indexed))]
    there = flags.translate(_NEITHER)
    where = dict(zip(compress(ids, there), compress(range(len(ids)), there), strict=True))
    found: list[Run] = []
    slot = place = length = 0
    for here, article in enumerate(indexed):
        now = where.get(article, -1)
        if length and now == slot + length:
            length += 1
            continue
        if length:
            found.append(Run(slot, place, length))
        slot, place, length = now, here, int(now >= 0)
    if length:
        found.append(Run(slot, place, length))
    return found
