"""Which articles a topic and its descendants have, and how many of them are listed."""

from array import array
from collections.abc import Callable, Iterable

from reader.core.block import Block
from reader.core.topic import Topic, TopicKey, TopicTree, topic_key

_NONE: "array[int]" = array("I")


class TopicIndex:
    """Slots by topic, those of its descendants included, each once."""

    def __init__(self, topics: Iterable[Topic] = ()) -> None:
        self.tree = TopicTree(topics)
        self._slots: dict[TopicKey, array[int]] = {}
        self._counts: dict[TopicKey, int] = {}
        self._of_name: dict[str, tuple[TopicKey, ...]] = {}

    def add(self, block: Block, base: int, listed: Callable[[int], bool]) -> None:
        """Take in a block whose first article has the slot `base`."""
        self.tree.add_named(name for name, _ in block.topics)
        places: dict[TopicKey, set[int]] = {}
        for name, having in block.topics:
            for key in self._closure(name):
                places.setdefault(key, set()).update(having)
        for key, having_key in places.items():
            slots = sorted(base + place for place in having_key)
            self._slots.setdefault(key, array("I")).extend(slots)
            self._counts[key] = self._counts.get(key, 0) + sum(map(listed, slots))

    def _closure(self, name: str) -> tuple[TopicKey, ...]:
        found = self._of_name.get(name)
        if found is None:
            found = self._of_name[name] = self.tree.closure(topic_key(name))
        return found

    def uncount(self, topics: Iterable[str]) -> None:
        """Take one listed article with these topics out of the counts."""
        for key in {key for name in topics for key in self._closure(name)}:
            self._counts[key] -= 1

    def slots(self, key: TopicKey) -> "array[int]":
        """The slots of a topic and its descendants, ascending; some may be gone or archived."""
        return self._slots.get(key, _NONE)

    def count(self, key: TopicKey) -> int:
        """How many articles of a topic and its descendants are listed."""
        return self._counts.get(key, 0)
