"""The sort orders of a store."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Final

from reader.core.model.listing import SORT_KEYS, Order
from reader.core.tables.columns import Columns

_FEW: Final = 32
"""Fewer than one slot in so many is few: those are handled one by one, and more all together."""


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
        """All slots, sorted."""
        done, size = len(self._sorted), self._columns.size
        if (size - done) * _FEW > size:
            self._sorted = self.sort(range(size))
        elif done < size:
            self._insert(self.sort(range(done, size)))
        return self._sorted

    def _insert(self, new: "array[int]") -> None:
        """Insert sorted new slots, each after those that it is equal to."""
        keys, merged, start = self.keys(), array("I"), 0
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
        for column in reversed(self.keys()):
            # Floats are compared faster than large integers.
            key = column if len(found) * _FEW < len(column) else list(map(float, column))
            found.sort(key=key.__getitem__, reverse=True)
        return array("I", found)

    def count_from(self, value: int) -> int:
        """How many slots have this number or a larger one in the first key column; they are the first of `all`."""
        column = self.keys()[0] if self._columns.size else ()
        return bisect_right(self.all(), -value, key=lambda slot: -column[slot])
