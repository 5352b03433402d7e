"""The format of the marks file: its tables and versions, and connections to it. All may raise `sqlite3.Error`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

APPLICATION_ID: Final = 0x48574D4B  # the application id in SQLite's header of our files: "HWMK"

FIRST: Final = """
-- The journal: what was done, and what each article had before (a time, or NULL for none).
CREATE TABLE step (
    id INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    value INTEGER NOT NULL,
    label TEXT NOT NULL,
    origin TEXT NOT NULL
);
CREATE TABLE change (
    step INTEGER NOT NULL,
    article INTEGER NOT NULL,
    before,
    PRIMARY KEY (step, article)
) WITHOUT ROWID;

-- The state that follows from it, written in the same transaction; an article without marks has no row.
CREATE TABLE mark (
    article INTEGER PRIMARY KEY,
    read_at REAL,
    bookmarked_at REAL
);
CREATE INDEX bookmark ON mark (bookmarked_at) WHERE bookmarked_at IS NOT NULL;

-- Copies of articles. One stays when its bookmark goes, so that an undo brings all of it back.
CREATE TABLE kept (
    article INTEGER PRIMARY KEY,
    at REAL NOT NULL,
    record TEXT NOT NULL
);

CREATE TABLE remembered (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
"""

SECOND: Final = """
-- Steps that are undone stand at the end of the journal, until a new step takes their place.
ALTER TABLE step ADD COLUMN undone INTEGER NOT NULL DEFAULT 0;
ALTER TABLE step ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
UPDATE step SET count = (SELECT count(*) FROM change WHERE change.step = step.id);
CREATE INDEX undone ON step (id) WHERE undone;

-- What a step changed beside what `change` holds (which is the time of its own kind, READ or BOOKMARKED):
-- the fields 'read', 'bookmarked' (times), 'tag:' and a tag's key (the tag), 'note', 'snoozed' (until when),
-- 'copy' (a record that another took the place of) and, of article 0, 'mute:' and a mute's key (until when).
CREATE TABLE edit (
    step INTEGER NOT NULL,
    article INTEGER NOT NULL,
    field TEXT NOT NULL,
    before,
    after,
    PRIMARY KEY (step, article, field)
) WITHOUT ROWID;

CREATE TABLE tag (
    article INTEGER NOT NULL,
    key TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (article, key)
) WITHOUT ROWID;
CREATE TABLE note (
    article INTEGER PRIMARY KEY,
    text TEXT NOT NULL
);
CREATE TABLE snooze (
    article INTEGER PRIMARY KEY,
    until INTEGER NOT NULL
);
CREATE TABLE mute (
    key TEXT PRIMARY KEY,
    until INTEGER NOT NULL
);

CREATE TABLE search (
    place INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    query TEXT NOT NULL
);
"""

# Steps form a tree; those in force are one branch of it, on which the ids grow.
LINE_UP: Final = """
UPDATE step SET parent = coalesce((SELECT max(id) FROM step AS earlier WHERE earlier.id < step.id), 0);
"""

THIRD: Final = f"""
-- The step that was the last in force when a step was made, 0 for none.
ALTER TABLE step ADD COLUMN parent INTEGER NOT NULL DEFAULT 0;
{LINE_UP}
CREATE INDEX branch ON step (parent);
-- From now on `undone` grows with each undoing: of several branches the one with the highest was left last.
"""

MIGRATIONS: Final[tuple[str, ...]] = (FIRST, SECOND, THIRD)
"""Scripts, each of which raises a file's `user_version` by one. Released ones are never changed."""


def connect(path: Path, timeout: float, query: str = "mode=rwc") -> sqlite3.Connection:
    """Connect to a file with SQLite's URI parameters, such as "mode=ro"; nothing of it is read yet.

    `timeout` is how many seconds to wait for another program's lock.
    """
    return _prepare(f"{path.absolute().as_uri()}?{query}", timeout)


def in_memory() -> sqlite3.Connection:
    """Connect to a new database in memory, without tables."""
    return _prepare(":memory:", 0)


def _prepare(uri: str, timeout: float) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, timeout=timeout, isolation_level=None, check_same_thread=False, uri=True)
    # A damaged character must not hide the other rows of a query.
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    # Otherwise a full disk would keep queries from working.
    connection.execute("PRAGMA temp_store=MEMORY")
    return connection


def make_durable(connection: sqlite3.Connection) -> None:
    """Make each commit survive a killed program and a power failure.

    A rollback journal and not WAL: it works on read-only media and on network file systems, it is one file, and at the
    rate of key presses WAL would gain nothing.
    """
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("PRAGMA synchronous=EXTRA")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write everything in the block, or nothing if the block or the commit raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """The value of a PRAGMA that is a whole number."""
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


def migrate(connection: sqlite3.Connection, scripts: tuple[str, ...] | None = None) -> None:
    """Bring a new file or one of ours up to the newest version of `MIGRATIONS`, a transaction for each script."""
    scripts = MIGRATIONS if scripts is None else scripts
    while pragma(connection, "user_version") < len(scripts):
        with transaction(connection):
            # Another window may have done it in between: only now no other can write.
            version = pragma(connection, "user_version")
            if version < len(scripts):
                for statement in _statements(scripts[version]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version={version + 1}")


def _statements(script: str) -> Iterator[str]:
    """Split a script into statements: `executescript` would commit the open transaction first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
