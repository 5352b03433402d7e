"""Bookmarks as a JSON file with everything that is known about them.

An object with `format` ("heatwire-bookmarks"), `version` (1) and `bookmarks`, a list with the newest first and one
bookmark on a line. Each has `bookmarked` (ISO 8601, UTC), `tags` (texts), `note` (text) and `article`, the fields of
which are those of `reader.storage.marks.article_copies.ArticleCopy`. Empty fields are missing; readers ignore fields
that they do not know.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct, ValidationError, convert

from reader.core.model.article import to_timestamp
from reader.core.model.bookmark import Bookmark
from reader.core.text.dates import parse_moment
from reader.core.text.normalization import quoted
from reader.formats.bookmark_file import (
    NotBookmarks,
    ParsedBookmarks,
    RefusedBookmark,
    bookmark_time,
    clean_note,
    clean_tags,
    format_time,
)
from reader.formats.json_positions import element_lines
from reader.formats.validation import InvalidBookmark, clean_article
from reader.storage.marks.article_copies import ArticleCopy, DamagedRecord, encode_copy, mismatch_reason, utf8_safe

FORMAT: Final = "heatwire-bookmarks"
VERSION: Final = 1


class _Entry(Struct):
    article: ArticleCopy
    bookmarked: str | None = ""
    tags: tuple[str, ...] = ()
    note: str = ""


def to_json(bookmarks: Sequence[Bookmark]) -> Iterator[str]:
    """The lines of the file."""
    yield f'{{"format":"{FORMAT}","version":{VERSION},"bookmarks":['
    last = len(bookmarks) - 1
    for place, bookmark in enumerate(bookmarks):
        yield _line(bookmark) + ("," if place < last else "")
    yield "]}"


def from_json(text: str) -> ParsedBookmarks:
    """The clean bookmarks of a file's text, whoever wrote it; raises NotBookmarks if it is no such file."""
    bookmarks: list[Bookmark] = []
    refused: list[RefusedBookmark] = []
    for entry, line in zip(_entries(text), element_lines(text, "bookmarks"), strict=True):
        try:
            bookmarks.append(_bookmark(convert(entry, _Entry)))
        except ValidationError as error:
            refused.append(RefusedBookmark(line, mismatch_reason(error)))
        except (DamagedRecord, InvalidBookmark) as error:
            refused.append(RefusedBookmark(line, str(error)))
        except RecursionError:
            refused.append(RefusedBookmark(line, "nested too deep"))
    return ParsedBookmarks(tuple(bookmarks), tuple(refused))


def _line(bookmark: Bookmark) -> str:
    marked = bookmark_time(bookmark)
    fields = {"bookmarked": format_time(marked) if marked else "", "tags": list(bookmark.tags), "note": bookmark.note}
    filled = {name: value for name, value in fields.items() if value}
    own = utf8_safe(json.dumps(filled, ensure_ascii=False, separators=(",", ":")))
    # The article is JSON already.
    return f'{own[:-1]}{"," if filled else ""}"article":{encode_copy(bookmark.article)}}}'


def _entries(text: str) -> list[object]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        raise NotBookmarks(f"invalid JSON: {reason} (column {error.colno})", error.lineno) from error
    except RecursionError as error:
        raise NotBookmarks("invalid JSON: nested too deep") from error
    except ValueError as error:
        raise NotBookmarks("invalid JSON: a number has too many digits") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        hint = "it may come from another program, or from `heatwire bookmarks --json`"
        raise NotBookmarks(f"this JSON is not from `heatwire bookmarks export`; {hint}", 1)
    version, entries = found.get("version"), found.get("bookmarks")
    if not isinstance(version, int) or version < 1:
        raise NotBookmarks("version is not a number from 1 up")
    if version > VERSION:
        raise NotBookmarks(f"version {version} is from a newer heatwire; this one reads version {VERSION}")
    if not isinstance(entries, list):
        raise NotBookmarks("bookmarks is not a list")
    return entries


def _bookmark(entry: _Entry) -> Bookmark:
    try:
        marked = parse_moment(entry.bookmarked or "")
    except ValueError as error:
        raise InvalidBookmark(f"bookmarked is not a time: {quoted((entry.bookmarked or '')[:100])}") from error
    when = max(0, to_timestamp(marked)) if marked else 0
    return Bookmark(clean_article(entry.article.article()), when, clean_tags(entry.tags), clean_note(entry.note))
