"""Loading: from paths to the events that the store takes in, the newest articles first."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from reader.core.article import Article, ArticleId
from reader.core.block import Block, seconds
from reader.core.errors import NothingToRead
from reader.core.loading import Arrived, Found, Loaded, LoadEvent
from reader.core.problem import Problem, Severity
from reader.core.text import printable
from reader.core.topic import Topic, TopicTree, topic_key
from reader.sources.folder import discover
from reader.sources.front_matter import read_article
from reader.sources.topics import read_topic

FIRST: Final = 200
BLOCK: Final = 1000


def load(paths: Sequence[str | os.PathLike[str]], first: int = FIRST, block: int = BLOCK) -> Iterator[LoadEvent]:
    """Read all that is under paths, and say it as it comes: `Found`, many `Arrived`, one `Loaded`.

    Nothing is raised: a path that holds nothing becomes the failure of `Loaded`. The events are made of
    values only, so that they can cross to another process.

    Args:
        paths: files and folders.
        first: the articles of the first block, so that there is something to see at once.
        block: the most articles of a later block.
    """
    try:
        discovery = discover(paths)
    except NothingToRead as error:
        yield Loaded((), str(error))
        return
    problems = list(discovery.problems)
    topics, topic_problems = read_topics(discovery.topics)
    problems += topic_problems
    yield Found(len(discovery.articles), topics)
    gathering = _Gathering(problems)
    size = first
    for path in discovery.articles:
        gathering.read(path)
        if len(gathering.ready) >= size:
            yield Arrived(gathering.taken())
            size = min(size * 2, block)
    if gathering.ready:
        yield Arrived(gathering.taken())
    yield Loaded(tuple(sorted(problems, key=_place)))


def read_topics(paths: Iterable[str]) -> tuple[tuple[Topic, ...], list[Problem]]:
    """The topics of files, and what is wrong with them one by one and as a tree."""
    topics: list[Topic] = []
    problems: list[Problem] = []
    for path in paths:
        topic, found = read_topic(path)
        problems += found
        if topic:
            topics.append(topic)
    return tuple(topics), problems + TopicTree(topics).problems


class _Taken(NamedTuple):
    """What is remembered of an article that was sent."""

    when: int
    path: str
    topics: tuple[str, ...]


class _Gathering:
    """Reads articles, and makes one of two files with one id: the newer one, with the topics of both."""

    def __init__(self, problems: list[Problem]) -> None:
        self.ready: dict[ArticleId, Article] = {}
        self._problems = problems
        self._known: dict[ArticleId, _Taken] = {}

    def read(self, path: str) -> None:
        """Read one file; its article, if any, is then ready."""
        article, problems = read_article(path)
        self._problems += problems
        if article is None:
            return
        known = self._known.get(article.id)
        if known is not None:
            article, path = self._united(article, path, known)
        self.ready[article.id] = article
        self._known[article.id] = _Taken(seconds(article.published), path, article.topics)

    def taken(self) -> Block:
        """All that is ready, as one block."""
        block = Block.of(self.ready.values())
        self.ready.clear()
        return block

    def _united(self, article: Article, path: str, known: _Taken) -> tuple[Article, str]:
        kept, kept_path = article, path
        if seconds(article.published) <= known.when:
            # The one that came first may be on its way already: then its file is read once more.
            first = self.ready.get(article.id) or read_article(known.path)[0]
            if first is not None:
                kept, kept_path = first, known.path
        message = f"the same article as {printable(known.path)}; {printable(kept_path)} counts, with the topics of both"
        self._problems.append(Problem(article.source, None, Severity.WARNING, message))
        return replace(kept, topics=_union(known.topics, article.topics)), kept_path


def _union(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in (*one, *other):
        found.setdefault(topic_key(name), name)
    return tuple(found.values())


def _place(problem: Problem) -> tuple[str, int]:
    return problem.path, problem.line or 0
