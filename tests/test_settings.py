"""What a person can set, and what is said of mistakes."""

from pathlib import Path

import pytest

from reader.choices import ORDERS
from reader.core.listing import Order
from reader.core.problem import Severity
from reader.settings import Settings


def loaded(tmp_path: Path, text: str) -> tuple[Settings, list[str]]:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    settings, problems = Settings.load(file, {})
    return settings, [str(problem).removeprefix(f"{tmp_path}/") for problem in problems]


def test_the_defaults() -> None:
    assert Settings.load(None, {}) == (Settings("", "", "", "", 2.0), ())


def test_a_missing_file_is_no_problem(tmp_path: Path) -> None:
    assert Settings.load(tmp_path / "config.toml", {}) == (Settings(), ())


def test_flags_go_before_variables_and_these_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('theme = "file"\nsort = "date"\ndensity = "roomy"\nbrowser = "w3m"\ndwell = 1')
    environment = {
        "HEATWIRE_THEME": "variable",
        "HEATWIRE_SORT": "heat",
        "HEATWIRE_DWELL": "0.5",
        "HEATWIRE_BROWSER": "",
    }
    settings, problems = Settings.load(file, environment, {"theme": "flag", "sort": None})
    assert settings == Settings("flag", "heat", "roomy", "w3m", 0.5)
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('# x\n\nthme = "a"', "config.toml:3: unknown setting 'thme'; did you mean 'theme'?"),
        ("[sort]\nx = 1", "config.toml:1: sort must be text in quotes, not {'x': 1}"),
        ("zzzz = 1", "config.toml:1: unknown setting 'zzzz'; there are theme, sort, density, browser, dwell"),
        ('sort = "hot"', "config.toml:1: sort must be one of heat, date, not 'hot'"),
        ('density = "x"', "config.toml:1: density must be one of compact, normal, roomy, not 'x'"),
        ("theme = 3", "config.toml:1: theme must be text in quotes, not 3"),
        ("dwell = -1", "config.toml:1: dwell must be a number of seconds from 0 to 3600, not -1"),
        ("dwell = nan", "config.toml:1: dwell must be a number of seconds from 0 to 3600, not nan"),
        ("dwell = true", "config.toml:1: dwell must be a number of seconds from 0 to 3600, not True"),
        ('dwell = "soon"', "config.toml:1: dwell must be a number of seconds from 0 to 3600, not 'soon'"),
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
        (b'theme = "a"\nsort = heat\n', 2, "not TOML"),
        (b'theme = "a"\nbrowser = """x\n', 3, "not TOML"),
        (b"theme = '\xff'", None, "not UTF-8"),
        (b"x = " + b"[" * 5000, None, "nested too deep"),
    ],
)
def test_a_broken_file_is_named_and_never_fatal(tmp_path: Path, data: bytes, line: int | None, said: str) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(data)
    settings, (problem,) = Settings.load(file, {"HEATWIRE_SORT": "date"})
    assert settings == Settings(sort="date")
    assert (problem.path, problem.line, problem.severity) == (str(file), line, Severity.ERROR)
    assert said in problem.message


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    settings, (problem,) = Settings.load(tmp_path, {})
    assert settings == Settings()
    assert "cannot be read" in problem.message


def test_a_bad_variable_is_named() -> None:
    settings, (problem,) = Settings.load(None, {"HEATWIRE_SORT": "hot"})
    assert settings == Settings()
    assert str(problem) == "environment: sort must be one of heat, date, not 'hot'"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert loaded(tmp_path, '\ufefftheme = "a"') == (Settings("a"), [])


def test_the_names_of_orders_are_those_of_core() -> None:
    assert tuple(order.value for order in Order) == ORDERS
