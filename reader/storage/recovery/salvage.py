"""Copies what can still be read of a damaged file, row by row, into a new one."""

import sqlite3
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import closing
from functools import partial
from types import NoneType
from typing import Any, Final, NamedTuple

from reader.core.model.marks import tag_key
from reader.storage.marks import schema
from reader.storage.marks.article_copies import DamagedRecord, decode_copy
from reader.storage.marks.journal import delete_steps

_HEADER: Final = 100
_PAGE: Final = 4096
_LARGEST: Final = 2**63 - 1
_MAX_SEARCHES: Final = 2_000

Row = tuple[Any, ...]
Check = Callable[[object], bool]


def salvage(data: bytes, target: sqlite3.Connection) -> int:
    """Copy every readable row of a damaged file into a new one.

    The bytes are tried unchanged, then with the header of a new file, then with its whole first page, until something
    can be read. Lost rows of `mark` are restored from the journal, and if that is lost too, from the copies. What the
    new file has already stays. Returns how many marked articles were read.
    """
    for graft in (0, _HEADER, _PAGE):
        with closing(schema.in_memory()) as source:
            if _load_bytes(source, _patched(data, graft)):
                return merge(source, target)
    return 0


def _load_bytes(source: sqlite3.Connection, data: bytes) -> bool:
    """Load a file's bytes into a new database; whether the tables of the marks are found."""
    try:
        source.deserialize(data)
        source.execute("PRAGMA writable_schema=ON")  # Otherwise a truncated file is refused as a whole.
        found = source.execute("SELECT count(*) FROM sqlite_schema WHERE name IN ('mark', 'step', 'change', 'kept')")
        return bool(found.fetchone()[0] == 4)
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def merge(source: sqlite3.Connection, target: sqlite3.Connection) -> int:
    """Add the readable rows of a marks database, of this version or the first, to another in one transaction.

    Marks are merged. Where both have a copy or a remembered value, the target keeps its own. The steps of the source
    come after those of the target. Returns how many marked articles the source added.
    """
    with schema.transaction(target):
        offset = target.execute("SELECT coalesce(max(id), 0) FROM step").fetchone()[0]
        before = _count_marked(target)
        lost = {form.table for form in _FORMS if _copy(source, target, form, offset)}
        _set_counts(target, offset)
        if lost & {"step", "change", "edit"}:
            # Undone steps cannot be redone without all of their changes.
            delete_steps(target, "undone")
        if lost:
            _restore_from_journal(target, offset, lost)
        if {"mark", "change"} <= lost:
            _restore_from_copies(target, offset)
        _restore_from_tags_and_notes(target)
        return _count_marked(target) - before


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, form: "_Form", offset: int) -> bool:
    """Copy the readable rows of a table; whether some could not be read."""
    columns = form.columns if _has_columns(source, form.table, form.columns) else form.before
    if not columns:
        return False
    names = ", ".join(columns)
    table = _Table(source, form, names.replace("step,", f"step + {offset},").replace("id,", f"id + {offset},"))
    places = ", ".join("?" for _ in columns)
    target.executemany(f"INSERT INTO {form.table} ({names}) VALUES ({places}) {form.otherwise}", table.rows())
    return table.damaged


def _has_columns(source: sqlite3.Connection, table: str, columns: Iterable[str]) -> bool:
    """Whether the source has the table with these columns; the first version lacks some columns and tables."""
    try:
        source.execute(f"SELECT {', '.join(columns)} FROM {table} LIMIT 0")
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return not str(error).startswith("no such")
    return True


def _count_marked(target: sqlite3.Connection) -> int:
    found = target.execute("SELECT count(*) FROM (SELECT article FROM mark UNION SELECT article FROM snooze)")
    return int(found.fetchone()[0])


def _set_counts(target: sqlite3.Connection, offset: int) -> None:
    """Set the number of articles of steps from the first version."""
    target.execute(
        "UPDATE step SET count = (SELECT count(*) FROM change WHERE change.step = step.id)"
        " WHERE count = 0 AND id > ? AND kind IN ('read', 'bookmarked')",
        (offset,),
    )


