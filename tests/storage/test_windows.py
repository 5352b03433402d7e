"""Several windows at once, and programs that are killed: no acknowledged mark is lost."""

import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from reader.core.model.article import ArticleId
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import Mark
from reader.storage.marks.database import MarkDatabase
from tests.storage.conftest import Opener
from tests.storage.samples import NOW, bookmark, is_sound, read, tag

ROOT = Path(__file__).parents[2]


@contextmanager
def marker(folder: Path, first: int | str, count: int) -> Iterator["subprocess.Popen[str]"]:
    """Another program that bookmarks."""
    command = [sys.executable, "-m", "tests.storage.marker", str(folder), str(first), str(count)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        yield process


def kill_at_random(folder: Path, chance: random.Random, first: int) -> list[int]:
    """Run a marker, kill it somewhere on its way; gives the numbers that it said were kept."""
    with marker(folder, first, 1_000) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(chance.randint(1, 12))]
        for _ in range(chance.randrange(40_000)):
            pass  # Somewhere within the next write, which takes some milliseconds.
        process.kill()
        said += process.stdout.readlines()
    return [int(line) for line in said if line.endswith("\n")]


def check_killed(folder: Path, rounds: int) -> None:
    """Kill as many programs one after the other; what each said is there, and more by one at most."""
    chance = random.Random(rounds)
    said: list[int] = []
    for number in range(rounds):
        said += kill_at_random(folder, chance, number * 1_000 + 1)
        with closing(MarkDatabase(folder)) as store:
            marks = store.load()
            assert (store.trouble, store.notice) == ("", "")
            assert set(said) <= set(marks)
            assert len(marks) <= len(said) + number + 1
            assert {kept.article.id for kept in store.bookmarks()} == set(marks)
        assert is_sound(folder / "marks.db")


def test_a_killed_program_loses_nothing_it_said_was_kept(tmp_path: Path) -> None:
    check_killed(tmp_path, 20)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_hundred_killed_programs_lose_nothing(tmp_path: Path) -> None:
    check_killed(tmp_path, 200)


def check_killed_while_undoing(folder: Path, rounds: int) -> None:
    """Kill as many programs that undo; what is in force is what the marks say, and what they said is undone."""
    chance = random.Random(rounds)
    with closing(MarkDatabase(folder)) as store:
        for number in range(1, 31):
            store.record(bookmark(number), NOW + number)
            store.record(tag(f"tag {number}", *range(1, number + 1)), NOW + number)
    for _ in range(rounds):
        with marker(folder, "undo", 60) as process:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(chance.randint(1, 8))]
            for _ in range(chance.randrange(40_000)):
                pass
            process.kill()
            said += process.stdout.readlines()
        last = min(int(line) for line in said if line.endswith("\n"))
        with closing(MarkDatabase(folder)) as store:
            in_force = [step.id for step in store.history(100) if not step.undone]
            assert last - 1 <= max(in_force, default=0) <= last
            assert in_force == list(range(len(in_force), 0, -1))
            marks, bookmarks, tags = store.load(), (len(in_force) + 1) // 2, len(in_force) // 2
            assert set(marks) == set(range(1, bookmarks + 1))
            for number, mark in marks.items():
                assert mark.tags == tuple(sorted(f"tag {other}" for other in range(number, tags + 1)))
            if chance.random() < 0.5 or not in_force:
                store.go_back_to(60)
        assert is_sound(folder / "marks.db")


def test_a_program_killed_while_it_undoes_has_undone_what_it_said(tmp_path: Path) -> None:
    check_killed_while_undoing(tmp_path, 8)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hundred_programs_killed_while_they_undo_leave_whole_steps(tmp_path: Path) -> None:
    check_killed_while_undoing(tmp_path, 100)


DYING = """
import os, signal, sys
from pathlib import Path
from reader.storage.marks import journal, schema
from tests.storage.samples import bookmark

connection = schema.connect(Path(sys.argv[1]), 0)
schema.make_durable(connection)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
journal.apply(connection, bookmark(*range(1, 1_000)), 1.0)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_program_killed_amid_its_writes_leaves_what_was_before(opened: Opener, file: Path) -> None:
    first = opened()
    first.record(bookmark(*range(500, 1_500, 3)), NOW)
    before, size = first.load(), file.stat().st_size
    killed = subprocess.run([sys.executable, "-c", DYING, str(file)], cwd=ROOT, check=False)
    assert killed.returncode == -9
    assert file.stat().st_size > size
    assert file.with_name("marks.db-journal").stat().st_size > 0
    store = opened()
    assert store.load() == before
    assert (store.trouble, store.notice) == ("", "")
    assert is_sound(file)


DYING_UNDO = """
import os, signal, sys
from pathlib import Path
from reader.storage.marks import journal, schema

