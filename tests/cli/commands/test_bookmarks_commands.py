"""`heatwire bookmarks export` and `import`, called in this process."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader import console
from reader.cli.commands import bookmarks_import_command
from reader.cli.main import main
from reader.cli.read_all import read_all
from reader.core.model.article import ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.model.marks import Mark
from reader.formats import importer
from reader.formats.bookmark_file import RefusedBookmark
from reader.storage.marks import bookmark_import
from reader.storage.marks.bookmark_import import add_bookmarks
from reader.storage.marks.database import MarkDatabase
from tests.edition import write_edition
from tests.formats.samples import bookmark
from tests.formats.test_netscape import FIREFOX
from tests.storage.samples import edit

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a command on bookmarks: its exit code, stdout and stderr."""

    def call(*words: object) -> tuple[int, str, str]:
        code = main(["bookmarks", *map(str, words)])
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


@pytest.fixture
def kept(home: Path) -> list[Bookmark]:
    """Two saved bookmarks, newest first."""
    found = [bookmark(7, "Seven [x] <b>", "A note.", ("later",)), bookmark(5)]
    store = MarkDatabase(home / "data")
    add_bookmarks(store, lambda: found, lambda _: "kept", 1.0)
    store.close()
    return found


def marks(home: Path) -> dict[ArticleId, Mark]:
    store = MarkDatabase(home / "data")
    try:
        return dict(store.load())
    finally:
        store.close()


@pytest.mark.parametrize(
    ("form", "begins"),
    [("md", "# Bookmarks\n\n## Seven \\[x\\] \\<b\\>"), ("json", '{"format"'), ("html", "<!DOCTYPE NETSCAPE")],
)
def test_an_export_goes_to_stdout_or_to_a_file(
    run: Run, kept: list[Bookmark], tmp_path: Path, form: str, begins: str
) -> None:
    code, out, err = run("export", "--format", form)
    assert (code, err) == (0, "")
    assert out.startswith(begins)
    assert run("export", "--format", form, "--output", "-")[1] == out
    assert run("export", "--format", form, "--output", tmp_path / "x") == (
        0,
        "",
        f"2 bookmarks written to {tmp_path / 'x'}\n",
    )
    assert (tmp_path / "x").read_text() == out


def test_seeds_need_a_folder(run: Run, kept: list[Bookmark], tmp_path: Path) -> None:
    for words in ([], ["--output", "-"], ["--output", ""]):
        code, out, err = run("export", "--format", "seeds", *words)
        assert (code, out) == (2, "")
        assert "--output FOLDER" in err
    code, out, err = run("export", "--format", "seeds", "--output", tmp_path / "seeds")
    # The topic AI is in the built-in edition.
    assert (code, out, err) == (0, "", f"2 seeds and 1 topic written to {tmp_path / 'seeds'}\n")
    assert len(read_all([tmp_path / "seeds"]).store) == 2
    code, _, err = run("export", "--format", "seeds", "--output", tmp_path / "seeds")
    assert (code, err) == (0, f"2 seeds written to {tmp_path / 'seeds'}, replacing 2\n")


def test_topics_beside_the_seeds_of_bookmarks_come_along(run: Run, home: Path, tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "edition")
    (edition / "topics" / "02-politics.yaml").write_text("name: Politics\nparent: AI\n")
    store = read_all([edition]).store
    found = [article for number in store.ids() if (article := store.article(number))]
    database = MarkDatabase(home / "data")
    add_bookmarks(database, lambda: map(Bookmark, found), lambda _: "kept", 1.0)
    database.close()
    assert run("export", "--format", "seeds", "--output", tmp_path / "out")[0] == 0
    again = read_all([tmp_path / "out"]).store
    assert [topic.name for topic in again.topics.topics()] == ["AI", "Computer Vision", "Politics"]
    assert len(again) == len(store)


@pytest.mark.parametrize("words", [[], ["--format", "pdf"], ["--format", "md", "extra"], ["--format"]])
def test_wrong_use_is_one_line_and_exit_2(run: Run, words: list[str]) -> None:
    code, out, err = run("export", *words)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_a_file_that_cannot_be_written(run: Run, kept: list[Bookmark], tmp_path: Path) -> None:
    code, out, err = run("export", "--format", "md", "--output", tmp_path / "nowhere" / "x")
    assert (code, out) == (2, "")
    assert "nowhere" in err
    assert "No such file or directory" in err


def test_without_bookmarks(run: Run, home: Path) -> None:
    code, out, err = run("export", "--format", "json")
    assert (code, json.loads(out)["bookmarks"]) == (0, [])
    assert "no bookmarks yet" in err
    assert not (home / "data").exists()


def test_what_is_left_out_is_said(run: Run, home: Path, kept: list[Bookmark]) -> None:
    edit(home / "data" / "marks.db", f"UPDATE kept SET record = 'x' WHERE article = {kept[0].article.id}")
    code, out, err = run("export", "--format", "md")
    assert code == 1
    assert "Seven" not in out
    assert "1 bookmark left out" in err


