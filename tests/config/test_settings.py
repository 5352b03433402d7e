"""What the user can set, and the problems that mistakes cause."""

import os
from collections.abc import Callable
from math import inf
from pathlib import Path

import pytest

from reader.config.settings import KeyChange, Setting, Settings, settings
from reader.config.settings_loader import line_of, read_settings
from reader.core.model.problem import Severity

FIRST = "config.toml:1: "
VIEWS = "last, all, unread, bookmarks, archive"
CELLS = "from 16 to 60 cells, or from 10% to 30%"
DATES = "short, iso, ago or a pattern such as %d.%m.%Y"
LETTERS = "%%, %A, %B, %G, %H, %I, %M, %S, %U, %V, %W, %Y, %a, %b, %d, %j, %m, %p, %u, %w, %y"


def loaded(tmp_path: Path, text: str) -> tuple[Settings, list[str]]:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    settings, problems = read_settings(file, {})
    return settings, [str(problem).removeprefix(f"{tmp_path}/") for problem in problems]


def test_the_defaults() -> None:
    assert read_settings(None, {}) == (Settings(), ())


def test_a_missing_file_is_no_problem(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "config.toml", {}) == (Settings(), ())


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (os.mkfifo, "cannot be read: not a regular file"),
        (lambda file: file.symlink_to("/dev/zero"), "cannot be read: not a regular file"),
        (lambda file: file.mkdir(), "cannot be read: "),
        (lambda file: file.write_text("# comment\n" * 200_000), "cannot be read: larger than 1,000,000 characters"),
        (
            lambda file: file.write_text("\na" + ".a" * 60_000 + " = 1"),
            "config.toml:2: line longer than 500 characters",
        ),
        (lambda file: file.write_text(f"theme = '{'x' * 600}'"), "config.toml:1: line longer than 500 characters"),
    ],
)
def test_a_file_that_is_none_is_said(tmp_path: Path, make: Callable[[Path], object], said: str) -> None:
    file = tmp_path / "config.toml"
    make(file)
    settings, problems = read_settings(file, {})
    assert settings == Settings()
    assert [said in str(problem) for problem in problems] == [True]


def test_keys_that_are_nested_as_deep_as_lines_allow(tmp_path: Path) -> None:
    deep = ".".join("a" * 240)
    settings, problems = loaded(tmp_path, f"[keys.{deep}]\n{deep} = 'x'")
    assert [change.keys for change in settings.keys] == [("x",)]
    assert problems == []


def test_flags_go_before_variables_and_these_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('theme = "file"\nsort = "date"\ndensity = "roomy"\nbrowser = "w3m"\ndwell = 1')
    environment = {
        "HEATWIRE_THEME": "variable",
        "HEATWIRE_SORT": "heat",
        "HEATWIRE_DWELL": "0.5",
        "HEATWIRE_BROWSER": "",
    }
    settings, problems = read_settings(file, environment, {"theme": "flag", "sort": None})
    assert settings == Settings(theme="flag", sort="heat", density="roomy", browser="w3m", dwell=0.5)
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('# x\n\nthme = "a"', "config.toml:3: unknown setting 'thme'; did you mean 'theme'?"),
        ("[sort]\nx = 1", "config.toml:1: sort must be text in quotes, not {'x': 1}"),
        (
            "zzzz = 1",
            "config.toml:1: unknown setting 'zzzz'; the settings are theme, sort, density, ascii, "
            "startup_view, date_format, sidebar_width, list_width, dwell, browser, mouse, history_days, keys",
        ),
        ('sort = "hot"', "config.toml:1: sort must be one of heat, date, not 'hot'"),
        ('density = "x"', "config.toml:1: density must be one of auto, compact, normal, roomy, not 'x'"),
        ("theme = 3", "config.toml:1: theme must be text in quotes, not 3"),
        ("dwell = -1", "config.toml:1: dwell must be a number of seconds from 0 to 3600, or off, not -1"),
        ("dwell = nan", "config.toml:1: dwell must be a number of seconds from 0 to 3600, or off, not nan"),
        ("dwell = true", "config.toml:1: dwell must be a number of seconds from 0 to 3600, or off, not True"),
        ('startup_view = "topic:"', f"{FIRST}startup_view must be one of {VIEWS} or topic:NAME, not 'topic:'"),
        ("sidebar_width = 5", f"{FIRST}sidebar_width must be {CELLS}, not 5"),
        ('sidebar_width = "40%"', f"{FIRST}sidebar_width must be {CELLS}, not '40%'"),
        ("list_width = true", f"{FIRST}list_width must be from 30 to 200 cells, or from 20% to 55%, not True"),
        ("history_days = 1.5", f"{FIRST}history_days must be a whole number of days from 0 to 36500, not 1.5"),
        ('date_format = "long"', f"{FIRST}date_format must be {DATES}, not 'long'"),
        (
            'date_format = "%d.%m.%y %s"',
            f"{FIRST}date_format has %s, which is none of {LETTERS}; it must be {DATES}, not '%d.%m.%y %s'",
        ),
        ("keys = 3", f"{FIRST}keys must be a table such as [keys], not 3"),
        ("keys.a = 3", f"{FIRST}the keys of 'a' must be text in quotes, not 3"),
        ('dwell = "soon"', "config.toml:1: dwell must be a number of seconds from 0 to 3600, or off, not 'soon'"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_rest_is_used(tmp_path: Path, text: str, said: str) -> None:
    head = 'browser = "w3m"\n'
    settings, problems = loaded(tmp_path, text if text.startswith("[") else text + "\n" + head)
    assert problems == [said]
    assert settings == Settings(browser="" if text.startswith("[") else "w3m")


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b'theme = "a"\nsort = heat\n', 2, "invalid TOML"),
        (b'theme = "a"\nbrowser = """x\n', 3, "invalid TOML"),
        (b"theme = '\xff'", None, "not UTF-8"),
        (b"x = " + b"[\n" * 5000, None, "nested too deep"),
    ],
)
def test_a_broken_file_is_named_and_never_fatal(tmp_path: Path, data: bytes, line: int | None, said: str) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(data)
    settings, (problem,) = read_settings(file, {"HEATWIRE_SORT": "date"})
    assert settings == Settings(sort="date")
    assert (problem.path, problem.line, problem.severity) == (str(file), line, Severity.ERROR)
    assert said in problem.message


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    settings, (problem,) = read_settings(tmp_path, {})
    assert settings == Settings()
    assert "cannot be read" in problem.message


