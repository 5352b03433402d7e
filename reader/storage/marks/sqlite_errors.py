"""What goes wrong with a file of marks, in words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_WORDS: Final = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the file or its folder is read-only",
    sqlite3.SQLITE_BUSY: "another program is holding the file",
    sqlite3.SQLITE_LOCKED: "another program is holding the file",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened or its folder cannot be written to",
    sqlite3.SQLITE_PERM: "access to the file is not allowed",
    sqlite3.SQLITE_AUTH: "access to the file is not allowed",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_CORRUPT: "the file is damaged",
    sqlite3.SQLITE_NOTADB: "the file is damaged",
    sqlite3.SQLITE_NOMEM: "there is not enough memory",
}

_DAMAGE: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_PASSING: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL}


class Damaged(sqlite3.DatabaseError):
    """A file that can be opened but is not sound; the text is SQLite's finding."""


class Moved(sqlite3.OperationalError):
    """The file is no longer at its place: another window moved it aside, or a person did."""


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code, 0 for an error that the module itself raised."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken, so that only a new one helps."""
    return isinstance(error, Damaged) or _code(error) in _DAMAGE


def is_passing(error: sqlite3.Error) -> bool:
    """Whether the same connection will work again when the disk has room or the lock is gone."""
    return _code(error) in _PASSING


def in_words(error: sqlite3.Error | OSError) -> str:
    """Why it failed, as a clause without a full stop."""
    if isinstance(error, OSError):
        name = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror or error}{name}"
    if isinstance(error, Damaged):
        return "the file is damaged"
    return _WORDS.get(_code(error), str(error))


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn into Damaged what the sqlite3 module raises when SQLite's message quotes a damaged name.

    Raises:
        Damaged: the message was not UTF-8.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise Damaged("a name in it is damaged") from error
