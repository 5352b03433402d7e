"""Damaged files: moved aside, named, and what is readable of them is kept."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.core.model.article import ArticleId
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import Mark, MarkChange, SavedSearch
from reader.storage.marks import connection, journal, schema
from reader.storage.marks.database import FILE_NAME, MarkDatabase
from reader.storage.marks.health import MarksHealth, check_marks
from reader.storage.marks.row_checks import COLUMNS
from reader.storage.recovery import quarantine, salvage
from tests.storage.conftest import Opener
from tests.storage.samples import NOW, article, bookmark, edit, is_sound, mute, note, read, rows, snooze, tag

PAGE = 4096
READ = 2_000
BOOKMARKED = 40


def fill(opened: Opener) -> None:
    """Make a file of some hundred pages: 40 bookmarks and 2,000 read marks, the ids far apart."""
    store = opened()
    chance = random.Random(2)
    for _ in range(BOOKMARKED):
        store.record(bookmark(chance.getrandbits(63)), NOW)
    store.record(read(*(chance.getrandbits(63) for _ in range(READ))), NOW)
    store.remember({"theme": "dark"})
    store.close()


def smash(file: Path, place: int, length: int) -> None:
    """Write noise over a part of the file."""
    with file.open("r+b") as stream:
        stream.seek(place)
        stream.write(random.Random(place).randbytes(length))


def aside(file: Path) -> list[Path]:
    """The damaged files that were moved aside."""
    return sorted(path for path in file.parent.iterdir() if ".damaged-" in path.name)


def root(file: Path, table: str) -> int:
    """Where in the file a table's first page begins."""
    found = rows(file, f"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'")[0][0]
    assert isinstance(found, int)
    return (found - 1) * PAGE


def opened_after(damage: Callable[[Path], object], opened: Opener, file: Path) -> int:
    """Fill, damage and open a file; check what is so for every damage; give the number of marks left."""
    fill(opened)
    damage(file)
    damaged = file.read_bytes()
    store = opened()
    (moved,) = aside(file)
    assert moved.read_bytes() == damaged
    assert str(moved) in store.notice
    assert store.trouble == ""
    marks = store.load()
    assert (f"{len(marks):,} of its" if marks else "none of its") in store.notice
    store.record(bookmark(3), NOW + 1)
    assert store.bookmarks()[0].article == article(3)
    store.close()
    assert is_sound(file)
    assert opened().notice == ""
    assert len(aside(file)) == 1
    assert {path.name for path in file.parent.iterdir()} == {file.name, moved.name}
    return len(marks)


def test_a_text_is_moved_aside(opened: Opener, file: Path) -> None:
    assert opened_after(lambda file: file.write_text("bookmarks: none\n" * 3_000), opened, file) == 0


def test_a_short_text_is_moved_aside(opened: Opener, file: Path) -> None:
    assert opened_after(lambda file: file.write_bytes(b"xx"), opened, file) == 0


def test_a_file_without_content_is_a_new_one(opened: Opener, file: Path) -> None:
    file.touch()
    store = opened()
    assert (store.load(), store.trouble, store.notice) == ({}, "", "")
    assert aside(file) == []


@pytest.mark.parametrize("length", [16, 100, PAGE])
def test_a_smashed_header_loses_no_mark(opened: Opener, file: Path, length: int) -> None:
    assert opened_after(lambda file: smash(file, 0, length), opened, file) == READ + BOOKMARKED


@pytest.mark.parametrize(("share", "left"), [(0.99, READ), (0.6, BOOKMARKED)])
def test_of_a_file_cut_short_the_rest_is_kept(opened: Opener, file: Path, share: float, left: int) -> None:
    def cut(file: Path) -> None:
        with file.open("r+b") as stream:
            stream.truncate(int(file.stat().st_size * share) + 7)

    assert opened_after(cut, opened, file) >= left


@pytest.mark.parametrize("seed", range(5))
def test_around_random_pages_the_rest_is_kept(opened: Opener, file: Path, seed: int) -> None:
    def smash_pages(file: Path) -> None:
        chance = random.Random(seed)
        pages = file.stat().st_size // PAGE
        for page in chance.sample(range(1, pages), 3):
            smash(file, page * PAGE, PAGE)
        smash(file, root(file, "remembered"), PAGE)

    assert opened_after(smash_pages, opened, file) > 0.6 * (READ + BOOKMARKED)


def test_good_pages_between_bad_ones_are_found(opened: Opener, file: Path) -> None:
    opened().close()
    numbers = [(number * 10**14, 1.0) for number in range(1, 20_001)]
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany("INSERT INTO mark (article, read_at) VALUES (?, ?)", numbers)
    pages = file.stat().st_size // PAGE
    for share in (0.2, 0.4, 0.6, 0.8):
        smash(file, int(pages * share) * PAGE, PAGE)
    left = opened().load()
    lost = 20_000 - len(left)
    assert 4 * 100 < lost < 4 * 400


@pytest.mark.parametrize("table", ["mark", "step", "change", "kept"])
def test_a_lost_table_takes_no_mark_with_it(opened: Opener, file: Path, table: str) -> None:
    assert opened_after(lambda file: smash(file, root(file, table), PAGE), opened, file) == READ + BOOKMARKED


