"""`heatwire doctor`: what it checks and reports, and that it changes nothing and reveals nothing private."""

import json
import os
import sqlite3
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from reader.cli.environment import name_clashes, satisfies, terminal, versions
from reader.cli.main import main
from reader.core.model.article import Article, ArticleId
from reader.core.model.marks import MarkChange, MarkKind
from reader.storage.marks import schema
from reader.storage.marks.database import open_marks
from reader.storage.marks.health import check_marks
from reader.version import VERSION

Report = Callable[[], tuple[int, dict[str, Any]]]


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Report:
    """The exit code and the report, in a terminal without problems."""
    monkeypatch.setenv("TERM", "xterm-256color")

    def call() -> tuple[int, dict[str, Any]]:
        code = main(["doctor", "--json"])
        return code, json.loads(capsys.readouterr().out)

    return call


def some_marks(home: Path) -> Path:
    marks = open_marks(home / "data")
    for number in range(1, 4):
        marks.record(MarkChange(MarkKind.READ, True, (ArticleId(number),)), 1.0)
    marks.record(MarkChange(MarkKind.BOOKMARKED, True, (ArticleId(1),), copies=(Article(ArticleId(1), "x"),)), 2.0)
    marks.close()
    return home / "data" / "marks.db"


def test_where_all_is_well_it_says_so(report: Report, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = report()
    assert (code, found["problems"]) == (0, [])
    assert found["versions"]["heatwire"] == VERSION
    assert found["versions"]["textual"] == metadata.version("textual")
    assert sqlite3.sqlite_version in found["versions"]["SQLite"]
    assert found["terminal"]["TERM"] == "xterm-256color"
    assert found["terminal"]["encoding"] == "utf-8"
    assert found["folders"]["data"] == "~/data (not created yet)"
    assert found["files"] == {
        "marks.db": "none yet",
        "config.toml": "no config file: using defaults",
        "cache": "empty",
    }
    assert [*home.iterdir()] == []
    assert main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "versions"
    assert lines[-1] == "No problems found."


def test_marks_are_counted_and_left_as_they_are(report: Report, home: Path) -> None:
    file = some_marks(home)
    before = file.read_bytes(), file.stat().st_mtime_ns, sorted(os.listdir(file.parent))
    code, found = report()
    assert code == 0
    assert f"version {len(schema.MIGRATIONS)} · 3 marked, 1 bookmarks, 4 steps · " in found["files"]["marks.db"]
    assert (file.read_bytes(), file.stat().st_mtime_ns, sorted(os.listdir(file.parent))) == before


def test_the_cache_is_weighed_with_all_its_folders(report: Report, home: Path) -> None:
    for name in ("editions/a.edition", "screens/b"):
        file = home / "cache" / name
        file.parent.mkdir(parents=True)
        file.write_bytes(bytes(200))
    assert report()[1]["files"]["cache"] == "2 files, 400 bytes"


def _ruin(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096 : 4096 + 3000] = b"x" * 3000
    file.write_bytes(data)


def _renew(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()


def _make_foreign(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA application_id=1")
    connection.close()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (_ruin, "damaged"),
        (lambda file: file.write_bytes(b"no database at all" * 100), "damaged"),
        (_renew, "it was written by a newer heatwire (version 99; this one reads"),
        (_make_foreign, "belongs to another program"),
    ],
)
def test_marks_that_are_not_well_are_told_and_left(
    harm: Callable[[Path], object], said: str, report: Report, home: Path
) -> None:
    file = some_marks(home)
    harm(file)
    before = file.read_bytes()
    code, found = report()
    (problem,) = found["problems"]
    assert (code, problem["where"]) == (1, "marks.db")
    assert said in problem["what"]
    assert problem["advice"]
    assert file.read_bytes() == before


def test_no_marks_are_no_fault(tmp_path: Path) -> None:
    assert check_marks(tmp_path / "marks.db") is None
    assert [*tmp_path.iterdir()] == []


def test_faults_of_the_settings_are_told_with_their_line(
    report: Report, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text('thme = "x"\n[keys]\n"article.open" = "q"\n')
    code, found = report()
    assert code == 1
    assert found["files"]["config.toml"] == "2 problems"
    assert [problem["what"] for problem in found["problems"]] == [
        "~/config/config.toml:1: unknown setting 'thme'; did you mean 'theme'?",
        "~/config/config.toml:3: q is the key of pane.leave (Leave the article, zoom or search, or quit); "
        "article.open keeps o",
    ]
    main(["doctor"])
    out = capsys.readouterr().out
    assert "\n! config.toml" in out
    assert "\n2 problems found:\n! ~/config/config.toml:1: unknown" in out
    assert str(home) not in out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_told(report: Report, home: Path) -> None:
    (home / "data").mkdir(mode=0o500)
    code, found = report()
    assert code == 1
    assert "read-only" in found["problems"][0]["what"]


def test_a_file_in_the_place_of_a_folder_is_told(report: Report, home: Path) -> None:
    (home / "data").write_text("")
    code, found = report()
    assert code == 1
    assert found["problems"][0]["what"] == "~/data is not a folder"
    assert "HEATWIRE_DATA_DIR" in found["problems"][0]["advice"]


def test_without_a_home_it_says_what_to_set(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.delenv(f"HEATWIRE_{kind}_DIR")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.delenv("HOME")
    code, found = report()
    assert code == 1
    assert [problem["advice"] for problem in found["problems"]] == [
        "set HEATWIRE_CONFIG_DIR",
        "set HEATWIRE_DATA_DIR",
        "set HEATWIRE_CACHE_DIR",
    ]


def test_the_browser_that_was_named_must_be_there(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "no-such-browser --token=hush %s")
    code, found = report()
    assert (code, found["problems"][0]["where"]) == (1, "browser")
    monkeypatch.setenv("BROWSER", "ls --token=hush %s")
    code, found = report()
    assert (code, found["program"]["browser"]) == (0, "ls")
    assert "hush" not in json.dumps(found)


def test_nothing_of_the_environment_is_told_but_what_it_names(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_TOKEN", "TMUX", "SSH_CONNECTION", "HEATWIRE_THEME_X"):
        monkeypatch.setenv(name, "hush")
    found = report()[1]
    assert "hush" not in json.dumps(found)
    assert (found["terminal"]["tmux"], found["terminal"]["SSH"]) == (True, True)


@pytest.mark.parametrize(("term", "said"), [("dumb", "TERM is dumb"), ("", "TERM is not set"), ("vt100", "")])
def test_a_terminal_that_cannot_draw_is_told(term: str, said: str) -> None:
    looked = next(row for row in terminal({"TERM": term}) if row.name == "TERM")
    assert said in looked.error
    assert bool(looked.error) is bool(said)


def test_a_small_terminal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((59, 30)))
    looked = next(row for row in terminal({}) if row.name == "size")
    assert looked[1:3] == ("59x30", "the terminal is 59x30, smaller than 60x20")


@pytest.mark.parametrize(
    ("version", "requirement", "fit"),
    [
        ("8.2.8", "textual<9,>=8.2.8", True),
        ("8.10.0", "textual<9,>=8.2.8", True),
        ("9.0.1", "textual<9,>=8.2.8", False),
        ("8.2.7", "textual<9,>=8.2.8", False),
        ("1", "anything", True),
    ],
)
def test_a_version_is_held_to_what_is_needed(version: str, requirement: str, fit: bool) -> None:
    assert satisfies(version, requirement) is fit


def test_a_package_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["no-such-package>=1", "pytest ; extra == 'dev'"])
    rows = {row.name: row for row in versions()}
    assert rows["no-such-package"][1:3] == ("missing", "no-such-package is not installed")
    assert "pytest" not in rows


def test_another_package_called_reader_is_told(tmp_path: Path, report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    assert name_clashes() == []
    for name, owned in (("reader", "reader/__init__.py"), ("innocent", "innocent/reader.py")):
        folder = tmp_path / f"{name}-3.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 3.0\n")
        (folder / "RECORD").write_text(f"{owned},,\n")
        # From Python 3.12 on, only files that exist count.
        (tmp_path / owned).parent.mkdir(exist_ok=True)
        (tmp_path / owned).touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    code, found = report()
    assert (code, found["packages"]) == (1, {"reader": "clashes"})
    assert "reader is installed in the same environment" in found["problems"][0]["what"]