# The last value that a step in force gave to each article's fields.
_LAST_VALUES: Final = (
    "(SELECT article, field, after, max(step) FROM"
    " (SELECT step, article, kind AS field, CASE value WHEN 1 THEN at END AS after"
    "   FROM change JOIN step ON step.id = change.step WHERE NOT undone"
    "  UNION ALL SELECT step, article, field, after FROM edit JOIN step ON step.id = edit.step WHERE NOT undone)"
    " WHERE step > :offset AND field GLOB :field GROUP BY article, field)"
)
_MERGED: Final = (
    "(article) DO UPDATE SET read_at = coalesce(read_at, excluded.read_at),"
    " bookmarked_at = coalesce(bookmarked_at, excluded.bookmarked_at)"
)
_RESTORED: Final = (
    ("mark", "read", "mark (article, read_at) SELECT article, after", _MERGED),
    ("mark", "bookmarked", "mark (article, bookmarked_at) SELECT article, after", _MERGED),
    ("tag", "tag:*", "tag SELECT article, substr(field, 5), after", "DO NOTHING"),
    ("note", "note", "note SELECT article, after", "DO NOTHING"),
    ("snooze", "snoozed", "snooze SELECT article, after", "DO NOTHING"),
    ("mute", "mute:*", "mute SELECT substr(field, 6), after", "DO NOTHING"),
)


def _restore_from_journal(target: sqlite3.Connection, offset: int, lost: AbstractSet[str]) -> None:
    """Restore rows that could not be read from the last step of each article."""
    for table, field, into, otherwise in _RESTORED:
        if table in lost:
            target.execute(
                f"INSERT INTO {into} FROM {_LAST_VALUES} WHERE after IS NOT NULL ON CONFLICT {otherwise}",
                {"offset": offset, "field": field},
            )


def _restore_from_copies(target: sqlite3.Connection, offset: int) -> None:
    """Restore bookmarks of which only the copy could be read: one too many is better than one lost."""
    target.execute(
        "INSERT INTO mark (article, bookmarked_at) SELECT article, at FROM kept WHERE article NOT IN"
        "  (SELECT article FROM change JOIN step ON step.id = change.step WHERE kind = 'bookmarked' AND step > ?)"
        f" ON CONFLICT {_MERGED}",
        (offset,),
    )


def _restore_from_tags_and_notes(target: sqlite3.Connection) -> None:
    """Restore bookmarks of articles that have a tag or a note."""
    target.execute(
        "INSERT INTO mark (article, bookmarked_at)"
        " SELECT article, coalesce((SELECT at FROM kept WHERE kept.article = found.article), 0.0)"
        " FROM (SELECT article FROM tag UNION SELECT article FROM note) AS found WHERE true"
        f" ON CONFLICT {_MERGED}"
    )


