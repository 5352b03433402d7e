"""The events of loading: what sources send, in this order, and who receives it.

Sources send any number of `Found`, `Arrived` and `Gone`, then one `Loaded`. The application hands each to the
store; it is the same whether the loading runs in this process or in another.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from reader.core.article import ArticleId
from reader.core.block import Block
from reader.core.problem import Problem
from reader.core.topic import Topic


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to load: the number of files, and the topics that files define."""

    files: int
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Arrived:
    """Articles that are ready; an id that came before is replaced by the later one."""

    block: Block


@dataclass(frozen=True, slots=True)
class Gone:
    """Articles that are there no more."""

    articles: tuple[ArticleId, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The end: everything wrong with the files, and why nothing could be read at all, or ""."""

    problems: tuple[Problem, ...]
    failure: str = ""


LoadEvent = Found | Arrived | Gone | Loaded


class Loading(Protocol):
    """A loading under way; `reader.services.loading` runs it in a process of its own."""

    def events(self) -> AsyncIterator[LoadEvent]:
        """The events, each as soon as it is there. Cancelling the iteration stops the loading."""
