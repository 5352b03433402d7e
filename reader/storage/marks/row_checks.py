"""What the columns of the marks file may hold: SQLite itself takes a value of any type in most of them."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from reader.core.model.marks import MarkKind
from reader.storage.marks.article_copies import DamagedRecord, decode_copy
from reader.storage.marks.sqlite_errors import FileDamaged

_LATEST: Final = 253_402_300_799
"""The end of the year 9999, with which Python's times end."""

# Operators take half the time of `typeof`; `+` keeps a text from being compared as the number that it looks like.
_NUMBER: Final = "{0} IS {0} | 0 AND {0} >= 0"
_ID: Final = "{0} IS {0} | 0 AND {0} > 0"
_FLAG: Final = "{0} IN (0, 1)"
_UNTIL: Final = f"{_NUMBER} AND {{0}} <= {_LATEST}"
_TIME: Final = f"+{{0}} BETWEEN 0 AND {_LATEST}"
_TIME_OR_NONE: Final = f"({{0}} IS NULL OR {_TIME})"
_TEXT: Final = "typeof({0}) = 'text'"
_KIND: Final = f"{{0}} IN ({', '.join(repr(kind.value) for kind in MarkKind)})"
_EDITED: Final = (
    f"({{0}} IS NULL OR CASE WHEN field IN ('read', 'bookmarked') THEN {_TIME}"
    f" WHEN field IN ('note', 'copy') OR field GLOB 'tag:*' THEN {_TEXT}"
    f" WHEN field = 'snoozed' OR field GLOB 'mute:*' THEN {_UNTIL} END)"
)
_TEXTS: Final = (_TEXT, _EDITED)
# Texts are cleaned before they are saved.
_CLEAN: Final = "({0} GLOB '*[\x01-\x08\x0b-\x1f\x7f-\x9f]*' OR instr({0}, char(0))) IS NOT TRUE"

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "mark": {"article": _ID, "read_at": _TIME_OR_NONE, "bookmarked_at": _TIME_OR_NONE},
    "kept": {"article": _ID, "at": _TIME, "record": _TEXT},
    "remembered": {"key": _TEXT, "value": _TEXT},
    "step": {
        "id": _ID, "at": _TIME, "kind": _KIND, "value": _FLAG, "label": _TEXT, "origin": _TEXT,
        "undone": _NUMBER, "count": _NUMBER, "parent": _NUMBER,
    },
    "change": {"step": _ID, "article": _ID, "before": _TIME_OR_NONE},
    "edit": {"step": _ID, "article": _NUMBER, "field": _TEXT, "before": _EDITED, "after": _EDITED},
    "tag": {"article": _ID, "key": _TEXT, "tag": _TEXT},
    "note": {"article": _ID, "text": _TEXT},
    "snooze": {"article": _ID, "until": _UNTIL},
    "mute": {"key": _TEXT, "until": _UNTIL},
    "search": {"place": _NUMBER, "name": _TEXT, "query": _TEXT},
}  # fmt: skip
"""Of each table, its columns and the condition that their values fulfil, `{0}` being the column."""

JOURNAL: Final = ("step", "change", "edit")
STATE: Final = tuple(table for table in COLUMNS if table not in JOURNAL)


def present_columns(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    """The columns of a table that a file has: older versions lack some columns and tables."""
    for column in COLUMNS[table]:
        try:
            connection.execute(f"SELECT {column} FROM {table} LIMIT 0")
        except sqlite3.OperationalError as error:
            if str(error).startswith("no such"):
                continue
        except (sqlite3.Error, UnicodeDecodeError):
            pass
        yield column


def valid_row(table: str, columns: Iterable[str]) -> str:
    """The condition that a row fulfils whose values in some columns are of the right kind."""
    return " AND ".join(COLUMNS[table][column].format(column) for column in columns)


def check_tables(connection: sqlite3.Connection, tables: Iterable[str]) -> None:
    """Check every value in some tables of a file of this or an older version.

    Raises:
        FileDamaged: there is a value that nothing of ours has written.
        sqlite3.Error: the file cannot be read.
    """
    for table in tables:
        if columns := list(present_columns(connection, table)):
            texts = [_CLEAN.format(column) for column in columns if COLUMNS[table][column] in _TEXTS]
            valid = " AND ".join([valid_row(table, columns), *texts])
            if connection.execute(f"SELECT 1 FROM {table} WHERE ({valid}) IS NOT TRUE LIMIT 1").fetchone():
                raise FileDamaged(f"a value in its table {table} is damaged")


def check_copies(connection: sqlite3.Connection) -> None:
    """Check every copy of an article.

    Raises:
        FileDamaged: one cannot be read.
        sqlite3.Error: the file cannot be read.
    """
    for (record,) in connection.execute("SELECT record FROM kept"):
        try:
            decode_copy(record)
        except DamagedRecord as error:
            raise FileDamaged(f"a copy of an article in it is damaged: {error}") from error
