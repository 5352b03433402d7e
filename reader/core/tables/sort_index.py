"""The sort orders of a store."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from reader.core.model.listing import SORT_KEYS, Order
from reader.core.tables.columns import Columns

_FEW: Final = 32
"""Fewer than one slot in so many are handled one by one, more all together."""


class SortIndex:
    """One order over all slots, equal articles in order of arrival. It is made when it is first needed."""

    __slots__ = ("_columns", "_keys", "_sorted")

    def __init__(self, columns: Columns, order: Order) -> None:
        self._columns = columns
        self._keys = SORT_KEYS[order](columns)
        self._sorted = array("I")

    def all(self) -> "array[int]":
        """All slots, sorted."""
        done, size = len(self._sorted), self._columns.size
        if (size - done) * _FEW > size:
            self._sorted = self.sort(range(size))
        elif done < size:
            self._insert(self.sort(range(done, size)))
        return self._sorted

    def _insert(self, new: "array[int]") -> None:
        """Insert sorted new slots, each after those that it is equal to."""
        keys, merged, start = self._keys, array("I"), 0
        for slot in new:
            rank = [key[slot] for key in keys]
            end = bisect_left(self._sorted, True, start, key=lambda old: [key[old] for key in keys] < rank)
            merged += self._sorted[start:end]
            merged.append(slot)
            start = end
        self._sorted = merged + self._sorted[start:]

    def sort(self, slots: Iterable[int]) -> "array[int]":
        """Some slots, sorted."""
        found = list(slots)
        for column in reversed(self._keys):
            key: Sequence[float] = column
            if len(found) * _FEW > len(column):
                # Small integers and floats are compared faster than large integers.
                key = column.tolist() if column.typecode == "i" else list(map(float, column))
            found.sort(key=key.__getitem__, reverse=True)
        return array("I", found)

    def count_from(self, value: int) -> int:
        """How many slots have this number or a larger one in the first key column; they are the first of `all`."""
        column = self._keys[0]
        return bisect_right(self.all(), -value, key=lambda slot: -column[slot])
