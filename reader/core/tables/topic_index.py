"""Which articles a topic and its descendants have, and how many of them are listed."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable

from reader.core.model.topic import Topic, TopicKey, TopicTree, topic_key
from reader.core.tables.article_batch import ArticleBatch

_NONE: "array[int]" = array("I")


class TopicIndex:
    """Slots by topic, those of its descendants included, each once."""

    def __init__(self, topics: Iterable[Topic] = ()) -> None:
        self.tree = TopicTree(topics)
        self._slots: dict[TopicKey, array[int]] = {}
        self._counts: dict[TopicKey, int] = {}
        self._of_name: dict[str, tuple[TopicKey, ...]] = {}

    def add(self, block: ArticleBatch, base: int, listed: bytes) -> None:
        """Take in a block.

        Args:
            block: its topics are used.
            base: the slot of its first article.
            listed: for each of its articles 1 if it is listed, else 0.
        """
        self.tree.add_named(name for name, _ in block.topics)
        having: dict[TopicKey, list[array[int]]] = {}
        for name, places in block.topics:
            for key in self._closure(name):
                having.setdefault(key, []).append(places)
        everything = listed.count(1) == block.count
        for key, lists in having.items():
            places = lists[0] if len(lists) == 1 else array("I", sorted(set().union(*lists)))
            slots = array("I", [base + place for place in places]) if base else places
            self._slots.setdefault(key, array("I")).extend(slots)
            listed_here = len(places) if everything else sum(map(listed.__getitem__, places))
            self._counts[key] = self._counts.get(key, 0) + listed_here

    def _closure(self, name: str) -> tuple[TopicKey, ...]:
        found = self._of_name.get(name)
        if found is None:
            found = self._of_name[name] = self.tree.closure(topic_key(name))
        return found

    def count_one(self, topics: Iterable[str], by: int) -> None:
        """Take one listed article with these topics into the counts (1), or out of them (-1)."""
        for key in {key for name in topics for key in self._closure(name)}:
            self._counts[key] += by

    def count_slot(self, slot: int, by: int) -> None:
        """The same for an article whose topics cannot be read any more: looks it up in every topic."""
        for key, slots in self._slots.items():
            place = bisect_left(slots, slot)
            if place < len(slots) and slots[place] == slot:
                self._counts[key] += by

    def count_all(self, listed: bytes) -> None:
        """Count anew, `listed` being 1 for each slot whose article is listed, else 0."""
        for key, slots in self._slots.items():
            self._counts[key] = sum(map(listed.__getitem__, slots))

    def slots(self, key: TopicKey) -> "array[int]":
        """The slots of a topic and its descendants, ascending; some may be gone or archived."""
        return self._slots.get(key, _NONE)

    def count(self, key: TopicKey) -> int:
        """How many articles of a topic and its descendants are listed."""
        return self._counts.get(key, 0)
