"""The README says what the program does now."""

import re
from pathlib import Path

from reader.cli.arguments import COMMANDS
from reader.core.search.query_fields import CHOICES, EXAMPLES
from reader.core.search.query_parser import parse
from reader.ui.commands.key_table import markdown
from tests.readme_settings import settings_table

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_its_keys_are_those_of_the_bindings() -> None:
    assert markdown() in README, "python -m tests.readme_keys prints the table"


def test_it_names_every_command() -> None:
    assert all(f"`heatwire {command}" in README for command in COMMANDS)


def test_its_settings_are_those_that_are_declared() -> None:
    assert settings_table() in README, "python -m tests.readme_settings prints the table"


def test_what_it_says_to_write_is_understood() -> None:
    section = README.split("\n## Searching\n")[1].split("\n## ")[0]
    written = [text for row in re.findall(r"^\| (`.*?) \|", section, re.M) for text in re.findall("`([^`]+)`", row)]
    assert [parse(text).text for text in written] == [parse(parse(text).text).text for text in written]
    named = " ".join(written)
    assert [example for example in EXAMPLES.values() if re.split("(?<=[:<>])", example)[0] not in named] == []
    assert [f"{field}:{value}" for field in ("is", "has", "sort") for value in CHOICES[field]] == [
        text for text in written if text.startswith(("is:", "has:", "sort:"))
    ]


def test_each_of_its_two_commands_is_one_line_of_its_own() -> None:
    for name in ("start", "test"):
        assert re.search(rf"<!-- command: {name} -->\n```sh\n[^\n]+\n```\n", README)
