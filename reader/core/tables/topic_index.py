"""The articles of each topic, and how many of them are listed and unread."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from operator import itemgetter

from reader.core.model.topic import Topic, TopicKey, TopicTree, topic_key
from reader.core.tables.article_batch import DamagedBatch
from reader.core.tables.columns import Columns
from reader.core.tables.row_flags import LISTED, LISTED_UNREAD

_NONE: "array[int]" = array("I")
UNKNOWN = -1
_QUICK = 50_000
"""Slots of all topics together up to which the unread articles are counted without being asked."""


class TopicIndex:
    """Slots by topic, those of its descendants included, each once."""

    def __init__(self, columns: Columns, topics: Iterable[Topic] = ()) -> None:
        self._columns = columns
        self.define(topics)

    def define(self, topics: Iterable[Topic]) -> None:
        """Replace the tree of topics and file all articles again."""
        self.tree = TopicTree(topics)
        self._unread: dict[TopicKey, int] | None = None
        self._slots: dict[TopicKey, array[int]] = {}
        self._filed = 0
        self._counts: dict[TopicKey, int] = {}
        self._closures: dict[str, tuple[TopicKey, ...]] = {}
        for number in range(len(self._columns.batches)):
            self.add_batch(number)

    def add_batch(self, number: int) -> None:
        """File the articles of a batch, by its number in the columns, and count those that are listed."""
        batch, base = self._columns.batches[number], self._columns.bases[number]
        listed = self._columns.flags[base : base + batch.count].translate(LISTED)
        everything = listed.count(1) == batch.count
        self._unread = None
        self.tree.add_named(name for name, _ in batch.topics)
        having: dict[TopicKey, list[array[int]]] = {}
        for name, places in batch.topics:
            for key in self._closure(name):
                having.setdefault(key, []).append(places)
        for key, lists in having.items():
            places = lists[0] if len(lists) == 1 else array("I", sorted(set().union(*lists)))
            slots = array("I", [base + place for place in places]) if base else places
            self._slots.setdefault(key, array("I")).extend(slots)
            self._filed += len(slots)
            listed_here = len(places) if everything else _sum_at(places, listed)
            self._counts[key] = self._counts.get(key, 0) + listed_here

    def _closure(self, name: str) -> tuple[TopicKey, ...]:
        found = self._closures.get(name)
        if found is None:
            found = self._closures[name] = self.tree.closure(topic_key(name))
        return found

    def count_slot(self, slot: int, listed: int, unread: int) -> None:
        """Count the article of a slot in (1) or out (-1) among the listed and the unread ones, or in neither (0)."""
        if not listed and self._unread is None:
            return
        batch, place = self._columns.at(slot)
        try:
            topics = batch.record(place).topics
        except DamagedBatch:
            keys = {key for key, slots in self._slots.items() if _holds(slots, slot)}
        else:
            keys = {key for name in topics for key in self._closure(name)}
        for key in keys:
            self._counts[key] += listed
            if self._unread is not None:
                self._unread[key] += unread

    def recount(self) -> None:
        """Count all listed articles again."""
        self._unread = None
        listed = self._columns.flags.translate(LISTED)
        for key, slots in self._slots.items():
            self._counts[key] = _sum_at(slots, listed)

    def slots(self, key: TopicKey) -> "array[int]":
        """The slots of a topic and its descendants, ascending; some may be gone or archived."""
        return self._slots.get(key, _NONE)

    def count(self, key: TopicKey) -> int:
        """How many articles of a topic and its descendants are listed."""
        return self._counts.get(key, 0)

    def unread(self, key: TopicKey) -> int:
        """How many of these are unread; UNKNOWN with many articles, until `count_unread`."""
        if self._unread is None and self._filed <= _QUICK:
            self.count_unread()
        return UNKNOWN if self._unread is None else self._unread.get(key, 0)

    def count_unread(self) -> None:
        """Count the unread articles, unless that is done: some 20 ms for 100,000."""
        if self._unread is None:
            unread = self._columns.flags.translate(LISTED_UNREAD)
            self._unread = {key: _sum_at(slots, unread) for key, slots in self._slots.items()}

    def forget_unread(self) -> None:
        """Many marks changed: count again."""
        self._unread = None


def _holds(slots: "array[int]", slot: int) -> bool:
    place = bisect_left(slots, slot)
    return place < len(slots) and slots[place] == slot


def _sum_at(places: "array[int]", values: "bytes | bytearray") -> int:
    # With many places, an itemgetter is faster than a loop.
    return sum(itemgetter(*places)(values)) if len(places) > 1 else sum(map(values.__getitem__, places))
