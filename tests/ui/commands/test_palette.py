"""What the palette and the help offer, and how it is found."""

from itertools import groupby
from types import SimpleNamespace

import pytest

from reader.core.model.listing import Order
from reader.core.model.marks import SavedSearch
from reader.core.model.topic import Topic
from reader.ui.commands.command import CommandState
from reader.ui.commands.palette import Offer, PaletteEntry, PaletteSearch, help_entries, palette_entries
from reader.ui.commands.registry import ALL_COMMANDS, COMMANDS
from reader.ui.composition import Controllers
from reader.ui.render.list_row import Density
from reader.ui.render.text import cell_width
from tests.ui.commands.test_registry import fake_parts

SETTINGS = """# Settings

Settings, keys and
folders.

| setting         | flag      | description |
| --------------- | --------- | --- |
| `dwell = 2.0`   | `--dwell` | seconds on an article before it is `read` |
| `editor = "vi"` |           | what edits notes, `a` \\| `b` |
| `startup = "a"` |           | view at start |
| `sidebar_w = 3` |           | cells |
"""
OFFER = Offer(
    topics=[(Topic("AI", shortname="ai"), 27), (Topic("Computer Vision", parent="AI", keywords=("faces",)), 3)],
    saved=[SavedSearch("To read", "is:unread")],
    themes={"heatwire-dark": "dark", "nord": "dark", "solarized-light": "light"},
    pages={"settings": SETTINGS, "searching": "# Searching\n\nWords."},
)
STATE = CommandState(unread=1)
ENTRIES = palette_entries({}, STATE, OFFER)


def found(text: str, entries: list[PaletteEntry] = ENTRIES) -> list[str]:
    """The labels of what a text finds."""
    return [entry.label for entry in PaletteSearch(entries).find(text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("star", "Bookmark, or remove it"),
        ("snooze", "Snooze: hide until later"),
        ("history", "History of changes"),
        ("settings", "Manual: Settings"),
        ("Quit", "Quit"),
        ("q", "Quit"),
        ("wq", "Quit"),
        ("dark", "Theme: heatwire-dark"),
        ("light", "Theme: solarized-light"),
        ("sidebar", "Go to: Topics"),
        ("help", "Show all keys"),
        ("bookmark", "Bookmark, or remove it"),
        ("mute.list", "List or remove mutes"),
        ("annotate", "Write a note on the article"),
        ("dens roo", "Density: roomy"),
        ("newest", "Sort: newest first"),
        ("vis", "Topic: Computer Vision"),
        ("topic comp", "Topic: Computer Vision"),
        ("faces", "Topic: Computer Vision"),
        ("to read", "Search: To read"),
        ("dwell", "Setting: dwell"),
        ("archive", "View: Archive"),
        ("manual sea", "Manual: Searching"),
        ("zoom", "Zoom this pane, or all again"),
        ("select", "Select, or unselect"),
        ("/", "Search all articles"),
        ("O", "Choose a link to open"),
        ("screenshot", "Save a screenshot"),
        ("ookmar", "Bookmark, or remove it"),
    ],
)
def test_it_is_found(text: str, first: str) -> None:
    assert found(text)[0] == first


@pytest.mark.parametrize("text", ["reloadx", "mkr", "snze", "tpc", "star zebra", "…"])
def test_scattered_letters_find_nothing(text: str) -> None:
    assert found(text) == []


def test_the_beginnings_of_words_come_before_what_is_inside_of_words() -> None:
    marks = found("mark")
    assert marks.index("Mark read and go on") < marks.index("Bookmark, or remove it")


def test_of_equals_those_that_can_act_come_first() -> None:
    entries = palette_entries({}, CommandState(article=False, links=0, listed=0), OFFER)
    blocked = [entry.blocked for entry in PaletteSearch(entries).find("mark all")]
    assert blocked == sorted(blocked)


def test_everything_is_offered_commands_that_can_act_first() -> None:
    commands = ENTRIES[: len(COMMANDS) - 1]
    blocked = [entry.blocked for entry in commands]
    assert blocked == sorted(blocked)
    labels = {entry.label for entry in ENTRIES}
    assert {command.name for command in COMMANDS if command.id != "program.palette"} <= labels
    assert {f"Sort: {order.label}" for order in Order} <= labels
    assert {f"Density: {density.value}" for density in Density} <= labels
    assert "Find a command" not in labels
    assert found("") == [entry.label for entry in ENTRIES]


def test_entries_say_what_they_would_do_or_why_they_cannot() -> None:
    notes = {entry.label: entry.note for entry in ENTRIES}
    assert notes["Bookmark, or remove it"] == "now: bookmark it"
    assert notes["Go forward again"] == "nothing to go forward to"
    assert notes["Topic: AI"] == "27 articles"
    helps = {entry.label: entry.help for entry in ENTRIES}
    assert helps["Manual: Settings"] == "Settings, keys and folders."
    assert helps["Setting: editor"] == "what edits notes, a | b"


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.label for entry in ENTRIES])
def test_an_entry_calls_one_method_of_one_controller(entry: PaletteEntry) -> None:
    parts = fake_parts()
    entry.run(Controllers(**parts))
    assert len([call for part in parts.values() for call in part.mock_calls]) == 1


def test_a_command_is_run_by_its_id() -> None:
    said: list[str] = []
    entry = next(entry for entry in ENTRIES if entry.label == "Quit")
    entry.run(SimpleNamespace(run_command=said.append))
    assert said == ["program.quit"]


@pytest.mark.parametrize(
    ("pane", "first", "others"),
    [
        ("list", "Open the article", "Go to related, or open link"),
        ("detail", "Open in the browser", "Select, or unselect"),
        ("sidebar", "To the articles", "Open the article"),
    ],
)
def test_the_help_begins_with_this_pane(pane: str, first: str, others: str) -> None:
    entries = help_entries({}, CommandState(pane=pane))
    assert entries[0].label == first
    assert [group for group, _ in groupby(entry.group for entry in entries)] == list(
        dict.fromkeys(entry.group for entry in entries)
    )
    other = next(entry for entry in entries if entry.label == others)
    assert (other.blocked, other.note[:7]) == (True, "only in")


@pytest.mark.parametrize("pane", ["list", "detail", "sidebar"])
def test_the_help_has_every_key_once(pane: str) -> None:
    entries = help_entries({}, CommandState(pane=pane))
    keys = [entry.keys for entry in entries if entry.keys != "Enter"]
    assert {command.shown_keys({}) for command in ALL_COMMANDS if "related." not in command.id} <= {*keys, "Enter"}
    assert "1 … 9" in keys
    assert [entry.label for entry in entries if cell_width(entry.label) > 28] == []
