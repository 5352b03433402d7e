"""What is written for one step, and what is read back: the SQL of the marks."""

import sqlite3
from collections.abc import Mapping
from typing import Final

from reader.core.article import ArticleId
from reader.core.marks import Kept, Mark, MarkKind, Step
from reader.storage.records import DamagedRecord, decode, encode, plain

COLUMNS: Final = {MarkKind.READ: "read_at", MarkKind.BOOKMARKED: "bookmarked_at"}
"""The column of `mark` that holds when an article got each mark."""

_MARKS: Final = (
    Mark(),
    Mark(read=True),
    Mark(bookmarked=True),
    Mark(read=True, bookmarked=True),
)


def apply(connection: sqlite3.Connection, step: Step, now: float) -> None:
    """Write a step into the journal and into the state, within the transaction that is open.

    Articles that have the mark already are left as they are, and a step that changes none leaves no trace.

    Raises:
        sqlite3.Error: it could not be written.
    """
    column = COLUMNS[step.kind]
    changes: dict[ArticleId, object] = {}
    for article in step.articles:
        row = connection.execute(f"SELECT {column} FROM mark WHERE article = ?", (article,)).fetchone()
        before = row[0] if row else None
        if (before is not None) is not step.value:
            changes[article] = before
    if not changes:
        return
    number = connection.execute(
        "INSERT INTO step (at, kind, value, label, origin) VALUES (?, ?, ?, ?, ?)",
        (now, step.kind.value, step.value, plain(step.label), plain(step.origin)),
    ).lastrowid
    connection.executemany(
        "INSERT INTO change (step, article, before) VALUES (?, ?, ?)",
        [(number, article, before) for article, before in changes.items()],
    )
    if step.value:
        _set(connection, column, changes, now)
    else:
        _clear(connection, column, changes)
    if step.kind is MarkKind.BOOKMARKED and step.value:
        connection.executemany(
            "INSERT OR REPLACE INTO kept (article, at, record) VALUES (?, ?, ?)",
            [(copy.id, now, encode(copy)) for copy in step.copies if copy.id in changes],
        )


def _set(connection: sqlite3.Connection, column: str, articles: Mapping[ArticleId, object], now: float) -> None:
    connection.executemany(
        f"INSERT INTO mark (article, {column}) VALUES (?, ?)"
        f" ON CONFLICT (article) DO UPDATE SET {column} = excluded.{column}",
        [(article, now) for article in articles],
    )


def _clear(connection: sqlite3.Connection, column: str, articles: Mapping[ArticleId, object]) -> None:
    cleared = [(article,) for article in articles]
    connection.executemany(f"UPDATE mark SET {column} = NULL WHERE article = ?", cleared)
    connection.executemany("DELETE FROM mark WHERE article = ? AND read_at IS NULL AND bookmarked_at IS NULL", cleared)


def read_marks(connection: sqlite3.Connection) -> dict[ArticleId, Mark]:
    """The whole state; the marks of all articles are four objects, so that many cost little."""
    rows = connection.execute(
        "SELECT article, (read_at IS NOT NULL) + 2 * (bookmarked_at IS NOT NULL) FROM mark"
        " WHERE read_at IS NOT NULL OR bookmarked_at IS NOT NULL"
    )
    return {article: _MARKS[number] for article, number in rows}


def read_bookmarks(connection: sqlite3.Connection) -> tuple[Kept, ...]:
    """The bookmarks whose copy is there and readable, the newest first."""
    kept = []
    for record, when in connection.execute(
        "SELECT record, bookmarked_at FROM mark JOIN kept USING (article)"
        " WHERE bookmarked_at IS NOT NULL ORDER BY bookmarked_at DESC, article"
    ):
        try:
            kept.append(Kept(decode(record), int(when)))
        except DamagedRecord:
            continue  # The mark itself is whole: the article is listed as long as its seed is there.
    return tuple(kept)


def read_remembered(connection: sqlite3.Connection) -> dict[str, str]:
    """What the program remembers between runs."""
    return dict(connection.execute("SELECT key, value FROM remembered"))


def write_remembered(connection: sqlite3.Connection, values: Mapping[str, str]) -> None:
    """Set some of what the program remembers, within the transaction that is open."""
    connection.executemany(
        "INSERT OR REPLACE INTO remembered (key, value) VALUES (?, ?)",
        [(plain(key), plain(value)) for key, value in values.items()],
    )
