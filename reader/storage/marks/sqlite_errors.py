"""Errors of the marks file, and their reasons in words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_REASONS: Final = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the file or its folder is read-only",
    sqlite3.SQLITE_BUSY: "another program has locked the file",
    sqlite3.SQLITE_LOCKED: "another program has locked the file",
    sqlite3.SQLITE_CANTOPEN: "the file cannot be opened or its folder cannot be written to",
    sqlite3.SQLITE_PERM: "access to the file is not allowed",
    sqlite3.SQLITE_AUTH: "access to the file is not allowed",
    sqlite3.SQLITE_IOERR: "the disk reports an error",
    sqlite3.SQLITE_CORRUPT: "the file is damaged",
    sqlite3.SQLITE_NOTADB: "the file is damaged",
    sqlite3.SQLITE_NOMEM: "there is not enough memory",
}

_DAMAGE: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_TEMPORARY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL}


class FileDamaged(sqlite3.DatabaseError):
    """The file can be opened but is damaged; the message is SQLite's finding."""


class FileMoved(sqlite3.OperationalError):
    """Another window, or the user, moved or replaced the file."""


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 for an error that the Python module raised."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is damaged, so that only a new one helps."""
    return isinstance(error, FileDamaged) or _code(error) in _DAMAGE


def is_temporary(error: sqlite3.Error) -> bool:
    """Whether the same connection will work again, once the disk has space or the lock is released."""
    return _code(error) in _TEMPORARY


def error_reason(error: sqlite3.Error | OSError) -> str:
    """Why something failed, as a clause without a full stop."""
    if isinstance(error, OSError):
        name = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror or error}{name}"
    if isinstance(error, FileDamaged):
        return "the file is damaged"
    return _REASONS.get(_code(error), str(error))


@contextmanager
def damage_as_error() -> Iterator[None]:
    """Raise FileDamaged where the sqlite3 module fails to decode a message of SQLite that quotes a damaged name."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise FileDamaged("a name in it is damaged") from error
