"""The articles of a store by their slots: which are listed, which are hidden, and how many there are."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import NO_MARK, Mark, Mute
from reader.core.model.topic import Topic, TopicKey
from reader.core.tables.article_batch import ArticleBatch, DamagedBatch
from reader.core.tables.counts import LISTED, OFF_LIST, Counts, ViewCounts
from reader.core.tables.hidden import HiddenArticles
from reader.core.tables.mute_filter import Looked
from reader.core.tables.rows import RowFlag, Rows
from reader.core.tables.sort_index import SortIndex
from reader.core.tables.topic_index import TopicIndex

_MANY: Final = 500


class Change(Struct, frozen=True):
    """What is different in the store.

    Whether articles came or went, or left the lists or came back to them; whose marks changed; which
    snoozed articles' time has come.
    """

    news: bool = False
    marked: frozenset[ArticleId] = frozenset()
    resurfaced: frozenset[ArticleId] = frozenset()


class Shelf:
    """What `Store` counts and hides; to be used through it."""

    def __init__(self, topics: Iterable[Topic] = ()) -> None:
        self._topics = TopicIndex(topics)
        self._blocks: list[ArticleBatch] = []
        self._bases: list[int] = []
        self._ids = array("q")
        self._flags = bytearray()
        self._slot: dict[ArticleId, int] = {}
        self._rankings = {order: SortIndex(order) for order in Order}
        self._marks: dict[ArticleId, Mark] = {}
        self._selected: dict[Listing, Rows] = {}
        self._hiding = HiddenArticles(
            self._ids, self._flags, self._slot, self._look, lambda key: self._topics.slots(key)
        )
        self._tally = ViewCounts(self._flags, self._hiding)
        self._noted: set[ArticleId] = set()
        self.news = 0
        """How often articles or topics have come or gone."""
        self.notes = 0
        """How often a tag or a note has come or gone."""

    def at(self, slot: int) -> tuple[ArticleBatch, int]:
        """The block of a slot, and the place in it."""
        number = bisect_right(self._bases, slot) - 1
        return self._blocks[number], slot - self._bases[number]

    def mark(self, article: ArticleId) -> Mark:
        """The marks on an article, in the store or not."""
        return self._marks.get(article, NO_MARK)

    def __len__(self) -> int:
        return len(self._slot)

    # -- for searching

    @property
    def ids(self) -> "array[int]":
        """The id of each slot, to be looked at only."""
        return self._ids

    @property
    def flags(self) -> bytearray:
        """The flags of each slot, to be looked at only."""
        return self._flags

    def ranking(self, order: Order) -> SortIndex:
        """An order over all slots."""
        return self._rankings[order]

    def topic_slots(self, topic: TopicKey) -> "array[int]":
        """The slots of a topic and its descendants, whatever their flags."""
        return self._topics.slots(topic)

    def annotated(self) -> list[tuple[int, Mark]]:
        """The slots whose articles have tags or a note, and the marks on them."""
        return [(self._slot[article], self._marks[article]) for article in self._noted if article in self._slot]

    def hidden(self, view: View) -> bytes:
        """For each slot 1 if its article is in a view of hidden articles, else 0."""
        return self._hiding.chosen(view)

    # -- counting

    def _listed(self, slot: int) -> bool:
        return not self._flags[slot] & OFF_LIST

    def _listed_from(self, base: int, count: int) -> bytes:
        return bytes(self._flags[base : base + count].translate(LISTED))

    def _count(self, slot: int, by: int) -> None:
        self._tally.count(self._flags[slot], by)

    @property
    def counts(self) -> Counts:
        """How many articles there are, by view."""
        return self._tally.counts

    def topic_count(self, topic: TopicKey) -> int:
        """How many listed articles a topic and its descendants have."""
        return self._topics.count(topic)

    def _count_topics(self, slot: int, by: int) -> None:
        block, place = self.at(slot)
        try:
            self._topics.count_one(block.article(place).topics, by)
        except DamagedBatch:
            self._topics.count_slot(slot, by)

    # -- muted and snoozed

    def set_mutes(self, mutes: Iterable[Mute], now: float, first: Order = Order.HEAT) -> Change:
        """Make these the mutes, as far as they have not run out by `now` (seconds since 1970, UTC).

        Muted topics are off the lists when this returns. Articles of muted words and providers are found
        by `apply_mutes`, in the order `first`; of those that arrive later the first ones are looked at as they come.
        """
        return Change(self._rehide(self._hiding.set_mutes(mutes, now, self._rankings[first].all())))

    def apply_mutes(self, count: int) -> Change:
        """Look at so many more articles for what mutes keep off the lists; each takes some 10 microseconds."""
        return Change(self._rehide(self._hiding.mutes.apply_mutes(count)))

    @property
    def mutes_pending(self) -> bool:
        """Whether `apply_mutes` has something left to do."""
        return self._hiding.mutes.mutes_pending

    def resurface(self, now: float) -> Change:
        """Bring back snoozed articles whose time has come (seconds since 1970, UTC), and what a mute hid till now.

        Until this is called for the first time, all snoozed articles are hidden, whatever their time.
        A woken article stands on top of every listing that holds it until it is read.
        """
        concerned, woken = self._hiding.resurface(now, self._marks)
        return Change(self._rehide(concerned), resurfaced=woken)

    @property
    def next_due(self) -> int | None:
        """When to call `resurface` next (seconds since 1970, UTC); None if nothing is snoozed or muted for a time."""
        return self._hiding.next_due

    def muted_by(self, mute: Mute) -> int:
        """How many articles a mute keeps off the lists, as far as they were looked at."""
        gone = RowFlag.GONE | RowFlag.KEPT
        return sum(not self._flags[slot] & gone for slot in self._hiding.mutes.found(mute))

    def _look(self, slot: int) -> Looked | None:
        block, place = self.at(slot)
        try:
            return block.searched(place)[:4]
        except DamagedBatch:
            return None

    def _rehide(self, slots: Sequence[int]) -> bool:
        """Set the flag of what is hidden and take it away from what is not; whether the listings are others."""
        if not slots:
            return False
        self._selected.clear()
        flip = [slot for slot in set(slots) if self._hiding.hides(slot) is not bool(self._flags[slot] & RowFlag.HIDDEN)]
        many = len(flip) > _MANY
        for slot in flip:
            if many:
                self._flags[slot] ^= RowFlag.HIDDEN
                continue
            was = self._listed(slot)
            self._count(slot, -1)
            self._flags[slot] ^= RowFlag.HIDDEN
            self._count(slot, 1)
            if was is not self._listed(slot):
                self._count_topics(slot, -1 if was else 1)
        if many:
            self._topics.count_all(self._listed_from(0, len(self._ids)))
            self._tally.count_all()
        self._tally.count_hidden()
        return bool(flip)
