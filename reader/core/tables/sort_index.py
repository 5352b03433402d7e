"""The orders of articles, kept as compact arrays and merged, not rebuilt."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from reader.core.model.article import UNDATED
from reader.core.model.listing import Order

_YEAR_ONE: Final = 62_135_596_800  # seconds from 0001-01-01 to 1970-01-01
_TIME_BITS: Final = 40
_HEAT_BITS: Final = 21


def sort_key(order: Order, when: int, heat: int) -> int:
    """The number by which articles are sorted, the largest first; it fits 63 bits.

    By heat: heat, then time; by date: time, then heat. Unknown comes after all that is known.

    Args:
        order: what comes first.
        when: seconds since 1970 (UTC), or UNDATED.
        heat: 0 … MAX_HEAT, or NO_HEAT.
    """
    time = 0 if when == UNDATED else when + _YEAR_ONE + 1
    warmth = heat + 1
    return warmth << _TIME_BITS | time if order is Order.HEAT else time << _HEAT_BITS | warmth


def first_part(order: Order, key: int) -> int:
    """What comes first in a `sort_key`: by heat the heat, by date the time, both from 1 up; 0 where it is unknown."""
    return key >> (_TIME_BITS if order is Order.HEAT else _HEAT_BITS)


def sort_keys(order: Order, whens: "array[int]", heats: "array[int]") -> "array[int]":
    """The `sort_key` of many."""
    times = [0 if when == UNDATED else when + _YEAR_ONE + 1 for when in whens]
    if order is Order.HEAT:
        return array("q", [heat + 1 << _TIME_BITS | time for time, heat in zip(times, heats, strict=True)])
    return array("q", [time << _HEAT_BITS | heat + 1 for time, heat in zip(times, heats, strict=True)])


def sorted_places(keys: "array[int]") -> "array[int]":
    """The places of keys, the largest key first, equal ones by place."""
    return array("I", sorted(range(len(keys)), key=keys.__getitem__, reverse=True))


class SortIndex:
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
            keys: a `sort_key` for each.
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

    def count_from(self, key: int) -> int:
        """How many slots have this key or a larger one: so many of `all` are the first."""
        return bisect_right(self.all(), -key, key=lambda slot: -self._keys[slot])

    def values(self) -> "array[int]":
        """By slot what comes first in the order, ascending as the heat or the time does; 0 where it is unknown."""
        return array("q", [first_part(self.order, key) for key in self._keys])

    def sort(self, slots: Iterable[int]) -> "array[int]":
        """Some slots, sorted."""
        return array("I", sorted(slots, key=self._keys.__getitem__, reverse=True))
