"""Files of other versions and of other programs: brought up to date, or left alone."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import Mark
from reader.storage.marks import schema
from tests.storage.conftest import Opener
from tests.storage.samples import NOW, bookmark, edit, read, rows

LATER = "CREATE TABLE later (x);\nCREATE TRIGGER t AFTER INSERT ON later BEGIN\n DELETE FROM later;\n END;\n"
FAILING = "CREATE TABLE half (x CHECK (x IS NULL));\nINSERT INTO half SELECT article FROM mark;\n"


def test_the_header_says_whose_file_and_which_version(opened: Opener, file: Path) -> None:
    opened()
    assert rows(file, "PRAGMA application_id") == [(schema.APPLICATION_ID,)]
    assert rows(file, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
    assert rows(file, "PRAGMA journal_mode") == [("delete",)]


def test_an_older_file_is_brought_up_to_date(opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = opened()
    old.record(bookmark(1), NOW)
    old.close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, LATER, "CREATE TABLE last (x);"))
    store = opened()
    store.record(read(2), NOW)
    assert store.load() == {1: Mark(bookmarked=True), 2: Mark(read=True)}
    assert rows(file, "SELECT name FROM sqlite_schema WHERE name IN ('later', 'last')") == [("later",), ("last",)]
    assert rows(file, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]


def test_a_migration_that_fails_changes_nothing(opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = opened()
    old.record(bookmark(1), NOW)
    old.close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, LATER, FAILING))
    assert opened().trouble == "bookmarks will not be saved: CHECK constraint failed: x IS NULL"
    assert rows(file, "SELECT name FROM sqlite_schema WHERE name IN ('later', 'half')") == [("later",)]
    assert rows(file, "PRAGMA user_version") == [(len(schema.MIGRATIONS) - 1,)]
    assert rows(file, "SELECT article FROM mark") == [(1,)]


def test_a_migration_made_by_another_window_is_not_made_twice(file: Path) -> None:
    class Late(sqlite3.Connection):
        """Another window is faster, just before the first transaction begins."""

        def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
            if sql == "BEGIN IMMEDIATE":
                with closing(schema.connect(file, 0)) as faster:
                    schema.migrate(faster)
            return super().execute(sql)

    with closing(sqlite3.connect(file, isolation_level=None, factory=Late)) as late:
        schema.migrate(late)
    assert rows(file, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]


def test_a_newer_file_is_read_and_left_alone(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    store.close()
    edit(file, "PRAGMA user_version = 99")
    before = file.read_bytes(), file.stat().st_mtime_ns
    newer = opened()
    assert newer.load() == {1: Mark(bookmarked=True)}
    assert [kept.article.id for kept in newer.bookmarks()] == [1]
    assert newer.trouble == f"bookmarks will not be saved: {file} was written by a newer version"
    with pytest.raises(MarksUnavailable, match="newer version"):
        newer.record(read(2), NOW)
    newer.remember({"theme": "dark"})
    newer.close()
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_newer_file_without_our_tables_is_read_as_empty(opened: Opener, file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 99")
        connection.execute("CREATE TABLE marks_2 (x)")
    store = opened()
    assert (store.load(), store.bookmarks(), store.recall()) == ({}, (), {})
    assert store.trouble


@pytest.mark.parametrize("application", [0, 0x0F055112])
def test_the_file_of_another_program_is_left_alone(opened: Opener, file: Path, application: int) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA application_id = {application}")
        connection.execute("CREATE TABLE mark (whatever)")
    before = file.read_bytes(), file.stat().st_mtime_ns
    store = opened()
    assert store.trouble == f"bookmarks will not be saved: {file} belongs to another program"
    store.record(bookmark(1), NOW)
    assert store.load() == {1: Mark(bookmarked=True)}
    store.close()
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_a_file_that_was_set_to_wal_is_set_back(opened: Opener, file: Path) -> None:
    opened().record(bookmark(1), NOW)
    edit(file, "PRAGMA application_id")
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("INSERT INTO mark (article, read_at) VALUES (5, 1.0)")
        connection.commit()
    store = opened()
    store.record(read(2), NOW)
    assert set(store.load()) == {1, 2, 5}
    assert rows(file, "PRAGMA journal_mode") == [("delete",)]
