"""Applies the steps of one marks database to another."""

import sqlite3
from typing import Final

from reader.core.model.article import ArticleId
from reader.core.model.marks import MarkChange, MarkKind
from reader.storage.marks import journal, queries, schema

_BOOKMARKING: Final = (MarkKind.BOOKMARKED, MarkKind.TAG, MarkKind.NOTE)


def reapply(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Apply the steps of a database after those of another, in one transaction.

    Where both have a remembered value or a search of the same name, the target keeps its own. Undone steps can be
    redone afterwards.
    """
    with schema.transaction(target):
        places = {0: journal.last_in_force(target)}
        for number, at, parent in source.execute("SELECT id, at, parent FROM step ORDER BY id").fetchall():
            journal.go_to(target, places[parent])
            journal.apply(target, _step(source, number), at)
            places[number] = journal.last_in_force(target)
        journal.go_to(target, places[journal.last_in_force(source)])
        read = source.execute("SELECT article, read_at FROM mark WHERE read_at IS NOT NULL")
        journal.mark_read(target, read.fetchall())
        queries.write_remembered(target, queries.read_remembered(source) | queries.read_remembered(target))
        searches = queries.read_searches(target)
        names = {search.name for search in searches}
        new = [search for search in queries.read_searches(source) if search.name not in names]
        queries.write_searches(target, (*searches, *new))


def _step(source: sqlite3.Connection, number: int) -> MarkChange:
    """A step as it was recorded, with the present copies of its articles."""
    row = source.execute("SELECT kind, value, label, origin FROM step WHERE id = ?", (number,)).fetchone()
    kind, value, label, origin = row
    kind = MarkKind(kind)
    articles = [ArticleId(article) for (article,) in source.execute(journal.CONCERNED, {"step": number})]
    text, until = _content(source, number, kind)
    more: tuple[tuple[str, bool], ...] = ()
    if kind is MarkKind.TAG:
        (text, _), *others = _tags(source, number) or [("", True)]
        more = tuple(others)
    copies = queries.read_copies(source, articles) if value and kind in _BOOKMARKING else ()
    return MarkChange(kind, bool(value), tuple(articles), label, copies, origin, text, until, more)


def _content(source: sqlite3.Connection, number: int, kind: MarkKind) -> tuple[str, int]:
    """A step's text and until."""
    prefix = "mute:" if kind is MarkKind.MUTED else kind.value
    found = source.execute(
        "SELECT field, after FROM edit WHERE step = ? AND substr(field, 1, ?) = ?", (number, len(prefix), prefix)
    ).fetchone()
    if found is None or kind in journal.COLUMNS:
        return "", 0
    field, after = found
    if kind is MarkKind.NOTE:
        return after or "", 0
    return field.removeprefix(prefix) if kind is MarkKind.MUTED else "", after or 0


def _tags(source: sqlite3.Connection, number: int) -> list[tuple[str, bool]]:
    """The tags of a step: those that were added, then those that were removed."""
    rows = source.execute(
        "SELECT coalesce(after, before), after IS NOT NULL FROM edit WHERE step = ? AND field GLOB 'tag:*'"
        " GROUP BY field ORDER BY 2 DESC, field",
        (number,),
    )
    return [(tag, bool(added)) for tag, added in rows]
