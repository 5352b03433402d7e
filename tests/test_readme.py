"""The README is a front page: short, with the two commands and links to every page of the manual."""

import re
from pathlib import Path

from reader.config.choices import MANUAL_TOPICS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_it_is_short() -> None:
    # Everything counts: code, tables and markup, as in `wc -w`.
    assert len(README.split()) < 900


def test_each_of_its_two_commands_is_one_line_of_its_own() -> None:
    for name in ("start", "test"):
        assert re.search(rf"<!-- command: {name} -->\n```sh\n[^\n]+\n```\n", README)


def test_its_links_lead_to_every_page_of_the_manual_and_nowhere_else() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert [link for link in links if not (ROOT / link).is_file()] == []
    assert [topic for topic in MANUAL_TOPICS if f"reader/manual/{topic}.md" not in links] == []
