"""The order of what a search finds: the listing's, or the one that the query asks for."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from operator import itemgetter
from typing import Final, NamedTuple

from reader.core.model.article import NO_HEAT, UNDATED
from reader.core.model.listing import Order
from reader.core.model.query import Field, Query, Sort, SortBy, Words, highlights
from reader.core.search.indexed_words import SearchedWords
from reader.core.search.masks import Masks
from reader.core.search.relevance import Place, points
from reader.core.search.search_index import UNRATED
from reader.core.search.word_index import Part
from reader.core.tables.columns import Columns
from reader.core.tables.sort_index import SortIndex

_FEW: Final = 32
"""Of fewer than one in so many, sorting what was found is quicker than going through all that is sorted."""

_PARTS: Final[dict[Place, tuple[Part, ...]]] = {
    Place.TITLE: (Part.TITLE,),
    Place.NAMES: (Part.PROVIDER, Part.TOPICS, Part.NOTES),
    Place.EXCERPT: (Part.EXCERPT,),
}
_PLACES: Final[dict[Field, tuple[Place, ...]]] = {
    Field.ANY: tuple(Place),
    Field.TITLE: (Place.TITLE,),
    Field.EXCERPT: (Place.EXCERPT,),
}
_UNKNOWN: Final = {SortBy.HEAT: NO_HEAT, SortBy.DATE: UNDATED, SortBy.QUALITY: UNRATED, SortBy.TITLE: 0}
_TERMS: Final = 255 // sum(points(place, True) for place in Place)
"""How many terms can count without a sum that is too large for a byte."""


class _Way(NamedTuple):
    """All slots in an order, and what takes from a mask in that order, all at once."""

    slots: list[int]
    pick: Callable[[Sequence[int]], tuple[int, ...]]


class Orders:
    """Puts what was found in order; what the orders of all are made of is kept until the news change.

    Args:
        columns: the articles.
        indexes: their sort orders.
        words: their words, titles and qualities.
        masks: where terms are found.
    """

    def __init__(
        self, columns: Columns, indexes: Mapping[Order, SortIndex], words: SearchedWords, masks: Masks
    ) -> None:
        self._columns, self._indexes = columns, indexes
        self._words = words
        self._masks = masks
        self._ways: dict[tuple[Order, Sort | None], _Way] = {}
        self._values: dict[SortBy, Sequence[int]] = {}
        self._made_of = (0, 0)

    def ordered(self, mask: int, query: Query, order: Order) -> "array[int]":
        """The slots of a mask, as a query wants them, equal ones as a listing's order has them."""
        size, index, sort = self._columns.size, self._indexes[order], query.sort
        made_of = (self._columns.news, self._words.changes)
        if made_of != self._made_of:
            self.forget()
            self._made_of = made_of
        chosen, count = mask.to_bytes(size, "little"), mask.bit_count()
        if count * _FEW < size or size < 2:
            return array("I", self._sorted(index.sort(_places(chosen)), sort, query))
        if sort is not None and sort.by is SortBy.MATCH:
            return array("I", self._sorted(self._picked(order, None, chosen), sort, query))
        if count == size and sort is None:
            return index.all()
        return array("I", self._picked(order, sort, chosen))

    def forget(self) -> None:
        """Let go of all orders."""
        self._ways.clear()
        self._values.clear()

    def _picked(self, order: Order, sort: Sort | None, chosen: bytes) -> Iterator[int]:
        way = self._ways.get((order, sort))
        if way is None:
            slots = list(self._sorted(self._indexes[order].all(), sort, Query()))
            way = self._ways[order, sort] = _Way(slots, itemgetter(*slots))
        return compress(way.slots, way.pick(chosen))

    def _sorted(self, slots: "Iterable[int]", sort: Sort | None, query: Query) -> "Iterable[int]":
        """Slots sorted once more; see `reader.core.search.query_sort.arranged`, which does the same with any values."""
        if sort is None:
            return slots
        if sort.by is SortBy.MATCH:
            value = _sum_of(self._scores(query))
            return sorted(slots, key=value, reverse=not sort.reverse)
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
            match by:
                case SortBy.QUALITY:
                    found = self._words.qualities()
                case SortBy.TITLE:
                    found = self._words.titles()
                case SortBy.HEAT:
                    found = self._columns.heats()
                case _:
                    found = self._columns.whens()
            self._values[by] = found
        return found

    def _scores(self, query: Query) -> list[bytes]:
        """Columns by slot whose sums are what `reader.core.search.relevance.score` gives."""
        terms, size = highlights(query), self._columns.size
        columns = []
        for start in range(0, len(terms), _TERMS):
            total = sum(self._score(term) for term in terms[start : start + _TERMS])
            columns.append(total.to_bytes(size, "little"))
        return columns

    def _score(self, term: Words) -> int:
        total = 0
        for place in _PLACES[term.field]:
            whole = self._masks.having(term.tokens, False, _PARTS[place])
            total += whole * points(place, True)
            if term.prefix:
                begun = self._masks.having(term.tokens, True, _PARTS[place])
                total += (begun & ~whole) * points(place, False)
        return total


def _sum_of(columns: list[bytes]) -> Callable[[int], int]:
    if len(columns) == 1:
        return columns[0].__getitem__
    return lambda slot: sum(column[slot] for column in columns)


def _places(mask: bytes) -> Iterator[int]:
    place = mask.find(1)
    while place >= 0:
        yield place
        place = mask.find(1, place + 1)
