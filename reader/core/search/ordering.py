"""The order of what a search finds: the listing's, or the one that the query asks for."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.model.listing import Order
from reader.core.model.query import Field, Query, Sort, SortBy, Words, highlights
from reader.core.search.indexed_words import SearchedWords
from reader.core.search.masks import Masks
from reader.core.search.relevance import Place, points
from reader.core.search.search_index import UNRATED
from reader.core.search.word_index import Part

if TYPE_CHECKING:
    from reader.core.store import Store

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
_TERMS: Final = 255 // sum(points(place, True) for place in Place)
"""How many terms can count without a sum that is too large for a byte."""


class _Way(NamedTuple):
    """All slots in an order, and what takes from a mask in that order, all at once."""

    slots: list[int]
    pick: Callable[[Sequence[int]], tuple[int, ...]]


class Orders:
    """Puts what was found in order; what the orders of all are made of is kept until the news change.

    Args:
        store: the articles.
        words: their words, titles and qualities.
        masks: where terms are found.
    """

    def __init__(self, store: "Store", words: SearchedWords, masks: Masks) -> None:
        self._store = store
        self._words = words
        self._masks = masks
        self._ways: dict[tuple[Order, Sort | None], _Way] = {}
        self._columns: dict[SortBy, Sequence[int]] = {}
        self._made_of = (0, 0)

    def ordered(self, mask: int, query: Query, order: Order) -> "array[int]":
        """The slots of a mask, as a query wants them, equal ones as a listing's order has them."""
        size, ranking, sort = len(self._store.flags), self._store.ranking(order), query.sort
        made_of = (self._store.news, self._words.changes)
        if made_of != self._made_of:
            self.forget()
            self._made_of = made_of
        chosen, count = mask.to_bytes(size, "little"), mask.bit_count()
        if count * _FEW < size or size < 2:
            return array("I", self._sorted(ranking.sort(_places(chosen)), sort, query))
        if sort is not None and sort.by is SortBy.MATCH:
            return array("I", self._sorted(self._picked(order, None, chosen), sort, query))
        if count == size and sort is None:
            return ranking.all()
        return array("I", self._picked(order, sort, chosen))

    def forget(self) -> None:
        """Let go of all orders."""
        self._ways.clear()
        self._columns.clear()

    def _picked(self, order: Order, sort: Sort | None, chosen: bytes) -> Iterator[int]:
        way = self._ways.get((order, sort))
        if way is None:
            slots = list(self._sorted(self._store.ranking(order).all(), sort, Query()))
            way = self._ways[order, sort] = _Way(slots, itemgetter(*slots))
        return compress(way.slots, way.pick(chosen))

    def _sorted(self, slots: "Iterable[int]", sort: Sort | None, query: Query) -> "Iterable[int]":
        """Slots sorted once more; see `reader.core.search.query_sort.arranged`, which does the same with any values."""
        if sort is None:
            return slots
        if sort.by is SortBy.MATCH:
            value = _sum_of(self._scores(query))
            return sorted(slots, key=value, reverse=not sort.reverse)
        column, unknown = self._column(sort.by), UNRATED if sort.by is SortBy.QUALITY else 0
        known: list[int] = []
        last: list[int] = []
        for slot in slots:
            (last if column[slot] == unknown else known).append(slot)
        known.sort(key=column.__getitem__, reverse=(sort.by is SortBy.TITLE) == sort.reverse)
        return known + last

    def _column(self, by: SortBy) -> Sequence[int]:
        found = self._columns.get(by)
        if found is None:
            match by:
                case SortBy.QUALITY:
                    found = self._words.qualities()
                case SortBy.TITLE:
                    found = self._words.titles()
                case _:
                    found = self._store.ranking(Order.HEAT if by is SortBy.HEAT else Order.DATE).values()
            self._columns[by] = found
        return found

    def _scores(self, query: Query) -> list[bytes]:
        """Columns by slot whose sums are what `reader.core.search.relevance.score` gives."""
        terms, size = highlights(query), len(self._store.flags)
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
