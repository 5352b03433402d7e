"""The journal of marks: writes steps, and undoes and redoes them.

A step is first written to the journal, with the state of each article before it. Then it is put in force, which is the
same whether it is done for the first time or redone. All functions are to be called within a transaction, and raise
`sqlite3.Error` if they cannot write.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from reader.core.model.article import Article
from reader.core.model.marks import NO_MARK, HistoryEntry, MarkChange, MarkKind, UndoResult, tag_key
from reader.storage.marks.article_copies import encode_copy, utf8_safe
from reader.storage.marks.queries import choose, choose_none, read_marks

COLUMNS: Final = {MarkKind.READ: "read_at", MarkKind.BOOKMARKED: "bookmarked_at"}
"""The column of `mark` with the time at which an article got each mark."""

Edit = tuple[int, str, Any, Any]
"""An article, a field, and its value before and after, None for nothing."""

_LAST: Final = 2**63 - 1

# Writes what a step changes, before it is done. An article that has the mark already gets no row.
_CHANGE: Final = (
    "INSERT INTO change (step, article, before) SELECT :step, article, {column} FROM chosen LEFT JOIN mark USING"
    " (article) WHERE ({column} IS NOT NULL) <> :value"
)
_EDIT: Final = "INSERT INTO edit (step, article, field, before, after) SELECT :step, "
_ALSO_BOOKMARKED: Final = (
    f"{_EDIT} article, 'bookmarked', NULL, :now FROM edit LEFT JOIN mark USING (article)"
    " WHERE step = :step AND bookmarked_at IS NULL GROUP BY article"
)
_ALSO_UNREAD: Final = (
    f"{_EDIT} article, 'read', read_at, NULL FROM edit JOIN mark USING (article)"
    " WHERE step = :step AND read_at IS NOT NULL"
)
_SETTING: Final = {
    MarkKind.READ: (_CHANGE.format(column="read_at"),),
    MarkKind.BOOKMARKED: (_CHANGE.format(column="bookmarked_at"),),
    MarkKind.TAG: (
        f"{_EDIT} article, 'tag:' || :key, NULL, :text FROM chosen"
        " WHERE NOT EXISTS (SELECT 1 FROM tag WHERE tag.article = chosen.article AND key = :key)",
        _ALSO_BOOKMARKED,
    ),
    MarkKind.NOTE: (
        f"{_EDIT} article, 'note', text, :text FROM chosen LEFT JOIN note USING (article) WHERE text IS NOT :text",
        _ALSO_BOOKMARKED,
    ),
    MarkKind.SNOOZED: (
        f"{_EDIT} article, 'snoozed', until, :until FROM chosen LEFT JOIN snooze USING (article)"
        " WHERE until IS NOT :until",
        _ALSO_UNREAD,
    ),
    MarkKind.MUTED: (
        f"{_EDIT} 0, 'mute:' || :text, until, :until FROM (SELECT 1) LEFT JOIN mute ON key = :text"
        " WHERE until IS NOT :until",
    ),
}
_REMOVING: Final = {
    MarkKind.READ: _SETTING[MarkKind.READ],
    MarkKind.BOOKMARKED: (
        *_SETTING[MarkKind.BOOKMARKED],
        f"{_EDIT} article, 'tag:' || key, tag, NULL FROM chosen JOIN tag USING (article)",
        f"{_EDIT} article, 'note', text, NULL FROM chosen JOIN note USING (article)",
    ),
    MarkKind.TAG: (f"{_EDIT} article, 'tag:' || key, tag, NULL FROM chosen JOIN tag USING (article) WHERE key = :key",),
    MarkKind.NOTE: (f"{_EDIT} article, 'note', text, NULL FROM chosen JOIN note USING (article)",),
    MarkKind.SNOOZED: (f"{_EDIT} article, 'snoozed', until, NULL FROM chosen JOIN snooze USING (article)",),
    MarkKind.MUTED: (f"{_EDIT} 0, 'mute:' || key, until, NULL FROM mute WHERE key = :text",),
}

# Puts a step in force, or what was before it: `{side}` is "after" or "before".
_TIMES: Final = (
    "INSERT INTO mark (article, {column}) SELECT article, {side} FROM edit WHERE step = :step AND field = '{field}'"
    " ON CONFLICT (article) DO UPDATE SET {column} = excluded.{column}"
)
_EDITED: Final = "FROM edit WHERE step = :step AND field"
_READ: Final = (_TIMES.replace("{column}", "read_at").replace("{field}", "read"),)
_BOOKMARKED: Final = (_TIMES.replace("{column}", "bookmarked_at").replace("{field}", "bookmarked"),)
_COPIES: Final = (
    f"INSERT OR REPLACE INTO kept (article, at, record) SELECT article, :at, {{side}} {_EDITED} = 'copy'",
)


def _replacing(table: str, columns: str, values: str, fields: str) -> tuple[str, str]:
    return (
        f"DELETE FROM {table} WHERE ({columns}) IN (SELECT {values} {_EDITED} {fields})",
        f"INSERT INTO {table} SELECT {values}, {{side}} {_EDITED} {fields} AND {{side}} IS NOT NULL",
    )


_TAGS: Final = _replacing("tag", "article, key", "article, substr(field, 5)", "GLOB 'tag:*'")
_NOTES: Final = _replacing("note", "article", "article", "= 'note'")
_SNOOZES: Final = _replacing("snooze", "article", "article", "= 'snoozed'")
_MUTES: Final = _replacing("mute", "key", "substr(field, 6)", "GLOB 'mute:*'")
_IN_FORCE: Final = {
    MarkKind.READ: (),
    # Only imported bookmarks have times of their own (`apply_edits`).
    MarkKind.BOOKMARKED: (*_BOOKMARKED, *_TAGS, *_NOTES, *_COPIES),
    MarkKind.TAG: (*_TAGS, *_BOOKMARKED, *_COPIES),
    MarkKind.NOTE: (*_NOTES, *_BOOKMARKED, *_COPIES),
    MarkKind.SNOOZED: (*_SNOOZES, *_READ),
    MarkKind.MUTED: _MUTES,
}
CONCERNED: Final = (
    "SELECT article FROM change WHERE step = :step UNION SELECT article FROM edit WHERE step = :step AND article <> 0"
)
"""The articles that a step changes."""


def apply(connection: sqlite3.Connection, step: MarkChange, now: float) -> None:
    """Write a step to the journal and put it in force; undone steps are deleted.

    Articles that have the mark already are skipped, and a step that changes nothing is not written.
    """
    number = _next_number(connection)
    choose(connection, step.articles)
    values = _values(step) | {"step": number, "now": now}
    for text, value in step.more if step.kind is MarkKind.TAG else ():
        tag = utf8_safe(text)
        statement = (_SETTING if value else _REMOVING)[step.kind][0]
        connection.execute(statement, values | {"text": tag, "key": tag_key(tag)})
    for statement in (_SETTING if values["value"] else _REMOVING)[step.kind]:
        connection.execute(statement, values)
    if step.copies and values["value"]:
        _write_copies(connection, step, values)
    count = connection.execute(f"SELECT count(*) FROM ({CONCERNED})", values).fetchone()[0]
    if not count and not connection.execute("SELECT 1 FROM edit WHERE step = :step", values).fetchone():
        return
    _enter(connection, step, number, count, now)


def apply_edits(connection: sqlite3.Connection, step: MarkChange, edits: Sequence[Edit], now: float) -> None:
    """Write a step of which all edits are given, each field of an article once, and put it in force.

    Nothing is written if there are none.
    """
    if edits:
        number = _next_number(connection)
        _write_edits(connection, number, edits)
        _enter(connection, step, number, len({article for article, *_ in edits}), now)


def keep_copy(connection: sqlite3.Connection, article: Article, now: float) -> list[Edit]:
    """Save the copy of an article if there is none; if there is one, the edit that replaces it."""
    record = encode_copy(article)
    before = connection.execute("SELECT record FROM kept WHERE article = ?", (article.id,)).fetchone()
    if before is None:
        connection.execute("INSERT INTO kept (article, at, record) VALUES (?, ?, ?)", (article.id, now, record))
        return []
    return [(article.id, "copy", before[0], record)]


def _next_number(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM step").fetchone()[0])


def _write_edits(connection: sqlite3.Connection, number: int, edits: Sequence[Edit]) -> None:
    connection.executemany(
        "INSERT INTO edit (step, article, field, before, after) VALUES (?, ?, ?, ?, ?)",
        [(number, *edit) for edit in edits],
    )


def _enter(connection: sqlite3.Connection, step: MarkChange, number: int, count: int, now: float) -> None:
    """Add a step whose changes are written already, and put it in force."""
    delete_steps(connection, "undone")
    connection.execute(
        "INSERT INTO step (id, at, kind, value, label, origin, count) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, now, step.kind.value, step.value, utf8_safe(step.label), utf8_safe(step.origin), count),
    )
    _put_in_force(connection, number, back=False)


def _values(step: MarkChange) -> dict[str, Any]:
    """The parameters of a step's statements; setting an empty note or no time means removing it."""
    text = utf8_safe(step.text)
    missing = (step.kind is MarkKind.NOTE and not text) or (step.kind is MarkKind.SNOOZED and not step.until)
    return {"value": step.value and not missing, "text": text, "key": tag_key(text), "until": step.until}


