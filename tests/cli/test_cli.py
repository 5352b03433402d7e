"""The command line, called in this process."""

import json
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from reader.cli.arguments import COMMANDS
from reader.cli.main import main
from reader.config.settings import Settings
from reader.core.model.article import Article, ArticleId, Links, Provider
from reader.core.model.marks import MarkChange, MarkKind
from reader.core.text.article_ids import article_id
from reader.launch import start
from reader.storage.marks.database import open_marks
from reader.version import VERSION
from tests.edition import write_edition

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    return write_edition(tmp_path / "edition")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command: its exit code, stdout and stderr."""

    def call(*words: object) -> tuple[int, str, str]:
        code = main([str(word) for word in words])
        return code, *capsys.readouterr()

    return call


def mark(home: Path, kind: MarkKind, article: Article, now: float) -> None:
    marks = open_marks(home / "data")
    marks.record(MarkChange(kind, True, (article.id,), copies=(article,)), now)
    marks.close()


def record(home: Path, step: MarkChange) -> None:
    marks = open_marks(home / "data")
    marks.record(step, 1.0)
    marks.close()


def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the streams look like a terminal."""
    for module in ("dispatch", "commands.read_command"):
        monkeypatch.setattr(f"reader.cli.{module}.is_terminal", lambda _: True)
    monkeypatch.setattr("reader.cli.dispatch.is_dumb_terminal", lambda: False)


def titles(output: str) -> list[str]:
    return [record["title"] for record in json.loads(output)]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_function(command: str) -> None:
    module, name = COMMANDS[command].function.split(":")
    assert callable(getattr(import_module(f"reader.cli.commands.{module}"), name))


# -- list


def test_list_prints_a_line_an_article_the_hottest_first(run: Run, edition: Path) -> None:
    code, out, err = run("list", edition)
    assert code == 0
    assert out.splitlines() == [
        "133  2020-11-26  South China Morning Post  Faces: 顔認証 & the law",
        "  7  2021-01-02  DW                        Cold news",
        "  -  -                                     No link opens",
    ]
    assert "see `heatwire check`" in err


def test_list_orders_limits_and_takes_archived_ones(run: Run, edition: Path) -> None:
    code, out, _ = run("list", "--json", "--sort", "date", "--limit", "1", edition)
    assert (code, titles(out)) == (0, ["Cold news"])
    assert "Expired" in titles(run("list", "--json", "--archived", edition)[1])
    assert "Expired" not in titles(run("list", "--json", edition)[1])
    assert titles(run("list", "--json", edition, "--limit", "0")[1]) == []


def test_options_and_paths_may_be_mixed(run: Run, edition: Path, write_seed: Callable[..., Path]) -> None:
    other = write_seed("other.md", "title: Other", "webUrl: https://example.net/other", "heat: 50")
    code, out, _ = run("list", edition, "--json", other, "--limit", 2)
    assert (code, titles(out)) == (0, ["Faces: 顔認証 & the law", "Other"])


def test_list_takes_a_topic_with_those_below_it(run: Run, edition: Path) -> None:
    assert titles(run("list", "--json", "--topic", "ai", edition)[1]) == ["Faces: 顔認証 & the law"]
    assert titles(run("list", "--json", "--topic", "POLITICS", edition)[1]) == ["Cold news", "No link opens"]


def test_an_unknown_topic_names_the_nearest(run: Run, edition: Path) -> None:
    code, out, err = run("list", "--topic", "Computr Vision", edition)
    assert (code, out) == (2, "")
    assert "Computer Vision" in err
    assert len(err.splitlines()) == 1


def test_json_has_the_documented_shape(run: Run, edition: Path, home: Path) -> None:
    number = article_id("https://example.com/faces")
    mark(home, MarkKind.READ, Article(number), 1.0)
    mark(home, MarkKind.BOOKMARKED, Article(number), 2.0)
    records = json.loads(run("list", "--json", edition)[1])
    assert records[0] == {
        "id": f"{number:016x}",
        "title": "Faces: 顔認証 & the law",
        "url": "https://example.com/faces",
        "published": "2020-11-26T15:50:00+00:00",
        "heat": 133,
        "quality": 93,
        "provider": {"name": "South China Morning Post", "domain": "scmp.com"},
        "topics": ["Computer Vision"],
        "excerpt": "Faces are everywhere.",
        "archived": False,
        "bookmarked": True,
        "read": True,
        "tags": [],
        "note": "",
        "related": [
            {
                "title": "T tops",
                "url": "https://example.org/t-tops",
                "published": "2020-11-27T00:00:00+00:00",
                "provider": {"name": "India Times", "domain": "indiatimes.com"},
            }
        ],
    }
    last: dict[str, Any] = records[-1]
    assert (last["title"], last["url"], last["published"], last["heat"]) == ("No link opens", "", None, None)


