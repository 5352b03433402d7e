"""The events of loading: what sources send, in this order, and who receives it.

Sources send any number of `Found`, `Arrived` and `Gone`, then one `Loaded`; at the very end, and before if there is
one already, `Indexed`. The application hands each to the store; it is the same whether the loading runs in this
process or in another. Where articles are shown from a cache, `Anew` may come first; `without_left_over` makes a
`Gone` of it, so that the application never meets it.
"""

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from reader.core.model.article import ArticleId
from reader.core.model.problem import Problem
from reader.core.model.topic import Topic
from reader.core.tables.article_batch import ArticleBatch

if TYPE_CHECKING:
    from reader.core.search.search_index import SearchIndex


class Found(Struct, frozen=True):
    """What there is to load: the number of files, and the topics that files define."""

    files: int
    topics: tuple[Topic, ...]


class Anew(Struct, frozen=True):
    """All articles will arrive: of what is shown already, what does not is no longer there."""


class Arrived(Struct, frozen=True):
    """Articles that are ready; an id that came before is replaced by the later one."""

    block: ArticleBatch


class Gone(Struct, frozen=True):
    """Articles that are there no more."""

    articles: tuple[ArticleId, ...]


class Loaded(Struct, frozen=True):
    """All is read: everything wrong with the files, and why nothing could be read at all, or ""."""

    problems: tuple[Problem, ...]
    failure: str = ""


class Listed(Struct, frozen=True):
    """Every article is there, some perhaps only in part; the rest of those is still being read."""


class IndexSource(Protocol):
    """Where an index of words is; `reader.storage.cache.stored_index` has one in a file."""

    def open(self) -> "SearchIndex | None":
        """The index, None if it cannot be trusted or is no longer there."""


class Indexed(Struct, frozen=True):
    """There is an index of the words of all that was sent before, and of what was shown; None: there will be none."""

    source: IndexSource | None


LoadEvent = Found | Anew | Arrived | Gone | Listed | Loaded | Indexed


def without_left_over(events: Iterable[LoadEvent], shown: Iterable[int]) -> Iterator[LoadEvent]:
    """The events for someone who shows articles already: `Anew` becomes the `Gone` that it means.

    After a failure nothing is taken away: what is shown may well be there again the next time.

    Args:
        events: as sources send them.
        shown: the ids of the articles.
    """
    arrived: set[int] | None = None
    for event in events:
        match event:
            case Anew():
                arrived = set()
                continue
            case Arrived(block) if arrived is not None:
                arrived.update(block.ids)
            case Loaded(failure="") if arrived is not None:
                gone = tuple(ArticleId(article) for article in shown if article not in arrived)
                if gone:
                    yield Gone(gone)
        yield event


class Loading(Protocol):
    """A loading under way; `reader.services.loader.process` runs it in a process of its own."""

    def events(self) -> AsyncIterator[LoadEvent]:
        """The events, each as soon as it is there. Cancelling the iteration stops the loading."""
