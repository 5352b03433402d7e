"""The journal of marks: writes steps, and undoes and redoes them.

A step is first written to the journal, with the state of each article before it. Then it is put in force, which is the
same whether it is done for the first time or redone. Each step follows the one that was the last in force when it was
made: they form a tree, of which one branch is in force. All functions are to be called within a transaction, and raise
`sqlite3.Error` if they cannot write.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final

from reader.core.model.article import Article
from reader.core.model.marks import NO_MARK, HistoryEntry, MarkChange, MarkKind, UndoResult, tag_key
from reader.storage.marks.article_copies import encode_copy, utf8_safe
from reader.storage.marks.queries import choose, choose_none, read_marks
from reader.storage.marks.row_checks import check_tables

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
    """Write a step to the journal and put it in force; an automatic one leaves the journal as it is.

    Articles that have the mark already are skipped, and a step that changes nothing is not written.
    """
    if step.automatic:
        mark_read(connection, ((article, now) for article in step.articles))
        return
    number = next_number(connection)
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
    _add_step(connection, step, number, count, now)
    _put_in_force(connection, number, back=False)


def mark_read(connection: sqlite3.Connection, times: Iterable[tuple[int, float]]) -> None:
    """Mark articles as read beside the journal, each with the time at which it was read; none is read twice."""
    connection.executemany(
        "INSERT INTO mark (article, read_at) VALUES (?, ?)"
        " ON CONFLICT (article) DO UPDATE SET read_at = coalesce(read_at, excluded.read_at)",
        times,
    )


def apply_edits(connection: sqlite3.Connection, number: int, edits: Sequence[Edit], now: float) -> None:
    """Write some of the edits of a bookmarking step, and put them in force; `chosen` has their articles.

    A further edit of a field gives it another value after the step. `enter_edits` is to be called at the end.
    """
    _write_edits(connection, number, edits)
    for statement in _IN_FORCE[MarkKind.BOOKMARKED]:
        chosen = statement.replace("WHERE step", "WHERE article IN (SELECT article FROM chosen) AND step")
        connection.execute(chosen.format(side="after"), {"step": number, "at": now})


def enter_edits(connection: sqlite3.Connection, step: MarkChange, number: int, now: float) -> None:
    """Add the step of edits that are in force already; nothing if there are none."""
    count = connection.execute(f"SELECT count(*) FROM ({CONCERNED})", {"step": number}).fetchone()[0]
    if count:
        _add_step(connection, step, number, count, now)


def keep_copy(connection: sqlite3.Connection, article: Article, now: float) -> list[Edit]:
    """Save the copy of an article if there is none; if there is one, the edit that replaces it."""
    record = encode_copy(article)
    before = connection.execute("SELECT record FROM kept WHERE article = ?", (article.id,)).fetchone()
    if before is None:
        connection.execute("INSERT INTO kept (article, at, record) VALUES (?, ?, ?)", (article.id, now, record))
        return []
    return [(article.id, "copy", before[0], record)]


def next_number(connection: sqlite3.Connection) -> int:
    """The id of the next step."""
    return int(connection.execute("SELECT coalesce(max(id), 0) + 1 FROM step").fetchone()[0])


def _write_edits(connection: sqlite3.Connection, number: int, edits: Sequence[Edit]) -> None:
    connection.executemany(
        "INSERT INTO edit (step, article, field, before, after) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (step, article, field) DO UPDATE SET after = excluded.after",
        [(number, *edit) for edit in edits],
    )


def _add_step(connection: sqlite3.Connection, step: MarkChange, number: int, count: int, now: float) -> None:
    label, origin, parent = utf8_safe(step.label), utf8_safe(step.origin), last_in_force(connection)
    connection.execute(
        "INSERT INTO step (id, at, kind, value, label, origin, count, parent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, now, step.kind.value, step.value, label, origin, count, parent),
    )


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


def last_in_force(connection: sqlite3.Connection) -> int:
    """The last step in force, 0 for none."""
    found: int = connection.execute("SELECT coalesce(max(id), 0) FROM step WHERE NOT undone").fetchone()[0]
    return found


def undo_target(connection: sqlite3.Connection) -> int | None:
    """The last step in force after an undo, 0 for none; None if there is nothing to undo."""
    # Not by `parent`, which a window of an older version does not write.
    found = connection.execute("SELECT id FROM step WHERE NOT undone ORDER BY id DESC LIMIT 2").fetchall()
    return None if not found else found[1][0] if len(found) == 2 else 0


def redo_target(connection: sqlite3.Connection) -> int | None:
    """The last step in force after a redo: of several branches, the one that was left last; None if there is none."""
    found = connection.execute(
        "SELECT id FROM step WHERE parent = ? AND undone ORDER BY undone DESC, id DESC", (last_in_force(connection),)
    ).fetchone()
    return found and int(found[0])


_BRANCH: Final = (
    "WITH RECURSIVE branch (id, label, kind, parent) AS ("
    " SELECT id, label, kind, parent FROM step WHERE id = ? AND undone"
    " UNION ALL SELECT step.id, step.label, step.kind, step.parent FROM step JOIN branch ON step.id = branch.parent"
    "  WHERE undone)"
    " SELECT id, label, kind, parent FROM branch ORDER BY id"
)


def go_to(connection: sqlite3.Connection, last: int) -> UndoResult | None:
    """Put a step and those it follows in force (0 for none), and no others; None if they are, or it is unknown."""
    if last and not connection.execute("SELECT 1 FROM step WHERE id = ?", (last,)).fetchone():
        return None
    redone = connection.execute(_BRANCH, (last,)).fetchall()
    fork = redone[0][3] if redone else last
    undone = connection.execute(
        "SELECT id, label, kind, parent FROM step WHERE NOT undone AND id > ? ORDER BY id DESC", (fork,)
    ).fetchall()
    passed = undone + redone
    if not passed:
        return None
    choose_none(connection)
    for place, (number, *_) in enumerate(passed):
        _put_in_force(connection, number, back=place < len(undone))
        connection.execute(f"INSERT OR IGNORE INTO chosen {CONCERNED}", {"step": number})
    order = connection.execute("SELECT coalesce(max(undone), 0) + 1 FROM step WHERE undone").fetchone()[0]
    connection.execute("UPDATE step SET undone = ? WHERE NOT undone AND id > ?", (order, fork))
    connection.executemany("UPDATE step SET undone = 0 WHERE id = ?", [(number,) for number, *_ in redone])
    concerned = (article for (article,) in connection.execute("SELECT article FROM chosen"))
    marks = dict.fromkeys(concerned, NO_MARK) | read_marks(connection, chosen=True)
    shown = redone or undone
    label = shown[0][1] if len(shown) == 1 else f"{len(shown)} steps"
    if undone and redone:
        label += f", after undoing {len(undone)}"
    return UndoResult(label, marks, any(kind == MarkKind.MUTED for _, _, kind, _ in passed), not redone)


def read_history(connection: sqlite3.Connection, limit: int, before: int | None) -> tuple[HistoryEntry, ...]:
    """Up to `limit` steps before a step (None: from the end), the newest first."""
    check_tables(connection, ("step",))
    rows = connection.execute(
        "SELECT id, at, label, origin, count, undone, parent FROM step WHERE id < ? ORDER BY id DESC LIMIT ?",
        (_LAST if before is None else before, limit),
    )
    return tuple(
        HistoryEntry(number, at, label, origin, count, bool(undone), parent)
        for number, at, label, origin, count, undone, parent in rows
    )


_OUTSIDE: Final = "id NOT IN (WITH RECURSIVE found (id) AS (%s) SELECT id FROM found)"
_RECENT: Final = "SELECT id FROM step WHERE NOT undone OR at >= ? UNION SELECT parent FROM step JOIN found USING (id)"
_REACHED: Final = "SELECT 0 UNION SELECT step.id FROM step JOIN found ON step.parent = found.id"


def compact(connection: sqlite3.Connection, before: float) -> None:
    """Delete the steps that are older than a time, and the copies that no undo can bring back then.

    Of the undone steps those stay that a recent one follows, as far as they can still be reached.
    """
    if connection.execute("SELECT 1 FROM step WHERE at < ?", (before,)).fetchone():
        _delete_old(connection, before)
    connection.execute(
        "DELETE FROM kept WHERE article NOT IN (SELECT article FROM mark WHERE bookmarked_at IS NOT NULL)"
        " AND article NOT IN (SELECT article FROM change JOIN step ON step.id = change.step WHERE kind = 'bookmarked')"
        " AND article NOT IN (SELECT article FROM edit WHERE field = 'bookmarked')"
    )


def _delete_old(connection: sqlite3.Connection, before: float) -> None:
    delete_steps(connection, _OUTSIDE % _RECENT, (before,))
    first = "SELECT coalesce(min(id), ?) FROM step WHERE NOT undone AND at >= ?"
    fork = connection.execute(
        f"SELECT coalesce(max(id), 0) FROM step WHERE NOT undone AND id < ({first})", (_LAST, before)
    ).fetchone()[0]
    if fork:
        # What began at the former beginning can no longer be reached, what follows the last deleted step can.
        connection.execute(
            "UPDATE step SET parent = CASE parent WHEN ? THEN 0 ELSE -1 END WHERE parent IN (0, ?)", (fork, fork)
        )
        delete_steps(connection, _OUTSIDE % _REACHED)


def delete_steps(connection: sqlite3.Connection, which: str, values: Sequence[object] = ()) -> None:
    """Delete the steps that meet a condition in SQL, and what they changed from the journal."""
    connection.execute(f"DELETE FROM step WHERE {which}", values)
    for table in ("change", "edit"):
        connection.execute(f"DELETE FROM {table} WHERE step NOT IN (SELECT id FROM step)")