# -- list --query


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("faces", ["Faces: 顔認証 & the law"]),
        ("", ["Faces: 顔認証 & the law", "Cold news", "No link opens", "Expired"]),
        ("認証 OR title:cold", ["Faces: 顔認証 & the law", "Cold news"]),
        ("-fac*", ["Cold news", "No link opens", "Expired"]),
        ("is:archived", ["Expired"]),
        ("topic:ai provider:scmp heat>=133 has:related", ["Faces: 顔認証 & the law"]),
        ("-is:archived sort:date", ["Cold news", "Faces: 顔認証 & the law", "No link opens"]),
        ("-sort:heat", ["Cold news", "Faces: 顔認証 & the law", "No link opens", "Expired"]),
        ("sort:title", ["Cold news", "Expired", "Faces: 顔認証 & the law", "No link opens"]),
        ("fac* OR news sort:match", ["Cold news", "Faces: 顔認証 & the law"]),
        ("quality>=93 sort:quality", ["Faces: 顔認証 & the law"]),
        ("nowhere", []),
    ],
)
def test_list_finds_what_fits_a_query(run: Run, edition: Path, query: str, found: list[str]) -> None:
    code, out, _ = run("list", "--json", "--query", query, edition)
    assert (code, titles(out)) == (0, found)


def test_list_shows_that_what_it_found_is_archived(run: Run, edition: Path) -> None:
    assert "(archived) Expired" in run("list", "--query", "expired", edition)[1]


def test_a_query_that_finds_nothing_says_so_beside_the_output(run: Run, edition: Path) -> None:
    for flags, printed in (((), ""), (("--json",), "[]\n")):
        code, out, said = run("list", *flags, "--query", "zebra", edition)
        assert (code, out, said.splitlines()[-1]) == (0, printed, "no article matches zebra")


def test_list_prints_links_below_the_articles(run: Run, edition: Path) -> None:
    code, out, _ = run("list", "--links", edition)
    lines = out.splitlines()
    links = [record["url"] for record in json.loads(run("list", "--json", edition)[1])]
    assert code == 0
    assert [line.strip() for line in lines[1::2]] == [link or "(no link)" for link in links]
    assert lines[0::2] == run("list", edition)[1].splitlines()


@pytest.mark.parametrize(
    ("word", "meant"), [("lst", "list"), ("keyz", "keys"), ("Bookmark", "bookmarks"), ("nowhere", "")]
)
def test_a_word_that_is_nearly_a_command_is_asked_about(run: Run, word: str, meant: str) -> None:
    code, _, said = run("--plain", word)
    assert code == 2
    assert (f"did you mean `heatwire {meant}`?" in said) is bool(meant)


def test_list_orders_limits_and_takes_a_topic_beside_a_query(run: Run, edition: Path) -> None:
    everything = titles(run("list", "--json", "--query", "-expired", "--sort", "date", edition)[1])
    assert everything == ["Cold news", "Faces: 顔認証 & the law", "No link opens"]
    assert titles(run("list", "--json", "--query", "-expired", "--limit", 1, edition)[1]) == everything[1:2]
    assert (
        titles(run("list", "--json", "--query", "-cold -expired", "--topic", "politics", edition)[1]) == everything[2:]
    )


def test_list_knows_the_marks(run: Run, edition: Path, home: Path) -> None:
    faces = Article(article_id("https://example.com/faces"))
    mark(home, MarkKind.READ, faces, 1.0)
    mark(home, MarkKind.BOOKMARKED, faces, 2.0)
    for query in ("is:read", "is:bookmarked"):
        assert titles(run("list", "--json", "--query", query, edition)[1]) == ["Faces: 顔認証 & the law"]
    assert "Faces" not in run("list", "--query", "is:unread", edition)[1]