def test_a_bad_variable_is_named() -> None:
    settings, (problem,) = read_settings(None, {"HEATWIRE_SORT": "hot"})
    assert settings == Settings()
    assert str(problem) == "environment: sort must be one of heat, date, not 'hot'"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert loaded(tmp_path, '\ufefftheme = "a"') == (Settings("a"), [])


def test_every_kind_of_value_is_taken(tmp_path: Path) -> None:
    text = """
        startup_view = "topic: AI Ethics"
        date_format = "%-d.%-m.%Y"
        sidebar_width = 34
        list_width = " 40 %"
        history_days = 0
        dwell = "off"
        [keys]
        "article.bookmark" = "ctrl+b,B"
        article.open = ["o", ","]
    """
    found, problems = loaded(tmp_path, text)
    assert problems == []
    assert found == Settings(
        startup_view="topic:AI Ethics",
        date_format="%-d.%-m.%Y",
        sidebar_width="34",
        list_width="40%",
        history_days=0,
        dwell=inf,
        keys=(
            KeyChange("article.bookmark", ("ctrl+b,B",), f"{tmp_path}/config.toml:9"),
            KeyChange("article.open", ("o", ","), f"{tmp_path}/config.toml:10"),
        ),
    )


def test_a_variable_gives_numbers_as_text() -> None:
    environment = {"HEATWIRE_HISTORY_DAYS": "30", "HEATWIRE_LIST_WIDTH": "60", "HEATWIRE_KEYS": "x"}
    assert read_settings(None, environment) == (Settings(history_days=30, list_width="60"), ())


def test_a_bad_key_leaves_the_others(tmp_path: Path) -> None:
    found, problems = loaded(tmp_path, '[keys]\n"a.b" = "x"\n"a.c" = [1]\n')
    assert [change.command for change in found.keys] == ["a.b"]
    assert problems == ["config.toml:3: the keys of 'a.c' must be text in quotes, not [1]"]


@pytest.mark.parametrize("setting", settings(), ids=lambda setting: setting.name)
def test_a_setting_takes_its_default_and_its_example(setting: Setting, tmp_path: Path) -> None:
    found, problems = loaded(tmp_path, f"{setting.name} = {setting.kind.example}")
    assert problems == []
    assert type(getattr(found, setting.name)) is type(setting.default)
    if setting.default != "":
        assert setting.kind.parse(setting.default) == setting.default
    assert all(setting.kind.parse(choice) == choice for choice in setting.kind.choices)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("theme", 2),
        ("keys", 4),
        ("keys.article.open", 5),
        ("keys.article.copy", 7),
        ("other", 14),
        ("other.x", 15),
        ("no", None),
    ],
)
def test_the_line_of_a_key_is_found(path: str, line: int | None) -> None:
    text = """# theme = "no"
        "theme" = "x"  # keys = 1
        browser = "theme = 1"
        [ keys ]
        'article.open' = "x"
        # article.copy = "y"
        article . copy = "y"
        other.x = 1
        theme = 1
        long = \"\"\"
        no = 1
        [no]
        \"\"\"
        [other]
        x.y = 1"""
    assert line_of(text, path) == line