def test_an_import_shows_on_a_terminal_how_far_it_is(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "is_terminal", lambda _: True)
    monkeypatch.setattr(bookmarks_import_command, "_SHOWN_EVERY", 2)
    links = "".join(f'<DT><A HREF="https://a.example/{number}">x</A>' for number in range(5))
    (tmp_path / "x.html").write_text(f"<DL>{links}</DL>")
    code, _, err = run("import", tmp_path / "x.html")
    assert code == 0
    shown = [part.strip() for part in err.split("\r")]
    assert shown[-1] == "5 bookmarks imported, 0 already there, 0 rejected"
    assert [part for part in shown[:-1] if part][-2:] == ["4 bookmarks read …"] * 2
    assert shown[-2] == ""


def test_an_import_that_is_interrupted_leaves_nothing(
    run: Run, home: Path, kept: list[Bookmark], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = marks(home)
    monkeypatch.setattr(bookmark_import, "_BATCH", 2)
    real = importer.read_bookmarks

    def interrupted(path: Path) -> Iterator[Bookmark | RefusedBookmark]:
        for number, found in enumerate(real(path)):
            if number == 5:
                raise KeyboardInterrupt
            yield found

    monkeypatch.setattr(bookmarks_import_command, "read_bookmarks", interrupted)
    links = "".join(f'<DT><A HREF="https://a.example/{number}" TAGS="t">x</A>' for number in range(9))
    (tmp_path / "x.html").write_text(f"<DL>{links}</DL>")
    assert run("import", tmp_path / "x.html")[0] == 130
    assert marks(home) == before
    assert {path.name for path in (home / "data").iterdir()} == {"marks.db"}
    store = MarkDatabase(home / "data")
    assert [step.label for step in store.history(9)] == ["kept"]
    store.close()


def test_a_round_trip_by_json(run: Run, home: Path, kept: list[Bookmark], tmp_path: Path) -> None:
    run("export", "--format", "json", "--output", tmp_path / "x.json")
    before = marks(home)
    (home / "data" / "marks.db").unlink()
    assert run("import", tmp_path / "x.json") == (0, "", "2 bookmarks imported, 0 already there, 0 rejected\n")
    assert marks(home) == before
    assert run("export", "--format", "json")[1] == (tmp_path / "x.json").read_text()
    assert run("import", tmp_path / "x.json") == (0, "", "0 bookmarks imported, 2 already there, 0 rejected\n")
    assert marks(home) == before


def test_a_browser_s_bookmarks(run: Run, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.html"
    path.write_text(FIREFOX)
    code, out, err = run("import", path)
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert lines[0].startswith(f"{path}:12: rejected: only http and https links are opened")
    assert lines[-1] == "4 bookmarks imported, 0 already there, 2 rejected"
    assert len(marks(home)) == 4
    path.write_text(FIREFOX.replace('TAGS="later,AI"', 'TAGS="later,More"'))
    assert "4 already there (1 of them got new tags or a note)" in run("import", path)[2]


def test_many_rejected_entries_are_counted_and_not_all_listed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.html"
    path.write_text("<DL>" + "".join(f"<DT><A HREF='ftp://a.example/{n}'>x</A>\n" for n in range(500)))
    code, out, err = run("import", path)
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert len(lines) == 12
    assert lines[-2:] == [f"{path}: 490 more rejected", "0 bookmarks imported, 0 already there, 500 rejected"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ": the file is empty"),
        (b"hello", ":1: neither JSON"),
        (b'{"format":\n"heatwire-bookmarks",', ":2: invalid JSON"),
        (b"<html><a href='https://a.example'>x</a>", ": there is no list of bookmarks"),
        (b"<DL><DT><A HREF='https://a.example'>x</A>\n<![x[", ":2: an unknown declaration"),
        (b"\xff\xfe{\x00", ":1: the file is UTF-16"),
    ],
)
def test_a_damaged_file_changes_nothing(run: Run, home: Path, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    code, out, err = run("import", path)
    assert (code, out) == (2, "")
    assert f"{path}{said}" in err
    assert len(err.splitlines()) == 1
    assert not (home / "data").exists()


@pytest.mark.parametrize("words", [[], ["a", "b"], ["--", "a", "b"], ["--x"], [""]])
def test_import_takes_one_file(run: Run, words: list[str]) -> None:
    code, out, err = run("import", *words)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_a_file_that_is_not_there_or_is_a_folder(run: Run, tmp_path: Path) -> None:
    assert "no such file" in run("import", tmp_path / "nowhere")[2]
    assert "not a regular file" in run("import", tmp_path)[2]
    (tmp_path / "--x").write_text("{")
    assert "invalid JSON" in run("import", "--", tmp_path / "--x")[2]


def test_marks_that_cannot_be_saved(run: Run, home: Path, kept: list[Bookmark], tmp_path: Path) -> None:
    run("export", "--format", "json", "--output", tmp_path / "x.json")
    (home / "data" / "marks.db").unlink()
    (home / "data").rmdir()
    (home / "data").write_text("a file")
    code, out, err = run("import", tmp_path / "x.json")
    assert (code, out) == (1, "")
    assert "nothing was imported" in err


def test_the_list_of_bookmarks_is_as_it_was(run: Run, kept: list[Bookmark]) -> None:
    code, out, err = run()
    assert (code, err) == (0, "")
    assert [line.split("  ")[-1] for line in out.splitlines()] == ["Seven [x] <b>", "Title 5"]
    assert len(json.loads(run("--json")[1])) == 2
