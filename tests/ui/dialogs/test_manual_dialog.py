"""The manual: its pages, the keys that move in it, and links between pages."""

import functools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.app import App
from textual.containers import VerticalScroll
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Markdown, OptionList

from reader.ui.dialogs.manual_dialog import ManualDialog, split_page
from tests.ui.support import screen_text, until
from tests.ui.widget_app import StyledApp

LONG = "\n\n".join(f"Line {number}." for number in range(80))
PAGES = {
    "keys": f"# Keys\n\nSee [how to search](searching.md#grammar).\n\n{LONG}",
    "searching": f"# Searching\n\nWords.\n\n{LONG}\n\n## Grammar\n\n[there](keys.md) [web](https://e.example/) {LONG}",
    "plain": "No heading.",
}


@asynccontextmanager
async def manual(
    topic: str = "keys", size: tuple[int, int] = (100, 30)
) -> AsyncIterator[tuple[Pilot[None], App[None]]]:
    app = StyledApp()
    async with app.run_test(size=size) as pilot:
        await app.push_screen(ManualDialog(PAGES, topic))
        await pilot.pause()
        yield pilot, app


def shows(app: App[None], text: str) -> bool:
    return any(text in line for line in screen_text(app))


def top(app: App[None]) -> float:
    return app.screen.query_one(VerticalScroll).scroll_y


def link(app: App[None], href: str) -> None:
    """Click a link."""
    markdown = app.screen.query_one(Markdown)
    markdown.post_message(Markdown.LinkClicked(markdown, href))


@pytest.mark.parametrize(
    ("topic", "title"), [("keys", "Keys · 1 of 3"), ("plain", "plain · 3 of 3"), ("nowhere", "Keys · 1 of 3")]
)
async def test_it_starts_at_a_topic(topic: str, title: str) -> None:
    async with manual(topic) as (pilot, app):
        await until(pilot, lambda: shows(app, title))


@pytest.mark.parametrize(("width", "listed"), [(140, True), (80, False), (60, False)])
async def test_wide_terminals_have_a_list_of_the_pages(width: int, listed: bool) -> None:
    async with manual(size=(width, 20)) as (pilot, app):
        await until(pilot, lambda: shows(app, "See how to search."))
        assert shows(app, "Searching") is listed
        if listed:
            assert await pilot.click(OptionList, offset=(2, 1))
            await until(pilot, lambda: shows(app, "Searching · 2 of 3") and shows(app, "Words."))


@pytest.mark.parametrize(("width", "listed"), [(140, True), (80, False)])
async def test_the_first_frame_has_the_layout_of_the_width(
    width: int, listed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[bool] = []
    display = App._display

    def look(app: App[None], screen: Screen[object], renderable: Any) -> None:
        if isinstance(screen, ManualDialog) and renderable is not None:
            frames.append(screen.query_one(OptionList).display)
        display(app, screen, renderable)

    monkeypatch.setattr(App, "_display", look)
    async with manual(size=(width, 20)) as (pilot, _app):
        await until(pilot, lambda: len(frames) > 1)
    assert set(frames) == {listed}


async def test_keys_scroll_the_page() -> None:
    async with manual() as (pilot, app):
        await until(pilot, lambda: shows(app, "Line 3."))
        seen = [top(app)]
        for key in ("j", "pagedown", "G", "k", "pageup", "g"):
            await pilot.press(key)
            await pilot.pause()
            seen.append(top(app))
        start, line, page, end, back, up, home = seen
        assert start == home == 0 < line < page < end > back > up > 0


async def test_keys_go_from_page_to_page() -> None:
    async with manual() as (pilot, app):
        await pilot.press("G")
        for key, title in [("]", "Searching"), ("]", "plain"), ("]", "plain"), ("[", "Searching"), ("[", "Keys")]:
            await pilot.press(key)
            await until(pilot, functools.partial(shows, app, f"{title} · "))
        assert top(app) == 0
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, ManualDialog))


async def test_a_link_leads_to_a_section_of_another_page() -> None:
    async with manual() as (pilot, app):
        link(app, "searching.md#grammar")
        await until(pilot, lambda: shows(app, "Searching · 2 of 3") and shows(app, "Grammar") and top(app) > 0)
        link(app, "keys.md")
        await until(pilot, lambda: shows(app, "Keys · 1 of 3") and top(app) == 0)


@pytest.mark.parametrize("href", ["https://e.example/", "../secret.md", "nowhere.md"])
async def test_a_link_out_of_the_manual_is_shown_and_not_opened(href: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    async with manual() as (pilot, app):
        monkeypatch.setattr(app, "open_url", opened.append)
        link(app, href)
        await until(pilot, lambda: shows(app, f"{href} is not in the manual"))
        assert shows(app, "Keys · 1 of 3")
        await pilot.press("]")
        await until(pilot, lambda: shows(app, "j/k scroll"))
    assert opened == []


def test_a_page_without_a_heading_is_called_by_its_topic() -> None:
    assert split_page("# One\n\ntext", "topic") == ("One", "\ntext")
    assert split_page("text", "topic") == ("topic", "text")
