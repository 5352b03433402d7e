"""Three widths: three panes, two and a drawer, or one at a time; changing between them loses nothing."""

import pytest
from textual.pilot import Pilot

from reader.ui.app import HeatwireApp
from tests.ui.support import an_app, go_to_related, running, screen_text, shows, until

WIDE, MEDIUM, NARROW = (140, 40), (80, 24), (60, 20)


def seen(app: HeatwireApp) -> set[str]:
    """The panes that take room on the screen."""
    panes = (app.main.sidebar, app.main.article_list, app.main.detail)
    return {pane.id or "" for pane in panes if pane.display and pane.region.width}


async def _resize(pilot: Pilot[int], size: tuple[int, int]) -> None:
    await pilot.resize_terminal(*size)
    await until(pilot, lambda: pilot.app.size == size)
    await pilot.pause()


@pytest.mark.parametrize(
    ("size", "key", "expected"),
    [
        (WIDE, "", {"sidebar", "list", "detail"}),
        (WIDE, "h", {"sidebar", "list", "detail"}),
        (MEDIUM, "", {"list", "detail"}),
        (MEDIUM, "l", {"list", "detail"}),
        (MEDIUM, "h", {"sidebar", "list", "detail"}),
        (NARROW, "", {"list"}),
        (NARROW, "l", {"detail"}),
        (NARROW, "h", {"sidebar"}),
    ],
)
async def test_what_is_shown(size: tuple[int, int], key: str, expected: set[str]) -> None:
    app = an_app()
    async with running(app, size) as pilot:
        if key:
            await pilot.press(key)
        assert seen(app) == expected
        lines = screen_text(app)
        assert lines[0].startswith("─ ")
        assert "? keys" in lines[-1]


async def test_the_panes_fill_the_screen_side_by_side() -> None:
    app = an_app()
    async with running(app, WIDE) as pilot:
        await pilot.press("l")
        for size in (WIDE, MEDIUM, NARROW):
            await _resize(pilot, size)
            panes = [pane for pane in (app.main.sidebar, app.main.article_list, app.main.detail) if pane.display]
            assert sum(pane.region.width + 1 for pane in panes) == size[0]  # each with its edge
            assert {pane.region.height for pane in panes} == {size[1] - 1}


@pytest.mark.parametrize("pane", ["sidebar", "list", "detail"])
async def test_another_size_keeps_pane_and_cursor(pane: str) -> None:
    app = an_app()
    async with running(app, WIDE) as pilot:
        await pilot.press(*["j"] * 14)
        if pane != "list":
            await pilot.press("h" if pane == "sidebar" else "l")
        for size in (NARROW, MEDIUM, WIDE, MEDIUM, NARROW, WIDE):
            await _resize(pilot, size)
            assert app.main.view.panes.current == pane
            assert app.focused is not None
            assert app.focused.id == pane
            assert pane in seen(app)
            assert app.main.article_list.article == app.main.view.current.id == 15
            if "list" in seen(app):
                assert shows(app, "Plain news number 15")


async def test_the_cursor_of_the_detail_is_kept_too() -> None:
    app = an_app()
    async with running(app, WIDE) as pilot:
        await pilot.press("l", "j", "j")
        for size in (NARROW, MEDIUM, WIDE):
            await _resize(pilot, size)
            assert app.main.detail.chosen == 1


async def test_the_drawer_closes_on_choosing_a_topic() -> None:
    app = an_app()
    async with running(app, MEDIUM) as pilot:
        await pilot.press("h", "j", "j")
        await until(pilot, lambda: shows(app, "Machine Learning"))
        await pilot.press("enter")
        await until(pilot, lambda: seen(app) == {"list", "detail"})
        assert shows(app, "AI · 27 · hottest first")


async def test_escape_closes_the_drawer() -> None:
    app = an_app()
    async with running(app, MEDIUM) as pilot:
        await pilot.press("h", "escape")
        assert seen(app) == {"list", "detail"}
        assert app.main.view.panes.current == "list"


async def test_a_click_beside_the_drawer_closes_it() -> None:
    app = an_app()
    async with running(app, MEDIUM) as pilot:
        await pilot.press("h")
        await pilot.click("#detail", offset=(20, 15))
        await until(pilot, lambda: seen(app) == {"list", "detail"})


async def test_where_one_pane_is_shown_a_related_entry_brings_the_article_to_the_front() -> None:
    app = an_app()
    async with running(app, NARROW) as pilot:
        await go_to_related(pilot, 1)
        await until(pilot, lambda: seen(app) == {"detail"})
        assert app.main.view.current.id == 2


@pytest.mark.parametrize("size", [(20, 6), (10, 3), (1, 1), (300, 80)])
async def test_odd_sizes_are_no_trouble(size: tuple[int, int]) -> None:
    app = an_app()
    async with running(app, MEDIUM) as pilot:
        await _resize(pilot, size)
        await pilot.press("j", "j", "l", "j", "h", "h", "j", "enter", "d", "z", "G", "pageup", "!", "escape", "?")
        await _resize(pilot, MEDIUM)
        await pilot.press("escape")
        assert app.is_running
        assert app.main.article_list.article is not None