def test_a_mark_that_was_lifted_does_not_come_back_from_the_journal(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(bookmark(1, 2), NOW)
    store.record(read(1, 2), NOW + 1)
    store.record(bookmark(1, value=False), NOW + 2)
    store.close()
    smash(file, root(file, "mark"), PAGE)
    again = opened()
    assert again.load() == {1: Mark(read=True), 2: Mark(read=True, bookmarked=True)}
    assert [(kept.article, kept.when) for kept in again.bookmarks()] == [(article(2), int(NOW))]


def test_what_is_remembered_is_kept_too(opened: Opener, file: Path) -> None:
    fill(opened)
    smash(file, 0, 100)
    assert opened().recall() == {"theme": "dark"}


def test_rows_that_make_no_sense_are_left_out(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    store.close()
    edit(file, "INSERT INTO mark (article, read_at) VALUES (-4, 1.0), (5, 'text'), (6, NULL), (7, 1.0)")
    edit(file, "INSERT INTO kept (article, at, record) VALUES (7, 1.0, '{}'), (8, 1.0, 'noise')")
    edit(file, "INSERT INTO step (at, kind, value, label, origin) VALUES (1.0, 'read', 7, '', '')")
    smash(file, 0, 100)
    assert set(opened().load()) == {1, 7}
    assert rows(file, "SELECT article FROM kept") == [(1,)]
    assert rows(file, "SELECT count(*) FROM step") == [(1,)]


WRONG = ("'AxX'", "x'00ff'", "-1e200", "'a' || char(27) || '[2J'")
# A text column holds the first and the third one as texts like any other.
CELLS = [
    (table, column, value)
    for table, columns in COLUMNS.items()
    for column, condition in columns.items()
    for value in (WRONG[1::2] if "= 'text'" in condition[:30] else WRONG)
]


def marked(store: MarkDatabase) -> None:
    """Put rows into every table, some of them more than once."""
    store.record(bookmark(1, 2), NOW)
    store.record(read(1, 2, 3), NOW + 1)
    store.record(tag("law", 1, 2), NOW + 2)
    store.record(note("one\ntwo", 1), NOW + 3)
    store.record(snooze(int(NOW) + 9, 3), NOW + 4)
    store.record(mute("word:crypto"), NOW + 5)
    store.record(mute("word:other"), NOW + 6)
    store.undo()
    store.remember({"theme": "dark", "sort": "date"})
    store.save_searches([SavedSearch("Law", "law"), SavedSearch("Hot", "heat>9")])


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a file with rows in every table."""
    folder = tmp_path_factory.mktemp("marked")
    store = MarkDatabase(folder)
    marked(store)
    store.close()
    return (folder / FILE_NAME).read_bytes()


@pytest.mark.parametrize(("table", "column", "value"), CELLS)
def test_a_value_of_the_wrong_kind_is_set_aside_and_the_rest_is_used(
    opened: Opener, file: Path, template: bytes, table: str, column: str, value: str
) -> None:
    file.write_bytes(template)
    key = next(iter(COLUMNS[table]))
    try:
        edit(file, f"UPDATE {table} SET {column} = {value} WHERE {key} = (SELECT max({key}) FROM {table})")
    except sqlite3.IntegrityError:
        return  # SQLite itself refuses it.
    again = opened()
    assert again.trouble == ""
    assert str(aside(file)[0]) in again.notice
    assert again.load().keys() >= {1, 2}
    assert all(
        text.replace("\n", "").isprintable() for mark in again.load().values() for text in (*mark.tags, mark.note)
    )
    assert len(again.bookmarks()) >= 1
    again.mutes(), again.recall(), again.searches()
    assert all(format(step.at, ".1f") for step in again.history(9))
    while again.undo() is not None:
        continue
    assert (opened().notice, len(aside(file))) == ("", 1)


@pytest.mark.parametrize("record", ["{no json", "{}", "[]", '{"id": "1"}'])
def test_a_copy_that_is_no_article_is_set_aside_and_told(opened: Opener, file: Path, record: str) -> None:
    store = opened()
    marked(store)
    store.close()
    edit(file, f"UPDATE kept SET record = '{record}' WHERE article = 1")
    again = opened()
    assert [kept.article for kept in again.bookmarks()] == [article(2)]
    assert str(aside(file)[0]) in again.notice
    assert again.load()[ArticleId(1)].note == "one\ntwo"
    assert len(opened().bookmarks()) == 1
    assert len(aside(file)) == 1


def test_a_damaged_step_in_a_large_file_is_found_when_it_is_needed(
    opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened()
    marked(store)
    whole = store.load()
    edit(file, "UPDATE step SET kind = 'rea`' WHERE id = 2")
    monkeypatch.setattr(connection, "CHECKED_BYTES", 0)
    again = opened()
    assert again.notice == ""
    assert [step.id for step in again.history(9)] == [6, 5, 4, 3, 1]
    assert again.notice
    assert again.undo() is not None
    assert again.load() == whole


def test_a_damaged_value_is_found_by_the_doctor(opened: Opener, file: Path) -> None:
    marked(opened())
    assert (check_marks(file) or MarksHealth(0, error="none")).error == ""
    edit(file, "UPDATE mark SET bookmarked_at = CAST('AxX' AS TEXT) WHERE article = 1")
    found = check_marks(file)
    assert found is not None
    assert found.error == "a value in its table mark is damaged"


def test_damage_that_is_met_later_is_repaired_then(opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(opened)
    smash(file, root(file, "step"), PAGE)
    monkeypatch.setattr(connection, "CHECKED_BYTES", 0)
    store = opened()
    assert store.notice == ""
    monkeypatch.undo()
    store.record(bookmark(3), NOW + 1)
    assert len(aside(file)) == 1
    assert store.notice
    assert store.trouble == ""
    assert store.changed_elsewhere()
    assert len(store.load()) == READ + BOOKMARKED + 1
    assert is_sound(file)


def test_another_window_goes_over_to_the_new_file(opened: Opener, file: Path) -> None:
    first = opened()
    first.record(bookmark(1), NOW)
    smash(file, 0, 100)
    second = opened()
    assert second.notice
    assert first.changed_elsewhere()
    assert first.load() == second.load() == {1: Mark(bookmarked=True)}
    first.record(read(2), NOW)
    assert second.changed_elsewhere()
    assert set(second.load()) == {1, 2}
    assert len(aside(file)) == 1


def test_a_mark_written_into_a_file_just_moved_aside_is_written_again(opened: Opener, file: Path) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    file.rename(file.with_name("elsewhere"))
    store.record(read(2), NOW)
    assert opened().load() == {2: Mark(read=True)}
    assert store.changed_elsewhere()


def test_a_file_moved_aside_during_a_commit_takes_no_mark_with_it(
    opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened()
    store.record(bookmark(1), NOW)
    real = journal.apply

    def apply_and_move(connection: sqlite3.Connection, step: MarkChange, now: float) -> None:
        real(connection, step, now)
        monkeypatch.setattr(journal, "apply", real)
        file.rename(file.with_name("elsewhere"))

    monkeypatch.setattr(journal, "apply", apply_and_move)
    store.record(read(2), NOW)
    assert opened().load() == {2: Mark(read=True)}


def test_two_windows_rescue_once(opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(opened)
    smash(file, 0, 100)
    real = quarantine.recovery_lock
    others = []

    def late(path: Path, timeout: float) -> object:
        """Another window rescues the file between this one's look at it and its turn."""
        monkeypatch.setattr(quarantine, "recovery_lock", real)
        others.append(opened())
        return real(path, timeout)

    monkeypatch.setattr(quarantine, "recovery_lock", late)
    store = opened()
    assert [bool(window.notice) for window in (others[0], store)] == [True, False]
    assert len(aside(file)) == 1
    assert len(store.load()) == READ + BOOKMARKED


def test_a_failed_rescue_leaves_the_file_and_shows_what_it_holds(
    opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(opened)
    smash(file, 0, 100)
    damaged = file.read_bytes()

    def fail(path: Path, now: datetime) -> Path:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(quarantine, "spare_name", fail)
        store = opened()
    assert "damaged and cannot be replaced: No space left on device" in store.trouble
    assert len(store.load()) == READ + BOOKMARKED
    assert file.read_bytes() == damaged
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert opened().notice


def test_a_damaged_file_never_takes_a_name_that_is_there(tmp_path: Path) -> None:
    now = datetime(2026, 11, 23, 18, 4, 10, tzinfo=UTC)
    names = []
    for _ in range(3):
        spare = quarantine.spare_name(tmp_path / "marks.db", now)
        spare.touch()
        names.append(spare.name)
    first = "marks.db.damaged-20261123T180410Z"
    assert names == [first, f"{first}-2", f"{first}-3"]


def test_a_file_system_without_hard_links_does_as_well(
    opened: Opener, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    assert opened_after(lambda file: smash(file, 0, 100), opened, file) == READ + BOOKMARKED


def test_salvage_of_noise_of_any_size_reads_nothing() -> None:
    for size in (0, 1, 99, 100, 511, 512, PAGE - 1, PAGE, 5 * PAGE + 1):
        with closing(schema.in_memory()) as target:
            schema.migrate(target)
            assert salvage.salvage(random.Random(size).randbytes(size), target) == 0


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_smashed_the_program_goes_on(opened: Opener, file: Path, seed: int) -> None:
    store = opened()
    store.record(bookmark(*range(1, 30)), NOW)
    store.record(read(*range(1, 600)), NOW)
    store.close()
    chance = random.Random(seed)
    size = file.stat().st_size
    for _ in range(chance.randint(1, 6)):
        smash(file, chance.randrange(size), chance.choice((1, 8, 64, 3_000)))
    again = opened()
    again.load(), again.bookmarks(), again.recall()
    try:
        again.record(bookmark(1_000), NOW)
    except MarksUnavailable:
        assert again.trouble
    else:
        assert ArticleId(1_000) in again.load()
        if not again.trouble:
            assert ArticleId(1_000) in opened().load()
