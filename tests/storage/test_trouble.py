"""Full disks, read-only and unreachable files: said in words, nothing half done, and healed when it can be."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import Mark
from reader.storage.marks import connection, schema, sqlite_errors
from reader.storage.marks.connection import Access
from tests.storage.conftest import Opener
from tests.storage.samples import NOW, article, bookmark, is_sound, read, rows

Switch = Callable[[bool], None]


@pytest.fixture
def read_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Switch]:
    """Makes the folder and its files read-only or writable; root may write whatever the modes say."""

    def switch(on: bool) -> None:
        if os.geteuid() == 0:
            monkeypatch.setattr(connection, "may_write", lambda _: not on)
            return
        for path in tmp_path.iterdir():
            path.chmod(0o400 if on else 0o600)
        tmp_path.chmod(0o500 if on else 0o700)

    yield switch
    switch(False)


def test_a_full_disk_changes_nothing_and_heals(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    store.remember({"theme": "dark"})
    before = file.read_bytes()
    large = replace(article(2), body="x" * 1_000_000)
    connection = store._file.connection
    connection.execute("PRAGMA max_page_count = 20")
    with pytest.raises(MarksUnavailable, match="not saved: the disk is full"):
        store.record(replace(bookmark(2), copies=(large,)), NOW)
    assert store.trouble == "bookmarks will not be saved: the disk is full"
    assert file.read_bytes() == before
    assert store.load() == {1: Mark(bookmarked=True)}
    store.remember({"cursor": "x" * 1_000_000})
    assert store.recall() == {"theme": "dark"}
    store.record(bookmark(1, value=False), NOW)
    assert store.trouble == ""
    connection.execute("PRAGMA max_page_count = 1000000")
    store.record(replace(bookmark(2), copies=(large,)), NOW)
    assert opened().bookmarks()[0].article == large
    assert is_sound(file)


def test_a_disk_full_at_the_first_start_heals_and_saves_what_was_marked(
    opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(connection: sqlite3.Connection, scripts: tuple[str, ...] | None = None) -> None:
        if connection.execute("PRAGMA database_list").fetchone()[2]:
            connection.execute("PRAGMA max_page_count = 2")
        real(connection, scripts)

    real = schema.migrate
    monkeypatch.setattr(schema, "migrate", full)
    store = opened()
    assert store.trouble == "bookmarks will not be saved: the disk is full"
    store.record(bookmark(1), NOW)
    store.remember({"theme": "dark"})
    assert store.load() == {1: Mark(bookmarked=True)}
    assert store.trouble
    monkeypatch.undo()
    other = opened()
    other.record(read(1, 3), NOW)
    other.close()
    store.record(bookmark(2), NOW + 1)
    assert store.trouble == ""
    assert store.changed_elsewhere()
    again = opened()
    assert (
        again.load()
        == store.load()
        == {
            1: Mark(read=True, bookmarked=True),
            2: Mark(bookmarked=True),
            3: Mark(read=True),
        }
    )
    assert [kept.article.id for kept in again.bookmarks()] == [2, 1]
    assert again.recall() == {"theme": "dark"}
    assert rows(file, "SELECT step, article FROM change") == [(1, 1), (1, 3), (2, 1), (3, 2)]


def test_a_read_only_file_is_read_and_heals(opened: Opener, file: Path, read_only: Switch) -> None:
    first = opened()
    first.record(bookmark(1), NOW)
    first.remember({"theme": "dark"})
    first.close()
    before = file.read_bytes()
    read_only(True)
    store = opened()
    assert store.trouble == f"bookmarks will not be saved: {file} is read-only"
    assert store.load() == {1: Mark(bookmarked=True)}
    assert [kept.article for kept in store.bookmarks()] == [article(1)]
    with pytest.raises(MarksUnavailable, match=r"not saved: .* is read-only"):
        store.record(bookmark(2), NOW)
    store.remember({"theme": "light"})
    assert store.recall() == {"theme": "dark"}
    assert file.read_bytes() == before
    read_only(False)
    store.record(bookmark(2), NOW)
    assert store.trouble == ""
    assert set(opened().load()) == {1, 2}


def test_sqlite_itself_refuses_to_write_to_it(opened: Opener, read_only: Switch) -> None:
    opened().record(bookmark(1), NOW)
    read_only(True)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        opened()._file.connection.execute("DELETE FROM mark")


def test_an_older_read_only_file_is_read(
    opened: Opener, file: Path, read_only: Switch, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened().record(bookmark(1), NOW)
    before = file.read_bytes()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "ALTER TABLE mark ADD COLUMN later;"))
    read_only(True)
    store = opened()
    assert store.load() == {1: Mark(bookmarked=True)}
    with pytest.raises(MarksUnavailable, match="read-only"):
        store.record(bookmark(2), NOW)
    assert file.read_bytes() == before
    read_only(False)
    store.record(bookmark(2), NOW)
    assert rows(file, "SELECT article, later FROM mark") == [(1, None), (2, None)]


def test_a_damaged_read_only_file_is_read_as_far_as_it_goes(opened: Opener, file: Path, read_only: Switch) -> None:
    opened().record(bookmark(1), NOW)
    with file.open("r+b") as stream:
        stream.write(bytes(100))
    read_only(True)
    store = opened()
    store.load()
    if os.geteuid() != 0:
        assert "damaged" in store.trouble
    assert store.load() == {1: Mark(bookmarked=True)}


@pytest.mark.parametrize("below", ["", "deeper"])
def test_without_a_folder_marks_are_in_memory(opened: Opener, tmp_path: Path, below: str) -> None:
    place = tmp_path / "a file"
    place.write_text("in the way")
    store = opened(place / below)
    assert store.trouble.startswith("bookmarks will not be saved: ")
    store.record(bookmark(1), NOW)
    store.remember({"theme": "dark"})
    assert store.load() == {1: Mark(bookmarked=True)}
    assert store.recall() == {"theme": "dark"}
    assert not store.changed_elsewhere()
    place.unlink()
    store.record(bookmark(2), NOW + 1)
    assert store.trouble == ""
    assert set(opened(place / below).load()) == {1, 2}


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_left_alone(opened: Opener, file: Path, make: Callable[[Path], None]) -> None:
    make(file)
    store = opened()
    assert store.trouble == f"bookmarks will not be saved: {file} is not a regular file"
    assert store.load() == {}


def test_a_folder_with_any_name_will_do(opened: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "50% ?mode=ro#a b"
    opened(folder).record(bookmark(1), NOW)
    assert (folder / "marks.db").is_file()
    assert opened(folder).load() == {1: Mark(bookmarked=True)}


def test_a_folder_that_vanishes_is_made_again(opened: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = opened(folder)
    store.record(bookmark(1), NOW)
    shutil.rmtree(folder)
    store.record(bookmark(2), NOW)
    assert opened(folder).load() == {2: Mark(bookmarked=True)}


def test_a_connection_that_fails_is_replaced(opened: Opener) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    store._file.connection.close()
    assert store.load() == {1: Mark(bookmarked=True)}
    store._file.connection.close()
    store.record(bookmark(2), NOW)
    assert set(opened().load()) == {1, 2}
    assert store.trouble == ""


def test_a_file_that_becomes_unreachable_is_not_replaced_by_memory(
    opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    with monkeypatch.context() as patch:
        patch.setattr("reader.storage.marks.journal.apply", _fail)
        patch.setattr("reader.storage.marks.database.open_file", lambda *_: connection._open_memory("gone"))
        with pytest.raises(MarksUnavailable, match="not saved: the disk reports an error"):
            store.record(bookmark(2), NOW)
    assert store.trouble
    assert store._file.access is Access.WRITABLE
    store.record(bookmark(3), NOW)
    assert set(opened().load()) == {1, 3}


def _fail(connection: sqlite3.Connection, step: object, now: float) -> None:
    connection.execute("INSERT INTO mark (article, read_at) VALUES (77, 1.0)")
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
    raise error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", "/data/marks.db"), "No space left on device (/data/marks.db)"),
        (OSError("odd"), "odd"),
        (sqlite_errors.FileDamaged("*** in database main ***"), "the file is damaged"),
        (sqlite_errors.FileMoved("the file was moved or replaced"), "the file was moved or replaced"),
        (sqlite3.ProgrammingError("Cannot operate on a closed database."), "Cannot operate on a closed database."),
    ],
)
def test_failures_are_said_in_words(error: sqlite3.Error | OSError, words: str) -> None:
    assert sqlite_errors.error_reason(error) == words
