"""Searching in a store: which of its articles fit a query, and in which order."""

from array import array
from collections.abc import Callable, Collection, Mapping
from typing import Final, TypeVar

from msgspec import Struct

from reader.core.model.listing import Listing, Order, View
from reader.core.model.load_events import IndexSource
from reader.core.model.query import (
    And,
    Compare,
    Has,
    Node,
    Not,
    NumberField,
    OfProvider,
    Or,
    Query,
    SortBy,
    Thing,
    Words,
)
from reader.core.search.indexed_words import SearchedWords
from reader.core.search.masks import Masks
from reader.core.search.ordering import Orders
from reader.core.search.search_index import DamagedIndex
from reader.core.tables.columns import Columns
from reader.core.tables.hidden import HiddenArticles
from reader.core.tables.row_flags import RowFlag
from reader.core.tables.sort_index import SortIndex
from reader.core.tables.topic_index import TopicIndex

AT_ONCE: Final = 64
"""Articles that are taken into the index at one go: some milliseconds."""
MOST_WHILE_COMING: Final = 4000
"""Articles that are indexed in memory although an index of all is being made."""
_INDEXED: Final = (SortBy.QUALITY, SortBy.TITLE, SortBy.MATCH)
_Answer = TypeVar("_Answer")


class SearchState(Struct, frozen=True):
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

    def __init__(
        self, columns: Columns, topics: TopicIndex, orders: Mapping[Order, SortIndex], hidden: HiddenArticles
    ) -> None:
        self._columns, self._hidden = columns, hidden
        self._words = SearchedWords(columns)
        self._masks = Masks(columns, topics, orders, self._words)
        self._orders = Orders(columns, orders, self._words, self._masks)
        self.index_coming = False
        """Whether an index of the words is being made, or still on its way."""

    def use(self, given: tuple[IndexSource, int] | None) -> None:
        """Search by an index: where it is, and how many slots there were when it came."""
        index = given[0].open() if given is not None else None
        if index is not None and given is not None:
            try:
                self._words.use(index, given[1])
            except DamagedIndex:
                self._words.use(None)

    def _sure(self, ask: Callable[[], _Answer]) -> _Answer:
        """An answer that no damaged index is part of."""
        try:
            return ask()
        except DamagedIndex:
            self._words.use(None)
            return ask()

    @property
    def state(self) -> SearchState:
        """How much is searched."""
        total = len(self._columns.slots)
        return SearchState(total - self._words.missing(), total, self.index_coming)

    def advance(self, count: int = AT_ONCE) -> bool:
        """Take some more articles into the index; False when there is nothing to do now."""
        if self.index_coming and self._words.grown >= MOST_WHILE_COMING:
            return False
        return self._words.advance(count)

    def finish(self, query: Query) -> None:
        """Take all articles into the index that are not, if a query needs it: some seconds for 100,000."""
        sort, node = query.sort, query.node
        if (sort is not None and sort.by in _INDEXED) or (node is not None and _by_index(node)):
            while self._sure(lambda: self._words.advance(AT_ONCE)):
                pass

    def forget(self) -> None:
        """Let go of what is kept to answer the next query faster; it is made again when it is needed."""
        self._masks.forget()
        self._orders.forget()

    def choose(self, listing: Listing, now: float = 0.0, also: Collection[int] = ()) -> "array[int]":
        """The slots of a listing in order; `now` is in seconds since 1970, for ages, `also` are more slots."""
        query = listing.query or Query()
        more = _mask_of(also)
        return self._sure(lambda: self._orders.ordered(self._mask(listing, now) | more, query, listing.order))

    def count(self, listing: Listing, now: float = 0.0) -> int:
        """How many articles a listing has: `choose` without the order."""
        return self._sure(lambda: self._mask(listing, now).bit_count())

    def _mask(self, listing: Listing, now: float) -> int:
        self.advance()
        masks = self._masks
        masks.begin(now)
        if listing.view in (View.MUTED, View.SNOOZED):
            mask = int.from_bytes(self._hidden.in_view(listing.view), "little")
        else:
            mask = masks.flagged(_SHOWN.get(listing.view, _SHOWN[View.ALL]))
        if listing.view is View.TOPIC:
            mask &= masks.of_topic(listing.topic)
        node = listing.query.node if listing.query is not None else None
        if node is not None:
            if _by_index(node):
                mask &= self._words.covered
            mask &= masks.of(node)
        return mask


def _mask_of(slots: Collection[int]) -> int:
    """The mask of some slots."""
    flags = bytearray(max(slots, default=-1) + 1)
    for slot in slots:
        flags[slot] = 1
    return int.from_bytes(flags, "little")


def _shown(flags: int, wanted: int, refused: int) -> bool:
    """Whether a search shows an article with these flags: a copy, or what is hidden, only if it is bookmarked."""
    if flags & (RowFlag.KEPT | RowFlag.HIDDEN) and not flags & RowFlag.BOOKMARKED:
        return False
    return flags & wanted == wanted and not flags & refused


_SHOWN: Final = {
    view: bytes(_shown(flags, wanted, refused) for flags in range(256))
    for view, wanted, refused in (
        (View.ALL, 0, RowFlag.GONE),
        (View.BOOKMARKS, RowFlag.BOOKMARKED, RowFlag.GONE),
        (View.ARCHIVE, RowFlag.ARCHIVED, RowFlag.GONE),
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
