"""The sidebar: its entries, its cursor, what it says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from textual.events import MouseScrollDown
from textual.pilot import Pilot

from reader.core.model.listing import View
from reader.core.model.topic import TopicKey
from reader.ui.view import labels
from reader.ui.widgets.topic_sidebar import Entry, TopicSidebar
from tests.ui.support import CLOSING, EMOJI, LIVE, WIDE, a_store, screen_text
from tests.ui.widget_app import OneWidget

ENTRIES = labels.sidebar_entries(a_store())
LABELS = (
    "Bookmarks", "Unread", "All", "Archive", "",
    "AI", "Computer Vision", "Machine Learning", "AI Hardware", "AI Ethics", "Robotics", "Video",
)  # fmt: skip


@asynccontextmanager
async def shown(
    entries: tuple[Entry, ...] = ENTRIES, height: int = 20, width: int = 30
) -> AsyncIterator[tuple[Pilot[None], OneWidget, TopicSidebar]]:
    sidebar = TopicSidebar(id="sidebar")
    app = OneWidget(sidebar)
    async with app.run_test(size=(width, height), message_hook=app.hear) as pilot:
        sidebar.focus()
        sidebar.show(entries, View.ALL, None)
        await pilot.pause()
        yield pilot, app, sidebar


def at(place: int) -> TopicSidebar.EntryHighlighted:
    return TopicSidebar.EntryHighlighted(ENTRIES[place].view, ENTRIES[place].topic)


def test_views_come_first_then_the_tree_of_topics_that_have_articles() -> None:
    assert tuple(entry.label for entry in ENTRIES) == LABELS
    assert [entry.count for entry in ENTRIES] == [0, 30, 30, 2, 0, 27, 1, 23, 8, 2, 1, 1]
    assert [entry.guide for entry in ENTRIES[5:]] == ["", "├ ", "├ ", "│ └ ", "└ ", "", ""]


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["j"], 3),
        (["k"], 1),
        (["g"], 0),
        (["home"], 0),
        (["j", "j"], 5),
        (["G"], 11),
        (["end"], 11),
        (["pagedown"], 11),
        (["pageup"], 0),
    ],
)
async def test_moving_to_an_entry_chooses_it(keys: list[str], place: int) -> None:
    async with shown() as (pilot, app, sidebar):
        await pilot.press(*keys)
        assert sidebar.cursor == place
        assert app.said[-1] == at(place)
        assert [line.startswith("▌") for line in screen_text(app)].index(True) == place + 1


async def test_nothing_is_said_where_there_is_nowhere_to_go() -> None:
    async with shown() as (pilot, app, _sidebar):
        await pilot.press("G")
        app.said.clear()
        await pilot.press("j", "G", "down")
        assert app.said == []


async def test_enter_goes_on_to_the_articles() -> None:
    async with shown() as (pilot, app, _sidebar):
        await pilot.press("enter")
        assert [type(message) for message in app.said] == [TopicSidebar.EntryChosen]


async def test_a_click_chooses_and_goes_on() -> None:
    async with shown() as (pilot, app, sidebar):
        await pilot.click("#sidebar", offset=(5, 7))
        assert sidebar.cursor == 6
        assert app.said[0] == TopicSidebar.EntryHighlighted(View.TOPIC, TopicKey("computervision"))
        assert isinstance(app.said[1], TopicSidebar.EntryChosen)
        app.said.clear()
        await pilot.click("#sidebar", offset=(5, 0))
        await pilot.click("#sidebar", offset=(5, 5))
        await pilot.click("#sidebar", offset=(5, 18))
        assert app.said == []


async def test_the_wheel_scrolls_and_the_cursor_stays() -> None:
    async with shown(height=6) as (pilot, app, sidebar):
        await pilot._post_mouse_events([MouseScrollDown], "#sidebar", (5, 3))
        assert (sidebar.top, sidebar.cursor) == (3, 2)
        assert app.said == []


async def test_the_cursor_stays_in_view() -> None:
    async with shown(height=6) as (pilot, app, sidebar):
        await pilot.press("G")
        assert screen_text(app)[5].startswith("▌")
        await pilot.resize_terminal(30, 4)
        await pilot.pause()
        assert screen_text(app)[3].startswith("▌")
        assert sidebar.cursor == 11


async def test_other_counts_leave_the_cursor_alone_and_say_nothing() -> None:
    async with shown() as (pilot, app, sidebar):
        changed = (Entry(View.BOOKMARKS, "Bookmarks", 1234, mark="★"), *ENTRIES[1:])
        sidebar.show(changed, View.ALL, None)
        await pilot.pause()
        assert "★ Bookmarks" in screen_text(app)[1]
        assert "1,234" in screen_text(app)[1]
        assert (sidebar.cursor, app.said) == (2, [])


@pytest.mark.parametrize("width", [20, 30, 80])
@pytest.mark.parametrize("label", [WIDE, EMOJI, CLOSING, LIVE, "A topic with a name far too long for a sidebar"])
async def test_any_name_fits_and_keeps_its_count(label: str, width: int) -> None:
    entries = tuple(Entry(View.TOPIC, label, 1234, TopicKey(str(depth)), guide="│ " * depth) for depth in range(4))
    async with shown(entries, width=width) as (_pilot, app, _sidebar):
        for depth, line in enumerate(screen_text(app)[1:5]):
            assert cell_len(line) == width
            assert line.rstrip().endswith("1,234")
            assert "…" in line or label in line
            assert line.count("│ ") == depth


async def test_no_entries_are_no_trouble() -> None:
    async with shown(()) as (pilot, app, _sidebar):
        await pilot.press("j", "G", "g", "pagedown")
        await pilot.click("#sidebar", offset=(3, 3))
        assert app.said == []


def test_unread_articles_are_counted_beside_all() -> None:
    entry = Entry(View.TOPIC, "AI", 1234, TopicKey("ai"), unread=12)
    assert [replace(entry, unread=unread).numbers for unread in (12, 0, -1)] == ["12/1,234", "1,234", "1,234"]
    assert replace(entry, count=-1).numbers == "…"


def test_a_collapsed_topic_hides_those_below_it() -> None:
    entries = labels.sidebar_entries(a_store(), collapsed={TopicKey("machinelearning"), TopicKey("robotics")})
    names = [(entry.mark, entry.label) for entry in entries[5:]]
    assert names == [
        ("▾", "AI"), (" ", "Computer Vision"), ("▸", "Machine Learning"), (" ", "AI Ethics"), (" ", "Robotics"),
        (" ", "Video"),
    ]  # fmt: skip


async def test_space_and_a_click_on_the_sign_collapse_and_expand() -> None:
    async with shown() as (pilot, _, sidebar):
        toggled: list[str] = []
        sidebar.on_toggle = toggled.append
        await pilot.press("space")
        sidebar.move_to(View.TOPIC, TopicKey("ai"))
        await pilot.press("space")
        await pilot.click(sidebar, offset=(1, 6))
        assert toggled == ["ai", "ai"]
        await pilot.click(sidebar, offset=(5, 6))
        assert toggled == ["ai", "ai"]


async def test_letters_find_a_topic_however_fast_they_come() -> None:
    async with shown() as (pilot, app, sidebar):
        for keys, label in (("fvi", "Video"), ("fma", "Machine Learning"), ("fai e", "AI Ethics"), ("fvis", "")):
            app.said.clear()
            await pilot.press(*keys)
            assert sidebar.heading_text() == f"Find: {keys[1:]}▏"
            found = [one for one in app.said if isinstance(one, TopicSidebar.EntryHighlighted)][-1]
            assert labels_of(found) == (label or "Computer Vision")
            await pilot.press("backspace", "escape")
            assert sidebar.heading_text() == "Topics"
        await pilot.press("f", "backspace")
        assert sidebar.heading_text() == "Topics"


def labels_of(found: TopicSidebar.EntryHighlighted) -> str:
    return next(entry.label for entry in ENTRIES if (entry.view, entry.topic) == (found.view, found.topic))
