"""The orders of articles, kept as compact arrays and merged, not rebuilt."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable

from reader.core.model.listing import Order
from reader.core.tables.rank import first_part
from reader.core.tables.rank import rank_key as rank_key


class Ranking:
    """One order over all slots: a key each, and the slots sorted by it.

    Slots are added at the end and never removed; equal keys keep the order of arrival.
    """

    __slots__ = ("_keys", "_runs", "_sorted", "order")

    def __init__(self, order: Order) -> None:
        self.order = order
        self._keys = array("q")
        self._sorted = array("I")
        self._runs: list[array[int]] = []

    def extend(self, keys: "array[int]", places: "array[int]") -> None:
        """Take in new slots.

        Args:
            keys: a `rank_key` for each.
            places: their places among themselves, 0 … len(keys)-1, sorted by key.
        """
        base = len(self._keys)
        self._keys.extend(keys)
        self._runs.append(array("I", [base + place for place in places]) if base else places[:])

    def all(self) -> "array[int]":
        """All slots, sorted. New runs are merged in: that costs a pass, not a sorting."""
        if self._runs:
            runs = [run for run in (self._sorted, *self._runs) if run]
            self._runs.clear()
            if len(runs) == 1:
                self._sorted = runs[0]
            elif runs:
                self._sorted = self.sort(slot for run in runs for slot in run)
        return self._sorted

    def down_to(self, key: int) -> int:
        """How many slots have this key or a larger one: so many of `all` are the first."""
        return bisect_right(self.all(), -key, key=lambda slot: -self._keys[slot])

    def values(self) -> "array[int]":
        """By slot what comes first in the order, ascending as the heat or the time does; 0 where it is unknown."""
        return array("q", [first_part(self.order, key) for key in self._keys])

    def sort(self, slots: Iterable[int]) -> "array[int]":
        """Some slots, sorted."""
        return array("I", sorted(slots, key=self._keys.__getitem__, reverse=True))
