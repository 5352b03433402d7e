"""Bookmarks as a JSON file with everything that is known about them.

An object with `format` ("heatwire-bookmarks"), `version` (2) and `bookmarks`, a list with the newest first and one
bookmark on a line. Each has `bookmarked` (ISO 8601, UTC), `tags` (texts), `note` (text) and `article`, the fields of
which are those of `reader.storage.marks.article_copies.ArticleCopy`. Empty fields are missing; readers ignore fields
that they do not know. In version 1 ids were numbers.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct, ValidationError, convert

from reader.core.model.article import to_timestamp
from reader.core.model.bookmark import Bookmark
from reader.core.text.dates import parse_moment
from reader.core.text.normalization import quoted
from reader.formats.bookmark_file import (
    NotBookmarks,
    RefusedBookmark,
    bookmark_time,
    clean_note,
    clean_tags,
    format_time,
)
from reader.formats.json_stream import JsonStream
from reader.formats.validation import InvalidBookmark, clean_article
from reader.storage.marks.article_copies import ArticleCopy, DamagedRecord, encode_copy, mismatch_reason, utf8_safe

FORMAT: Final = "heatwire-bookmarks"
VERSION: Final = 2


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


def from_json(pieces: Iterable[str]) -> Iterator[Bookmark | RefusedBookmark]:
    """The bookmarks of a file's text, whoever wrote it, as they come; everything in them is cleaned.

    Raises:
        NotBookmarks: it is not JSON, or not such a file. That may come after bookmarks: its format may be at its end.
    """
    text = JsonStream(pieces)
    known: dict[str, object] = {}
    for name in text.members() if text.peek() == "{" else ():
        if name == "bookmarks" and name not in known and text.peek() == "[":
            known[name] = []
            for entry in text.elements():
                yield _bookmark(entry, text.start)
        else:
            known[name] = text.value()
    if text.peek() == "[":
        text.value()
    if text.peek():
        raise NotBookmarks("invalid JSON: extra data", text.start)
    _check(known)


def _line(bookmark: Bookmark) -> str:
    marked = bookmark_time(bookmark)
    fields = {"bookmarked": format_time(marked) if marked else "", "tags": list(bookmark.tags), "note": bookmark.note}
    filled = {name: value for name, value in fields.items() if value}
    own = utf8_safe(json.dumps(filled, ensure_ascii=False, separators=(",", ":")))
    # The article is JSON already.
    return f'{own[:-1]}{"," if filled else ""}"article":{encode_copy(bookmark.article, text_ids=True)}}}'


def _check(found: dict[str, object]) -> None:
    """Raise NotBookmarks for an object that is not such a file, from its keys and values but for the bookmarks."""
    if found.get("format") != FORMAT:
        hint = "it may come from another program, or from `heatwire bookmarks --json`"
        raise NotBookmarks(f"this JSON is not from `heatwire bookmarks export`; {hint}", 1)
    version = found.get("version")
    if not isinstance(version, int) or version < 1:
        raise NotBookmarks("version is not a number from 1 up")
    if version > VERSION:
        raise NotBookmarks(f"version {version} is from a newer heatwire; this one reads version {VERSION}")
    if found.get("bookmarks") != []:
        raise NotBookmarks("bookmarks is not a list")


def _bookmark(value: object, line: int) -> Bookmark | RefusedBookmark:
    try:
        entry = convert(value, _Entry)
        marked = parse_moment(entry.bookmarked or "")
        when = max(0, to_timestamp(marked)) if marked else 0
        return Bookmark(clean_article(entry.article.article()), when, clean_tags(entry.tags), clean_note(entry.note))
    except ValidationError as error:
        return RefusedBookmark(line, mismatch_reason(error))
    except (DamagedRecord, InvalidBookmark) as error:
        return RefusedBookmark(line, str(error))
    except RecursionError:
        return RefusedBookmark(line, "nested too deep")
    except ValueError:
        return RefusedBookmark(line, f"bookmarked is not a time: {quoted((entry.bookmarked or '')[:100])}")
