"""Adds bookmarks from a file to the marks: as one step, which one undo reverts."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

from msgspec import Struct

from reader.core.model.bookmark import Bookmark
from reader.core.model.marks import NO_MARK, Mark, MarkChange, MarkKind, tag_key
from reader.storage.marks import journal
from reader.storage.marks.article_copies import encode_copy, utf8_safe
from reader.storage.marks.database import MarkDatabase
from reader.storage.marks.journal import Edit
from reader.storage.marks.queries import choose, read_marks

_BATCH: Final = 2_000


class ImportResult(Struct, frozen=True):
    """How many bookmarks were new, how many got further tags or a longer note, and how many were there already."""

    new: int
    changed: int
    known: int


def add_bookmarks(
    marks: MarkDatabase, read: Callable[[], Iterable[Bookmark]], label: Callable[[int], str], now: float
) -> ImportResult:
    """Add bookmarks as one step, or none of them (raises like `MarkDatabase.write`, and what `read` raises).

    An existing bookmark keeps its time, and gets the new tags and the new note in addition to its own. A new bookmark
    without a time gets `now` (seconds since 1970, UTC). Several bookmarks of one article are merged.

    Args:
        marks: where to add them.
        read: gives the bookmarks, from the first one at each call; so many of them are in memory as go into a batch.
        label: describes the step in the history, from the number of bookmarks.
        now: seconds since 1970, UTC.
    """
    return marks.write(lambda connection: _Import(connection, now).add_all(read(), label), in_memory=False)


class _Import:
    """The import into one connection, a batch at a time."""

    def __init__(self, connection: sqlite3.Connection, now: float) -> None:
        self._connection, self._now = connection, now
        self._step = journal.next_number(connection)
        self._seen: dict[int, str] = {}

    def add_all(self, bookmarks: Iterable[Bookmark], label: Callable[[int], str]) -> ImportResult:
        """Add all bookmarks, and the step."""
        count, source = 0, iter(bookmarks)
        while batch := list(islice(source, _BATCH)):
            count += len(batch)
            self._add(batch)
        step = MarkChange(MarkKind.BOOKMARKED, True, (), label(count))
        journal.enter_edits(self._connection, step, self._step, self._now)
        found = Counter(self._seen.values())
        return ImportResult(found["new"], found["changed"], found["known"])

    def _add(self, batch: Iterable[Bookmark]) -> None:
        merged: dict[int, Bookmark] = {}
        for bookmark in batch:
            before = merged.get(bookmark.article.id)
            merged[bookmark.article.id] = _merge(before, bookmark) if before else bookmark
        choose(self._connection, merged)
        marks = read_marks(self._connection, chosen=True)
        edits: list[Edit] = []
        for bookmark in merged.values():
            article = bookmark.article.id
            mark = marks.get(article, NO_MARK)
            found = _edits(bookmark, mark)
            if not mark.bookmarked or self._seen.get(article) == "new":
                found += self._first_edits(bookmark)
            if not mark.bookmarked:
                self._seen[article] = "new"
            elif self._seen.get(article) != "new":
                self._seen[article] = "changed" if found else self._seen.get(article, "known")
            edits += found
        journal.apply_edits(self._connection, self._step, edits, self._now)

    def _first_edits(self, bookmark: Bookmark) -> list[Edit]:
        """The time and the copy of a bookmark that is new: of several in the file the earliest and the longest."""
        article, when, before = bookmark.article.id, float(bookmark.when or self._now), None
        if article in self._seen:
            query = "SELECT bookmarked_at FROM mark WHERE article = ?"
            before = self._connection.execute(query, (article,)).fetchone()[0]
        edits: list[Edit] = [(article, "bookmarked", before, when)] if before is None or when < before else []
        copies = journal.keep_copy(self._connection, bookmark.article, self._now)
        # A longer copy from an earlier bookmark stays.
        return [*edits, *(edit for edit in copies if len(edit[3]) > len(edit[2]))]


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


def _edits(bookmark: Bookmark, mark: Mark) -> list[Edit]:
    article = bookmark.article.id
    edits: list[Edit] = []
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
