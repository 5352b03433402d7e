"""Loads files and folders: from paths to the events that the store applies, the newest articles first."""

import os
from array import array
from bisect import bisect_left
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Final

from reader.core.load_events import Added, Discovered, Finished, ListReady, LoadEvent, Removed, SourceId, files_source
from reader.core.model.article import ArticleId
from reader.core.model.errors import NothingToRead
from reader.core.model.file_manifest import FileStates
from reader.core.model.problem import Problem
from reader.core.model.topic import TopicTree
from reader.sources.files.batch import read_in_order
from reader.sources.files.discovery import Discovery, discover
from reader.sources.files.folder_reader import FolderReader, ReadParts, Spill
from reader.sources.files.read_state import ReadState

FIRST: Final = 200
QUICK: Final = 400  # files up to which all are read whole at once
BATCH: Final = 4000
WHOLE_BATCH: Final = 1000
"""The most articles of a batch that is read whole: all of them are in memory until the batch is spilled."""


def load_files(
    paths: Sequence[str | os.PathLike[str]],
    first: int = FIRST,
    most: int = BATCH,
    known: ReadState | None = None,
    shown: bool = True,
    done: Callable[[ReadState], None] | None = None,
    spill: Spill = lambda batch: batch,
    spill_private: Spill | None = None,
    read_parts: ReadParts = read_in_order,
) -> Iterator[LoadEvent]:
    """Read everything under paths and yield it as it is read: `Discovered`, many `Added`, one `Finished`.

    Nothing is raised: a path without articles becomes the failure of `Finished`. The events consist of values
    only, so that they can be sent to another process.

    Args:
        paths: files and folders.
        first: the articles of the first batch, so that something can be shown at once.
        most: the most articles of a later batch.
        known: what was read before; then only changes are read and sent. A file that is changed while its size and
            time of change stay the same is not noticed until it is changed again.
        shown: whether the receiver has what is known already; else it is sent first.
        done: called with everything that was read, at the end and when the list is complete.
        spill: what to do with a batch before it is sent and kept.
        spill_private: if given, many files are read twice: first what a list shows, which is sent and followed
            by `ListReady`, then the whole files, which are kept after this was applied to each batch, and not sent.
        read_parts: reads many files for a list, perhaps with a second process.
    """
    source = files_source(paths)
    try:
        discovery = discover(paths)
    except NothingToRead as error:
        yield Finished(source, (), str(error))
        return
    state = ReadState() if known is None else known
    if known is None:
        quick = spill_private is not None and len(discovery.articles) > QUICK
        reader = FolderReader(source, discovery, state, spill, most, read_parts if quick else None)
        yield from reader.read_all(first)
    else:
        if not shown:
            yield Discovered(source, len(discovery.articles), known.topics)
            yield from (Added(source, batch) for batch in known.batches)
        yield from FolderReader(source, discovery, state, spill, most).read_changes()
    if spill_private is not None and any(batch.has_partial for batch in state.batches):
        yield ListReady(source)
        if done is not None:
            # The list is worth keeping in case the program ends before everything is read.
            done(state)
        state = yield from _read_whole(source, discovery, state, spill_private, min(WHOLE_BATCH, most))
    yield Finished(source, _all_problems(discovery, state))
    if done is not None:
        done(state)


def _read_whole(
    source: SourceId, discovery: Discovery, listed: ReadState, spill: Spill, size: int
) -> Generator[LoadEvent, None, ReadState]:
    """Read again the files of which only a part was read; the events are those of `_differences`."""
    ids = array("q", sorted({article for batch in listed.batches for article in batch.ids} - listed.gone))
    # Both states would be in memory at once.
    listed.batches, listed.files = [], FileStates()
    state = ReadState()
    yield from _differences(source, ids, FolderReader(source, discovery, state, spill, size).read_all(size))
    return state


def _differences(source: SourceId, listed: "array[int]", events: Iterator[LoadEvent]) -> Iterator[LoadEvent]:
    """The batches with articles that were not listed, then the listed articles that no longer exist."""
    now = array("q")
    for event in events:
        if isinstance(event, Added):
            now.extend(event.batch.ids)
            places = ((article, bisect_left(listed, article)) for article in event.batch.ids)
            if any(place == len(listed) or listed[place] != article for article, place in places):
                yield event
    if gone := set(listed).difference(now):
        yield Removed(source, tuple(map(ArticleId, sorted(gone))))


def _all_problems(discovery: Discovery, state: ReadState) -> tuple[Problem, ...]:
    of_files = (problem for found in state.problems.values() for problem in found)
    problems = (*discovery.problems, *TopicTree(state.topics).problems, *of_files)
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.line or 0)))