def test_list_finds_tags_and_notes_and_shows_them(run: Run, edition: Path, home: Path) -> None:
    faces = Article(article_id("https://example.com/faces"))
    record(home, MarkChange(MarkKind.TAG, True, (faces.id,), copies=(faces,), text="Later"))
    record(home, MarkChange(MarkKind.NOTE, True, (faces.id,), copies=(faces,), text="ask Ann"))
    [found] = json.loads(run("list", "--json", "--query", "tag:later ann", edition)[1])
    assert (found["title"], found["tags"], found["note"]) == ("Faces: 顔認証 & the law", ["Later"], "ask Ann")
    [kept] = json.loads(run("bookmarks", "--json")[1])
    assert (kept["tags"], kept["note"]) == (["Later"], "ask Ann")


@pytest.mark.parametrize("words", [(), ("--query", "news OR faces OR -nothing")])
def test_list_leaves_out_what_is_muted_or_snoozed(run: Run, edition: Path, home: Path, words: tuple[str, ...]) -> None:
    faces = article_id("https://example.com/faces")
    record(home, MarkChange(MarkKind.MUTED, True, (), text="word:cold"))
    record(home, MarkChange(MarkKind.SNOOZED, True, (faces,), until=2**37))
    left = titles(run("list", "--json", *words, edition)[1])
    assert left == ["No link opens", "Expired"][: 2 if words else 1]
    record(home, MarkChange(MarkKind.MUTED, False, (), text="word:cold"))
    record(home, MarkChange(MarkKind.SNOOZED, True, (faces,), until=1))
    woken_first = ["Faces: 顔認証 & the law", "Cold news"]
    assert titles(run("list", "--json", "--sort", "date", *words, edition)[1])[:2] == woken_first


def test_check_reports_what_is_muted_too(run: Run, edition: Path, home: Path) -> None:
    record(home, MarkChange(MarkKind.MUTED, True, (), text="word:cold"))
    assert "Cold news" in run("check", "--json", edition)[1]


def test_list_finds_bookmarks_whose_file_is_gone(run: Run, edition: Path, home: Path) -> None:
    mark(home, MarkKind.BOOKMARKED, Article(ArticleId(77), "Gone but kept"), 1.0)
    assert titles(run("list", "--json", "--query", "kept", edition)[1]) == ["Gone but kept"]
    assert "Gone" not in run("list", edition)[1]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("認証 titl:x", ["there is no field “titl”, did you mean title?", "  認証 titl:x", "       ^"]),
        ('faces "open', ["this quote is never closed", '  faces "open', "        ^"]),
        ("topic:Politcs", ["did you mean Politics?", "  topic:Politcs", "        ^"]),
        ("\x1b[31mred\n(", ["this parenthesis is never closed", "  red (", "      ^"]),
    ],
)
def test_a_bad_query_is_shown_with_its_place(run: Run, edition: Path, query: str, said: list[str]) -> None:
    code, out, err = run("list", "--query", query, edition)
    lines = err.splitlines()
    assert (code, out) == (2, "")
    assert lines[0].startswith("heatwire: ")
    assert said[0] in lines[0]
    assert lines[1:] == said[1:]


def test_listing_leaves_no_folder_behind(run: Run, edition: Path, home: Path) -> None:
    assert run("list", "--json", edition)[0] == 0
    assert run("check", edition)[0] in (0, 1)
    assert run("bookmarks")[0] == 0
    assert not (home / "data").exists()


@pytest.mark.parametrize("limit", ["-1", "x", "1.5", "", "٣"])
def test_a_limit_that_is_no_number_is_wrong_use(run: Run, edition: Path, limit: str) -> None:
    code, out, err = run("list", f"--limit={limit}", edition)
    assert (code, out) == (2, "")
    assert "--limit" in err


