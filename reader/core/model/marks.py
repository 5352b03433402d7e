"""What the reader did to articles, and the promise that it is kept."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from msgspec import Struct
from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId
from reader.core.model.bookmark import Bookmark


class MarkKind(StrEnum):
    """What can be marked: an article, or with MUTED a word, a provider or a topic."""

    READ = "read"
    BOOKMARKED = "bookmarked"
    TAG = "tag"
    NOTE = "note"
    SNOOZED = "snoozed"
    MUTED = "muted"


class Mark(Struct, frozen=True):
    """The marks on one article.

    Tags and note are on a bookmark: an article without one has neither. Of tags that differ only in
    case there is one; they are sorted. `snoozed` is until when (seconds since 1970, UTC), 0 for not,
    and stays when that time is past.
    """

    read: bool = False
    bookmarked: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""
    snoozed: int = 0


NO_MARK = Mark()


def tag_key(tag: str) -> str:
    """What tells one tag from another: its text without regard to case."""
    return tag.casefold()


class MarkChange(Struct, frozen=True):
    """One thing the reader did: the articles whose mark it sets to `value`, and where it was done.

    `label` says it in words for a history ("bookmarked “…”"), `origin` names the topic or view it was
    done in; `copies` are the articles to keep with a bookmark, so that each can be read when its seed
    is gone. What `text` and `until` (seconds since 1970, UTC) are depends on the kind:

    - TAG: the tag in `text`. It also bookmarks what is not bookmarked, as does a note. `more` are other tags
      that are put on (True) or taken away (False) along with it; where one is put on, so is that in `text`.
    - NOTE: the whole note in `text`; "" takes it away, and so does the value False.
    - SNOOZED: until when. It also makes unread, so that the article comes back as something to read.
    - MUTED: no articles; `Mute.key` in `text`, and until when (0: for good).

    A bookmark that is taken away takes its tags and its note along.
    """

    kind: MarkKind
    value: bool
    articles: tuple[ArticleId, ...]
    label: str = ""
    copies: tuple[Article, ...] = ()
    origin: str = ""
    text: str = ""
    until: int = 0
    more: tuple[tuple[str, bool], ...] = ()

    def after(self, mark: Mark) -> Mark:
        """The mark that an article of this step has after it, having had `mark` before."""
        match self.kind:
            case MarkKind.READ:
                return replace(mark, read=self.value)
            case MarkKind.BOOKMARKED:
                return replace(mark, bookmarked=True) if self.value else Mark(mark.read, snoozed=mark.snoozed)
            case MarkKind.TAG:
                for tag, value in ((self.text, self.value), *self.more):
                    mark = _tagged(mark, tag, value)
                return mark
            case MarkKind.NOTE:
                note = self.text if self.value else ""
                return replace(mark, note=note, bookmarked=mark.bookmarked or bool(note))
            case MarkKind.SNOOZED:
                until = self.until if self.value else 0
                return replace(mark, snoozed=until, read=mark.read and (not until or mark.snoozed == until))
        return mark


def _tagged(mark: Mark, tag: str, value: bool) -> Mark:
    """A mark with a tag, or without it."""
    key = tag_key(tag)
    others = [other for other in mark.tags if tag_key(other) != key]
    if not value:
        return replace(mark, tags=tuple(others))
    if not tag or len(others) < len(mark.tags):
        return mark
    return replace(mark, tags=tuple(sorted((*others, tag), key=tag_key)), bookmarked=True)


class MuteKind(StrEnum):
    """What a mute goes by."""

    WORD = "word"
    PROVIDER = "provider"
    TOPIC = "topic"


class Mute(NamedTuple):
    """Something whose articles are to be off the lists until a time (seconds since 1970; 0: for good)."""

    kind: MuteKind
    text: str
    until: int = 0

    @property
    def key(self) -> str:
        """What tells it from other mutes, and how a step names it: "word:…", "provider:…" or "topic:…"."""
        return f"{self.kind}:{self.text}"

    @classmethod
    def of(cls, key: str, until: int) -> "Mute | None":
        """The mute of a key; None where there is no such kind, or nothing is named."""
        kind, _, text = key.partition(":")
        return cls(MuteKind(kind), text, until) if kind in list(MuteKind) and text else None


class HistoryEntry(Struct, frozen=True):
    """One step as the history tells it.

    `at` is in seconds since 1970 (UTC); `count` is of the articles whose marks it changed, 0 for a mute;
    `undone` says that it is not in force now, and can be redone.
    """

    id: int
    at: float
    label: str
    origin: str
    count: int
    undone: bool


class UndoResult(NamedTuple):
    """What was undone or redone.

    `label` is the step's, or how many steps it were; `marks` are the marks that the articles concerned
    have now; `mutes` says whether mutes changed; `back` is True for undone and False for redone.
    """

    label: str
    marks: Mapping[ArticleId, Mark]
    mutes: bool
    back: bool


class SavedSearch(NamedTuple):
    """A query with a name."""

    name: str
    query: str


class MarkStore(Protocol):
    """Where marks are kept.

    Called by the application from one worker thread at a time, never from the interface's thread
    (but for `load`, once, at start). Implemented in `reader.storage.marks.database`.
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

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks with their copies, the newest first, without tags and notes: `load` gives those."""

    def record(self, step: MarkChange, now: float) -> None:
        """Keep one step on disk: it is there when this returns.

        Args:
            step: what to keep; articles that have that mark already are left as they are.
            now: seconds since 1970, UTC.

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """

    def undo(self, now: float) -> UndoResult | None:
        """Take back the newest step that is in force, whichever window made it; None when there is none.

        The steps are one line: those undone stand at its end until a new step takes their place.

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """

    def redo(self, now: float) -> UndoResult | None:
        """Do the oldest undone step again, with the times of then; None when there is none.

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """

    def go_back_to(self, step: int, now: float) -> UndoResult | None:
        """Undo or redo until exactly the steps up to this one are in force; 0 stands before all of them.

        Returns:
            None when it is so already, and when the history has no such step (any more).

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """

    def history(self, limit: int, before: int | None = None) -> tuple[HistoryEntry, ...]:
        """Up to `limit` steps, the newest first, undone ones included; `before` a step or from the end."""

    def compact(self, before: float) -> None:
        """Forget steps older than a time (seconds since 1970, UTC); all marks stay as they are.

        Raises:
            MarksUnavailable: it could not be done; nothing was changed.
        """

    def mutes(self) -> tuple[Mute, ...]:
        """All mutes by their keys, with those that have run out."""

    def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches, in the order of the sidebar."""

    def save_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Make these the saved searches, in this order.

        Raises:
            MarksUnavailable: they could not be kept; nothing was changed.
        """

    def changed_elsewhere(self) -> bool:
        """Whether another process changed the marks since `load` or this was last called."""

    def recall(self) -> Mapping[str, str]:
        """What the program remembers between runs: theme, sort, density, topic, cursor."""

    def remember(self, values: Mapping[str, str]) -> None:
        """Keep what the program remembers; trouble is swallowed, for nothing of the reader's is lost."""

    def close(self) -> None:
        """Let go of the file."""
