"""Reads the files that were discovered: all of them, or those that changed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Final

from msgspec import Struct

from reader.core.load_events import Added, Discovered, LoadEvent, Removed, SourceId
from reader.core.model.article import ArticleId
from reader.core.model.file_manifest import FileStates
from reader.core.model.problem import Problem
from reader.core.model.topic import Topic
from reader.core.tables.article_batch import ArticleBatch
from reader.sources.files.batch import ReadBatch, is_refused, read_in_order
from reader.sources.files.deduplicator import Deduplicator
from reader.sources.files.discovery import Discovery
from reader.sources.files.file_reader import file_state
from reader.sources.files.read_state import ReadState
from reader.sources.front_matter.topic_parser import read_topic

SHARED: Final = 5000  # files from which on a second process is worth its memory

ReadParts = Callable[[Sequence[Sequence[str]], bool], Iterator[ReadBatch]]
"""Reads files in parts and yields their batches in order, as `reader.sources.files.batch.read_in_order` does."""

Spill = Callable[[ArticleBatch], ArticleBatch]
"""Moves the records of a batch out of memory."""


class FolderReader(Struct):
    """Reads files into a state and yields the events of what it reads."""

    _source: SourceId
    _discovery: Discovery
    _state: ReadState  # what is known of the files; it is updated
    _spill: Spill  # is applied to a batch before it is sent and kept
    _most: int  # articles of a batch
    _read_parts: ReadParts | None = None  # if given, only what a list shows is read, all but the first batch by this

    def read_all(self, first: int) -> Iterator[LoadEvent]:
        """Read all files; the first batch has `first` articles."""
        state, articles = self._state, self._discovery.articles
        self._read_topics(skip=set(self._discovery.topics).intersection(articles))
        yield Discovered(self._source, len(articles), state.topics)
        for batch, unique in self._read(articles, first):
            state.files.extend(batch.files)
            state.problems.update(batch.problems)
            if unique.count:
                yield self._add(unique)

    def read_changes(self) -> Iterator[LoadEvent]:
        """Read the files that changed, and yield the differences."""
        state, files, discovery = self._state, self._state.files, self._discovery
        changed, lost = _changed_files(files, (*discovery.topics, *discovery.articles))
        state.changed = False
        if not changed and not lost:
            return
        stale = changed | lost
        batches, before = len(state.batches), self._snapshot(stale)
        touched = {*files.articles_of(path for path in stale if path in files)} - {0}
        # A lost file without an article may have been a topic.
        if not changed.isdisjoint(discovery.topics) or not all(files.articles_of(lost)):
            topics = state.topics
            self._read_topics()
            if state.topics != topics:
                state.changed = True
                yield Discovered(self._source, len(discovery.articles), state.topics)
        yield from self._read_with_duplicates(changed, touched)
        files.forget(lost)
        for path in lost:
            state.problems.pop(path, None)
        gone = {ArticleId(article) for article in touched}
        gone.difference_update(map(ArticleId, files.articles_of(discovery.articles)))
        if gone:
            state.gone |= gone
            yield Removed(self._source, tuple(sorted(gone)))
        state.changed |= bool(gone) or len(state.batches) > batches or self._snapshot(stale) != before

    def _snapshot(self, paths: Iterable[str]) -> list[object]:
        return [(self._state.files.get(path), self._state.problems.get(path)) for path in sorted(paths)]

    def _read_with_duplicates(self, changed: set[str], touched: set[int]) -> Iterator[Added]:
        """Read changed articles. `touched` has the ids that they had, and gets those that they have now.

        Which of several files with one id counts depends on the order of reading. So files that share an id with
        changed ones are read again with them, in the order in which all files would be read.
        """
        files, read, articles = self._state.files, set[str](), self._discovery.articles
        waiting = changed
        while True:
            paths = [path for path in articles if path in waiting]
            for batch, unique in self._read(paths, self._most):
                self._note(batch.files, batch.problems)
                if unique.count:
                    yield self._add(unique)
            read |= waiting
            touched.update(files.articles_of(paths))
            touched.discard(0)
            given = list(files.articles_of(articles))
            sharing = {path for path, article in zip(articles, given, strict=True) if article in touched} - read
            if not sharing:
                return
            shared = {*files.articles_of(sharing)}
            waiting = sharing | {path for path, article in zip(articles, given, strict=True) if article in shared}

    def _read(self, paths: Sequence[str], first: int) -> Iterator[tuple[ReadBatch, ArticleBatch]]:
        """Read files in batches of growing size; of each also its articles without duplicates."""
        deduplicator = Deduplicator()
        parts = _parts(paths, first, self._most)
        quick = self._read_parts is not None
        read_parts = self._read_parts if self._read_parts and len(paths) >= SHARED else read_in_order
        for batch in chain(read_in_order(parts[:1], quick), read_parts(parts[1:], quick)):
            yield batch, deduplicator.deduplicate(batch)

    def _note(self, files: FileStates, problems: dict[str, tuple[Problem, ...]]) -> None:
        state = self._state
        state.files.note(files)
        if state.problems:
            for path in files:
                state.problems.pop(path, None)
        state.problems.update(problems)

    def _add(self, batch: ArticleBatch) -> Added:
        batch = self._spill(batch)
        self._state.batches.append(batch)
        return Added(self._source, batch)

    def _read_topics(self, skip: AbstractSet[str] = frozenset()) -> None:
        """Read the topics. The states and problems of files in `skip`, which are articles as well, are not noted."""
        topics, files, problems = list[Topic](), FileStates(), dict[str, tuple[Problem, ...]]()
        for path in self._discovery.topics:
            state = file_state(path)
            topic, found = read_topic(path)
            if topic:
                topics.append(topic)
            if path not in skip:
                if found:
                    problems[path] = found
                files.append(path, *((-1, -1) if is_refused(found) else state), 0)
        self._state.topics = tuple(topics)
        self._note(files, problems)


def _parts(paths: Sequence[str], first: int, most: int) -> list[Sequence[str]]:
    """Paths in parts, each twice as long as the one before, up to `most`."""
    parts, start, size = [], 0, first
    while start < len(paths):
        parts.append(paths[start : start + size])
        start += size
        size = min(size * 2, most)
    return parts


def _changed_files(files: FileStates, paths: Sequence[str]) -> tuple[set[str], set[str]]:
    """The paths whose files are new or changed, and those whose files are gone."""
    if files.paths == list(paths):
        states = zip(paths, files.sizes, files.times, strict=True)
        return {path for path, size, time in states if file_state(path) != (size, time)}, set()
    changed = {path for path in dict.fromkeys(paths) if (old := files.get(path)) is None or old[:2] != file_state(path)}
    return changed, set(files).difference(paths)
