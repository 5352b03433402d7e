"""What the reader did to articles, and the promise that it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from reader.core.article import Article, ArticleId


class MarkKind(StrEnum):
    """What can be marked."""

    READ = "read"
    BOOKMARKED = "bookmarked"


@dataclass(frozen=True, slots=True)
class Mark:
    """The marks on one article."""

    read: bool = False
    bookmarked: bool = False


NO_MARK = Mark()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the reader did: the articles whose mark it sets to `value`, and where it was done.

    `label` says it in words for a history ("bookmarked “…”"), `origin` names the topic or view it was
    done in; `copies` are the articles to keep with a bookmark, so that each can be read when its seed
    is gone.
    """

    kind: MarkKind
    value: bool
    articles: tuple[ArticleId, ...]
    label: str = ""
    copies: tuple[Article, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A bookmark with its copy of the article; `when` is in seconds since 1970, UTC."""

    article: Article
    when: int


class MarkStore(Protocol):
    """Where marks are kept.

    Called by the application from one worker thread at a time, never from the interface's thread
    (but for `load`, once, at start). Implemented in `reader.storage.marks`.
    """

    @property
    def trouble(self) -> str:
        """Why marks will not be kept, in words that can stand in a banner; "" when all is well."""

    @property
    def notice(self) -> str:
        """What happened to the file that the reader should know: damaged and moved aside; else ""."""

    @property
    def readable(self) -> bool:
        """Whether the last `load` and `bookmarks` gave what is kept, and not what was known before."""

    def load(self) -> Mapping[ArticleId, Mark]:
        """All marks, without those that are NO_MARK."""

    def bookmarks(self) -> tuple[Kept, ...]:
        """The bookmarks with their copies, the newest first."""

    def record(self, step: Step, now: float) -> None:
        """Keep one step on disk: it is there when this returns.

        Args:
            step: what to keep; articles that have that mark already are left as they are.
            now: seconds since 1970, UTC.

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """

    def changed_elsewhere(self) -> bool:
        """Whether another process changed the marks since `load` or this was last called."""

    def recall(self) -> Mapping[str, str]:
        """What the program remembers between runs: theme, sort, density, topic, cursor."""

    def remember(self, values: Mapping[str, str]) -> None:
        """Keep what the program remembers; trouble is swallowed, for nothing of the reader's is lost."""

    def close(self) -> None:
        """Let go of the file."""
