"""The sort orders of a store."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from typing import Final

from reader.core.model.listing import Order
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.columns import Columns

SORT_KEYS: Final[dict[Order, Callable[[ArticleBatch], "tuple[array[int], ...]"]]] = {
    Order.HEAT: lambda batch: (batch.heat, batch.when),
    Order.DATE: lambda batch: (batch.when, batch.heat),
}
"""For each order, the columns by which a batch is sorted: the largest number first, between equals by the next column.

Numbers are below 2**53, or powers of two; the unknown ones (NO_HEAT, UNDATED) are smaller than all others.
"""

_FEW: Final = 8
"""Fewer than one slot in so many is sorted without converting the columns."""


class SortIndex:
    """One order over all slots, equal articles in order of arrival. It is made when it is first needed."""

    __slots__ = ("_columns", "_keys", "_keys_of", "_sorted")

    def __init__(self, columns: Columns, order: Order) -> None:
        self._columns = columns
        self._keys_of = SORT_KEYS[order]
        self._keys: tuple[array[int], ...] = ()
        self._sorted = array("I")

    def keys(self) -> "tuple[array[int], ...]":
        """The columns that `SORT_KEYS` gives, over all slots."""
        done = len(self._keys[0]) if self._keys else 0
        if done < self._columns.size:
            for batch in self._columns.batches[bisect_left(self._columns.bases, done) :]:
                columns = self._keys_of(batch)
                self._keys = self._keys or tuple(array(column.typecode) for column in columns)
                for key, column in zip(self._keys, columns, strict=True):
                    key.extend(column)
        return self._keys

    def all(self) -> "array[int]":
        """All slots, sorted. New ones are merged in, which costs a pass over all."""
        done = len(self._sorted)
        if done < self._columns.size:
            new = self.sort(range(done, self._columns.size))
            if done:
                new = array(
                    "I",
                    sorted([*self._sorted, *new], key=list(zip(*self.keys(), strict=True)).__getitem__, reverse=True),
                )
            self._sorted = new
        return self._sorted

    def sort(self, slots: Iterable[int]) -> "array[int]":
        """Some slots, sorted."""
        found = list(slots)
        for column in reversed(self.keys()):
            # Floats are compared faster than large integers.
            key = column if len(found) * _FEW < len(column) else list(map(float, column))
            found.sort(key=key.__getitem__, reverse=True)
        return array("I", found)

    def count_from(self, value: int) -> int:
        """How many slots have this number or a larger one in the first key column; they are the first of `all`."""
        column = self.keys()[0] if self._columns.size else ()
        return bisect_right(self.all(), -value, key=lambda slot: -column[slot])
