"""Opening the file of marks, whatever state it is in."""

import os
import sqlite3
from contextlib import ExitStack, closing
from enum import Enum, auto
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from reader.storage.marks import schema
from reader.storage.marks.sqlite_errors import Damaged, damage_told, in_words, is_damage
from reader.storage.recovery.quarantine import Rescued, one_at_a_time, rescue
from reader.storage.recovery.salvage import salvage

CHECKED_BYTES: Final = 4 * 2**20
"""Files up to this size are checked whole at start. In larger ones damage is found when it is met: the
state is read whole at start in any case, and the rest, which is mostly journal, when it is needed.
The check takes about 5 ms a MiB, reading 100,000 marks 40 ms: together they stay below 100 ms."""


class Access(Enum):
    """What can be done with an opened file."""

    WRITABLE = auto()
    READ_ONLY = auto()
    MEMORY = auto()
    """There is no file: what is written is gone with the program."""


class OpenedDatabase(Struct, frozen=True):
    """A connection and what there is to say about it.

    `reason` is why nothing is saved ("" when it is), `notice` what happened to the file, `identity`
    tells this file from another of the same name, and `lasting` that another try will find no change.
    """

    connection: sqlite3.Connection
    access: Access
    reason: str = ""
    notice: str = ""
    identity: tuple[int, int] | None = None
    lasting: bool = False


def open_file(path: Path, timeout: float) -> OpenedDatabase:
    """Open the file of marks, making it and its folder when there is none.

    Never raises for what is found: what cannot be written is opened for reading, what cannot be read is
    replaced by memory, a damaged file is moved aside and what is readable of it kept.

    Args:
        path: the file.
        timeout: seconds to wait for another program's lock.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _open_as_found(path, timeout)
    except (sqlite3.Error, OSError) as error:
        return _open_memory(in_words(error))


def identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that takes its place; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def may_write(path: Path) -> bool:
    """Whether the file and, for SQLite's journal, its folder can be written to."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _open_as_found(path: Path, timeout: float) -> OpenedDatabase:
    if path.exists() and not path.is_file():
        return _open_memory(f"{path} is not a regular file", lasting=True)
    application, version = _signature(path)
    if application not in (0, schema.APPLICATION_ID):
        return _open_memory(f"{path} belongs to another program", lasting=True)
    if application and version > len(schema.MIGRATIONS):
        connection = schema.connect(path, timeout, "mode=ro")
        return OpenedDatabase(connection, Access.READ_ONLY, f"{path} was written by a newer version", lasting=True)
    try:
        return _open_sound(path, timeout) if may_write(path) else _open_read_only(path, timeout)
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
    return _open_rescued(path, timeout)


def _signature(path: Path) -> tuple[int, int]:
    """The file's application id and version; zeros for a new file and where they cannot be read.

    Read without locks and without playing back a journal: a file that is not ours stays byte for byte.
    """
    try:
        with damage_told(), closing(schema.connect(path, 0, "mode=ro&immutable=1")) as connection:
            return schema.pragma(connection, "application_id"), schema.pragma(connection, "user_version")
    except sqlite3.Error:
        return 0, 0


def _open_sound(path: Path, timeout: float) -> OpenedDatabase:
    with damage_told(), ExitStack() as stack:
        connection = stack.enter_context(closing(schema.connect(path, timeout)))
        _check(connection, path)
        schema.make_durable(connection)
        schema.migrate(connection)
        stack.pop_all()
    return OpenedDatabase(connection, Access.WRITABLE, identity=identity(path))


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """Raise Damaged for an unsound file, and for one that has tables but does not say that it is ours."""
    if path.stat().st_size <= CHECKED_BYTES:
        finding = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if finding != "ok":
            raise Damaged(finding)
    # In this order, for another window may be making the tables just now.
    if schema.pragma(connection, "schema_version") and not schema.pragma(connection, "application_id"):
        raise sqlite3.OperationalError(f"{path} belongs to another program")


def _open_read_only(path: Path, timeout: float) -> OpenedDatabase:
    reason = f"{path} is read-only"
    with damage_told(), ExitStack() as stack:
        connection = stack.enter_context(closing(schema.connect(path, timeout, "mode=ro")))
        _check(connection, path)
        if schema.pragma(connection, "user_version") < len(schema.MIGRATIONS):
            copy = _open_memory(reason)
            connection.backup(copy.connection)
            schema.migrate(copy.connection)
            return replace(copy, access=Access.READ_ONLY)
        stack.pop_all()
    return OpenedDatabase(connection, Access.READ_ONLY, reason, identity=identity(path))


def _open_rescued(path: Path, timeout: float) -> OpenedDatabase:
    """Replace a damaged file by what can be read of it; by memory when the disk does not allow that."""
    try:
        with one_at_a_time(path, timeout):
            try:
                return _open_sound(path, timeout)  # Another window was here first.
            except sqlite3.Error as error:
                if not is_damage(error):
                    raise
            rescued = rescue(path, timeout)
            return replace(_open_sound(path, timeout), notice=_said(rescued))
    except (sqlite3.Error, OSError) as error:
        reason = f"{path} is damaged and cannot be replaced: {in_words(error)}"
    data = path.read_bytes()
    memory = _open_memory(reason, lasting=True)
    salvage(data, memory.connection)
    return memory


def _said(rescued: Rescued) -> str:
    count = "none" if rescued.marks == 0 else str(rescued.marks)
    return f"the file of marks was damaged: it is now {rescued.aside}, and {count} of its marked articles could be read"


def _open_memory(reason: str, lasting: bool = False) -> OpenedDatabase:
    connection = schema.in_memory()
    schema.migrate(connection)
    return OpenedDatabase(connection, Access.MEMORY, reason, lasting=lasting)