def test_the_list_is_cut_to_a_terminal(run: Run, edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.cli.commands.list_command.terminal_width", lambda _: 40)
    assert run("list", edition)[1].splitlines()[0] == "133  2020-11-26  South Chi…  Faces: 顔…"


# -- paths and wrong use


@pytest.mark.parametrize("command", [["list"], ["check"], ["check", "--json"], []])
def test_a_path_that_is_not_there_is_one_line_and_exit_2(run: Run, tmp_path: Path, command: list[str]) -> None:
    code, out, err = run(*command, tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert "nowhere" in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("command", [["list"], ["check"], []])
def test_a_folder_without_articles_is_one_line_and_exit_2(run: Run, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "empty").mkdir()
    code, out, err = run(*command, tmp_path / "empty")
    assert (code, out) == (2, "")
    assert "empty" in err
    assert len(err.splitlines()) == 1


def test_a_file_that_is_no_article_is_named_by_list(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("no front matter")
    code, out, err = run("list", tmp_path / "bad.md")
    assert (code, out) == (2, "")
    assert "bad.md" in err
    assert len(err.splitlines()) == 1


def test_a_folder_with_a_command_s_name(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_edition(tmp_path / "list")
    for words in (["--", "list"], ["./list"], ["list", "list"], ["list", "--", "list"]):
        code, out, _ = run(*words)
        assert (code, len(out.splitlines())) == (0, 3)


def test_a_path_that_begins_with_a_dash(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_edition(tmp_path / "--json")
    assert run("list", "--", "--json")[1].startswith("133")
    assert len(json.loads(run("check", "--json", "--", "--json")[1])["articles"]) == 4


@pytest.mark.parametrize("words", [["--nonsense"], ["list", "--nonsense"], ["bookmarks", "x"], ["paths", "--", "x"]])
def test_unknown_words_are_one_line_and_exit_2(run: Run, words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert "unrecognized arguments" in err.splitlines()[-1]


def test_complaints_cannot_drive_the_terminal(run: Run) -> None:
    for words in (["list", "\x1b]0;x\x07"], ["--\x1b[2J"], ["list", "--topic", "\x1b[2J"], ["list", "--limit", "\x1b"]):
        code, _, err = run(*words)
        assert code == 2
        assert "\x1b" not in err


def test_a_path_that_is_not_utf8(run: Run, tmp_path: Path) -> None:
    folder = write_edition(tmp_path / os.fsdecode(b"\xff\xfe"))
    (folder / "news" / os.fsdecode(b"bad-\xff.md")).write_text("no front matter")
    code, out, _ = run("check", "--json", folder)
    assert code == 1
    out.encode("utf-8")
    assert json.loads(out)["problems"]
    assert run("list", folder)[0] == 0


# -- check


def test_check_names_each_problem_with_its_place(run: Run, write_seed: Callable[..., Path], tmp_path: Path) -> None:
    write_seed("good.md", "title: Good", "webUrl: https://example.com/good", "publishedDateTime: 2020-01-01")
    write_seed("bad.md", "title: [unclosed")
    code, out, err = run("check", tmp_path / "articles")
    assert code == 1
    assert any("bad.md:" in line and "unclosed" not in line.split(":")[0] for line in out.splitlines())
    assert err.splitlines() == ["1 article in 2 files: 1 error, 0 warnings"]


def test_check_is_content_with_warnings_alone(run: Run, edition: Path) -> None:
    code, _, err = run("check", edition)
    assert code == 0
    assert "0 errors" in err


def test_check_as_json_has_all_articles_and_problems(run: Run, edition: Path) -> None:
    (edition / "news" / "bad.md").write_text("no front matter")
    code, out, _ = run("check", "--json", edition)
    report = json.loads(out)
    assert code == 1
    assert set(report) == {"articles", "problems"}
    assert {article["title"]: article["archived"] for article in report["articles"]}["Expired"] is True
    (error,) = [problem for problem in report["problems"] if problem["severity"] == "error"]
    assert set(error) == {"path", "line", "severity", "message"}
    assert error["path"].endswith("bad.md")


def test_the_built_in_edition_is_the_default(run: Run) -> None:
    assert run("check")[0] == 0
    assert len(run("list", "--limit", "5")[1].splitlines()) == 5


# -- bookmarks


def test_bookmarks_are_there_when_their_seed_is_gone_the_newest_first(run: Run, home: Path) -> None:
    for number in (1, 2):
        article = Article(
            ArticleId(number), f"Title {number}", links=Links(web=f"https://example.com/{number}"),
            provider=Provider("DW", "dw.com"), heat=number * 5,
        )  # fmt: skip
        mark(home, MarkKind.BOOKMARKED, article, 100.0 * number)
    code, out, err = run("bookmarks")
    assert (code, err) == (0, "")
    assert out.splitlines() == ["10  -           DW  Title 2", " 5  -           DW  Title 1"]
    records = json.loads(run("bookmarks", "--json")[1])
    assert [record["id"] for record in records] == [f"{2:016x}", f"{1:016x}"]
    assert all(record["bookmarked"] for record in records)


def test_no_bookmarks(run: Run) -> None:
    assert run("bookmarks")[:2] == (0, "")
    assert json.loads(run("bookmarks", "--json")[1]) == []


# -- the rest


def test_paths_are_where_the_variables_say(run: Run, home: Path) -> None:
    code, out, _ = run("paths")
    assert code == 0
    found = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert {name: found[name] for name in ("config", "data", "cache")} == {
        name: str(home / name) for name in ("config", "data", "cache")
    }


def test_version_and_help(run: Run) -> None:
    assert run("--version")[:2] == (0, f"heatwire {VERSION}\n")
    for words in (["--help"], ["list", "--help"], ["check", "-h"], ["bookmarks", "-h"], ["paths", "-h"]):
        code, out, err = run(*words)
        assert (code, err) == (0, "")
        assert "usage: heatwire" in out
    assert "examples:" in run("--help")[1]


def test_the_version_is_the_distribution_s() -> None:
    import tomllib

    project = Path(start.__file__).parents[2] / "pyproject.toml"
    assert tomllib.loads(project.read_text())["project"]["version"] == VERSION


def test_an_interrupt_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("reader.cli.commands.check_command.read_all", interrupted)
    assert run("check") == (130, "", "")


def test_the_reader_needs_a_terminal(run: Run, edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr("reader.cli.dispatch.is_terminal", lambda stream: stream is sys.stdout)
    code, out, err = run(edition)
    assert (code, out) == (2, "")
    assert "needs a terminal" in err


def test_a_wrong_path_is_told_before_the_reader_takes_the_terminal(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal(monkeypatch)
    monkeypatch.setattr(start, "open_reader", lambda *_: pytest.fail("the reader was opened"))
    code, out, err = run(tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert err == f"heatwire: {tmp_path / 'nowhere'}: no such file or folder\n"


def test_the_reader_gets_settings_and_complaints(
    run: Run, edition: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text('sort = "date"\nthme = "x"\n')
    opened: list[Any] = []

    def open_reader(*arguments: object) -> int:
        opened.append(arguments)
        return 143

    terminal(monkeypatch)
    monkeypatch.setattr(start, "open_reader", open_reader)
    assert run(edition, "--theme", "nord", "--dwell", "0")[0] == 143
    ((_, settings, warnings, arguments),) = opened
    assert arguments.paths == [edition]
    assert (arguments.argv, arguments.frame) == ([str(edition), "--theme", "nord", "--dwell", "0"], None)
    assert (settings.sort, settings.theme, settings.dwell) == ("date", "nord", 0.0)
    (problem,) = warnings
    assert str(problem) == f"{home / 'config' / 'config.toml'}:2: unknown setting 'thme'; did you mean 'theme'?"


@pytest.mark.parametrize(
    ("view", "asked"),
    [
        ("last", {"sort": "date"}),
        ("unread", {"sort": "date", "view": "unread", "topic": "", "article": ""}),
        ("topic:AI Ethics", {"sort": "date", "view": "topic", "topic": "aiethics", "article": ""}),
    ],
)
def test_what_is_asked_for_goes_before_what_is_remembered(view: str, asked: dict[str, str]) -> None:
    assert start.starting_state(Settings(sort="date", startup_view=view)) == asked


def test_a_flag_that_makes_no_sense_is_told(run: Run) -> None:
    code, out, err = run("--startup-view", "topc:AI")
    assert (code, out) == (2, "")
    assert "argument --startup-view: must be one of last, all, unread, bookmarks, archive or topic:NAME" in err


def test_without_a_home_news_is_listed_all_the_same(run: Run, edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HEATWIRE_DATA_DIR")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.delenv("HOME")
    assert run("list", "--json", edition)[0] == 0
    code, _, err = run("bookmarks")
    assert code == 2
    assert "HEATWIRE_DATA_DIR" in err
