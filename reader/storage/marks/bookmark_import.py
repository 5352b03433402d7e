"""Adds bookmarks from a file to the marks: as one step, which one undo reverts."""

import sqlite3
from collections.abc import Sequence

from msgspec import Struct

from reader.core.model.bookmark import Bookmark
from reader.core.model.marks import NO_MARK, Mark, MarkChange, MarkKind, tag_key
from reader.storage.marks import journal
from reader.storage.marks.article_copies import encode_copy, utf8_safe
from reader.storage.marks.database import MarkDatabase
from reader.storage.marks.journal import Edit
from reader.storage.marks.queries import choose, read_marks


class ImportResult(Struct, frozen=True):
    """How many bookmarks were new, how many got further tags or a longer note, and how many were there already."""

    new: int
    changed: int
    known: int


def add_bookmarks(marks: MarkDatabase, bookmarks: Sequence[Bookmark], label: str, now: float) -> ImportResult:
    """Add bookmarks as one step, or none of them (raises like `MarkDatabase.write`).

    An existing bookmark keeps its time, and gets the new tags and the new note in addition to its own. A new bookmark
    without a time gets `now` (seconds since 1970, UTC). Several bookmarks of one article are merged.
    """
    return marks.write(lambda connection: _add(connection, bookmarks, label, now), in_memory=False)


def _add(connection: sqlite3.Connection, bookmarks: Sequence[Bookmark], label: str, now: float) -> ImportResult:
    merged: dict[int, Bookmark] = {}
    for bookmark in bookmarks:
        before = merged.get(bookmark.article.id)
        merged[bookmark.article.id] = _merge(before, bookmark) if before else bookmark
    choose(connection, merged)
    marks = read_marks(connection, chosen=True)
    edits: list[Edit] = []
    new = changed = 0
    for bookmark in merged.values():
        mark = marks.get(bookmark.article.id, NO_MARK)
        found = _edits(bookmark, mark, now)
        new += not mark.bookmarked
        changed += mark.bookmarked and bool(found)
        edits += found
        if not mark.bookmarked:
            # A longer copy from an earlier bookmark stays.
            copies = journal.keep_copy(connection, bookmark.article, now)
            edits += [edit for edit in copies if len(edit[3]) > len(edit[2])]
    step = MarkChange(MarkKind.BOOKMARKED, True, tuple(bookmark.article.id for bookmark in merged.values()), label)
    journal.apply_edits(connection, step, edits, now)
    return ImportResult(new, changed, len(merged) - new - changed)


def with_note(note: str, other: str) -> str:
    """A note with another one below it, unless it has those lines already."""
    if not other or f"\n{other}\n" in f"\n{note}\n":
        return note
    return f"{note}\n\n{other}" if note and f"\n{note}\n" not in f"\n{other}\n" else other


def _merge(one: Bookmark, other: Bookmark) -> Bookmark:
    """One bookmark of two for an article: with the earlier time, and the longer copy of the article."""
    article = max(one.article, other.article, key=lambda article: len(encode_copy(article)))
    when = min(one.when, other.when) or max(one.when, other.when)
    return Bookmark(article, when, (*one.tags, *other.tags), with_note(one.note, other.note))


def _edits(bookmark: Bookmark, mark: Mark, now: float) -> list[Edit]:
    article = bookmark.article.id
    edits: list[Edit] = []
    if not mark.bookmarked:
        edits.append((article, "bookmarked", None, float(bookmark.when or now)))
    existing = set(map(tag_key, mark.tags))
    tags: dict[str, str] = {}
    for tag in map(utf8_safe, bookmark.tags):
        if tag_key(tag) not in existing:
            tags.setdefault(tag_key(tag), tag)
    edits += [(article, f"tag:{key}", None, tag) for key, tag in tags.items()]
    note = with_note(mark.note, utf8_safe(bookmark.note))
    if note != mark.note:
        edits.append((article, "note", mark.note or None, note))
    return edits
