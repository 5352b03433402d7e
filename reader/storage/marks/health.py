"""Checks the marks file without changing it."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from reader.storage.marks import schema
from reader.storage.marks.row_checks import COLUMNS, check_copies, check_tables
from reader.storage.marks.sqlite_errors import FileDamaged, error_reason

TIMEOUT: Final = 2.0
_NEWEST: Final = len(schema.MIGRATIONS)
_RECOVERY: Final = "start heatwire: it sets a damaged file aside and recovers what can be read"
_COUNTED: Final = {
    "marked": "SELECT count(*) FROM mark",
    "bookmarks": "SELECT count(*) FROM mark WHERE bookmarked_at IS NOT NULL",
    "steps": "SELECT count(*) FROM step",
}


class MarksHealth(Struct, frozen=True):
    """The state of a marks file."""

    bytes: int
    version: int = 0  # of its format; 0 if it could not be read
    counts: Mapping[str, int] = field(default_factory=dict)  # rows of each kind
    error: str = ""  # what is wrong with it, or ""
    advice: str = ""  # what to do then


def check_marks(path: Path) -> MarksHealth | None:
    """Check a marks file, which is opened for reading only; None if there is none."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return None
    except OSError as error:
        return MarksHealth(0, error=error_reason(error), advice="make the file readable")
    try:
        with closing(schema.connect(path, TIMEOUT, "mode=ro")) as connection:
            return _examine(connection, size)
    except sqlite3.Error as error:
        interrupted = path.with_name(f"{path.name}-journal").exists()
        advice = "start heatwire once: it rolls back the write that was interrupted" if interrupted else _RECOVERY
        return MarksHealth(size, error=error_reason(error), advice=advice)


def _examine(connection: sqlite3.Connection, size: int) -> MarksHealth:
    application, version = schema.pragma(connection, "application_id"), schema.pragma(connection, "user_version")
    if application != schema.APPLICATION_ID and schema.pragma(connection, "schema_version"):
        return MarksHealth(size, error="it belongs to another program", advice="move it elsewhere")
    finding = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if finding != "ok":
        return MarksHealth(size, version, error=f"it is damaged: {finding}", advice=_RECOVERY)
    if version > _NEWEST:
        reason = f"it was written by a newer heatwire (version {version}; this one reads up to {_NEWEST})"
        return MarksHealth(size, version, error=reason, advice="upgrade heatwire; until then nothing is saved")
    try:
        check_tables(connection, COLUMNS)
        check_copies(connection)
    except FileDamaged as error:
        return MarksHealth(size, version, error=str(error), advice=_RECOVERY)
    counts: dict[str, int] = {}
    for name, query in _COUNTED.items():
        # A file of an older version may lack some tables.
        with suppress(sqlite3.OperationalError):
            counts[name] = connection.execute(query).fetchone()[0]
    return MarksHealth(size, version, counts=counts)
