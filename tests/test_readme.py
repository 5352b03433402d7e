"""The README says what the program does now."""

import re
from pathlib import Path

from reader.arguments import COMMANDS
from reader.core.query_fields import CHOICES, EXAMPLES
from reader.core.query_parser import parse
from reader.settings import Settings
from tests.readme_keys import key_table

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_its_keys_are_those_of_the_bindings() -> None:
    assert key_table() in README, "python -m tests.readme_keys prints the table"


def test_it_names_every_command_and_setting() -> None:
    assert all(f"`heatwire {command}" in README for command in COMMANDS)
    assert all(
        re.search(rf"`{name} = .*`HEATWIRE_{name.upper()}` \| `--{name}`", README) for name in Settings.__slots__
    )


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
