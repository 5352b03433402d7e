"""Loading: from paths to the events that the store takes in, the newest articles first."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from reader.core.article import ArticleId
from reader.core.block import Block
from reader.core.edition import FileState
from reader.core.errors import NothingToRead
from reader.core.loading import Arrived, Found, Gone, Listed, Loaded, LoadEvent
from reader.core.problem import Problem
from reader.core.topic import Topic, TopicTree
from reader.sources.folder import Discovery, discover
from reader.sources.gathering import Gathering, file_state, state_read
from reader.sources.topics import read_topic

FIRST: Final = 200
AT_ONCE: Final = 400
"""Files up to which all are read whole at once."""
BLOCK: Final = 4000


@dataclass(slots=True)
class Reading:
    """All that was read: to be kept, so that the next reading need not read it again.

    `blocks` come in the order they were sent, `gone` are ids that are in them and no longer there.
    `problems` and `files` are by path; what is wrong with the topics as a tree is not among them, nor
    is what is wrong with folders. `changed` says whether any of it is other than what was known.
    """

    blocks: list[Block] = field(default_factory=list)
    gone: set[ArticleId] = field(default_factory=set)
    topics: tuple[Topic, ...] = ()
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    files: dict[str, FileState] = field(default_factory=dict)
    changed: bool = True


def load(
    paths: Sequence[str | os.PathLike[str]],
    first: int = FIRST,
    block: int = BLOCK,
    known: Reading | None = None,
    shown: bool = True,
    done: Callable[[Reading], None] | None = None,
    pack: Callable[[Block], Block] = lambda block: block,
    hold: Callable[[Block], Block] | None = None,
) -> Iterator[LoadEvent]:
    """Read all that is under paths, and say it as it comes: `Found`, many `Arrived`, one `Loaded`.

    Nothing is raised: a path that holds nothing becomes the failure of `Loaded`. The events are made of
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
            by `Listed`, then whole, which is not sent but kept, each block going through `hold`.
    """
    try:
        discovery = discover(paths)
    except NothingToRead as error:
        yield Loaded((), str(error))
        return
    reading = Reading() if known is None else known
    if known is None:
        quick = hold is not None and len(discovery.articles) > AT_ONCE
        yield from _Reader(discovery, reading, pack, block, quick).everything(first)
    else:
        if not shown:
            yield Found(len(discovery.articles), known.topics)
            yield from map(Arrived, known.blocks)
        yield from _Reader(discovery, reading, pack, block).changes()
    if hold is not None and any(part.has_partial for part in reading.blocks):
        yield Listed()
        if done is not None:
            # What is listed is worth keeping, if the program ends before all is read.
            done(reading)
        whole = Reading()
        yield from _differing(reading, _Reader(discovery, whole, hold, block).everything(block))
        reading = whole
    yield Loaded(_all_problems(discovery, reading))
    if done is not None:
        done(reading)


def _differing(listed: Reading, events: Iterator[LoadEvent]) -> Iterator[LoadEvent]:
    """What reading all again shows that was not listed, or that should not have been."""
    before = {article for block in listed.blocks for article in block.ids} - listed.gone
    now: set[int] = set()
    for event in events:
        if isinstance(event, Arrived):
            now.update(event.block.ids)
            if not before.issuperset(event.block.ids):
                yield event
    if before - now:
        yield Gone(tuple(map(ArticleId, sorted(before - now))))


class _Reader:
    """Reads what was discovered, and notes in a reading what it read.

    Args:
        discovery: what there is.
        reading: what is known of it.
        pack: what to do with a block before it is sent and kept.
        most: the most articles of a block.
        quick: whether to read only what a list needs.
    """

    def __init__(
        self,
        discovery: Discovery,
        reading: Reading,
        pack: Callable[[Block], Block],
        most: int,
        quick: bool = False,
    ) -> None:
        self._quick = quick
        self._discovery = discovery
        self._reading = reading
        self._pack = pack
        self._most = most

    def everything(self, first: int) -> Iterator[LoadEvent]:
        """Read all files; the first block has `first` articles."""
        self._read_topics()
        yield Found(len(self._discovery.articles), self._reading.topics)
        yield from self._read(self._discovery.articles, first)

    def changes(self) -> Iterator[LoadEvent]:
        """Read what is not as it was, and say what is different."""
        reading, files, discovery = self._reading, self._reading.files, self._discovery
        present = dict.fromkeys((*discovery.articles, *discovery.topics))
        changed = {path for path in present if (old := files.get(path)) is None or old[:2] != file_state(path)}
        lost = files.keys() - present.keys()
        reading.changed = False
        if not changed and not lost:
            return
        stale = changed | lost
        blocks, before = len(reading.blocks), self._noted(stale)
        touched = {files[path].article for path in stale if path in files} - {0}
        # A lost file that gave no article may have been a topic.
        if not changed.isdisjoint(discovery.topics) or not all(files[path].article for path in lost):
            topics = reading.topics
            self._read_topics()
            if reading.topics != topics:
                reading.changed = True
                yield Found(len(discovery.articles), reading.topics)
        yield from self._read_with_doubles(changed, touched)
        for path in lost:
            del files[path]
            reading.problems.pop(path, None)
        gone = {ArticleId(article) for article in touched}
        gone.difference_update(ArticleId(files[path].article) for path in discovery.articles)
        if gone:
            reading.gone |= gone
            yield Gone(tuple(sorted(gone)))
        reading.changed |= bool(gone) or len(reading.blocks) > blocks or self._noted(stale) != before

    def _noted(self, paths: Iterable[str]) -> list[object]:
        return [(self._reading.files.get(path), self._reading.problems.get(path)) for path in sorted(paths)]

    def _read_with_doubles(self, changed: set[str], touched: set[int]) -> Iterator[Arrived]:
        """Read the changed articles; `touched` are the ids they had, and grows by those they have.

        Of files with one id the order of reading decides which counts. So whatever shares an id with
        them is read with them once more, in the order in which all would be read.
        """
        files, read = self._reading.files, set[str]()
        waiting = changed
        while True:
            yield from self._read([path for path in self._discovery.articles if path in waiting], self._most)
            read |= waiting
            touched.update(files[path].article for path in self._discovery.articles if path in waiting)
            touched.discard(0)
            sharing = {path for path in self._discovery.articles if path not in read and files[path].article in touched}
            if not sharing:
                return
            shared = {files[path].article for path in sharing}
            waiting = sharing | {path for path in self._discovery.articles if files[path].article in shared}

    def _read(self, paths: Iterable[str], size: int) -> Iterator[Arrived]:
        gathering = Gathering(self._quick)
        for path in paths:
            gathering.read(path)
            if len(gathering.ready) >= size:
                yield self._sent(gathering)
                size = min(size * 2, self._most)
        if gathering.ready:
            yield self._sent(gathering)
        self._note(gathering.files, gathering.problems)

    def _note(self, files: dict[str, FileState], problems: dict[str, tuple[Problem, ...]]) -> None:
        reading = self._reading
        reading.files.update(files)
        if reading.problems:
            for path in files:
                reading.problems.pop(path, None)
        reading.problems.update(problems)

    def _sent(self, gathering: Gathering) -> Arrived:
        block = self._pack(gathering.taken())
        self._reading.blocks.append(block)
        return Arrived(block)

    def _read_topics(self) -> None:
        topics: list[Topic] = []
        files: dict[str, FileState] = {}
        problems: dict[str, tuple[Problem, ...]] = {}
        for path in self._discovery.topics:
            state = file_state(path)
            topic, found = read_topic(path)
            if found:
                problems[path] = found
            files[path] = state_read(state, 0, found)
            if topic:
                topics.append(topic)
        self._reading.topics = tuple(topics)
        self._note(files, problems)


def _all_problems(discovery: Discovery, reading: Reading) -> tuple[Problem, ...]:
    of_files = (problem for found in reading.problems.values() for problem in found)
    problems = (*discovery.problems, *TopicTree(reading.topics).problems, *of_files)
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.line or 0)))
