"""Reading what can still be read of a damaged file, row by row, and copying it into a sound one."""

import sqlite3
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from typing import Any, Final

from reader.storage import schema
from reader.storage.records import DamagedRecord, decode

_HEADER: Final = 100
_PAGE: Final = 4096
_LARGEST: Final = 2**63 - 1
_MAX_SEARCHES: Final = 2_000

Row = tuple[Any, ...]


def salvage(data: bytes, target: sqlite3.Connection) -> int:
    """Copy every readable row of a damaged file into a sound one.

    The bytes are tried as they are, then with the header of a new file, then with its whole first
    page, until there is something to read. Where rows of `mark` are lost, the journal gives them back,
    and where that is lost too, the copies.

    Args:
        data: the damaged file's bytes; they are not changed.
        target: a file of the newest version; what it has already stays.

    Returns:
        How many articles with marks were read.

    Raises:
        sqlite3.Error: the rows could not be written to the target, which is as it was.
    """
    for graft in (0, _HEADER, _PAGE):
        with closing(schema.in_memory()) as source:
            if _shows_tables(source, _patched(data, graft)):
                return merge(source, target)
    return 0


def _shows_tables(source: sqlite3.Connection, data: bytes) -> bool:
    """Fill a new database with a file's bytes; says whether it knows where the marks are."""
    try:
        source.deserialize(data)
        source.execute("PRAGMA writable_schema=ON")  # Or a file cut short is refused as a whole.
        found = source.execute("SELECT count(*) FROM sqlite_schema WHERE name IN ('mark', 'step', 'change', 'kept')")
        return bool(found.fetchone()[0] == 4)
    except (sqlite3.Error, UnicodeDecodeError):
        return False


def merge(source: sqlite3.Connection, target: sqlite3.Connection) -> int:
    """Add the readable rows of one database of marks to another, in one transaction.

    Marks are united; copies and what is remembered stay the target's where it has them; the source's
    steps come after the target's.

    Returns:
        How many articles with marks the source gave.

    Raises:
        sqlite3.Error: the rows could not be written to the target, which is as it was.
    """
    with schema.transaction(target):
        offset = target.execute("SELECT coalesce(max(id), 0) FROM step").fetchone()[0]
        before = target.execute("SELECT count(*) FROM mark").fetchone()[0]
        marks = _Table(source, "mark", "article", "article, read_at, bookmarked_at", _is_mark)
        target.executemany(
            "INSERT INTO mark (article, read_at, bookmarked_at) VALUES (?, ?, ?) ON CONFLICT (article) DO UPDATE SET"
            " read_at = coalesce(read_at, excluded.read_at),"
            " bookmarked_at = coalesce(bookmarked_at, excluded.bookmarked_at)",
            marks.rows(),
        )
        kept = _Table(source, "kept", "article", "article, at, record", _is_kept)
        target.executemany("INSERT OR IGNORE INTO kept (article, at, record) VALUES (?, ?, ?)", kept.rows())
        remembered = _Table(source, "remembered", "rowid", "key, value", _is_remembered)
        target.executemany(
            "INSERT OR IGNORE INTO remembered (key, value) VALUES (?, ?)",
            remembered.rows(),
        )
        steps = _Table(source, "step", "id", f"id + {offset}, at, kind, value, label, origin", _is_step)
        target.executemany(
            "INSERT OR IGNORE INTO step (id, at, kind, value, label, origin) VALUES (?, ?, ?, ?, ?, ?)", steps.rows()
        )
        changes = _Table(source, "change", "step", f"step + {offset}, article, before", _is_change)
        target.executemany("INSERT OR IGNORE INTO change (step, article, before) VALUES (?, ?, ?)", changes.rows())
        if marks.damaged:
            _restore_from_journal(target, offset)
        if marks.damaged and changes.damaged:
            _restore_from_copies(target, offset)
        return int(target.execute("SELECT count(*) FROM mark").fetchone()[0]) - int(before)


