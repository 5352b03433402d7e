"""Moving a damaged file aside, and putting a sound one with its readable rows into its place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from reader.storage.marks import schema
from reader.storage.marks.sqlite_errors import damage_told, is_damage
from reader.storage.recovery.salvage import salvage


class Rescued(Struct, frozen=True):
    """Where the damaged file is now, and how many articles with marks could be read of it."""

    aside: Path
    marks: int


@contextmanager
def one_at_a_time(path: Path, timeout: float) -> Iterator[None]:
    """Keep other windows from rescuing the same file, for theirs would be the new one.

    Raises:
        sqlite3.Error: another window is at it and does not end, or the folder cannot be written to.
    """
    gate = path.with_name(f"{path.name}.rescue-lock")
    try:
        with closing(schema.connect(gate, timeout)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield
    finally:
        gate.unlink(missing_ok=True)


def rescue(path: Path, timeout: float) -> Rescued:
    """Put a new file with the readable rows into the place of a damaged one, which is kept beside it.

    The new file is written whole before the two change places, in one step: there is no moment at
    which a killed program or a full disk leaves neither. To be called within `one_at_a_time`.

    Raises:
        sqlite3.Error, OSError: it could not be done; the damaged file is at its place.
    """
    fresh = path.with_name(f"{path.name}.rescue")
    _remove(fresh)
    # The file is opened before it is locked and closed after: closing it would drop the lock.
    with path.open("rb") as stream, _held(path, timeout):
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
    return Rescued(aside, marks)


def spare_name(path: Path, now: datetime) -> Path:
    """A name beside `path` for its damaged file that no file has: with the time, and a number if need be."""
    name = f"{path.name}.damaged-{now:%Y%m%dT%H%M%SZ}"
    number, spare = 1, path.with_name(name)
    while spare.exists() or _journal(spare).exists():
        number += 1
        spare = path.with_name(f"{name}-{number}")
    return spare


@contextmanager
def _held(path: Path, timeout: float) -> Iterator[None]:
    """Keep other windows from writing, as far as the damaged file can be locked.

    Where it cannot (no header), they cannot begin to write either.
    """
    with closing(schema.connect(path, timeout, "mode=rw")) as connection:
        try:
            with damage_told():
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
        path.rename(aside)  # A file system without hard links: for a moment there is no file.


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _journal(path).unlink(missing_ok=True)
