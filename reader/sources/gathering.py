"""Articles from files one by one, made one where two files hold the same."""

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from reader.core.article import Article, ArticleId
from reader.core.block import Block, seconds
from reader.core.edition import FileState
from reader.core.problem import Problem, Severity
from reader.core.text import printable
from reader.core.topic import topic_key
from reader.sources.front_matter import read_article


class _Taken(NamedTuple):
    """What is remembered of an article that was sent."""

    when: int
    path: str
    topics: tuple[str, ...]


class Gathering:
    """Reads articles, and makes one of two files with one id: the newer one, with the topics of both.

    `files` says what each file was when it was read and which article it gave, `problems` all that was
    wrong, `ready` holds the articles that were not taken yet.
    """

    def __init__(self) -> None:
        self.ready: dict[ArticleId, Article] = {}
        self.files: dict[str, FileState] = {}
        self.problems: list[Problem] = []
        self._known: dict[ArticleId, _Taken] = {}

    def __contains__(self, article: ArticleId) -> bool:
        return article in self._known

    @property
    def ids(self) -> Iterable[ArticleId]:
        """The ids of all articles so far."""
        return self._known.keys()

    def read(self, path: str) -> None:
        """Read one file; its article, if any, is then ready."""
        size, mtime = file_state(path)
        article, problems = read_article(path)
        self.problems += problems
        self.files[path] = FileState(size, mtime, article.id if article else 0)
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
        self.problems.append(Problem(article.source, None, Severity.WARNING, message))
        return replace(kept, topics=_union(known.topics, article.topics)), kept_path


def file_state(path: str) -> tuple[int, int]:
    """The size and the time of change (ns) of what a path leads to; (-1, -1) if it leads nowhere."""
    try:
        state = os.stat(path)
    except (OSError, ValueError):
        return -1, -1
    return state.st_size, state.st_mtime_ns


def _union(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in (*one, *other):
        found.setdefault(topic_key(name), name)
    return tuple(found.values())
