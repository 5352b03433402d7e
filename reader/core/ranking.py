"""The orders of articles, kept as compact arrays and merged, not rebuilt."""

from array import array
from collections.abc import Iterable

from reader.core.block import UNDATED
from reader.core.listing import Order

_YEAR_ONE = 62_135_596_800  # seconds from 0001-01-01 to 1970-01-01
_TIME_BITS = 40
_HEAT_BITS = 21


def rank_key(order: Order, when: int, heat: int) -> int:
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


class Ranking:
    """One order over all slots: a key each, and the slots sorted by it.

    Slots are added at the end and never removed; equal keys keep the order of arrival.
    """

    __slots__ = ("_keys", "_sorted", "order")

    def __init__(self, order: Order) -> None:
        self.order = order
        self._keys = array("q")
        self._sorted = array("I")

    def extend(self, whens: "array[int]", heats: "array[int]") -> None:
        """Take in the keys of new slots; they are sorted when they are asked for."""
        order = self.order
        self._keys.extend(rank_key(order, when, heat) for when, heat in zip(whens, heats, strict=True))

    def all(self) -> "array[int]":
        """All slots, sorted. New ones are merged in: two sorted runs cost no more than a pass."""
        known, total = len(self._sorted), len(self._keys)
        if known != total:
            fresh = self.sort(range(known, total))
            self._sorted = self.sort([*self._sorted, *fresh]) if known else fresh
        return self._sorted

    def sort(self, slots: Iterable[int]) -> "array[int]":
        """Some slots, sorted."""
        return array("I", sorted(slots, key=self._keys.__getitem__, reverse=True))
