"""Bookmarks as a JSON file of our own, with everything that is known of them.

An object with `format` ("heatwire-bookmarks"), `version` (1) and `bookmarks`, a list with the newest first, one
a line. Of each: `bookmarked` (ISO 8601, UTC), `tags` (texts), `note` (text) and `article`, which has what
`reader.storage.marks.article_copies` writes: id, title, excerpt, published, links, kind, quality, heat, archived,
provider, topics, images, related, featured, body and source. What is empty is left out; readers pass over fields that
they do not know.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from reader.core.model.article import to_timestamp
from reader.core.model.bookmark import Bookmark
from reader.core.text.dates import parse_moment
from reader.core.text.normalization import quoted
from reader.formats.bookmark_file import NotBookmarks, Refused, Taken, day_time, note_text, stamp, tag_texts
from reader.formats.json_positions import element_lines
from reader.formats.validation import Unsound, sound_article
from reader.storage.marks.article_copies import DamagedRecord, encode, from_fields, plain

FORMAT: Final = "heatwire-bookmarks"
VERSION: Final = 1


def to_json(bookmarks: Sequence[Bookmark]) -> Iterator[str]:
    """The lines of the file."""
    yield f'{{"format":"{FORMAT}","version":{VERSION},"bookmarks":['
    last = len(bookmarks) - 1
    for place, bookmark in enumerate(bookmarks):
        yield _line(bookmark) + ("," if place < last else "")
    yield "]}"


def from_json(text: str) -> Taken:
    """The bookmarks of a file's text; all of it is from outside, whoever wrote it, and made sound.

    Raises:
        NotBookmarks: it is not JSON, or not such a file.
    """
    entries = _entries(text)
    bookmarks: list[Bookmark] = []
    refused: list[Refused] = []
    for entry, line in zip(entries, element_lines(text, "bookmarks"), strict=True):
        try:
            bookmarks.append(_bookmark(entry))
        except (DamagedRecord, Unsound) as error:
            refused.append(Refused(line, str(error)))
        except RecursionError:
            refused.append(Refused(line, "nested too deep"))
    return Taken(tuple(bookmarks), tuple(refused))


def _line(bookmark: Bookmark) -> str:
    marked = day_time(bookmark.when)
    fields = {"bookmarked": stamp(marked) if marked else "", "tags": list(bookmark.tags), "note": bookmark.note}
    filled = {name: value for name, value in fields.items() if value}
    own = plain(json.dumps(filled, ensure_ascii=False, separators=(",", ":")))
    # The article is JSON already.
    return f'{own[:-1]}{"," if filled else ""}"article":{encode(bookmark.article)}}}'


def _entries(text: str) -> list[object]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        reason = error.msg[:1].lower() + error.msg[1:]
        raise NotBookmarks(f"not sound JSON: {reason} (column {error.colno})", error.lineno) from error
    except RecursionError as error:
        raise NotBookmarks("not sound JSON: nested too deep") from error
    except ValueError as error:
        raise NotBookmarks("not sound JSON: a number has too many digits") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        hint = "; it may come from another program, or from `heatwire bookmarks --json`"
        raise NotBookmarks(f"this JSON is not from `heatwire bookmarks export`{hint}", 1)
    version, entries = found.get("version"), found.get("bookmarks")
    if not isinstance(version, int) or version < 1:
        raise NotBookmarks("the version is not a number from 1 up")
    if version > VERSION:
        raise NotBookmarks(f"it is of version {version}, from a newer heatwire; this one reads version {VERSION}")
    if not isinstance(entries, list):
        raise NotBookmarks("bookmarks is not a list")
    return entries


def _bookmark(entry: object) -> Bookmark:
    if not isinstance(entry, dict):
        raise Unsound("it is not an object")
    fields: dict[str, Any] = entry
    article = sound_article(from_fields(fields.get("article")))
    return Bookmark(article, _moment(fields.get("bookmarked", "")), _tags(fields), _note(fields))


def _moment(value: object) -> int:
    try:
        moment = parse_moment(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None and value not in ("", None):
        raise Unsound(f"bookmarked is not a time: {quoted(str(value)[:100])}")
    return max(0, to_timestamp(moment)) if moment else 0


def _tags(fields: dict[str, Any]) -> tuple[str, ...]:
    tags = fields.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise Unsound("tags is not a list of texts")
    return tag_texts(tags)


def _note(fields: dict[str, Any]) -> str:
    note = fields.get("note", "")
    if not isinstance(note, str):
        raise Unsound("note is not a text")
    return note_text(note)