def _patched(data: bytes, graft: int) -> bytes:
    """The file's bytes with the first `graft` bytes of a new file, and with their true number of pages."""
    with closing(schema.in_memory()) as new:
        schema.migrate(new)
        first = new.serialize()[:graft]
    patched = bytearray(first + data[graft:])
    patched.extend(bytes(-len(patched) % _PAGE or (_PAGE if not patched else 0)))
    patched[18:20] = b"\x01\x01"  # Not WAL, which would be a second file.
    patched[28:32] = (len(patched) // _PAGE).to_bytes(4, "big")
    patched[92:96] = patched[24:28]  # Marks the number of pages as up to date.
    return bytes(patched)


class _Table:
    """One table of a file that may be damaged; the places that cannot be read are skipped."""

    def __init__(self, source: sqlite3.Connection, form: "_Form", columns: str) -> None:
        self._source, self._checks, self._check = source, tuple(form.columns.values()), form.check
        key = form.key
        self._query = f"SELECT {key}, {columns} FROM {form.table} WHERE {key} BETWEEN ? AND ? ORDER BY {key}"
        self.damaged = False
        """Whether something could not be read or was invalid; set when `rows` has ended."""

    def rows(self) -> Iterator[Row]:
        """The valid rows, some perhaps twice.

        They are read forwards up to a bad place, then backwards down to it. The gap between is halved repeatedly, the
        widest gaps first, because there may be good pages between bad ones.
        """
        gaps = deque([(0, _LARGEST)])
        for _ in range(_MAX_SEARCHES):
            if not gaps:
                return
            low, high = gaps.popleft()
            low_reached = yield from self._scan("ASC", low, high, low)
            if low_reached is None:
                continue
            self.damaged = True
            high_reached = yield from self._scan("DESC", low_reached, high, high)
            if high_reached is not None and high_reached - low_reached > 1:
                middle = (low_reached + high_reached) // 2
                gaps.extend([(low_reached, middle), (middle, high_reached)])

    def _scan(self, order: str, low: int, high: int, reached: int) -> Generator[Row, None, int | None]:
        """Yield the rows of a range; returns None at its end, else the last key that could be read."""
        try:
            for key, *row in self._source.execute(f"{self._query} {order}", (low, high)):
                values = tuple(row)
                valid = all(check(value) for check, value in zip(self._checks, row, strict=False))
                if isinstance(key, int) and valid and self._check(values):
                    reached = key
                    yield values
                else:
                    self.damaged = True
        except (sqlite3.Error, UnicodeDecodeError):
            return reached
        return None


def _is(*kinds: type) -> Check:
    return lambda value: isinstance(value, kinds)


def _is_id(value: object, least: int = 1) -> bool:
    return isinstance(value, int) and least <= value <= _LARGEST


def _is_flag(value: object) -> bool:
    return value in (0, 1)


def _is_copy(row: Row) -> bool:
    try:
        return bool(decode_copy(row[2]).id == row[0])
    except DamagedRecord:
        return False


class _Form(NamedTuple):
    """A table and what is copied of it."""

    table: str
    key: str  # the column by which its rows are read
    columns: Mapping[str, Check]  # each with a check of its values
    check: Callable[[Row], bool] = lambda _: True  # a further check of a row with valid values
    otherwise: str = "ON CONFLICT DO NOTHING"  # for a row that the target has already
    before: tuple[str, ...] = ()  # the columns in the first version, if they differ and it has the table


_ANY: Final = _is(object)
_ID_OR_0: Final = partial(_is_id, least=0)
_INT: Final = _is(int)
_TEXT: Final = _is(str)
_TIME: Final = _is(float)
_TIME_OR_NONE: Final = _is(float, NoneType)
_STEP: Final = {"id": _INT, "at": _TIME, "kind": _TEXT, "value": _is_flag, "label": _TEXT, "origin": _TEXT}
_FORMS: Final = (
    _Form(
        "mark",
        "article",
        {"article": _is_id, "read_at": _TIME_OR_NONE, "bookmarked_at": _TIME_OR_NONE},
        lambda row: row[1:] != (None, None),
        f"ON CONFLICT {_MERGED}",
    ),
    _Form("kept", "article", {"article": _is_id, "at": _TIME, "record": _TEXT}, _is_copy),
    _Form("remembered", "rowid", {"key": _TEXT, "value": _TEXT}),
    _Form("step", "id", _STEP | {"undone": _is_flag, "count": _INT}, before=tuple(_STEP)),
    _Form("change", "step", {"step": _INT, "article": _is_id, "before": _TIME_OR_NONE}),
    _Form("edit", "step", {"step": _INT, "article": _ID_OR_0, "field": _TEXT, "before": _ANY, "after": _ANY}),
    _Form("tag", "article", {"article": _is_id, "key": _TEXT, "tag": _TEXT}, lambda row: tag_key(row[2]) == row[1]),
    _Form("note", "article", {"article": _is_id, "text": _TEXT}),
    _Form("snooze", "article", {"article": _is_id, "until": _is_id}),
    _Form("mute", "rowid", {"key": _TEXT, "until": _INT}),
    _Form("search", "place", {"place": _INT, "name": _TEXT, "query": _TEXT}),
)