connection = schema.connect(Path(sys.argv[1]), 0)
schema.make_durable(connection)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
journal.go_to(connection, 0)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_program_killed_amid_an_undo_has_undone_nothing(opened: Opener, file: Path) -> None:
    first = opened()
    first.record(bookmark(*range(1, 600)), NOW)
    first.record(tag("a tag that takes some room", *range(1, 2_000)), NOW)
    before, history, copies = first.load(), first.history(9), first.bookmarks()
    killed = subprocess.run([sys.executable, "-c", DYING_UNDO, str(file)], cwd=ROOT, check=False)
    assert killed.returncode == -9
    assert file.with_name("marks.db-journal").stat().st_size > 0
    store = opened()
    assert (store.load(), store.history(9), store.bookmarks()) == (before, history, copies)
    assert is_sound(file)


def test_a_commit_waits_for_the_disk(opened: Opener) -> None:
    connection = opened()._file.connection
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (3,)
    assert connection.execute("PRAGMA busy_timeout").fetchone() == (5_000,)


def test_four_programs_at_once_keep_all(tmp_path: Path) -> None:
    with (
        marker(tmp_path, 1, 25) as one,
        marker(tmp_path, 101, 25) as two,
        marker(tmp_path, 201, 25) as three,
        marker(tmp_path, 301, 25) as four,
    ):
        assert [process.wait() for process in (one, two, three, four)] == [0, 0, 0, 0]
    expected = {first + number for first in (1, 101, 201, 301) for number in range(25)}
    with closing(MarkDatabase(tmp_path)) as store:
        assert set(store.load()) == expected
        assert [kept.article.id for kept in store.bookmarks()] == sorted(expected, reverse=True)


def test_each_window_sees_the_other_ones_marks(opened: Opener) -> None:
    one, two = opened(), opened()
    assert one.load() == two.load() == {}
    one.record(bookmark(1), NOW)
    assert not one.changed_elsewhere()
    assert two.changed_elsewhere()
    assert two.load() == {1: Mark(bookmarked=True)}
    assert not two.changed_elsewhere()
    two.record(read(1), NOW)
    assert one.changed_elsewhere()
    assert not one.changed_elsewhere()
    assert one.load() == two.load() == {1: Mark(read=True, bookmarked=True)}


def test_a_write_of_its_own_does_not_hide_the_other_windows(opened: Opener) -> None:
    one, two = opened(), opened()
    one.load(), two.load()
    two.record(read(2), NOW)
    one.record(read(1), NOW)
    assert one.changed_elsewhere()
    assert set(one.load()) == {1, 2}


def test_two_windows_that_mark_the_same_keep_one_mark(opened: Opener) -> None:
    one, two = opened(), opened()
    one.record(bookmark(1), NOW)
    two.record(bookmark(1), NOW + 1)
    assert [kept.when for kept in two.bookmarks()] == [int(NOW)]


def test_a_held_lock_is_said_and_leaves_when_it_is_gone(opened: Opener, file: Path) -> None:
    store = opened(timeout=0.01)
    store.record(bookmark(1), NOW)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(MarksUnavailable, match="not saved: another program has locked the file"):
            store.record(bookmark(2), NOW)
        assert store.trouble == "bookmarks will not be saved: another program has locked the file"
        store.remember({"theme": "dark"})
        assert store.load() == {}
        other.execute("ROLLBACK")
    assert store.load() == {1: Mark(bookmarked=True)}
    store.record(bookmark(2), NOW)
    assert store.trouble == ""
    assert set(store.load()) == {1, 2}
    assert store.recall() == {}


def test_a_reader_is_not_stopped_by_a_writer(opened: Opener, file: Path) -> None:
    store = opened(timeout=0.01)
    store.record(bookmark(1), NOW)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert opened(timeout=0.01).load() == store.load() == {1: Mark(bookmarked=True)}
        assert store.trouble == ""


def test_marks_that_cannot_be_read_again_stay_as_they_were(opened: Opener, file: Path) -> None:
    one, two = opened(timeout=0.01), opened()
    one.record(bookmark(1), NOW)
    before = one.load()
    two.record(bookmark(2), NOW)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert one.load() == before
        assert one.trouble == "bookmarks cannot be read: another program has locked the file"
        other.execute("ROLLBACK")
    assert one.changed_elsewhere()
    assert set(one.load()) == {1, 2}
    assert one.trouble == ""


def test_any_thread_may_use_it(opened: Opener) -> None:
    store = opened()
    threads = [threading.Thread(target=store.record, args=(bookmark(number), NOW)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(store.load()) == {ArticleId(number) for number in range(1, 9)}
