"""Marks are there after reopening, and what the file says follows from its journal."""

import random
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.core.model.article import ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import Mark, MarkChange, MarkKind
from reader.storage.marks.database import open_marks
from tests.storage.conftest import Opener
from tests.storage.samples import NOW, article, bookmark, edit, is_sound, read, rows


def test_a_new_folder_is_made_and_empty(opened: Opener, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "heatwire"
    store = opened(folder)
    assert (store.load(), store.bookmarks(), store.recall()) == ({}, (), {})
    assert (store.trouble, store.notice) == ("", "")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not store.changed_elsewhere()


def test_marks_are_there_after_reopening(opened: Opener) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    store.record(read(1, 2), NOW + 1)
    store.close()
    again = opened()
    assert again.load() == {1: Mark(read=True, bookmarked=True), 2: Mark(read=True)}
    assert again.bookmarks() == (Bookmark(article(1), int(NOW)),)


def test_open_marks_gives_the_store_of_a_folder(tmp_path: Path) -> None:
    store = open_marks(tmp_path)
    store.record(read(1), NOW)
    assert store.load() == {1: Mark(read=True)}
    store.close()


def test_bookmarks_are_newest_first(opened: Opener) -> None:
    store = opened()
    for number, when in ((1, 10.0), (2, 30.25), (3, 30.5), (4, 20.0)):
        store.record(bookmark(number), when)
    assert [kept.article.id for kept in store.bookmarks()] == [3, 2, 4, 1]


def test_a_lifted_mark_leaves_no_row(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    store.record(read(1), NOW)
    store.record(bookmark(1, value=False), NOW)
    assert store.load() == {1: Mark(read=True)}
    assert store.bookmarks() == ()
    store.record(read(1, value=False), NOW)
    assert store.load() == {}
    assert rows(file, "SELECT count(*) FROM mark") == [(0,)]


def test_a_bookmark_set_again_without_a_copy_has_its_old_one(opened: Opener) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    store.record(bookmark(1, value=False), NOW + 1)
    store.record(replace(bookmark(1), copies=()), NOW + 2)
    assert store.bookmarks() == (Bookmark(article(1), int(NOW) + 2),)


def test_a_bookmark_set_again_takes_the_new_copy(opened: Opener) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    store.record(bookmark(1, value=False), NOW + 1)
    store.record(replace(bookmark(1), copies=(article(1, "New title"),)), NOW + 2)
    assert [kept.article.title for kept in store.bookmarks()] == ["New title"]


def test_copies_are_kept_with_the_bookmarks_they_belong_to_only(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(replace(bookmark(1), copies=(article(1), article(9))), NOW)
    store.record(replace(read(2), copies=(article(2),)), NOW)
    assert rows(file, "SELECT article FROM kept") == [(1,)]


def test_an_unreadable_copy_hides_only_itself(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(bookmark(1, 2), NOW)
    store.close()
    edit(file, "UPDATE kept SET record = CAST(x'7bff' AS TEXT) WHERE article = 1")
    again = opened()
    assert [kept.article.id for kept in again.bookmarks()] == [2]
    assert len(again.load()) == 2


def test_what_is_so_already_leaves_no_step(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(read(1, 2, 2, 1), NOW)
    store.record(read(1, 2), NOW + 9)
    store.record(bookmark(1, value=False), NOW + 9)
    store.record(read(), NOW + 9)
    store.record(read(2, 3), NOW + 10)
    assert rows(file, "SELECT step, article, before FROM change") == [(1, 1, None), (1, 2, None), (2, 3, None)]
    assert rows(file, "SELECT id, at, kind, value, label FROM step") == [
        (1, NOW, "read", 1, "read"),
        (2, NOW + 10, "read", 1, "read"),
    ]


def test_the_journal_says_where_and_what_was_before(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(bookmark(5), NOW)
    store.record(bookmark(5, value=False), NOW + 1)
    assert rows(file, "SELECT label, origin FROM step WHERE id = 1") == [("bookmarked", "AI")]
    assert rows(file, "SELECT before FROM change WHERE step = 2") == [(NOW,)]


def test_the_state_follows_from_the_journal(opened: Opener, file: Path) -> None:
    chance = random.Random(4)
    store = opened()
    for number in range(300):
        kind = chance.choice((MarkKind.READ, MarkKind.BOOKMARKED))
        articles = tuple(ArticleId(chance.randint(1, 20)) for _ in range(chance.randint(0, 5)))
        store.record(MarkChange(kind, chance.random() < 0.6, articles), NOW + number)
    replayed: dict[tuple[object, object], object] = {}
    query = (
        "SELECT at, kind, value, article, before FROM step JOIN change ON change.step = step.id ORDER BY id, article"
    )
    for at, what, value, number_, before in rows(file, query):
        assert replayed.get((number_, what)) == before
        replayed[number_, what] = at if value else None
    state = {
        (number_, column): at
        for number_, *times in rows(file, "SELECT article, read_at, bookmarked_at FROM mark")
        for column, at in zip(("read", "bookmarked"), times, strict=True)
    }
    assert {key: at for key, at in state.items() if at} == {key: at for key, at in replayed.items() if at}
    assert len(state) // 2 == len(store.load())
    assert is_sound(file)


def test_the_largest_id_and_many_at_once(opened: Opener) -> None:
    store = opened()
    largest = 2**63 - 1
    store.record(read(largest, *range(1, 5_000)), NOW)
    assert len(opened().load()) == 5_000
    assert store.load()[ArticleId(largest)] == Mark(read=True)


def test_text_that_utf8_cannot_hold_is_no_obstacle(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(replace(read(1), label="a\udcffb"), NOW)
    store.remember({"topic\ud800": "\ud800"})
    assert rows(file, "SELECT label FROM step") == [("a?b",)]
    assert store.recall() == {"topic?": "?"}


def test_what_is_remembered_comes_back(opened: Opener) -> None:
    store = opened()
    store.remember({"theme": "dark", "cursor": "12"})
    store.remember({"theme": "light"})
    store.remember({})
    assert opened().recall() == {"theme": "light", "cursor": "12"}


def test_a_closed_store_is_quiet_and_refuses(opened: Opener) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    store.close()
    store.close()
    with pytest.raises(MarksUnavailable):
        store.record(read(2), NOW)
    store.remember({"theme": "dark"})
    assert (store.load(), store.bookmarks(), store.recall(), store.changed_elsewhere()) == ({}, (), {}, False)
    assert opened().load() == {1: Mark(bookmarked=True)}
