"""The order of search results: that of the listing, or the one that the query asks for."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from operator import itemgetter
from typing import Final

from reader.core.model.article import NO_HEAT, NO_QUALITY, UNDATED
from reader.core.model.listing import Order
from reader.core.model.query import Field, Query, Sort, SortBy, Words, highlights
from reader.core.search.indexed_words import IndexedWords
from reader.core.search.masks import Masks
from reader.core.search.word_index import NAMES, Part
from reader.core.tables.columns import Columns
from reader.core.tables.sort_index import SortIndex

_FEW: Final = 32
"""If fewer than one in so many articles are found, they are sorted; else they are picked from all in order."""
_TITLE, _EXCERPT = (Part.TITLE,), (Part.EXCERPT,)
_POINTS: Final[dict[tuple[Part, ...], int]] = {_TITLE: 6, NAMES: 3, _EXCERPT: 1}
"""What a term counts for `sort:match` in each group of parts if a word begins with it; whole words count twice.

How often a term is in a part, and how rare it is, makes no difference.
"""
_COUNTED: Final[dict[Field, tuple[tuple[Part, ...], ...]]] = {
    Field.ANY: tuple(_POINTS),
    Field.TITLE: (_TITLE,),
    Field.EXCERPT: (_EXCERPT,),
}
_UNKNOWN: Final = {SortBy.HEAT: NO_HEAT, SortBy.DATE: UNDATED, SortBy.QUALITY: NO_QUALITY, SortBy.TITLE: 0}
_TERMS: Final = 255 // (2 * sum(_POINTS.values()))
"""How many terms can be added up in one byte."""


class ResultOrder:
    """Sorts search results; the order of all articles is kept until the news change."""

    def __init__(self, columns: Columns, indexes: Mapping[Order, SortIndex], words: IndexedWords, masks: Masks) -> None:
        self._columns, self._indexes, self._words, self._masks = columns, indexes, words, masks
        # All slots in an order, and what takes the values of all of them in that order.
        self._all: dict[tuple[Order, Sort | None], tuple[list[int], Callable[[bytes], tuple[int, ...]]]] = {}
        self._values: dict[SortBy, Sequence[int]] = {}
        self._made_of = (0, 0)

    def ordered(self, mask: int, query: Query, order: Order) -> "array[int]":
        """The slots of a mask in the order of a query; equal ones are in the order of the listing."""
        size, index, sort = self._columns.size, self._indexes[order], query.sort
        made_of = (self._columns.news, self._words.changes)
        if made_of != self._made_of:
            self.forget()
            self._made_of = made_of
        chosen, count = mask.to_bytes(size, "little"), mask.bit_count()
        if count * _FEW < size or size < 2:
            return array("I", self._sorted(index.sort(_slots(chosen)), sort, query))
        if sort is not None and sort.by is SortBy.MATCH:
            return array("I", self._sorted(self._picked(order, None, chosen), sort, query))
        if count == size and sort is None:
            return index.all()
        return array("I", self._picked(order, sort, chosen))

    def forget(self) -> None:
        """Free the memory of what is kept."""
        self._all.clear()
        self._values.clear()

    def _picked(self, order: Order, sort: Sort | None, chosen: bytes) -> Iterator[int]:
        found = self._all.get((order, sort))
        if found is None:
            slots = list(self._sorted(self._indexes[order].all(), sort, Query()))
            found = self._all[order, sort] = slots, itemgetter(*slots)
        slots, pick = found
        return compress(slots, pick(chosen))

    def _sorted(self, slots: "Iterable[int]", sort: Sort | None, query: Query) -> "Iterable[int]":
        """Slots sorted stably: numbers descending and titles ascending, unless reversed; unknown values are last."""
        if sort is None:
            return slots
        if sort.by is SortBy.MATCH:
            return sorted(slots, key=_sum_of(self._scores(query)), reverse=not sort.reverse)
        column, unknown = self._column(sort.by), _UNKNOWN[sort.by]
        known: list[int] = []
        last: list[int] = []
        for slot in slots:
            (last if column[slot] == unknown else known).append(slot)
        known.sort(key=column.__getitem__, reverse=(sort.by is SortBy.TITLE) == sort.reverse)
        return known + last

    def _column(self, by: SortBy) -> Sequence[int]:
        found = self._values.get(by)
        if found is None:
            if by is SortBy.TITLE:
                found = self._words.titles()
            else:
                known = {SortBy.HEAT: self._columns.heat, SortBy.QUALITY: self._columns.quality}
                found = known.get(by, self._columns.when)
            self._values[by] = found
        return found

    def _scores(self, query: Query) -> list[bytes]:
        """Columns by slot; an article's score is the sum of its bytes in them."""
        terms, size = highlights(query), self._columns.size
        columns = []
        for start in range(0, len(terms), _TERMS):
            total = sum(self._score(term) for term in terms[start : start + _TERMS])
            columns.append(total.to_bytes(size, "little"))
        return columns

    def _score(self, term: Words) -> int:
        total = 0
        for parts in _COUNTED[term.field]:
            found = self._masks.having(term.tokens, False, parts)
            if term.prefix:
                found += self._masks.having(term.tokens, True, parts)
            else:
                found *= 2
            total += found * _POINTS[parts]
        return total


def _sum_of(columns: list[bytes]) -> Callable[[int], int]:
    if len(columns) == 1:
        return columns[0].__getitem__
    return lambda slot: sum(column[slot] for column in columns)


def _slots(mask: bytes) -> Iterator[int]:
    slot = mask.find(1)
    while slot >= 0:
        yield slot
        slot = mask.find(1, slot + 1)
