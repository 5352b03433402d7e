"""The events of loading, each with the source that it belongs to.

A source sends any number of `Discovered`, `Added` and `Removed`, then one `Finished`; `ListReady` comes before it
if every article is listed but some are still incomplete. `IndexReady` can come at any time. Sources are independent
of each other: their events may interleave, and one that has finished may start again. The events are the same
whether the loading runs in this process or in another.
"""

import os
from array import array
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NewType, Protocol

from msgspec import Struct

from reader.core.model.article import ArticleId
from reader.core.model.problem import Problem
from reader.core.model.topic import Topic
from reader.core.tables.article_batch import ArticleBatch

if TYPE_CHECKING:
    from reader.core.search.word_index import IndexSource


SourceId = NewType("SourceId", str)
"""Where articles come from: the paths that are read together, or an address."""


def files_source(paths: Iterable[str | os.PathLike[str]]) -> SourceId:
    """The source of the files and folders that are read together."""
    return SourceId(os.pathsep.join(os.fspath(path) for path in paths))


class Discovered(Struct, frozen=True):
    """What there is to load: the number of files, and the topics that files define."""

    source: SourceId
    files: int
    topics: tuple[Topic, ...]


class Reset(Struct, frozen=True):
    """The source sends all of its articles again; those that do not come again no longer exist."""

    source: SourceId


class Added(Struct, frozen=True):
    """Articles that are ready; they replace earlier ones with the same id."""

    source: SourceId
    batch: ArticleBatch


class Removed(Struct, frozen=True):
    """Articles that no longer exist."""

    source: SourceId
    articles: tuple[ArticleId, ...]


class ListReady(Struct, frozen=True):
    """Every article of the source was sent; some are incomplete, and the rest of them is still being read."""

    source: SourceId


class Finished(Struct, frozen=True):
    """The source was read: the problems in it, and why nothing could be read at all, or ""."""

    source: SourceId
    problems: tuple[Problem, ...]
    failure: str = ""


class IndexReady(Struct, frozen=True):
    """There is an index of the words of all articles of the source so far; None: there will be none."""

    source: SourceId
    index: "IndexSource | None"


LoadEvent = Discovered | Reset | Added | Removed | ListReady | Finished | IndexReady


def without_left_over(events: Iterable[LoadEvent], shown: Mapping[SourceId, Iterable[int]]) -> Iterator[LoadEvent]:
    """The events with each `Reset` replaced by the `Removed` that it amounts to, once its source has finished.

    `shown` has the ids of the articles that are shown already, by source. After a failure nothing is removed: the
    articles may well be there again the next time.
    """
    before = {source: array("q", ids) for source, ids in shown.items()}
    again: dict[SourceId, array[int]] = {}
    for event in events:
        match event:
            case Reset(source):
                again[source] = array("q")
                continue
            case Added(source, batch):
                (again if source in again else before).setdefault(source, array("q")).extend(batch.ids)
            case Finished(source, failure="") if source in again:
                now = again.pop(source)
                gone = set(before.get(source, ())).difference(now)
                before[source] = now
                if gone:
                    yield Removed(source, tuple(map(ArticleId, sorted(gone))))
            case Finished(source) if source in again:
                before.setdefault(source, array("q")).extend(again.pop(source))
        yield event


class Loading(Protocol):
    """A loading under way; `reader.services.loader.process` runs it in a process of its own."""

    @property
    def source(self) -> SourceId:
        """What is loaded."""

    def events(self) -> AsyncIterator[LoadEvent]:
        """The events, each as soon as it is there. Cancelling the iteration stops the loading."""
