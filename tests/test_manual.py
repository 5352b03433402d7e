"""The manual describes the program as it is now."""

import re

import pytest

from reader.cli.arguments import COMMANDS
from reader.config.manual import read_manual, summary_of
from reader.config.paths import shipped_folder
from reader.core.search.query_fields import CHOICES, EXAMPLES
from reader.core.search.query_parser import parse
from tests.manual_tables import first_table, key_rows, setting_rows

PAGES = read_manual()


def test_every_page_is_a_topic() -> None:
    assert sorted(PAGES) == sorted(path.stem for path in shipped_folder("manual").iterdir())


@pytest.mark.parametrize("topic", PAGES)
def test_a_page_has_a_title_a_summary_and_lines_that_fit_a_terminal(topic: str) -> None:
    page = PAGES[topic]
    assert page.startswith(f"# {topic.replace('-', ' ').capitalize()}\n\n")
    assert re.fullmatch(r"[A-Z][^\n]+[^.]\.", page.split("\n\n")[1])
    assert len(summary_of(page)) <= 78
    prose = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
    assert [line for line in prose.splitlines() if len(line) > 80 and not line.startswith("|")] == []


@pytest.mark.parametrize("topic", PAGES)
def test_a_page_links_only_to_pages(topic: str) -> None:
    links = re.findall(r"\[([^\]]+)\]\(([^)]+)\)", PAGES[topic])
    assert [link for name, link in links if PAGES.get(link.removesuffix(".md"), "").split("\n")[0] != f"# {name}"] == []


def test_the_keys_are_those_of_the_commands() -> None:
    assert first_table(PAGES["keys"]) == key_rows(), "python -m tests.manual_tables writes the table"


def test_the_settings_are_those_that_are_declared() -> None:
    assert first_table(PAGES["settings"]) == setting_rows(), "python -m tests.manual_tables writes the table"


def test_every_command_is_described() -> None:
    assert [command for command in COMMANDS if f"`heatwire {command}" not in PAGES["command-line"]] == []


def test_the_queries_in_the_page_on_searching_can_be_parsed() -> None:
    rows = re.findall(r"^\| (`.*?) \|", PAGES["searching"], re.MULTILINE)
    written = [text for row in rows for text in re.findall("`([^`]+)`", row)]
    assert [parse(text).text for text in written] == [parse(parse(text).text).text for text in written]
    named = " ".join(written)
    assert [example for example in EXAMPLES.values() if re.split("(?<=[:<>])", example)[0] not in named] == []
    assert [f"{field}:{value}" for field in ("is", "has", "sort") for value in CHOICES[field]] == [
        text for text in written if text.startswith(("is:", "has:", "sort:"))
    ]
