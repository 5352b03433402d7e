"""Copies what can still be read of a damaged file, row by row, into a new one."""

import sqlite3
from collections import deque
from collections.abc import Callable, Generator, Iterator
from collections.abc import Set as AbstractSet
from contextlib import closing
from typing import Any, Final, NamedTuple

from reader.core.model.marks import tag_key
from reader.core.text.normalization import strip_controls
from reader.storage.marks import schema
from reader.storage.marks.article_copies import DamagedRecord, decode_copy
from reader.storage.marks.journal import delete_steps
from reader.storage.marks.row_checks import JOURNAL, present_columns, valid_row

_HEADER: Final = 100
_PAGE: Final = 4096
_LARGEST: Final = 2**63 - 1
_MAX_SEARCHES: Final = 2_000

Row = tuple[Any, ...]


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
    """Add the readable rows of a marks database, of this or an older version, to a new one in one transaction.

    Returns how many marked articles the source has.
    """
    with schema.transaction(target):
        lost = {form.table for form in _FORMS if _copy(source, target, form)}
        journal = bool(lost.intersection(JOURNAL))
        _set_counts(target)
        if journal:
            # Undone steps cannot be redone without all of their changes.
            delete_steps(target, "undone")
        if journal or "parent" not in present_columns(source, "step"):
            target.execute(schema.LINE_UP)
        if lost:
            _restore_from_journal(target, lost)
        if {"mark", "change"} <= lost:
            _restore_from_copies(target)
        _restore_from_tags_and_notes(target)
        return _count_marked(target)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, form: "_Form") -> bool:
    """Copy the readable rows of a table; whether some could not be read."""
    columns = list(present_columns(source, form.table))
    if not columns:
        return False
    table = _Table(source, form, columns)
    places = ", ".join("?" for _ in columns)
    target.executemany(
        f"INSERT INTO {form.table} ({', '.join(columns)}) VALUES ({places}) {form.otherwise}", table.rows()
    )
    return table.damaged


def _count_marked(target: sqlite3.Connection) -> int:
    found = target.execute("SELECT count(*) FROM (SELECT article FROM mark UNION SELECT article FROM snooze)")
    return int(found.fetchone()[0])


def _set_counts(target: sqlite3.Connection) -> None:
    """Set the number of articles of steps from the first version."""
    target.execute(
        "UPDATE step SET count = (SELECT count(*) FROM change WHERE change.step = step.id)"
        " WHERE count = 0 AND kind IN ('read', 'bookmarked')"
    )


# The last value that a step in force gave to each article's fields.
_LAST_VALUES: Final = (
    "(SELECT article, field, after, max(step) FROM"
    " (SELECT step, article, kind AS field, CASE value WHEN 1 THEN at END AS after"
    "   FROM change JOIN step ON step.id = change.step WHERE NOT undone"
    "  UNION ALL SELECT step, article, field, after FROM edit JOIN step ON step.id = edit.step WHERE NOT undone)"
    " WHERE field GLOB :field GROUP BY article, field)"
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


def _restore_from_journal(target: sqlite3.Connection, lost: AbstractSet[str]) -> None:
    """Restore rows that could not be read from the last step of each article."""
    for table, field, into, otherwise in _RESTORED:
        if table in lost:
            target.execute(
                f"INSERT INTO {into} FROM {_LAST_VALUES} WHERE after IS NOT NULL ON CONFLICT {otherwise}",
                {"field": field},
            )


def _restore_from_copies(target: sqlite3.Connection) -> None:
    """Restore bookmarks of which only the copy could be read: one too many is better than one lost."""
    target.execute(
        "INSERT INTO mark (article, bookmarked_at) SELECT article, at FROM kept WHERE article NOT IN"
        "  (SELECT article FROM change JOIN step ON step.id = change.step WHERE kind = 'bookmarked')"
        f" ON CONFLICT {_MERGED}"
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

    def __init__(self, source: sqlite3.Connection, form: "_Form", columns: list[str]) -> None:
        self._source, self._check = source, form.check
        key, names = form.key, ", ".join(columns)
        self._query = (
            f"SELECT {key}, {valid_row(form.table, columns)}, {names} FROM {form.table}"
            f" WHERE {key} BETWEEN ? AND ? ORDER BY {key}"
        )
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
            for key, valid, *row in self._source.execute(f"{self._query} {order}", (low, high)):
                values = tuple(_cleaned(value) if isinstance(value, str) else value for value in row)
                if valid and self._check(values):
                    reached = key
                    yield values
                else:
                    self.damaged = True
        except (sqlite3.Error, UnicodeDecodeError):
            return reached
        return None


def _cleaned(text: str) -> str:
    """A text without the controls that damage has made of letters."""
    return text if text.isprintable() else "\n".join(map(strip_controls, text.split("\n")))


def _is_copy(row: Row) -> bool:
    try:
        return bool(decode_copy(row[2]).id == row[0])
    except DamagedRecord:
        return False


class _Form(NamedTuple):
    """A table and what is copied of it."""

    table: str
    key: str  # the column by which its rows are read
    check: Callable[[Row], bool] = lambda _: True  # a further check of a row with valid values
    otherwise: str = "ON CONFLICT DO NOTHING"  # for a row that the target has already


_FORMS: Final = (
    _Form("mark", "article", lambda row: row[1:] != (None, None), f"ON CONFLICT {_MERGED}"),
    _Form("kept", "article", _is_copy),
    _Form("remembered", "rowid"),
    _Form("step", "id"),
    _Form("change", "step"),
    _Form("edit", "step"),
    _Form("tag", "article", lambda row: tag_key(row[2]) == row[1]),
    _Form("note", "article"),
    _Form("snooze", "article", lambda row: bool(row[1])),
    _Form("mute", "rowid"),
    _Form("search", "place"),
)
