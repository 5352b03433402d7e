"""Bookmarks from elsewhere, taken in as one step."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import Mark, MarkChange, MarkKind
from reader.storage.marks import bookmark_import
from reader.storage.marks.article_copies import encode_copy
from reader.storage.marks.bookmark_import import ImportResult, add_bookmarks, with_note
from reader.storage.marks.database import MarkDatabase
from tests.storage.samples import NOW, article, bookmark, rows


@pytest.fixture
def marks(tmp_path: Path) -> Iterator[MarkDatabase]:
    with closing(MarkDatabase(tmp_path)) as store:
        yield store


def add(marks: MarkDatabase, arriving: Sequence[Bookmark], label: str, now: float) -> ImportResult:
    return add_bookmarks(marks, lambda: arriving, lambda _: label, now)


def test_times_tags_and_notes_are_kept(marks: MarkDatabase) -> None:
    arriving = [Bookmark(article(1), 1000, ("later", "AI"), "note"), Bookmark(article(5))]
    assert add(marks, arriving, "imported", NOW) == ImportResult(2, 0, 0)
    assert marks.load() == {
        ArticleId(1): Mark(bookmarked=True, tags=("AI", "later"), note="note"),
        ArticleId(5): Mark(bookmarked=True),
    }
    assert [(kept.article, kept.when) for kept in marks.bookmarks()] == [(article(5), int(NOW)), (article(1), 1000)]


def test_twice_makes_no_doubles_and_no_step(marks: MarkDatabase) -> None:
    arriving = [Bookmark(article(1), 1000, ("later",), "note")]
    add(marks, arriving, "imported", NOW)
    assert add(marks, arriving, "imported", NOW + 1) == ImportResult(0, 0, 1)
    assert [step.label for step in marks.history(9)] == ["imported"]


def test_what_is_there_stays_and_is_added_to(marks: MarkDatabase) -> None:
    marks.record(bookmark(1), NOW)
    marks.record(MarkChange(MarkKind.TAG, True, (ArticleId(1),), text="Later"), NOW)
    marks.record(MarkChange(MarkKind.NOTE, True, (ArticleId(1),), text="mine"), NOW)
    other = replace(article(1), title="Another title")
    assert add(marks, [Bookmark(other, 5, ("later", "new"), "theirs")], "imported", NOW + 1) == ImportResult(0, 1, 0)
    assert marks.load()[ArticleId(1)] == Mark(bookmarked=True, tags=("Later", "new"), note="mine\n\ntheirs")
    assert [(kept.article.title, kept.when) for kept in marks.bookmarks()] == [(article(1).title, int(NOW))]


def test_one_undo_takes_all_of_it_back_and_a_redo_brings_it_again(marks: MarkDatabase) -> None:
    marks.record(bookmark(1), NOW)
    before = marks.load()
    add(marks, [Bookmark(article(1), 5, ("a", "b"), "n"), Bookmark(article(9), 7, ("a",))], "imported 2", NOW)
    after = marks.load()
    undone = marks.undo()
    assert undone is not None
    assert (undone.label, set(undone.marks)) == ("imported 2", {1, 9})
    assert marks.load() == before
    marks.redo()
    assert marks.load() == after
    assert [(kept.article.id, kept.when) for kept in marks.bookmarks()] == [(1, int(NOW)), (9, 7)]
    assert marks.history(9)[0].count == 2


@pytest.mark.parametrize("batch", [1, 2, 2_000])
def test_doubles_within_a_file_become_one(marks: MarkDatabase, monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr(bookmark_import, "_BATCH", batch)
    thin = replace(article(1), excerpt="", body="", related=())
    arriving = [Bookmark(thin, 50, ("a",), "one"), Bookmark(article(1), 20, ("A", "b"), "two"), Bookmark(thin)]
    assert add(marks, arriving, "imported", NOW) == ImportResult(1, 0, 0)
    assert marks.load() == {ArticleId(1): Mark(bookmarked=True, tags=("a", "b"), note="one\n\ntwo")}
    assert [(kept.article, kept.when) for kept in marks.bookmarks()] == [(article(1), 20)]


def test_a_file_is_never_in_memory_as_a_whole(marks: MarkDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bookmark_import, "_BATCH", 10)
    written: list[int] = []

    def arriving() -> Iterator[Bookmark]:
        for number in range(1, 41):
            yield Bookmark(article(number))
            written.append(marks._file.connection.execute("SELECT count(*) FROM mark").fetchone()[0])

    assert add_bookmarks(marks, arriving, lambda count: f"imported {count}", NOW) == ImportResult(40, 0, 0)
    assert written[::10] == [0, 10, 20, 30]
    undone = marks.undo()
    assert undone is not None
    assert (undone.label, len(undone.marks), marks.load()) == ("imported 40", 40, {})


def test_a_fuller_copy_of_an_earlier_bookmark_stays(marks: MarkDatabase) -> None:
    marks.record(bookmark(1), NOW)
    marks.record(bookmark(1, value=False), NOW)
    add(marks, [Bookmark(replace(article(1), excerpt=""))], "imported", NOW)
    assert marks.bookmarks()[0].article == article(1)
    marks.undo()
    fuller = replace(article(1), excerpt="A much longer excerpt than before, so that there is more to read.")
    add(marks, [Bookmark(fuller)], "imported", NOW)
    assert marks.bookmarks()[0].article == fuller
    marks.undo()
    marks.record(MarkChange(MarkKind.BOOKMARKED, True, (ArticleId(1),)), NOW)
    assert marks.bookmarks()[0].article == article(1)


def test_nothing_leaves_no_step(marks: MarkDatabase) -> None:
    assert add(marks, [], "imported", NOW) == ImportResult(0, 0, 0)
    assert marks.history(9) == ()


def test_all_or_nothing(tmp_path: Path, marks: MarkDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(record: Article) -> str:
        if record.id == 5:
            raise sqlite3.OperationalError("database or disk is full")
        return encode_copy(record)

    monkeypatch.setattr("reader.storage.marks.journal.encode_copy", fails)
    with pytest.raises(MarksUnavailable):
        add(marks, [Bookmark(article(1)), Bookmark(article(5))], "imported", NOW)
    assert marks.load() == {}
    assert all(rows(tmp_path / "marks.db", f"SELECT count(*) FROM {table}") == [(0,)] for table in ("edit", "kept"))


def test_without_a_file_nothing_is_taken_in(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with closing(MarkDatabase(tmp_path / "file")) as store, pytest.raises(MarksUnavailable):
        add(store, [Bookmark(article(1))], "imported", NOW)


@pytest.mark.parametrize(
    ("note", "other", "both"),
    [
        ("", "", ""),
        ("a", "", "a"),
        ("", "a", "a"),
        ("a", "a", "a"),
        ("a", "b", "a\n\nb"),
        ("a\n\nb", "b", "a\n\nb"),
        ("a", "a\n\nb", "a\n\nb"),
        ("yesterday", "yes", "yesterday\n\nyes"),
    ],
)
def test_notes_are_united(note: str, other: str, both: str) -> None:
    assert with_note(note, other) == both
