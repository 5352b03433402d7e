"""The sort orders of a store: a key for each article, and the slots sorted by it."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Final

from reader.core.model.article import UNDATED
from reader.core.model.listing import Order
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.columns import Columns

_YEAR_ONE: Final = 62_135_596_800  # seconds from 0001-01-01 to 1970-01-01
_TIME_BITS: Final = 40
_HEAT_BITS: Final = 21


def heat_key(when: int, heat: int) -> int:
    """The key for the hottest first, then the newest; unknown comes last. It is 0 or more and fits 63 bits.

    Args:
        when: seconds since 1970 (UTC), or UNDATED.
        heat: 0 … MAX_HEAT, or NO_HEAT.
    """
    return heat + 1 << _TIME_BITS | _time(when)


def date_key(when: int, heat: int) -> int:
    """The key for the newest first, then the hottest; otherwise as `heat_key`."""
    return _time(when) << _HEAT_BITS | heat + 1


def _time(when: int) -> int:
    return 0 if when == UNDATED else when + _YEAR_ONE + 1


SORT_KEYS: Final[dict[Order, Callable[[ArticleBatch], "Iterable[int]"]]] = {
    Order.HEAT: lambda batch: map(heat_key, batch.when, batch.heat),
    Order.DATE: lambda batch: map(date_key, batch.when, batch.heat),
}
"""For each order what makes the keys of a batch: a number below 2**63 for each article, the largest first."""


class SortIndex:
    """One order over all slots, equal keys in order of arrival. Keys are made when they are first needed."""

    __slots__ = ("_columns", "_keys", "_make_keys", "_sorted")

    def __init__(self, columns: Columns, order: Order) -> None:
        self._columns = columns
        self._make_keys = SORT_KEYS[order]
        self._keys = array("q")
        self._sorted = array("I")

    def keys(self) -> "array[int]":
        """The key of each slot."""
        base = len(self._keys)
        if base < self._columns.size:
            for batch in self._columns.batches[bisect_left(self._columns.bases, base) :]:
                self._keys.extend(self._make_keys(batch))
        return self._keys

    def all(self) -> "array[int]":
        """All slots, sorted. New ones are merged in, which costs a pass over all."""
        base = len(self._sorted)
        if base < self._columns.size:
            self._sorted = self.sort(chain(self._sorted, self.sort(range(base, self._columns.size))))
        return self._sorted

    def count_from(self, key: int) -> int:
        """How many slots have this key or a larger one; they are the first of `all`."""
        keys = self.keys()
        return bisect_right(self.all(), -key, key=lambda slot: -keys[slot])

    def sort(self, slots: Iterable[int]) -> "array[int]":
        """Some slots, sorted."""
        return array("I", sorted(slots, key=self.keys().__getitem__, reverse=True))
