"""The search engine: which articles of a store match a query, and in which order."""

from array import array
from collections.abc import Callable, Collection, Mapping
from typing import Final, TypeVar

from msgspec import Struct

from reader.core.model.listing import Listing, Order, View
from reader.core.model.query import Has, Node, OfProvider, Query, SortBy, Thing, Words, leaves
from reader.core.search.indexed_words import IndexedWords
from reader.core.search.masks import Masks
from reader.core.search.result_order import ResultOrder
from reader.core.search.word_index import DamagedIndex, IndexSource
from reader.core.tables.columns import Columns
from reader.core.tables.hidden import HiddenArticles
from reader.core.tables.row_flags import RowFlag
from reader.core.tables.sort_index import SortIndex
from reader.core.tables.topic_index import TopicIndex

SLICE: Final = 64
"""Articles that are indexed at a time, in some milliseconds."""
MAX_GROWN: Final = 4000
"""Articles that are indexed in memory while an index of all is being made."""
_INDEXED: Final = (SortBy.TITLE, SortBy.MATCH)
_Answer = TypeVar("_Answer")


class SearchState(Struct, frozen=True):
    """How many of the articles are indexed; `coming` means that an index of all is being made."""

    indexed: int
    total: int
    coming: bool


class Search:
    """Finds articles of a store.

    Words are looked up in a stored index, if there is one. Articles that it does not have are indexed in memory, a
    few at each `choose` and at each `advance`.
    """

    def __init__(
        self, columns: Columns, topics: TopicIndex, orders: Mapping[Order, SortIndex], hidden: HiddenArticles
    ) -> None:
        self._columns, self._hidden = columns, hidden
        self._words = IndexedWords(columns)
        self._masks = Masks(columns, topics, orders, self._words)
        self._orders = ResultOrder(columns, orders, self._words, self._masks)
        self.index_coming = False
        """Whether a stored index is being made."""

    def use(self, given: tuple[IndexSource, int] | None) -> None:
        """Use a stored index: where it is, and how many slots there were when it was made."""
        if given is not None and (index := given[0].open()) is not None:
            try:
                self._words.use(index, given[1])
            except DamagedIndex:
                self._words.use(None)

    def _retry(self, ask: Callable[[], _Answer]) -> _Answer:
        """An answer, without the stored index if that is damaged."""
        try:
            return ask()
        except DamagedIndex:
            self._words.use(None)
            return ask()

    @property
    def state(self) -> SearchState:
        """How many articles are indexed."""
        total = len(self._columns.slots)
        return SearchState(total - self._words.missing(), total, self.index_coming)

    def advance(self, count: int = SLICE) -> bool:
        """Index some more articles in memory; False if there is nothing to do now."""
        if self.index_coming and self._words.grown >= MAX_GROWN:
            return False
        return self._words.advance(count)

    def finish(self, query: Query) -> None:
        """Index all articles if a query needs it, some seconds for 100,000 without a stored index."""
        sort, node = query.sort, query.node
        if (sort is not None and sort.by in _INDEXED) or _by_index(node):
            while self._retry(lambda: self._words.advance(SLICE)):
                pass

    def forget(self) -> None:
        """Free the memory of what is kept to answer the next query faster."""
        self._masks.forget()
        self._orders.forget()

    def choose(self, listing: Listing, now: float = 0.0, also: Collection[int] = ()) -> "array[int]":
        """The slots of a listing, sorted; `now` is in seconds since 1970, for ages, `also` are more slots."""
        query = listing.query or Query()

        def ordered() -> "array[int]":
            mask = self._mask(listing, now) | self._masks.of_slots(also)
            return self._orders.ordered(mask, query, listing.order)

        return self._retry(ordered)

    def count(self, listing: Listing, now: float = 0.0) -> int:
        """How many articles a listing has."""
        return self._retry(lambda: self._mask(listing, now).bit_count())

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


def _shown(flags: int, wanted: int, refused: int) -> bool:
    """Whether a search finds an article with these flags; copies and hidden articles only if they are bookmarked."""
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


def _by_index(node: Node | None) -> bool:
    """Whether a condition can only be decided for articles that are indexed."""
    return any(
        isinstance(leaf, Words | OfProvider) or (isinstance(leaf, Has) and leaf.thing is not Thing.NOTE)
        for leaf in leaves(node)
    )
