"""Bookmarks from elsewhere into the marks: as one step, which one undo takes back."""

import sqlite3
from collections.abc import Sequence

from msgspec import Struct

from reader.core.model.article import Article
from reader.core.model.bookmark import Bookmark
from reader.core.model.marks import NO_MARK, Mark, MarkChange, MarkKind, tag_key
from reader.storage.marks import journal
from reader.storage.marks.article_copies import encode_copy, utf8_safe
from reader.storage.marks.queries import choose, read_marks

Edit = tuple[int, str, object, object]
"""An article, a field, and what it had before and has after, None for nothing."""


class Outcome(Struct, frozen=True):
    """How many were new, how many got tags or a note that they did not have, and how many were there already."""

    new: int
    changed: int
    known: int


def take_in(connection: sqlite3.Connection, arriving: Sequence[Bookmark], label: str, now: float) -> Outcome:
    """Take bookmarks in, within the transaction that is open; what is there already stays.

    A bookmark that is there keeps its time, and gets the tags and the note beside its own; a new one without
    a time has that of now. Several of one article become one.

    Raises:
        sqlite3.Error: it could not be written.
    """
    united: dict[int, Bookmark] = {}
    for bookmark in arriving:
        before = united.get(bookmark.article.id)
        united[bookmark.article.id] = _united(before, bookmark) if before else bookmark
    choose(connection, united)
    marks = read_marks(connection, chosen=True)
    edits: list[Edit] = []
    new = changed = 0
    for bookmark in united.values():
        mark = marks.get(bookmark.article.id, NO_MARK)
        found = _edits(bookmark, mark, now)
        new += not mark.bookmarked
        changed += mark.bookmarked and bool(found)
        edits += found
        if not mark.bookmarked:
            edits += _copy(connection, bookmark.article, now)
    step = MarkChange(MarkKind.BOOKMARKED, True, tuple(bookmark.article.id for bookmark in united.values()), label)
    journal.apply_edits(connection, step, edits, now)
    return Outcome(new, changed, len(united) - new - changed)


def with_note(note: str, other: str) -> str:
    """A note with another one below it, unless it has those lines already."""
    if not other or f"\n{other}\n" in f"\n{note}\n":
        return note
    return f"{note}\n\n{other}" if note and f"\n{note}\n" not in f"\n{other}\n" else other


def _united(one: Bookmark, other: Bookmark) -> Bookmark:
    """The older bookmark of an article, with the fuller copy of it."""
    article = max(one.article, other.article, key=lambda article: len(encode_copy(article)))
    when = min(one.when, other.when) or max(one.when, other.when)
    return Bookmark(article, when, (*one.tags, *other.tags), with_note(one.note, other.note))


def _edits(bookmark: Bookmark, mark: Mark, now: float) -> list[Edit]:
    article = bookmark.article.id
    edits: list[Edit] = []
    if not mark.bookmarked:
        edits.append((article, "bookmarked", None, float(bookmark.when or now)))
    having = set(map(tag_key, mark.tags))
    tags: dict[str, str] = {}
    for tag in map(utf8_safe, bookmark.tags):
        if tag_key(tag) not in having:
            tags.setdefault(tag_key(tag), tag)
    edits += [(article, f"tag:{key}", None, tag) for key, tag in tags.items()]
    note = with_note(mark.note, utf8_safe(bookmark.note))
    if note != mark.note:
        edits.append((article, "note", mark.note or None, note))
    return edits


def _copy(connection: sqlite3.Connection, article: Article, now: float) -> list[Edit]:
    """Keep the copy of an article; a fuller one of an earlier bookmark stays."""
    record = encode_copy(article)
    before = connection.execute("SELECT record FROM kept WHERE article = ?", (article.id,)).fetchone()
    if before is None:
        connection.execute("INSERT INTO kept (article, at, record) VALUES (?, ?, ?)", (article.id, now, record))
        return []
    return [(article.id, "copy", before[0], record)] if len(record) > len(before[0]) else []