def _write_copies(connection: sqlite3.Connection, step: MarkChange, values: dict[str, Any]) -> None:
    """Save the copies of the articles that the step bookmarks; a copy that is replaced goes to the journal."""
    rows = connection.execute(
        "SELECT article FROM change WHERE step = :step AND :kind = 'bookmarked'"
        " UNION SELECT article FROM edit WHERE step = :step AND field = 'bookmarked'",
        values | {"kind": step.kind.value},
    )
    bookmarked = {article for (article,) in rows}
    for copy in {copy.id: copy for copy in step.copies if copy.id in bookmarked}.values():
        edits = [edit for edit in keep_copy(connection, copy, values["now"]) if edit[2] != edit[3]]
        _write_edits(connection, values["step"], edits)


def _put_in_force(connection: sqlite3.Connection, number: int, back: bool) -> None:
    """Set everything that a step changed to its state after the step or, with `back`, before it."""
    row = connection.execute("SELECT kind, value, at FROM step WHERE id = ?", (number,)).fetchone()
    kind, value, values = MarkKind(row[0]), row[1], {"step": number, "at": row[2]}
    if kind in COLUMNS:
        column = COLUMNS[kind]
        connection.execute(
            f"INSERT INTO mark (article, {column})"
            f" SELECT article, {'before' if back else ':at' if value else 'NULL'} FROM change WHERE step = :step"
            f" ON CONFLICT (article) DO UPDATE SET {column} = excluded.{column}",
            values,
        )
    if connection.execute("SELECT 1 FROM edit WHERE step = :step", values).fetchone():
        for statement in _IN_FORCE[kind]:
            connection.execute(statement.format(side="before" if back else "after"), values)
    if back or not value or kind is MarkKind.SNOOZED:
        connection.execute(
            f"DELETE FROM mark WHERE article IN ({CONCERNED}) AND read_at IS NULL AND bookmarked_at IS NULL", values
        )


