"""Searching in a store: which of its articles fit a query, and in which order."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from reader.core.listing import Listing, Order, View
from reader.core.query import And, Compare, Has, Node, Not, NumberField, OfProvider, Or, Thing, Words
from reader.core.rows import RowFlag
from reader.core.search_masks import Masks
from reader.core.search_words import SearchedWords

if TYPE_CHECKING:
    from reader.core.search_index import SearchIndex
    from reader.core.store import Store

AT_ONCE: Final = 64
"""Articles that are taken into the index at one go: some milliseconds."""
MOST_WHILE_COMING: Final = 4000
"""Articles that are indexed in memory although an index of all is being made."""
_FEW: Final = 32


@dataclass(frozen=True, slots=True)
class SearchState:
    """How much of a store words are searched in: of `total` articles `indexed`; `coming`: an index is being made."""

    indexed: int
    total: int
    coming: bool

    @property
    def complete(self) -> bool:
        """Whether every article is found that should be."""
        return self.indexed >= self.total


class Search:
    """Finds articles of a store.

    Words are looked for in an index that was made elsewhere, if there is one, and for what is not in it
    in one that grows here: a few articles at each `choose`, and as many at each `advance`.
    """

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._words = SearchedWords(store)
        self._masks = Masks(store, self._words)
        self._ways: dict[Order, tuple[int, list[int], Callable[[Sequence[int]], tuple[int, ...]]]] = {}
        self.coming = False
        """Whether an index of all is still to be handed over."""

    def use(self, index: "SearchIndex | None") -> None:
        """Search what is there by this index, made of what has arrived so far (save bookmarks' copies).

        Args:
            index: None if there will be none.
        """
        self.coming = False
        if index is not None:
            self._words.use(index)

    @property
    def state(self) -> SearchState:
        """How much is searched."""
        return SearchState(len(self._store) - self._words.missing(), len(self._store), self.coming)

    def advance(self, count: int = AT_ONCE) -> bool:
        """Take some more articles into the index; False when there is nothing to do now."""
        if self.coming and self._words.grown >= MOST_WHILE_COMING:
            return False
        return self._words.advance(count)

    def choose(self, listing: Listing, now: float) -> "array[int]":
        """The slots of a listing with a query, in order; `now` is in seconds since 1970, for ages."""
        return self._ordered(self._mask(listing, now), listing)

    def count(self, listing: Listing, now: float) -> int:
        """How many articles a listing with a query has: `choose` without the order."""
        return self._mask(listing, now).bit_count()

    def _mask(self, listing: Listing, now: float) -> int:
        self.advance()
        masks = self._masks
        masks.begin(now)
        node = listing.query.node if listing.query is not None else None
        mask = masks.flagged(_SHOWN[_scope(listing.view)])
        if listing.view is View.TOPIC:
            mask &= masks.of_topic(listing.topic)
        if node is not None:
            if _by_index(node):
                mask &= self._words.covered
            mask &= masks.of(node)
        return mask

    def _ordered(self, mask: int, listing: Listing) -> "array[int]":
        size = self._store.size
        ranking = self._store.ranking(listing.order)
        chosen = mask.to_bytes(size, "little")
        count = mask.bit_count()
        if count * _FEW < size or size < _FEW:
            return ranking.sort(_places(chosen))
        if count == size:
            return ranking.all()
        _, way, pick = self._way(listing.order)
        return array("I", compress(way, pick(chosen)))

    def _way(self, order: Order) -> tuple[int, list[int], Callable[[Sequence[int]], tuple[int, ...]]]:
        """All slots in an order, as what picks from a mask fastest."""
        size = self._store.size
        found = self._ways.get(order)
        if found is None or found[0] != size:
            way = self._store.ranking(order).all().tolist()
            found = self._ways[order] = (size, way, itemgetter(*way))
        return found


def _places(mask: bytes) -> Iterator[int]:
    place = mask.find(1)
    while place >= 0:
        yield place
        place = mask.find(1, place + 1)


def _scope(view: View) -> View:
    return view if view in _SHOWN else View.ALL


def _shown(flags: int, wanted: int) -> bool:
    """Whether a search shows an article with these flags: a copy only as long as it is bookmarked."""
    if flags & RowFlag.GONE or (flags & RowFlag.KEPT and not flags & RowFlag.BOOKMARKED):
        return False
    return flags & wanted == wanted


_SHOWN: Final = {
    view: bytes(_shown(flags, wanted) for flags in range(256))
    for view, wanted in (
        (View.ALL, 0),
        (View.BOOKMARKS, int(RowFlag.BOOKMARKED)),
        (View.ARCHIVE, int(RowFlag.ARCHIVED)),
    )
}


def _by_index(node: Node) -> bool:
    """Whether an article must be in the index to be judged."""
    match node:
        case And(parts) | Or(parts):
            return any(map(_by_index, parts))
        case Not(part):
            return _by_index(part)
        case Compare(number, _, _):
            return number is NumberField.QUALITY
        case Has(thing):
            return thing is not Thing.NOTE
    return isinstance(node, Words | OfProvider)
