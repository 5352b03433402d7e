"""Where in a store the articles of an index are."""

from array import array
from itertools import compress
from typing import Final, NamedTuple

from reader.core.rows import RowFlag

_NEITHER: Final = bytes(not flags & (RowFlag.GONE | RowFlag.KEPT) for flags in range(256))


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
