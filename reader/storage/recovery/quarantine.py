"""Moves a damaged file aside and replaces it by a new one with its readable rows."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from reader.storage.marks import schema
from reader.storage.marks.sqlite_errors import damage_as_error, is_damage
from reader.storage.recovery.salvage import salvage


class Recovery(Struct, frozen=True):
    """Where the damaged file is now, and how many marked articles could be read."""

    aside: Path
    marks: int

    @property
    def notice(self) -> str:
        """The same in words."""
        count = f"{self.marks:,}" if self.marks else "none"
        return f"the marks file was damaged and is now {self.aside}; {count} of its marked articles could be recovered"


@contextmanager
def recovery_lock(path: Path, timeout: float) -> Iterator[None]:
    """Keep other windows from recovering the same file, which would be the new one.

    Raises:
        sqlite3.Error: another window does not release the lock in time, or the folder cannot be written to.
    """
    gate = path.with_name(f"{path.name}.rescue-lock")
    try:
        with closing(schema.connect(gate, timeout)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield
    finally:
        gate.unlink(missing_ok=True)


def recover_file(path: Path, timeout: float) -> Recovery:
    """Replace a damaged file by a new one with its readable rows, and keep the damaged one beside it.

    The new file is complete before it takes the place of the other in one step: a killed program or a full disk always
    leaves one of them. To be called within `recovery_lock`.

    Raises:
        sqlite3.Error, OSError: it could not be done; the damaged file was not moved.
    """
    fresh = path.with_name(f"{path.name}.rescue")
    _remove(fresh)
    # The file is opened before it is locked and closed after: closing it would drop the lock.
    with path.open("rb") as stream, _write_lock(path, timeout):
        try:
            with closing(schema.connect(fresh, timeout)) as target:
                schema.make_durable(target)
                schema.migrate(target)
                marks = salvage(stream.read(), target)
            aside = spare_name(path, datetime.now(UTC))
            _set_aside(path, aside)
            fresh.replace(path)
        finally:
            _remove(fresh)
    return Recovery(aside, marks)


def salvage_file(path: Path, target: sqlite3.Connection) -> None:
    """Read what can be read of a damaged file that stays where it is."""
    salvage(path.read_bytes(), target)


def spare_name(path: Path, now: datetime) -> Path:
    """An unused name beside `path` for its damaged file: with the time, and with a number if necessary."""
    name = f"{path.name}.damaged-{now:%Y%m%dT%H%M%SZ}"
    number, spare = 1, path.with_name(name)
    while spare.exists() or _journal(spare).exists():
        number += 1
        spare = path.with_name(f"{name}-{number}")
    return spare


@contextmanager
def _write_lock(path: Path, timeout: float) -> Iterator[None]:
    """Keep other windows from writing, if the damaged file can be locked.

    If it cannot (it has no header), they cannot write either.
    """
    with closing(schema.connect(path, timeout, "mode=rw")) as connection:
        try:
            with damage_as_error():
                connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if not is_damage(error):
                raise
        yield


def _set_aside(path: Path, aside: Path) -> None:
    journal = _journal(path)
    if journal.exists():
        journal.rename(_journal(aside))
    try:
        os.link(path, aside)
    except OSError:
        path.rename(aside)  # Without hard links, there is no file for a moment.


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _journal(path).unlink(missing_ok=True)
