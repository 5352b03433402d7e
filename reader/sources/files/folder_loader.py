"""Loading: from paths to the events that the store takes in, the newest articles first."""

import os
from array import array
from bisect import bisect_left
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Final

from reader.core.load_events import (
    Added,
    Discovered,
    Finished,
    ListReady,
    LoadEvent,
    Removed,
    SourceId,
    files_source,
)
from reader.core.model.article import ArticleId
from reader.core.model.errors import NothingToRead
from reader.core.model.file_manifest import FileStates
from reader.core.model.problem import Problem
from reader.core.model.topic import Topic, TopicTree
from reader.core.tables.article_batch import ArticleBatch
from reader.sources.files.batch import Batch, is_refused, one_by_one
from reader.sources.files.dedupe import Gathering
from reader.sources.files.discovery import Discovery, discover
from reader.sources.files.file_reader import file_state
from reader.sources.front_matter.topic_parser import read_topic

FIRST: Final = 200
AT_ONCE: Final = 400
"""Files up to which all are read whole at once."""
BLOCK: Final = 4000
WHOLE: Final = 1000
"""The most articles of a block that is read whole and only kept: each is held in memory until the block is packed."""
SHARED: Final = 5000
"""Files from which on a second process is worth its memory."""

Share = Callable[[Sequence[Sequence[str]], bool], Iterator[Batch]]
"""Reads files in batches and gives these in order; see `reader.sources.files.batch.one_by_one`."""


class Reading:
    """All that was read: to be kept, so that the next reading need not read it again.

    `blocks` come in the order they were sent, `gone` are ids that are in them and no longer there.
    `problems` and `files` are by path; what is wrong with the topics as a tree is not among them, nor
    is what is wrong with folders. `changed` says whether any of it is other than what was known.
    """

    __slots__ = ("blocks", "changed", "files", "gone", "problems", "topics")

    def __init__(
        self,
        blocks: Iterable[ArticleBatch] = (),
        topics: tuple[Topic, ...] = (),
        problems: Mapping[str, tuple[Problem, ...]] | None = None,
        files: FileStates | None = None,
    ) -> None:
        self.blocks = [*blocks]
        self.gone = set[ArticleId]()
        self.topics = topics
        self.problems = dict(problems or {})
        self.files = FileStates() if files is None else files
        self.changed = True


def load(
    paths: Sequence[str | os.PathLike[str]],
    first: int = FIRST,
    block: int = BLOCK,
    known: Reading | None = None,
    shown: bool = True,
    done: Callable[[Reading], None] | None = None,
    pack: Callable[[ArticleBatch], ArticleBatch] = lambda block: block,
    hold: Callable[[ArticleBatch], ArticleBatch] | None = None,
    share: Share = one_by_one,
) -> Iterator[LoadEvent]:
    """Read all that is under paths, and say it as it comes: `Discovered`, many `Added`, one `Finished`.

    Nothing is raised: a path that holds nothing becomes the failure of `Finished`. The events are made of
    values only, so that they can cross to another process.

    With `known`, files are told apart by path, size and time of change. A file that is changed without
    either becoming different (within one tick of the file system's clock, or with its time put back)
    is therefore not noticed until it is changed again.

    Args:
        paths: files and folders.
        first: the articles of the first block, so that there is something to see at once.
        block: the most articles of a later block.
        known: what was read before; then only what changed is read, and sent.
        shown: whether whoever listens has what is known already; else it is sent first.
        done: called at the very end with all that was read.
        pack: what to do with a block before it is sent and kept.
        hold: if given, many files are read twice: at first what a list needs, which is sent and ended
            by `ListReady`, then whole, which is not sent but kept, each block going through `hold`.
        share: what reads many files for a list, perhaps with a second process.
    """
    source = files_source(paths)
    try:
        discovery = discover(paths)
    except NothingToRead as error:
        yield Finished(source, (), str(error))
        return
    reading = Reading() if known is None else known
    if known is None:
        quick = hold is not None and len(discovery.articles) > AT_ONCE
        yield from _Reader(source, discovery, reading, pack, block, share if quick else None).everything(first)
    else:
        if not shown:
            yield Discovered(source, len(discovery.articles), known.topics)
            yield from (Added(source, block) for block in known.blocks)
        yield from _Reader(source, discovery, reading, pack, block).changes()
    if hold is not None and any(part.has_partial for part in reading.blocks):
        yield ListReady(source)
        if done is not None:
            # What is listed is worth keeping, if the program ends before all is read.
            done(reading)
        reading = yield from _read_whole(source, discovery, reading, hold, min(WHOLE, block))
    yield Finished(source, _all_problems(discovery, reading))
    if done is not None:
        done(reading)


