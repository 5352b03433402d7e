"""What a file of bookmarks gives, and the texts that a person writes on them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from msgspec import Struct

from reader.core.model.bookmark import Bookmark
from reader.core.model.errors import HeatwireError
from reader.core.model.marks import tag_key
from reader.core.text.cleaning import clean_body
from reader.core.text.normalization import TEXT_LIMIT, normalize_line

TAG_LIMIT: Final = 100
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LAST: Final = 253_402_300_799
"""The last second of the year 9999."""


class Refused(NamedTuple):
    """A bookmark that is not taken in: the line it begins on, and why."""

    line: int
    reason: str


class Taken(Struct, frozen=True):
    """What a file gave: sound bookmarks in its order, and what of it was refused."""

    bookmarks: tuple[Bookmark, ...] = ()
    refused: tuple[Refused, ...] = ()


class NotBookmarks(HeatwireError):
    """A file that gives no bookmarks: why, and the line where known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def note_text(text: str) -> str:
    """A note from outside as sound text; its lines and indents stay."""
    return clean_body(text, limit=TEXT_LIMIT).strip()


def tag_texts(names: Iterable[str]) -> tuple[str, ...]:
    """Tags from outside as sound texts, each once, in the order in which marks have them."""
    found: dict[str, str] = {}
    for name in names:
        if tag := normalize_line(name, TAG_LIMIT):
            found.setdefault(tag_key(tag), tag)
    return tuple(sorted(found.values(), key=tag_key))


def day_time(when: int) -> datetime | None:
    """The moment (UTC) of seconds since 1970; None for 0 and for what no calendar has."""
    return _EPOCH + timedelta(seconds=when) if 0 < when <= _LAST else None


def stamp(moment: datetime) -> str:
    """A moment as files have it: 2020-11-26T15:50:00Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