def _restore_from_journal(target: sqlite3.Connection, offset: int) -> None:
    """Give back marks whose rows were unreadable: each article's last step of each kind tells."""
    for kind, column in (("read", "read_at"), ("bookmarked", "bookmarked_at")):
        target.execute(
            f"INSERT INTO mark (article, {column})"
            "  SELECT article, at FROM ("
            "    SELECT article, at, value, max(step) FROM change JOIN step ON step.id = change.step"
            "    WHERE kind = ? AND step > ? GROUP BY article)"
            "  WHERE value"
            f" ON CONFLICT (article) DO UPDATE SET {column} = coalesce({column}, excluded.{column})",
            (kind, offset),
        )


def _restore_from_copies(target: sqlite3.Connection, offset: int) -> None:
    """Give back bookmarks of which only the copy was readable: one too many is better than one lost."""
    target.execute(
        "INSERT INTO mark (article, bookmarked_at) SELECT article, at FROM kept WHERE article NOT IN"
        "  (SELECT article FROM change JOIN step ON step.id = change.step WHERE kind = 'bookmarked' AND step > ?)"
        " ON CONFLICT (article) DO UPDATE SET bookmarked_at = coalesce(bookmarked_at, excluded.bookmarked_at)",
        (offset,),
    )


def _patched(data: bytes, graft: int) -> bytes:
    """The file's bytes with the first `graft` bytes of a new file, and with their true number of pages."""
    with closing(schema.in_memory()) as new:
        schema.migrate(new)
        first = new.serialize()[:graft]
    patched = bytearray(first + data[graft:])
    patched.extend(bytes(-len(patched) % _PAGE or (_PAGE if not patched else 0)))
    patched[18:20] = b"\x01\x01"  # Not WAL: there is no such file beside a copy in memory.
    patched[28:32] = (len(patched) // _PAGE).to_bytes(4, "big")
    patched[92:96] = patched[24:28]  # Says that the number of pages is up to date.
    return bytes(patched)


class _Table:
    """One table of a file that may be damaged, read around the places that cannot be read."""

    def __init__(
        self, source: sqlite3.Connection, name: str, key: str, columns: str, sound: Callable[[Row], bool]
    ) -> None:
        self._source, self._sound = source, sound
        self._query = f"SELECT {key}, {columns} FROM {name} WHERE {key} BETWEEN ? AND ? ORDER BY {key}"
        self.damaged = False
        """Whether a place could not be read, known when `rows` has ended."""

    def rows(self) -> Iterator[Row]:
        """The sound rows, some perhaps twice.

        Forwards up to a bad place, then backwards down to it; the gap between is halved again and
        again, the widest gaps first, for there may be good pages between bad ones.
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
        """Yield the rows of a range; returns None at its end, else the key up to which it could be read."""
        try:
            for key, *row in self._source.execute(f"{self._query} {order}", (low, high)):
                if isinstance(key, int) and self._sound(tuple(row)):
                    reached = key
                    yield tuple(row)
        except (sqlite3.Error, UnicodeDecodeError):
            return reached
        return None


def _is_mark(row: Row) -> bool:
    article, read_at, bookmarked_at = row
    times = [when for when in (read_at, bookmarked_at) if when is not None]
    return _is_id(article) and bool(times) and all(isinstance(when, float) for when in times)


def _is_kept(row: Row) -> bool:
    article, at, record = row
    try:
        return isinstance(at, float) and isinstance(record, str) and bool(decode(record).id == article)
    except DamagedRecord:
        return False


def _is_remembered(row: Row) -> bool:
    return all(isinstance(text, str) for text in row)


def _is_step(row: Row) -> bool:
    number, at, kind, value, label, origin = row
    return (
        isinstance(number, int)
        and isinstance(at, float)
        and value in (0, 1)
        and all(isinstance(text, str) for text in (kind, label, origin))
    )


def _is_change(row: Row) -> bool:
    step, article, _ = row
    return isinstance(step, int) and _is_id(article)


def _is_id(value: object) -> bool:
    return isinstance(value, int) and 0 < value <= _LARGEST