def undo_target(connection: sqlite3.Connection) -> int | None:
    """The last step in force after an undo, 0 for none; None if there is nothing to undo."""
    found = connection.execute("SELECT id FROM step WHERE NOT undone ORDER BY id DESC LIMIT 2").fetchall()
    return None if not found else found[1][0] if len(found) == 2 else 0


def redo_target(connection: sqlite3.Connection) -> int | None:
    """The last step in force after a redo; None if there is nothing to redo."""
    found: int | None = connection.execute("SELECT min(id) FROM step WHERE undone").fetchone()[0]
    return found


def go_to(connection: sqlite3.Connection, last: int) -> UndoResult | None:
    """Put the steps up to `last` in force (0 for none), and no others; None if they are, or `last` is unknown."""
    if last and not connection.execute("SELECT 1 FROM step WHERE id = ?", (last,)).fetchone():
        return None
    back = connection.execute("SELECT 1 FROM step WHERE NOT undone AND id > ?", (last,)).fetchone() is not None
    which = "NOT undone AND id > ? ORDER BY id DESC" if back else "undone AND id <= ? ORDER BY id"
    passed = connection.execute(f"SELECT id, label, kind FROM step WHERE {which}", (last,)).fetchall()
    if not passed:
        return None
    choose_none(connection)
    for number, _, _ in passed:
        _put_in_force(connection, number, back)
        connection.execute(f"INSERT OR IGNORE INTO chosen {CONCERNED}", {"step": number})
    low, high = min(passed)[0], max(passed)[0]
    connection.execute("UPDATE step SET undone = ? WHERE id BETWEEN ? AND ?", (back, low, high))
    concerned = (article for (article,) in connection.execute("SELECT article FROM chosen"))
    marks = dict.fromkeys(concerned, NO_MARK) | read_marks(connection, chosen=True)
    label = passed[0][1] if len(passed) == 1 else f"{len(passed)} steps"
    return UndoResult(label, marks, any(kind == MarkKind.MUTED for _, _, kind in passed), back)


def read_history(connection: sqlite3.Connection, limit: int, before: int | None) -> tuple[HistoryEntry, ...]:
    """Up to `limit` steps before a step (None: from the end), the newest first."""
    rows = connection.execute(
        "SELECT id, at, label, origin, count, undone FROM step WHERE id < ? ORDER BY id DESC LIMIT ?",
        (_LAST if before is None else before, limit),
    )
    return tuple(
        HistoryEntry(number, at, label, origin, count, bool(undone))
        for number, at, label, origin, count, undone in rows
    )


def compact(connection: sqlite3.Connection, before: float) -> None:
    """Delete the steps that are older than a time, and the copies that no undo can bring back then.

    Undone steps are deleted only together: none of them can be redone without those before it.
    """
    recent = connection.execute("SELECT min(id) FROM step WHERE undone OR at >= ?", (before,)).fetchone()[0]
    delete_steps(connection, f"id < {_LAST if recent is None else recent}")
    if not connection.execute("SELECT 1 FROM step WHERE undone AND at >= ?", (before,)).fetchone():
        delete_steps(connection, "undone")
    connection.execute(
        "DELETE FROM kept WHERE article NOT IN (SELECT article FROM mark WHERE bookmarked_at IS NOT NULL)"
        " AND article NOT IN (SELECT article FROM change JOIN step ON step.id = change.step WHERE kind = 'bookmarked')"
        " AND article NOT IN (SELECT article FROM edit WHERE field = 'bookmarked')"
    )


def delete_steps(connection: sqlite3.Connection, which: str) -> None:
    """Delete the steps that meet a condition in SQL, and what they changed from the journal."""
    for table in ("change", "edit"):
        connection.execute(f"DELETE FROM {table} WHERE step IN (SELECT id FROM step WHERE {which})")
    connection.execute(f"DELETE FROM step WHERE {which}")
