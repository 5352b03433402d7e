"""Opens the marks file, whatever state it is in."""

import os
import sqlite3
from contextlib import ExitStack, closing
from enum import Enum, auto
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from reader.storage.marks import schema
from reader.storage.marks.row_checks import COLUMNS, STATE, check_copies, check_tables
from reader.storage.marks.sqlite_errors import FileDamaged, damage_as_error, error_reason, is_damage

CHECKED_BYTES: Final = 4 * 2**20
"""Files up to this size are checked as a whole at start. In larger ones damage is found when it is met: all marks are
read at start in any case, and the rest, mostly the journal, when it is needed. The check takes about 10 ms a MiB, and
reading 100,000 marks 40 ms: together less than 100 ms."""


class Access(Enum):
    """What can be done with an opened file."""

    WRITABLE = auto()
    READ_ONLY = auto()
    MEMORY = auto()
    """There is no file: what is written is lost when the program ends."""


class MarksConnection(Struct, frozen=True):
    """A connection and what can be done with it."""

    connection: sqlite3.Connection
    access: Access
    reason: str = ""  # why nothing is saved, "" if it is
    notice: str = ""  # what happened to a damaged file, or ""
    identity: tuple[int, int] | None = None  # tells this file from another with the same name
    permanent: bool = False  # whether trying again is of no use


def open_file(path: Path, timeout: float, thorough: bool = False) -> MarksConnection:
    """Open the marks file, creating it and its folder if there is none.

    Never raises because of what is found: a file that cannot be written is opened for reading, one that cannot be read
    is replaced by memory, and a damaged one is moved aside, after what can be read was copied into a new one.
    `timeout` is how many seconds to wait for another program's lock; `thorough` checks everything in it, however large
    it is.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _open_as_found(path, timeout, thorough)
    except (sqlite3.Error, OSError) as error:
        return _open_memory(error_reason(error))


def file_identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that replaces it; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def may_write(path: Path) -> bool:
    """Whether the file and, for SQLite's journal, its folder can be written to."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _open_as_found(path: Path, timeout: float, thorough: bool) -> MarksConnection:
    if path.exists() and not path.is_file():
        return _open_memory(f"{path} is not a regular file", permanent=True)
    application, version = _signature(path)
    if application not in (0, schema.APPLICATION_ID):
        return _open_memory(f"{path} belongs to another program", permanent=True)
    if application and version > len(schema.MIGRATIONS):
        connection = schema.connect(path, timeout, "mode=ro")
        return MarksConnection(connection, Access.READ_ONLY, f"{path} was written by a newer version", permanent=True)
    try:
        return _open_sound(path, timeout, thorough) if may_write(path) else _open_read_only(path, timeout)
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
    return _open_recovered(path, timeout, thorough)


def _signature(path: Path) -> tuple[int, int]:
    """The file's application id and version; zeros for a new file and if they cannot be read.

    Read without locks and without rolling back a journal: a file of another program stays byte for byte.
    """
    try:
        with damage_as_error(), closing(schema.connect(path, 0, "mode=ro&immutable=1")) as connection:
            return schema.pragma(connection, "application_id"), schema.pragma(connection, "user_version")
    except sqlite3.Error:
        return 0, 0


def _open_sound(path: Path, timeout: float, thorough: bool = False) -> MarksConnection:
    with damage_as_error(), ExitStack() as stack:
        connection = stack.enter_context(closing(schema.connect(path, timeout)))
        _check(connection, path, thorough)
        schema.make_durable(connection)
        schema.migrate(connection)
        stack.pop_all()
    return MarksConnection(connection, Access.WRITABLE, identity=file_identity(path))


def _check(connection: sqlite3.Connection, path: Path, thorough: bool = False) -> None:
    """Raise FileDamaged for a damaged file, and an error for one that has tables but not our application id."""
    small = path.stat().st_size <= CHECKED_BYTES
    if small or thorough:
        finding = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if finding != "ok":
            raise FileDamaged(finding)
    # In this order, because another window may be creating the tables right now.
    if schema.pragma(connection, "schema_version") and not schema.pragma(connection, "application_id"):
        raise sqlite3.OperationalError(f"{path} belongs to another program")
    check_tables(connection, COLUMNS if small or thorough else STATE)
    if thorough:
        check_copies(connection)


def _open_read_only(path: Path, timeout: float) -> MarksConnection:
    reason = f"{path} is read-only"
    with damage_as_error(), ExitStack() as stack:
        connection = stack.enter_context(closing(schema.connect(path, timeout, "mode=ro")))
        _check(connection, path)
        if schema.pragma(connection, "user_version") < len(schema.MIGRATIONS):
            copy = _open_memory(reason)
            connection.backup(copy.connection)
            schema.migrate(copy.connection)
            return replace(copy, access=Access.READ_ONLY)
        stack.pop_all()
    return MarksConnection(connection, Access.READ_ONLY, reason, identity=file_identity(path))


def _open_recovered(path: Path, timeout: float, thorough: bool) -> MarksConnection:
    """Replace a damaged file by what can be read of it; by memory if the disk does not allow that."""
    from reader.storage.recovery.quarantine import recover_file, recovery_lock, salvage_file  # lazy: services

    try:
        with recovery_lock(path, timeout):
            try:
                return _open_sound(path, timeout, thorough)  # Another window has recovered it already.
            except sqlite3.Error as error:
                if not is_damage(error):
                    raise
            recovery = recover_file(path, timeout)
            return replace(_open_sound(path, timeout), notice=recovery.notice)
    except (sqlite3.Error, OSError) as error:
        reason = f"{path} is damaged and cannot be replaced: {error_reason(error)}"
    memory = _open_memory(reason, permanent=True)
    salvage_file(path, memory.connection)
    return memory


def _open_memory(reason: str, permanent: bool = False) -> MarksConnection:
    connection = schema.in_memory()
    schema.migrate(connection)
    return MarksConnection(connection, Access.MEMORY, reason, permanent=permanent)