def _read_whole(
    source: SourceId, discovery: Discovery, listed: Reading, hold: Callable[[ArticleBatch], ArticleBatch], size: int
) -> Generator[LoadEvent, None, Reading]:
    """Read again what was only listed; the events are those of `_differing`."""
    ids = _ids_of(listed)
    # Removed before the next is read: both would be there at once.
    listed.blocks, listed.files = [], FileStates()
    reading = Reading()
    yield from _differing(source, ids, _Reader(source, discovery, reading, hold, size).everything(size))
    return reading


def _ids_of(reading: Reading) -> "array[int]":
    """The ids of the articles of a reading, each once, ascending."""
    return array("q", sorted({article for block in reading.blocks for article in block.ids} - reading.gone))


def _differing(source: SourceId, listed: "array[int]", events: Iterator[LoadEvent]) -> Iterator[LoadEvent]:
    """What reading all again shows that was not listed, or that should not have been."""
    now = array("q")
    for event in events:
        if isinstance(event, Added):
            now.extend(event.batch.ids)
            if not all(_is_in(listed, article) for article in event.batch.ids):
                yield event
    if gone := set(listed).difference(now):
        yield Removed(source, tuple(map(ArticleId, sorted(gone))))


def _is_in(numbers: "array[int]", number: int) -> bool:
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number


