"""Articles from files one by one, made one where two files hold the same."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.core.article import Article, ArticleId
from reader.core.block import Block, seconds
from reader.core.edition import FileState
from reader.core.problem import Problem, Severity
from reader.core.text import printable
from reader.core.topic import topic_key
from reader.sources.files import CANNOT_READ, Unreadable, read_file
from reader.sources.front_matter import parse_article, read_article

_MOST_NS = 2**63 - 1


class Gathering:
    """Reads articles, and makes one of two files with one id: the newer one, with the topics of both.

    `files` says what each file was when it was read and which article it gave, `problems` what was wrong
    with each, `ready` holds the articles that were not taken yet.
    """

    def __init__(self, quick: bool = False) -> None:
        self._read = read_for_list if quick else read_article
        self.ready: dict[ArticleId, Article] = {}
        self.files: dict[str, FileState] = {}
        self.problems: dict[str, tuple[Problem, ...]] = {}
        # Paths alone: most articles come once, and a few words on each would be many.
        self._known: dict[ArticleId, str] = {}
        self._topics: dict[ArticleId, tuple[str, ...]] = {}

    def __contains__(self, article: ArticleId) -> bool:
        return article in self._known

    @property
    def ids(self) -> Iterable[ArticleId]:
        """The ids of all articles so far."""
        return self._known.keys()

    def read(self, path: str) -> None:
        """Read one file; its article, if any, is then ready."""
        state = file_state(path)
        article, problems = self._read(path)
        if problems:
            self.problems[path] = problems
        self.files[path] = state_read(state, article.id if article else 0, problems)
        if article is None:
            return
        known = self._known.get(article.id)
        if known is not None:
            article = self._unite(article, path, known)
        else:
            self._known[article.id] = path
        self.ready[article.id] = article

    def taken(self) -> Block:
        """All that is ready, as one block."""
        block = Block.of(self.ready.values())
        self.ready.clear()
        return block

    def _unite(self, article: Article, path: str, known: str) -> Article:
        # The one that came first may be on its way already: then its file is read once more.
        first = self.ready.get(article.id) or read_article(known)[0]
        kept, kept_path = article, path
        if first is not None and seconds(article.published) <= seconds(first.published):
            kept, kept_path = first, known
        topics = _union(self._topics.get(article.id, first.topics if first else ()), article.topics)
        message = f"the same article as {printable(known)}; {printable(kept_path)} counts, with the topics of both"
        problem = Problem(article.source, None, Severity.WARNING, message)
        self.problems[path] = (*self.problems.get(path, ()), problem)
        self._known[article.id] = kept_path
        self._topics[article.id] = topics
        return replace(kept, topics=topics)


def read_for_list(path: str) -> tuple[Article | None, tuple[Problem, ...]]:
    """Read what a list needs of one file; where that cannot be told from the rest, read it whole.

    What is wrong in the part that is left out is not found.
    """
    from reader.sources.scan import scan_article

    try:
        data = read_file(path)
    except Unreadable:
        return read_article(path)
    # Its source must lead back to it.
    scanned = scan_article(data, path) if printable(path) == path else None
    if scanned is None:
        return parse_article(data, path)
    return (scanned.article if scanned.whole else replace(scanned.article, partial=True)), ()


def file_state(path: str) -> tuple[int, int]:
    """The size and the time of change (ns) of what a path leads to; (-1, -1) if it leads nowhere."""
    try:
        state = os.stat(path)
    except (OSError, ValueError):
        return -1, -1
    # Some file systems take times that 64 bits do not hold.
    return state.st_size, state.st_mtime_ns & _MOST_NS


def state_read(state: tuple[int, int], article: int, problems: Sequence[Problem]) -> FileState:
    """What to remember of a file that was read.

    Args:
        state: its `file_state`, from before.
        article: the id of its article, 0 for none.
        problems: what was wrong. Where the system refused, the file is remembered as one that is not
            there: being allowed to read it does not change a file, and yet it is to be read then.
    """
    refused = any(
        problem.severity is Severity.ERROR and problem.message.startswith(CANNOT_READ) for problem in problems
    )
    size, mtime = (-1, -1) if refused else state
    return FileState(size, mtime, article)


def _union(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in (*one, *other):
        found.setdefault(topic_key(name), name)
    return tuple(found.values())
