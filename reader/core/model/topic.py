"""Topics and their tree."""

import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NewType

from msgspec import Struct

from reader.core.model.errors import UnknownTopic
from reader.core.model.problem import Problem, Severity

TopicKey = NewType("TopicKey", str)
"""The name of a topic without regard to case and blanks."""


def topic_key(name: str) -> TopicKey:
    """Fold a topic's name: NFC, case-folded, without blanks, so that "Canvas Apps" is "canvasapps"."""
    return TopicKey("".join(unicodedata.normalize("NFC", name).casefold().split()))


class Topic(Struct, frozen=True):
    """A subject. `parent` is a name as written, or ""; `place` sorts the topics of one level."""

    name: str
    parent: str = ""
    shortname: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    news: str = ""
    place: int = 10_000
    source: str = ""
    line: int | None = None

    @property
    def key(self) -> TopicKey:
        """The folded name."""
        return topic_key(self.name)

    @property
    def label(self) -> str:
        """The name to show where space is short."""
        return self.shortname or self.name


class TopicTree:
    """The topics by key. Parents that are unknown or make a cycle are ignored, and reported in `problems`."""

    def __init__(self, topics: Iterable[Topic] = ()) -> None:
        self._topics: dict[TopicKey, Topic] = {}
        self._parents: dict[TopicKey, TopicKey] = {}
        self._children: dict[TopicKey | None, list[TopicKey]] = {}
        self.problems: list[Problem] = []
        for topic in topics:
            if topic.key in self._topics:
                self._warn(topic, f"topic {topic.name!r} is defined twice; the first one is used")
            else:
                self._topics[topic.key] = topic
        for topic in self._topics.values():
            self._attach(topic)
        self._group()

    def _warn(self, topic: Topic, message: str) -> None:
        self.problems.append(Problem(topic.source, topic.line, Severity.WARNING, message))

    def _attach(self, topic: Topic) -> None:
        if not topic.parent:
            return
        parent = topic_key(topic.parent)
        if parent not in self._topics:
            self._warn(topic, f"unknown parent topic {topic.parent!r}; {topic.name!r} is at the top level")
            return
        if topic.key in self.closure(parent):
            self._warn(topic, f"the parent {topic.parent!r} makes a cycle; {topic.name!r} is at the top level")
            return
        self._parents[topic.key] = parent

    def _group(self) -> None:
        ordered = sorted(self._topics.values(), key=lambda topic: (topic.place, topic.name.casefold()))
        self._children = {}
        for topic in ordered:
            self._children.setdefault(self._parents.get(topic.key), []).append(topic.key)

    def add_named(self, names: Iterable[str]) -> bool:
        """Add topics that articles name but no file defines; returns whether any was new."""
        new = [name for name in names if name and topic_key(name) not in self._topics]
        for name in new:
            self._topics.setdefault(topic_key(name), Topic(name))
        if new:
            self._group()
        return bool(new)

    def __contains__(self, key: TopicKey) -> bool:
        return key in self._topics

    def get(self, key: TopicKey) -> Topic | None:
        return self._topics.get(key)

    def find(self, name: str) -> TopicKey | None:
        """The key of a topic by its name, short name or key, or None."""
        key = topic_key(name)
        if key in self:
            return key
        shorts = (topic.key for topic in self.topics() if key and topic_key(topic.shortname) == key)
        return next(shorts, None)

    def named(self, name: str) -> TopicKey:
        """The same.

        Raises:
            UnknownTopic: there is none; the message suggests the nearest.
        """
        key = self.find(name)
        if key is not None:
            return key
        names = {topic.name.casefold(): topic.name for topic in self._topics.values()}
        near = [names[found] for found in get_close_matches(name.casefold(), names, n=3, cutoff=0.4)]
        shown = name if len(name) <= 60 else name[:59] + "…"
        raise UnknownTopic(f"there is no topic {shown!r}" + (f"; did you mean {', '.join(near)}?" if near else ""))

    def name(self, key: TopicKey) -> str:
        """The full name of a topic, or the key itself if it is unknown."""
        topic = self._topics.get(key)
        return topic.name if topic else key

    def parent(self, key: TopicKey) -> TopicKey | None:
        """The topic above, or None at the top."""
        return self._parents.get(key)

    def children(self, key: TopicKey | None) -> tuple[TopicKey, ...]:
        """The topics directly below, in order; those at the top for None."""
        return tuple(self._children.get(key, ()))

    def closure(self, key: TopicKey) -> tuple[TopicKey, ...]:
        """A topic and those above it, up to the top."""
        found = [key]
        while (above := self._parents.get(found[-1])) is not None:
            found.append(above)
        return tuple(found)

    def walk(self) -> Iterator[tuple[TopicKey, int]]:
        """All topics, parents before children, with their depth from 0."""
        stack = [(key, 0) for key in reversed(self.children(None))]
        while stack:
            key, depth = stack.pop()
            yield key, depth
            stack.extend((child, depth + 1) for child in reversed(self.children(key)))

    def topics(self) -> tuple[Topic, ...]:
        """All topics in the order of `walk`."""
        return tuple(self._topics[key] for key, _ in self.walk())
