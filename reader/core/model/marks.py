"""The marks of the user on articles, and the protocol of what stores them."""

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

    Only bookmarked articles have tags and a note. Tags are sorted and differ in more than case. `snoozed` is the
    time until which the article is snoozed (seconds since 1970, UTC), 0 for none; it stays when that time is past.
    """

    read: bool = False
    bookmarked: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""
    snoozed: int = 0


NO_MARK = Mark()


def tag_key(tag: str) -> str:
    """The key by which tags are compared: their text without regard to case."""
    return tag.casefold()


class MarkChange(Struct, frozen=True):
    """One change by the user: it sets a mark of some articles to `value`.

    `label` is its description in the history ("bookmarked “…”"), `origin` the name of the topic or view where it
    was made, and `copies` the articles to store with a bookmark, so that each can be read when its seed is gone.
    `text` and `until` (seconds since 1970, UTC) depend on the kind:

    - TAG: the tag is in `text`. It also bookmarks the article, as does a note. `more` are other tags that are added
      (True) or removed (False) with it; if one of them is added, so is the one in `text`.
    - NOTE: the whole note is in `text`; "" and the value False remove it.
    - SNOOZED: `until` that time. It also marks the article unread, so that it comes back as unread.
    - MUTED: there are no articles; `Mute.key` is in `text`, and `until` may be 0 for no end.

    Removing a bookmark removes its tags and its note. An `automatic` change, which marks articles as read because
    they were shown or opened, is not a step: it is not in the history and never undone.
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
    automatic: bool = False

    def after(self, mark: Mark) -> Mark:
        """The mark of an article after this change, `mark` being the one before."""
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
    key = tag_key(tag)
    others = [other for other in mark.tags if tag_key(other) != key]
    if not value:
        return replace(mark, tags=tuple(others))
    if not tag or len(others) < len(mark.tags):
        return mark
    return replace(mark, tags=tuple(sorted((*others, tag), key=tag_key)), bookmarked=True)


class MuteKind(StrEnum):
    """What a mute matches."""

    WORD = "word"
    PROVIDER = "provider"
    TOPIC = "topic"


class Mute(NamedTuple):
    """A word, provider or topic whose articles are off the lists until a time (seconds since 1970; 0: no end)."""

    kind: MuteKind
    text: str
    until: int = 0

    @property
    def key(self) -> str:
        """The key of a mute in a mark change: "word:…", "provider:…" or "topic:…"."""
        return f"{self.kind}:{self.text}"

    @classmethod
    def of(cls, key: str, until: int) -> "Mute | None":
        """The mute of a key; None if the key is invalid."""
        kind, _, text = key.partition(":")
        return cls(MuteKind(kind), text, until) if kind in list(MuteKind) and text else None


class HistoryEntry(Struct, frozen=True):
    """One change in the history.

    `at` is in seconds since 1970 (UTC); `count` is the number of articles whose marks it changed, 0 for a mute;
    an `undone` change is not in force now and can be redone. `parent` is the id of the change after which it was
    made, 0 for none.
    """

    id: int
    at: float
    label: str
    origin: str
    count: int
    undone: bool
    parent: int


class UndoResult(NamedTuple):
    """What was undone (`back`) or redone.

    `label` is that of the change, or the number of changes, and tells how many were undone before others were redone;
    `marks` are the present marks of the articles concerned; `mutes` tells whether mutes changed.
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
    """Stores marks; implemented in `reader.storage.marks.database`.

    The application calls it from one worker thread at a time, never from the thread of the interface, except for
    `load`, once, at start. The methods that change something, `remember` aside, raise MarksUnavailable if that could
    not be stored, and nothing is changed then.
    """

    @property
    def trouble(self) -> str:
        """Why marks cannot be stored, as text for a banner; "" if they can."""

    @property
    def notice(self) -> str:
        """What happened to the file, for the user: it was damaged and moved aside; else ""."""

    @property
    def readable(self) -> bool:
        """Whether the last `load` and `bookmarks` returned what is stored, not what was known before."""

    def load(self) -> Mapping[ArticleId, Mark]:
        """All marks but those that are NO_MARK."""

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks with their copies, the newest first, without tags and notes: those are in `load`."""

    def record(self, step: MarkChange, now: float) -> None:
        """Store a change made `now` (seconds since 1970, UTC): when this returns, it is on disk.

        Articles that have that mark already are left as they are.
        """

    def undo(self) -> UndoResult | None:
        """Undo the newest change in force, whichever window made it; None if there is none.

        Changes form a tree: one that is made after an undo begins a new branch, and the undone ones stay.
        """

    def redo(self) -> UndoResult | None:
        """Redo what was undone last, with its original times; None if nothing was undone after the present change."""

    def go_back_to(self, step: int) -> UndoResult | None:
        """Undo and redo until exactly this change and those that it was made after are in force; 0 is before all.

        None if nothing has to be changed, or if the history does not have that change (any more).
        """

    def history(self, limit: int, before: int | None = None) -> tuple[HistoryEntry, ...]:
        """Up to `limit` changes, the newest first, undone ones included; those `before` one, or the last ones."""

    def compact(self, before: float) -> None:
        """Delete changes older than a time (seconds since 1970, UTC) from the history; marks stay as they are."""

    def mutes(self) -> tuple[Mute, ...]:
        """All mutes, sorted by key; expired ones included."""

    def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches, in the order of the sidebar."""

    def save_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Replace the saved searches."""

    def changed_elsewhere(self) -> bool:
        """Whether another process changed the marks since the last call of `load` or of this."""

    def recall(self) -> Mapping[str, str]:
        """What the program remembers between runs: theme, sort order, density, topic, cursor."""

    def remember(self, values: Mapping[str, str]) -> None:
        """Store what the program remembers; errors are ignored, for nothing of the user's is lost."""

    def close(self) -> None:
        """Close the file."""
