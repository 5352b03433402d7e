"""Undo, redo, the history, and all that a step can mark, read back from the file."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.core.model.article import ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import HistoryEntry, Mark, MarkChange, MarkKind, Mute, MuteKind, SavedSearch, UndoResult
from reader.storage.marks import connection, schema
from reader.storage.marks.article_copies import encode_copy
from reader.storage.marks.database import MarkDatabase
from reader.storage.recovery.reapply import reapply
from tests.storage.conftest import Opener
from tests.storage.samples import NOW, article, bookmark, edit, is_sound, mute, note, read, rows, snooze, tag

LATER = int(NOW) + 1_000
FULL = Mark(True, True, ("ai", "Recht"), "one\ntwo", LATER)


def fill(store: MarkDatabase) -> None:
    """Eight steps: article 1 gets every mark there is."""
    store.record(bookmark(1), NOW)
    store.record(tag("Recht", 1, 2), NOW + 1)
    store.record(tag("ai", 1), NOW + 2)
    store.record(note("one\ntwo", 1), NOW + 3)
    store.record(snooze(LATER, 1, 3), NOW + 4)
    store.record(read(1), NOW + 5)
    store.record(mute("word:crypto"), NOW + 6)
    store.record(mute("provider:BBC", LATER), NOW + 7)


def test_every_mark_is_there_after_reopening(opened: Opener) -> None:
    fill(opened())
    store = opened()
    assert store.load() == {1: FULL, 2: Mark(bookmarked=True, tags=("Recht",)), 3: Mark(snoozed=LATER)}
    assert store.mutes() == (Mute(MuteKind.PROVIDER, "BBC", LATER), Mute(MuteKind.WORD, "crypto"))
    assert [kept.article.id for kept in store.bookmarks()] == [2, 1]


def test_a_bookmark_undone_and_redone_is_the_same_with_all_that_was_on_it(opened: Opener) -> None:
    fill(opened())
    before = opened().load(), opened().bookmarks()
    store = opened()
    store.record(bookmark(1, value=False), NOW + 50)
    assert store.load()[ArticleId(1)] == Mark(read=True, snoozed=LATER)
    store.record(replace(bookmark(1), copies=(article(1, "Another title"),)), NOW + 60)
    assert store.bookmarks()[0] == Bookmark(article(1, "Another title"), int(NOW) + 60)
    after = store.load(), store.bookmarks()
    assert opened().undo() == UndoResult("bookmarked", {ArticleId(1): Mark(read=True, snoozed=LATER)}, False, True)
    assert opened().undo() == UndoResult("bookmarked", {ArticleId(1): FULL}, False, True)
    assert (store.load(), store.bookmarks()) == before
    store.go_back_to(10)
    assert (store.load(), store.bookmarks()) == after


def test_all_is_undone_to_nothing_and_redone_across_restarts(opened: Opener, file: Path) -> None:
    fill(opened())
    first = opened()
    whole = first.load(), first.bookmarks(), first.mutes()
    labels = []
    while (undone := opened().undo()) is not None:
        labels.append((undone.label, undone.mutes))
    marked = ("read", "snoozed", "noted", "tagged ai", "tagged Recht", "bookmarked")
    assert labels == [("muted provider:BBC", True), ("muted word:crypto", True), *((label, False) for label in marked)]
    assert (first.load(), first.bookmarks(), first.mutes()) == ({}, (), ())
    for table in ("mark", "tag", "note", "snooze", "mute"):
        assert rows(file, f"SELECT * FROM {table}") == []
    redone = 0
    while (done := opened().redo()) is not None:
        assert not done.back
        redone += 1
    assert redone == 8
    assert (first.load(), first.bookmarks(), first.mutes()) == whole
    assert is_sound(file)


def test_what_was_undone_stays_beside_a_new_step(opened: Opener) -> None:
    store = opened()
    fill(store)
    whole = store.load(), store.mutes()
    store.go_back_to(2)
    store.record(read(9), NOW + 20)
    assert store.redo() is None
    assert [step.undone for step in store.history(10)] == [False, *[True] * 6, False, False]
    assert [step.parent for step in store.history(10)] == [2, 7, 6, 5, 4, 3, 2, 1, 0]
    there = store.go_back_to(8)
    assert there is not None
    assert (there.label, there.back, there.marks[ArticleId(9)]) == ("6 steps, after undoing 1", False, Mark())
    assert (store.load(), store.mutes()) == whole
    store.go_back_to(2)
    assert store.redo() is not None
    assert [step.id for step in store.history(10) if not step.undone] == [3, 2, 1]


def test_marks_set_by_the_program_leave_undo_and_redo_as_they_are(opened: Opener) -> None:
    store = opened()
    store.record(note("mine", 1), NOW)
    store.undo()
    automatic = replace(read(1, 2), automatic=True)
    store.record(automatic, NOW + 1)
    store.record(automatic, NOW + 2)
    assert store.load() == {1: Mark(read=True), 2: Mark(read=True)}
    assert store.undo() is None
    assert store.redo() is not None
    assert opened().load() == {1: Mark(read=True, bookmarked=True, note="mine"), 2: Mark(read=True)}
    assert [step.label for step in store.history(9)] == ["noted"]
    assert rows(store._path, "SELECT DISTINCT read_at FROM mark") == [(NOW + 1,)]


def test_a_step_that_changes_nothing_leaves_what_can_be_redone(opened: Opener) -> None:
    store = opened()
    fill(store)
    store.undo()
    for nothing in (read(1), note("one\ntwo", 1), tag("RECHT", 1, 2), snooze(LATER, 3), mute("word:crypto"), read()):
        store.record(nothing, NOW + 30)
    store.record(mute("topic:AI", value=False), NOW + 30)
    store.record(tag("other", 1, value=False), NOW + 30)
    assert store.redo() is not None
    assert len(store.history(99)) == 8


def test_the_history_tells_steps_in_words_page_by_page(opened: Opener) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    store.record(read(*range(1, 215)), NOW + 1)
    store.record(mute("word:x"), NOW + 2)
    store.undo()
    steps = (
        HistoryEntry(3, NOW + 2, "muted word:x", "", 0, True, 2),
        HistoryEntry(2, NOW + 1, "read", "", 214, False, 1),
        HistoryEntry(1, NOW, "bookmarked", "AI", 1, False, 0),
    )
    assert store.history(10) == opened().history(10) == steps
    assert store.history(1) == steps[:1]
    assert store.history(2, before=3) == steps[1:]
    assert store.history(2, before=1) == ()


def test_going_back_goes_forward_too_and_knows_its_place(opened: Opener) -> None:
    store = opened()
    fill(store)
    gone = store.go_back_to(3)
    assert gone is not None
    assert (gone.label, gone.mutes, gone.back) == ("5 steps", True, True)
    assert gone.marks == {1: Mark(bookmarked=True, tags=("ai", "Recht")), 3: Mark()}
    assert store.go_back_to(3) is None
    assert store.go_back_to(77) is None
    forward = store.go_back_to(4)
    assert forward is not None
    assert (forward.label, forward.mutes, forward.back) == ("noted", False, False)
    everything = store.go_back_to(0)
    assert everything is not None
    assert everything.label == "4 steps"
    assert store.load() == {}
    assert store.undo() is None


def test_one_step_of_very_many_is_undone_as_one(opened: Opener) -> None:
    store = opened()
    numbers = range(1, 20_001)
    store.record(read(*numbers[:5_000]), NOW)
    store.record(snooze(LATER, *numbers), NOW + 1)
    assert store.load() == dict.fromkeys(numbers, Mark(snoozed=LATER))
    undone = store.undo()
    assert undone is not None
    assert len(undone.marks) == 20_000
    assert store.load() == dict.fromkeys(numbers[:5_000], Mark(read=True))


def test_a_tag_in_another_case_is_the_same_tag(opened: Opener) -> None:
    store = opened()
    store.record(tag("Ärzte", 1), NOW)
    store.record(tag("ÄRZTE", 1, 2), NOW)
    assert {mark.tags for mark in store.load().values()} == {("Ärzte",), ("ÄRZTE",)}
    store.record(tag("ärzte", 1, 2, value=False), NOW)
    assert store.load() == dict.fromkeys((1, 2), Mark(bookmarked=True))
    store.undo()
    assert store.load()[ArticleId(1)].tags == ("Ärzte",)


def test_text_that_utf8_cannot_hold_is_no_obstacle_to_tags_and_notes(opened: Opener) -> None:
    store = opened()
    store.record(tag("a\udcff", 1), NOW)
    store.record(note("b\ud800", 1), NOW)
    store.save_searches([SavedSearch("c\ud800", "d\udcff")])
    assert store.load() == {1: Mark(bookmarked=True, tags=("a?",), note="b?")}
    assert store.searches() == (SavedSearch("c?", "d?"),)


# -- compacting


def test_compacting_changes_no_mark_and_forgets_what_is_old(opened: Opener, file: Path) -> None:
    store = opened()
    fill(store)
    store.record(bookmark(5), NOW + 8)
    store.record(bookmark(5, value=False), NOW + 9)
    before = store.load(), store.bookmarks(), store.mutes()
    store.compact(NOW + 5)
    assert [step.id for step in store.history(99)] == [10, 9, 8, 7, 6]
    assert (store.load(), store.bookmarks(), store.mutes()) == before
    assert rows(file, "SELECT article FROM kept WHERE article = 5") == [(5,)]
    store.compact(NOW + 99)
    assert store.history(99) == ()
    assert (store.load(), store.bookmarks(), store.mutes()) == before
    assert rows(file, "SELECT article FROM kept ORDER BY article") == [(1,), (2,)]
    assert rows(file, "SELECT count(*) FROM edit") == rows(file, "SELECT count(*) FROM change") == [(0,)]
    assert store.undo() is None


def test_what_is_undone_is_forgotten_only_as_a_whole(opened: Opener) -> None:
    store = opened()
    fill(store)
    store.go_back_to(5)
    store.compact(NOW + 6.5)
    assert [(step.id, step.undone) for step in store.history(99)] == [(8, True), (7, True), (6, True)]
    store.redo()
    assert store.load()[ArticleId(1)] == FULL
    store.undo()
    store.compact(NOW + 7.5)
    assert store.history(99) == ()
    assert store.redo() is None


# -- searches


def test_searches_are_kept_in_their_order(opened: Opener) -> None:
    store = opened()
    assert store.searches() == ()
    one, two = SavedSearch("Law", 'topic:"AI Ethics"'), SavedSearch("Hot", "heat>100")
    store.save_searches([one, two])
    assert opened().searches() == (one, two)
    store.save_searches([two, one])
    assert opened().searches() == (two, one)
    store.save_searches([])
    assert opened().searches() == ()
    assert store.history(9) == ()


# -- trouble

CHANGES: list[Callable[[MarkDatabase], object]] = [
    lambda store: store.undo(),
    lambda store: store.redo(),
    lambda store: store.go_back_to(0),
    lambda store: store.compact(NOW),
    lambda store: store.save_searches([]),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_cannot_be_written_is_refused_in_words(
    opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[MarkDatabase], object]
) -> None:
    fill(opened())
    before = file.read_bytes()
    monkeypatch.setattr(connection, "may_write", lambda _: False)
    store = opened()
    assert store.load()[ArticleId(1)] == FULL
    assert len(store.history(99)) == 8
    with pytest.raises(MarksUnavailable, match=r"not saved: .* is read-only"):
        change(store)
    assert file.read_bytes() == before
    store.close()
    with pytest.raises(MarksUnavailable, match="not saved: the marks are closed"):
        change(store)
    assert (store.history(9), store.mutes(), store.searches()) == ((), (), ())


@pytest.mark.parametrize("change", CHANGES)
def test_a_failure_half_way_changes_nothing(
    opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[MarkDatabase], object]
) -> None:
    store = opened(timeout=0.01)
    fill(store)
    store.undo()
    before = file.read_bytes()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(MarksUnavailable, match="not saved: another program has locked the file"):
            change(store)
        other.execute("ROLLBACK")
    assert file.read_bytes() == before


def test_a_full_disk_undoes_nothing(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(read(*range(1, 9_000)), NOW)
    store.undo()
    before = store.history(9)
    edit(file, "CREATE TABLE filler AS SELECT zeroblob(1000000)")  # Or there would be free pages.
    store._file.connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(MarksUnavailable, match="not saved: the disk is full"):
        store.redo()
    assert store.history(9) == before
    assert store.load() == {}


def test_an_undo_tried_twice_undoes_one_step(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened()
    fill(store)
    moved = iter([True])
    monkeypatch.setattr(store, "_has_moved", lambda: next(moved, False))
    store.undo()
    assert sum(step.undone for step in store.history(99)) == 1


def test_without_a_file_all_of_it_works_in_memory_and_goes_with_the_file_later(opened: Opener, tmp_path: Path) -> None:
    place = tmp_path / "a file"
    place.write_text("in the way")
    store = opened(place)
    fill(store)
    store.record(read(40), NOW + 8)
    store.undo()
    store.save_searches([SavedSearch("Hot", "heat>100"), SavedSearch("Law", "law")])
    whole = store.load(), store.bookmarks(), store.mutes()
    assert store.go_back_to(0) is not None
    assert store.load() == {}
    store.go_back_to(8)
    place.unlink()
    other = opened(place)
    other.record(note("of the file", 1), NOW - 9)
    other.record(read(2), NOW - 8)
    other.undo()
    other.save_searches([SavedSearch("Hot", "heat>1")])
    store.compact(0.0)
    assert store.trouble == ""
    kept = whole[1][0], replace(whole[1][1], when=int(NOW) - 9)
    assert (store.load(), store.bookmarks(), store.mutes()) == (whole[0], kept, whole[2])
    assert other.searches() == (SavedSearch("Hot", "heat>1"), SavedSearch("Law", "law"))
    assert [(step.label, step.undone) for step in other.history(2)] == [("read", True), ("muted provider:BBC", False)]
    store.go_back_to(1)
    assert store.load() == {1: Mark(bookmarked=True, note="of the file")}
    assert store.undo() is not None
    assert store.load() == {}


# -- files of the first version


def first_version(file: Path) -> None:
    """A file as the version before made it: two bookmarks, one lifted again, and articles read."""
    with closing(schema.connect(file, 5)) as connection:
        schema.make_durable(connection)
        schema.migrate(connection, schema.MIGRATIONS[:1])
        for statement in (
            "INSERT INTO step VALUES (1, 100.5, 'bookmarked', 1, 'bookmarked', 'AI')",
            "INSERT INTO step VALUES (2, 200.5, 'read', 1, 'read', '')",
            "INSERT INTO step VALUES (3, 300.5, 'bookmarked', 0, 'bookmark removed', '')",
            "INSERT INTO change VALUES (1, 1, NULL), (1, 2, NULL), (2, 2, NULL), (2, 3, NULL), (3, 1, 100.5)",
            "INSERT INTO mark VALUES (2, 200.5, 100.5), (3, 200.5, NULL)",
            "INSERT INTO remembered VALUES ('theme', 'dark')",
        ):
            connection.execute(statement)
        for number in (1, 2):
            record = encode_copy(article(number))
            connection.execute("INSERT INTO kept VALUES (?, 100.5, ?)", (number, record))


def test_a_file_of_the_version_before_keeps_all_and_can_be_undone(opened: Opener, file: Path) -> None:
    first_version(file)
    store = opened()
    assert (store.trouble, store.notice) == ("", "")
    assert store.load() == {2: Mark(True, True), 3: Mark(read=True)}
    assert store.bookmarks() == (Bookmark(article(2), 100),)
    assert store.recall() == {"theme": "dark"}
    assert store.history(9) == (
        HistoryEntry(3, 300.5, "bookmark removed", "", 1, False, 2),
        HistoryEntry(2, 200.5, "read", "", 2, False, 1),
        HistoryEntry(1, 100.5, "bookmarked", "AI", 2, False, 0),
    )
    store.undo()
    assert store.bookmarks() == (Bookmark(article(1), 100), Bookmark(article(2), 100))
    store.go_back_to(0)
    assert store.load() == {}
    store.go_back_to(3)
    assert store.load() == {2: Mark(True, True), 3: Mark(read=True)}
    assert is_sound(file)


@pytest.mark.parametrize("length", [100, 4096])
def test_a_damaged_file_of_the_version_before_is_rescued(opened: Opener, file: Path, length: int) -> None:
    first_version(file)
    with file.open("r+b") as stream:
        stream.write(b"\x55" * length)
    store = opened()
    assert "damaged" in store.notice
    assert store.load() == {2: Mark(True, True), 3: Mark(read=True)}
    assert [step.count for step in store.history(9)] == [1, 2, 2]
    store.undo()
    assert store.bookmarks() == (Bookmark(article(1), 100), Bookmark(article(2), 100))


def second_version(file: Path) -> None:
    """A file as the version after that made it: two steps in force, and two undone ones after them."""
    with closing(schema.connect(file, 5)) as connection:
        schema.make_durable(connection)
        schema.migrate(connection, schema.MIGRATIONS[:2])
        for statement in (
            "INSERT INTO step VALUES (3, 100.5, 'read', 1, 'read', 'AI', 0, 1)",
            "INSERT INTO step VALUES (4, 200.5, 'tag', 1, 'tagged', '', 0, 1)",
            "INSERT INTO step VALUES (6, 300.5, 'note', 1, 'noted', '', 1, 1), (7, 400.5, 'read', 1, 'read', '', 1, 1)",
            "INSERT INTO change VALUES (3, 1, NULL), (7, 2, NULL)",
            "INSERT INTO edit VALUES (4, 1, 'tag:x', NULL, 'X'), (4, 1, 'bookmarked', NULL, 200.5)",
            "INSERT INTO edit VALUES (6, 1, 'note', NULL, 'mine')",
            "INSERT INTO mark VALUES (1, 100.5, 200.5)",
            "INSERT INTO tag VALUES (1, 'x', 'X')",
        ):
            connection.execute(statement)


@pytest.mark.parametrize("length", [0, 100])
def test_undone_steps_of_an_older_file_are_a_branch(opened: Opener, file: Path, length: int) -> None:
    second_version(file)
    with file.open("r+b") as stream:
        stream.write(b"\x55" * length)
    store = opened()
    assert (store.trouble, bool(store.notice)) == ("", bool(length))
    assert store.load() == {1: Mark(True, True, ("X",))}
    assert [(step.id, step.parent, step.undone) for step in store.history(9)] == [
        (7, 6, True), (6, 4, True), (4, 3, False), (3, 0, False),
    ]  # fmt: skip
    assert store.redo() is not None
    assert store.redo() is not None
    assert store.load() == {1: Mark(True, True, ("X",), "mine"), 2: Mark(read=True)}
    assert store.go_back_to(0) is not None
    assert store.load() == {}


# -- damage to what is new


@pytest.mark.parametrize("table", ["mark", "tag", "note", "snooze", "mute", "kept", "remembered", "search"])
def test_a_lost_table_comes_back_from_the_journal(opened: Opener, file: Path, table: str) -> None:
    store = opened()
    fill(store)
    store.record(tag("gone", 1), NOW + 10)
    store.record(tag("gone", 1, value=False), NOW + 11)
    store.record(snooze(LATER, 8), NOW + 12)
    store.record(snooze(0, 8), NOW + 13)
    store.record(note("undone", 2), NOW + 14)
    store.undo()
    whole = store.load(), store.mutes()
    store.close()
    place = rows(file, f"SELECT (rootpage - 1) * 4096 FROM sqlite_schema WHERE name = '{table}'")[0][0]
    assert isinstance(place, int)
    with file.open("r+b") as stream:
        stream.seek(place)
        stream.write(b"\x55" * 4096)
    again = opened()
    assert "damaged" in again.notice
    assert (again.load(), again.mutes()) == whole
    assert again.redo() is not None
    assert again.load()[ArticleId(2)].note == "undone"
    assert is_sound(file)


@pytest.mark.parametrize("table", ["step", "change", "edit"])
def test_a_lost_part_of_the_journal_takes_no_mark_with_it(opened: Opener, file: Path, table: str) -> None:
    store = opened()
    fill(store)
    store.undo()
    whole = store.load(), store.mutes(), store.bookmarks()
    store.close()
    place = rows(file, f"SELECT (rootpage - 1) * 4096 FROM sqlite_schema WHERE name = '{table}'")[0][0]
    assert isinstance(place, int)
    with file.open("r+b") as stream:
        stream.seek(place)
        stream.write(b"\x55" * 4096)
    again = opened()
    assert (again.load(), again.mutes(), again.bookmarks()) == whole
    assert again.redo() is None
    again.record(MarkChange(MarkKind.NOTE, True, (ArticleId(1),), text="new"), NOW)
    again.undo()
    assert (again.load(), again.mutes()) == whole[:2]
    assert is_sound(file)


def test_several_tags_at_once_are_one_step_which_can_be_done_again_elsewhere(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(tag("old", 1), NOW)
    store.record(replace(tag("new", 1, 2), more=(("also", True), ("old", False))), NOW + 1)
    assert store.load() == {number: Mark(bookmarked=True, tags=("also", "new")) for number in (1, 2)}
    assert [step.count for step in store.history(9)] == [2, 1]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as target:
        schema.migrate(target)
        with closing(sqlite3.connect(file)) as source:
            reapply(source, target)
        found = target.execute("SELECT article, tag FROM tag ORDER BY article, key").fetchall()
        assert found == [(1, "also"), (1, "new"), (2, "also"), (2, "new")]
        assert target.execute("SELECT count(*) FROM step").fetchone() == (2,)
    store.undo()
    assert store.load() == {1: Mark(bookmarked=True, tags=("old",))}
