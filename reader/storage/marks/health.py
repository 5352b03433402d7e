"""How the file of marks is, found out without changing it."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from reader.storage.marks import schema
from reader.storage.marks.sqlite_errors import in_words

TIMEOUT: Final = 2.0
_COUNTED: Final = {
    "marked": "SELECT count(*) FROM mark",
    "bookmarks": "SELECT count(*) FROM mark WHERE bookmarked_at IS NOT NULL",
    "steps": "SELECT count(*) FROM step",
}


@dataclass(frozen=True, slots=True)
class MarksHealth:
    """What is known of a file of marks.

    Attributes:
        bytes: its size.
        version: the version of its form, 0 where it could not be read.
        newest: the version that this program writes.
        counts: how many of what.
        fault: why it is not well, in words, or "".
        advice: what to do then.
    """

    bytes: int
    version: int = 0
    newest: int = len(schema.MIGRATIONS)
    counts: Mapping[str, int] = field(default_factory=dict)
    fault: str = ""
    advice: str = ""


def look_at(path: Path) -> MarksHealth | None:
    """Look at a file of marks; None where there is none. It is opened for reading only."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return None
    except OSError as error:
        return MarksHealth(0, fault=in_words(error), advice="make the file readable")
    try:
        with closing(schema.connect(path, TIMEOUT, "mode=ro")) as connection:
            return _examine(connection, size)
    except sqlite3.Error as error:
        if path.with_name(f"{path.name}-journal").exists():
            advice = "start heatwire once: it puts an interrupted change right"
        else:
            advice = "start heatwire: it moves a damaged file aside and keeps what can be read"
        return MarksHealth(size, fault=in_words(error), advice=advice)


def _examine(connection: sqlite3.Connection, size: int) -> MarksHealth:
    application, version = schema.pragma(connection, "application_id"), schema.pragma(connection, "user_version")
    if application != schema.APPLICATION_ID and schema.pragma(connection, "schema_version"):
        return MarksHealth(size, fault="it belongs to another program", advice="move it elsewhere")
    finding = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if finding != "ok":
        advice = "start heatwire: it moves a damaged file aside and keeps what can be read"
        return MarksHealth(size, version, fault=f"it is damaged: {finding}", advice=advice)
    newest = len(schema.MIGRATIONS)
    if version > newest:
        fault = f"a newer heatwire wrote it (version {version}, this one knows {newest})"
        return MarksHealth(size, version, fault=fault, advice="upgrade heatwire; until then nothing is saved")
    return MarksHealth(size, version, counts=_counts(connection))


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many of what there are; a file of an older version may lack some."""
    found: dict[str, int] = {}
    for name, query in _COUNTED.items():
        try:
            found[name] = connection.execute(query).fetchone()[0]
        except sqlite3.OperationalError:
            continue
    return found