class _Reader:
    """Reads what was discovered, and notes in a reading what it read.

    Args:
        source: what the events belong to.
        discovery: what there is.
        reading: what is known of it.
        pack: what to do with a block before it is sent and kept.
        most: the most articles of a block.
        share: if given, only what a list needs is read, and this reads all but the first block.
    """

    def __init__(
        self,
        source: SourceId,
        discovery: Discovery,
        reading: Reading,
        pack: Callable[[ArticleBatch], ArticleBatch],
        most: int,
        share: Share | None = None,
    ) -> None:
        self._source = source
        self._share = share
        self._discovery = discovery
        self._reading = reading
        self._pack = pack
        self._most = most

    def everything(self, first: int) -> Iterator[LoadEvent]:
        """Read all files; the first block has `first` articles."""
        reading, articles = self._reading, self._discovery.articles
        self._read_topics(leave=set(self._discovery.topics).intersection(articles))
        yield Discovered(self._source, len(articles), reading.topics)
        for batch, block in self._batches(articles, first):
            reading.files.extend(batch.files)
            reading.problems.update(batch.problems)
            if block.count:
                yield self._sent(block)

    def changes(self) -> Iterator[LoadEvent]:
        """Read what is not as it was, and say what is different."""
        reading, files, discovery = self._reading, self._reading.files, self._discovery
        changed, lost = _differences(files, (*discovery.topics, *discovery.articles))
        reading.changed = False
        if not changed and not lost:
            return
        stale = changed | lost
        blocks, before = len(reading.blocks), self._noted(stale)
        touched = {*files.articles_of(path for path in stale if path in files)} - {0}
        # A lost file that gave no article may have been a topic.
        if not changed.isdisjoint(discovery.topics) or not all(files.articles_of(lost)):
            topics = reading.topics
            self._read_topics()
            if reading.topics != topics:
                reading.changed = True
                yield Discovered(self._source, len(discovery.articles), reading.topics)
        yield from self._read_with_doubles(changed, touched)
        files.forget(lost)
        for path in lost:
            reading.problems.pop(path, None)
        gone = {ArticleId(article) for article in touched}
        gone.difference_update(map(ArticleId, files.articles_of(discovery.articles)))
        if gone:
            reading.gone |= gone
            yield Removed(self._source, tuple(sorted(gone)))
        reading.changed |= bool(gone) or len(reading.blocks) > blocks or self._noted(stale) != before

    def _noted(self, paths: Iterable[str]) -> list[object]:
        return [(self._reading.files.get(path), self._reading.problems.get(path)) for path in sorted(paths)]

    def _read_with_doubles(self, changed: set[str], touched: set[int]) -> Iterator[Added]:
        """Read the changed articles; `touched` are the ids they had, and grows by those they have.

        Of files with one id the order of reading decides which counts. So whatever shares an id with
        them is read with them once more, in the order in which all would be read.
        """
        files, read, articles = self._reading.files, set[str](), self._discovery.articles
        waiting = changed
        while True:
            yield from self._read_again([path for path in articles if path in waiting])
            read |= waiting
            touched.update(files.articles_of(path for path in articles if path in waiting))
            touched.discard(0)
            given = list(files.articles_of(articles))
            sharing = {path for path, article in zip(articles, given, strict=True) if article in touched} - read
            if not sharing:
                return
            shared = {*files.articles_of(sharing)}
            waiting = sharing | {path for path, article in zip(articles, given, strict=True) if article in shared}

    def _read_again(self, paths: Sequence[str]) -> Iterator[Added]:
        for batch, block in self._batches(paths, self._most):
            self._note(batch.files, batch.problems)
            if block.count:
                yield self._sent(block)

    def _batches(self, paths: Sequence[str], first: int) -> Iterator[tuple[Batch, ArticleBatch]]:
        """Read files in batches that grow; the block of each has every article once."""
        gathering = Gathering()
        parts = _parts(paths, first, self._most)
        quick = self._share is not None
        share = self._share if self._share and len(paths) >= SHARED else one_by_one
        for batch in chain(one_by_one(parts[:1], quick), share(parts[1:], quick)):
            yield batch, gathering.taken(batch)

    def _note(self, files: FileStates, problems: dict[str, tuple[Problem, ...]]) -> None:
        reading = self._reading
        reading.files.note(files)
        if reading.problems:
            for path in files:
                reading.problems.pop(path, None)
        reading.problems.update(problems)

    def _sent(self, block: ArticleBatch) -> Added:
        block = self._pack(block)
        self._reading.blocks.append(block)
        return Added(self._source, block)

    def _read_topics(self, leave: AbstractSet[str] = frozenset()) -> None:
        """Read the topics; what is to be noted of the files in `leave` is someone else's affair."""
        topics: list[Topic] = []
        files = FileStates()
        problems: dict[str, tuple[Problem, ...]] = {}
        for path in self._discovery.topics:
            size, time = file_state(path)
            topic, found = read_topic(path)
            if topic:
                topics.append(topic)
            if path in leave:
                continue
            if found:
                problems[path] = found
            if is_refused(found):
                size = time = -1
            files.append(path, size, time, 0)
        self._reading.topics = tuple(topics)
        self._note(files, problems)


def _parts(paths: Sequence[str], first: int, most: int) -> list[Sequence[str]]:
    """Paths in parts, each twice as long as the one before up to `most`."""
    parts, start, size = [], 0, first
    while start < len(paths):
        parts.append(paths[start : start + size])
        start += size
        size = min(size * 2, most)
    return parts


def _differences(files: FileStates, paths: Sequence[str]) -> tuple[set[str], set[str]]:
    """The paths whose files are not as they were, and those that are no longer among them."""
    if files.paths == list(paths):
        states = zip(paths, files.sizes, files.times, strict=True)
        return {path for path, size, time in states if file_state(path) != (size, time)}, set()
    changed = {path for path in dict.fromkeys(paths) if (old := files.get(path)) is None or old[:2] != file_state(path)}
    return changed, set(files).difference(paths)


def _all_problems(discovery: Discovery, reading: Reading) -> tuple[Problem, ...]:
    of_files = (problem for found in reading.problems.values() for problem in found)
    problems = (*discovery.problems, *TopicTree(reading.topics).problems, *of_files)
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.line or 0)))
