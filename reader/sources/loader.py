"""Loading: from paths to the events that the store takes in, the newest articles first."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from reader.core.article import ArticleId
from reader.core.block import Block
from reader.core.edition import FileState
from reader.core.errors import NothingToRead
from reader.core.loading import Arrived, Found, Gone, Loaded, LoadEvent
from reader.core.problem import Problem
from reader.core.text import printable
from reader.core.topic import Topic, TopicTree
from reader.sources.folder import Discovery, discover
from reader.sources.gathering import Gathering, file_state
from reader.sources.topics import read_topic

FIRST: Final = 200
BLOCK: Final = 4000


@dataclass(slots=True)
class Reading:
    """All that was read: to be kept, so that the next reading need not read it again.

    `blocks` come in the order they were sent, `gone` are ids that are in them and no longer there.
    """

    blocks: list[Block] = field(default_factory=list)
    gone: set[ArticleId] = field(default_factory=set)
    topics: tuple[Topic, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: dict[str, FileState] = field(default_factory=dict)
    changed: bool = True


def load(
    paths: Sequence[str | os.PathLike[str]],
    first: int = FIRST,
    block: int = BLOCK,
    known: Reading | None = None,
    done: Callable[[Reading], None] | None = None,
) -> Iterator[LoadEvent]:
    """Read all that is under paths, and say it as it comes: `Found`, many `Arrived`, one `Loaded`.

    Nothing is raised: a path that holds nothing becomes the failure of `Loaded`. The events are made of
    values only, so that they can cross to another process.

    Args:
        paths: files and folders.
        first: the articles of the first block, so that there is something to see at once.
        block: the most articles of a later block.
        known: what was read before and whoever listens has already; then only what changed is sent.
        done: called at the very end with all that was read.
    """
    try:
        discovery = discover(paths)
    except NothingToRead as error:
        yield Loaded((), str(error))
        return
    reading = Reading() if known is None else known
    yield from _everything(discovery, reading, first, block) if known is None else _changes(discovery, reading)
    yield Loaded(reading.problems)
    if done is not None:
        done(reading)


def _everything(discovery: Discovery, reading: Reading, first: int, most: int) -> Iterator[LoadEvent]:
    problems = _read_topics(discovery, reading)
    yield Found(len(discovery.articles), reading.topics)
    gathering = Gathering()
    size = first
    for path in discovery.articles:
        gathering.read(path)
        if len(gathering.ready) >= size:
            yield _sent(gathering, reading)
            size = min(size * 2, most)
    if gathering.ready:
        yield _sent(gathering, reading)
    reading.files.update(gathering.files)
    reading.problems = _sorted((*discovery.problems, *problems, *gathering.problems))


def _changes(discovery: Discovery, reading: Reading) -> Iterator[LoadEvent]:
    files = reading.files
    present = {*discovery.articles, *discovery.topics}
    changed = {path for path in present if files.get(path, (0, 0, 0))[:2] != file_state(path)}
    lost = files.keys() - present
    if not changed and not lost and not discovery.problems:
        reading.changed = False
        return
    stale: set[str] = changed | lost
    problems = reading.problems
    if not stale.isdisjoint(discovery.topics) or any(files[path].article == 0 for path in lost):
        stale.update(discovery.topics)
        topic_problems = _read_topics(discovery, reading)
        yield Found(len(discovery.articles), reading.topics)
    else:
        topic_problems = []
    gathering, before = Gathering(), {files[path].article for path in stale & files.keys()} - {0}
    _read_with_doubles(discovery, stale, before, files, gathering)
    if gathering.ready:
        yield _sent(gathering, reading)
    gone = {ArticleId(article) for article in before} - set(gathering.ids)
    if gone:
        reading.gone |= gone
        yield Gone(tuple(sorted(gone)))
    for path in lost:
        del files[path]
    files.update(gathering.files)
    told = {printable(path) for path in stale}
    kept = [problem for problem in problems if problem.path not in told and problem not in discovery.problems]
    reading.problems = _sorted((*kept, *discovery.problems, *topic_problems, *gathering.problems))


def _read_with_doubles(
    discovery: Discovery, stale: set[str], before: set[int], files: dict[str, FileState], gathering: Gathering
) -> None:
    """Read what changed, and again whatever shares an article with it; `stale` grows by those."""
    waiting, sharing = set(discovery.articles) & stale, before
    while True:
        waiting |= {
            path
            for path in discovery.articles
            if path not in stale and path in files and files[path].article in sharing
        }
        if not waiting:
            return
        for path in discovery.articles:
            if path in waiting:
                gathering.read(path)
        stale |= waiting
        waiting, sharing = set(), set(map(int, gathering.ids))


def _sent(gathering: Gathering, reading: Reading) -> Arrived:
    block = gathering.taken()
    reading.blocks.append(block)
    return Arrived(block)


def _read_topics(discovery: Discovery, reading: Reading) -> list[Problem]:
    reading.topics, problems = read_topics(discovery.topics)
    reading.files.update({path: FileState(*file_state(path), 0) for path in discovery.topics})
    return problems


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


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.line or 0)))
