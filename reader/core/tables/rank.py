"""The numbers by which articles are sorted."""

from array import array
from typing import Final

from reader.core.model.listing import Order

UNDATED: Final = -(2**62)
"""The `when` of an article without a date: before all others."""

NO_HEAT: Final = -1
"""The `heat` of an article where it is unknown; real heat is 0 or more."""

MAX_HEAT: Final = 1_000_000

_YEAR_ONE: Final = 62_135_596_800  # seconds from 0001-01-01 to 1970-01-01
_TIME_BITS: Final = 40
_HEAT_BITS: Final = 21


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


def first_part(order: Order, key: int) -> int:
    """What comes first in a `rank_key`: by heat the heat, by date the time, both from 1 up; 0 where it is unknown."""
    return key >> (_TIME_BITS if order is Order.HEAT else _HEAT_BITS)


def rank_keys(order: Order, whens: "array[int]", heats: "array[int]") -> "array[int]":
    """The `rank_key` of many."""
    times = [0 if when == UNDATED else when + _YEAR_ONE + 1 for when in whens]
    if order is Order.HEAT:
        return array("q", [heat + 1 << _TIME_BITS | time for time, heat in zip(times, heats, strict=True)])
    return array("q", [time << _HEAT_BITS | heat + 1 for time, heat in zip(times, heats, strict=True)])


def sorted_places(keys: "array[int]") -> "array[int]":
    """The places of keys, the largest key first, equal ones by place."""
    return array("I", sorted(range(len(keys)), key=keys.__getitem__, reverse=True))
