"""What reading a file of bookmarks gives, and how the texts and times in such files are cleaned and written."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

from reader.core.model.article import from_timestamp
from reader.core.model.bookmark import Bookmark
from reader.core.model.errors import HeatwireError
from reader.core.model.marks import tag_key
from reader.core.text.cleaning import clean_body
from reader.core.text.normalization import TEXT_LIMIT, normalize_line

TAG_LIMIT: Final = 100
_LAST: Final = 253_402_300_799  # the last second of the year 9999


class RefusedBookmark(NamedTuple):
    """A bookmark that is not imported: the line it begins on, and why."""

    line: int
    reason: str


class NotBookmarks(HeatwireError):
    """A file without bookmarks that can be read: why, and the line where known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def clean_note(text: str) -> str:
    """A note from a file as clean text with its lines and indents."""
    return clean_body(text, limit=TEXT_LIMIT).strip()


def clean_tags(names: Iterable[str]) -> tuple[str, ...]:
    """Tags from a file as clean texts, each once, sorted as marks sort them."""
    found: dict[str, str] = {}
    for name in names:
        if tag := normalize_line(name, TAG_LIMIT):
            found.setdefault(tag_key(tag), tag)
    return tuple(sorted(found.values(), key=tag_key))


def bookmark_time(bookmark: Bookmark) -> datetime | None:
    """When a bookmark was made (UTC); None if that is unknown, or beyond the calendar."""
    return from_timestamp(bookmark.when) if 0 < bookmark.when <= _LAST else None


def format_time(when: datetime) -> str:
    """A time as files have it: 2020-11-26T15:50:00Z."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
