"""The palette and the key help in the whole application: typing, moving, running, the mouse, and fast fingers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.events import Key, MouseScrollDown
from textual.keys import _character_to_key
from textual.pilot import Pilot

from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import Mark
from reader.core.model.topic import TopicKey
from reader.core.store import Store
from reader.ui.app import HeatwireApp
from reader.ui.commands.registry import ALL_COMMANDS
from reader.ui.dialogs.palette_dialog import PaletteDialog
from reader.ui.render.list_row import Density
from reader.ui.widgets.menu import Menu
from tests.ui.support import FIRST, a_store, an_app, article, running, says, screen_text, shows, until


@asynccontextmanager
async def opened(
    key: str = "colon", typed: str = "", size: tuple[int, int] = (80, 24), store: Store | None = None
) -> AsyncIterator[tuple[Pilot[int], HeatwireApp]]:
    """The application with the palette open and something typed."""
    app = an_app(store)
    async with running(app, size) as pilot:
        await pilot.press(key, *typed)
        await until(pilot, lambda: isinstance(app.screen, PaletteDialog) and shows(app, "Esc close"))
        yield pilot, app


def highlighted(app: HeatwireApp) -> str:
    """The line under the cursor."""
    box = app.screen.query_one(Menu).region
    lines = [line[box.x : box.right] for line in screen_text(app)[box.y : box.bottom]]
    return next(line.split("▌")[1].rstrip() for line in lines if "▌" in line)


# -- the palette


@pytest.mark.parametrize(
    ("typed", "listing"),
    [
        ("topic robot", Listing.of_topic(TopicKey("robotics"))),
        ("view archive", Listing(View.ARCHIVE)),
        ("newest", Listing(order=Order.DATE)),
    ],
)
async def test_places_and_orders_are_gone_to(typed: str, listing: Listing) -> None:
    async with opened(typed=typed) as (pilot, app):
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.main and app.main.view.listing == listing)
        assert app.main.view.panes.current == "list"


async def test_settings_are_changed() -> None:
    async with opened(typed="density roomy") as (pilot, app):
        await pilot.press("enter")
        await until(pilot, lambda: app.main.article_list.density is Density.ROOMY)
        await pilot.press("colon", *"nord", "enter")
        await until(pilot, lambda: app.theme == "nord")
        await pilot.press("colon", *"sidebar", "enter")
        await until(pilot, lambda: app.main.view.panes.current == "sidebar")


async def test_themes_are_shown_as_the_cursor_moves() -> None:
    async with opened(typed="theme heat") as (pilot, app):
        assert app.theme == "heatwire-dark"
        await pilot.press("down")
        await until(pilot, lambda: app.theme == "heatwire-light")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.main and app.theme == "heatwire-dark")
        await pilot.press("colon", *"theme heat", "down")
        await until(pilot, lambda: app.theme == "heatwire-light")
        await pilot.press("backspace")
        await until(pilot, lambda: app.theme == "heatwire-dark")
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.screen is app.main and app.theme == "heatwire-light")


async def test_an_article_is_found_by_its_title_and_read() -> None:
    async with opened(typed="number 17") as (pilot, app):
        await until(pilot, lambda: "Plain news number 17" in highlighted(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.main.view.current.id == 17)
        assert app.main.article_list.article == 17
        assert app.main.view.panes.current == "detail"
        await pilot.press("backspace")
        await until(pilot, lambda: app.main.view.current.id == FIRST)


async def test_an_archived_article_is_found_and_listed() -> None:
    async with opened(typed="off the front") as (pilot, app):
        await until(pilot, lambda: "Off the front page" in highlighted(app))
        await pilot.press("enter")
        await until(pilot, lambda: app.main.view.current.id == 31)
        assert app.main.view.listing == Listing(View.ARCHIVE)


async def test_titles_do_not_move_the_cursor() -> None:
    async with opened(typed="vid") as (pilot, app):
        await pilot.press("down")
        before = highlighted(app)
        await until(pilot, lambda: shows(app, "How a video is made"))
        assert highlighted(app) == before


async def test_a_markup_title_is_plain() -> None:
    async with opened(typed="closes nothing") as (pilot, app):
        await until(pilot, lambda: shows(app, "When a tag [/b] closes nothing"))


async def test_what_is_not_found_can_be_searched_for() -> None:
    async with opened(typed="reloadx") as (pilot, app):
        assert highlighted(app) == "Search articles: reloadx"
        await pilot.press("enter")
        await until(pilot, lambda: shows(app, "Search: reloadx"))
        assert app.main.view.store.counts.unread == 30


async def test_a_blocked_command_is_dim_and_says_why() -> None:
    async with opened(typed="forward", store=a_store([article(1, "One")])) as (pilot, app):
        assert shows(app, "Go forward again (nothing to go forward to)")
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is app.main and says(app, "nothing to go forward to"))


async def test_the_long_text_of_the_highlighted_command_is_shown() -> None:
    async with opened(typed="bookmark") as (pilot, app):
        assert shows(app, "Bookmark the article or the selection, or remove the bookmark (now:")
        await pilot.press("backspace")
        assert shows(app, "Bookmark, or remove it (now: bookmark it)")


@pytest.mark.parametrize("keys", [["pagedown"], ["pagedown", "pageup"], ["up"], [*["pagedown"] * 12, "down", "down"]])
async def test_moving_stays_inside(keys: list[str]) -> None:
    async with opened() as (pilot, app):
        await pilot.press(*keys)
        assert highlighted(app)
        menu = app.screen.query_one(Menu)
        assert 0 <= menu.cursor < menu.item_total()


async def test_letters_and_page_down_in_any_order_do_no_harm() -> None:
    async with opened() as (pilot, app):
        keys = "pagedown", "s", "pagedown", "o", "pageup", "z", "z", "pagedown", "backspace", "down"
        for _ in range(6):
            for key in keys:
                app.simulate_key(key)
        await pilot.pause()
        assert isinstance(app.screen, PaletteDialog)


@pytest.mark.parametrize("key", ["colon", "ctrl+p", "question_mark"])
async def test_what_is_typed_in_one_piece_with_its_key_is_in_the_line(key: str) -> None:
    app = an_app()
    async with running(app) as pilot:
        for typed in (key, *"starx", "backspace", "enter"):
            app.simulate_key(typed)
        await until(pilot, lambda: app.main.view.store.mark(FIRST).bookmarked)
        assert app.screen is app.main


async def test_a_colon_and_a_question_mark_can_be_searched_for() -> None:
    app = an_app()
    async with running(app) as pilot:
        for character in "/title:plain?":
            app.post_message(Key(_character_to_key(character), character))
        await until(pilot, lambda: shows(app, "/ title:plain?"))
        assert app.screen is app.main


@pytest.mark.parametrize("key", ["colon", "question_mark"])
async def test_two_enters_in_one_piece_run_once(key: str) -> None:
    async with opened(key, "bookmark") as (pilot, app):
        app.simulate_key("enter")
        app.simulate_key("enter")
        await until(pilot, lambda: app.main.view.store.mark(FIRST).bookmarked)
        await pilot.pause()
        assert app.screen is app.main
        assert app.main.view.store.mark(FIRST) == Mark(bookmarked=True)


async def test_a_click_runs_and_the_wheel_scrolls() -> None:
    async with opened() as (pilot, app):
        menu = app.screen.query_one(Menu)
        menu.post_message(MouseScrollDown(menu, 0, 0, 0, 1, 0, False, False, False))
        await until(pilot, lambda: (menu.top, menu.cursor) == (3, 0))
        menu.scroll_lines(0)
        row = next(row for row, line in enumerate(screen_text(app)) if "Bookmark, or remove it" in line)
        await pilot.click(Menu, offset=(5, row - menu.region.y))
        await until(pilot, lambda: app.main.view.store.mark(FIRST).bookmarked)


# -- the help


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_the_help_names_every_key(size: tuple[int, int]) -> None:
    async with opened("question_mark", size=size) as (pilot, app):
        seen = ""
        menu = app.screen.query_one(Menu)
        while True:
            await pilot.pause()
            seen += "\n".join(screen_text(app))
            if not menu.scroll_lines(menu.top + menu.page_size):
                break
        for command in ALL_COMMANDS:
            if not command.id.startswith("related."):
                assert command.shown_keys({}) in seen, command
        assert "1 … 9" in seen


@pytest.mark.parametrize(("width", "columns"), [(99, 1), (100, 2), (120, 2), (60, 1)])
async def test_the_help_has_two_columns_from_100_cells(width: int, columns: int) -> None:
    async with opened("question_mark", size=(width, 40)) as (_pilot, app):
        menu = app.screen.query_one(Menu)
        assert (menu.line_total() < menu.item_total()) is (columns == 2)
        assert highlighted(app).split("  ")[0] == "Enter"
        assert shows(app, "Open the article")


async def test_the_help_filters_and_runs() -> None:
    async with opened("question_mark", "redo") as (pilot, app):
        assert "Redo" in highlighted(app)
        await pilot.press(*["backspace"] * 4, "s")
        assert "Sort by heat or by date" in highlighted(app)
        assert "(now: newest first)" in highlighted(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.main.view.listing.order is Order.DATE)


async def test_a_key_of_the_pane_is_run_in_it() -> None:
    async with opened("question_mark", "last article") as (pilot, app):
        await pilot.press("enter")
        await until(pilot, lambda: app.main.article_list.article == 30)


async def test_the_key_of_the_help_closes_it_unless_something_is_typed() -> None:
    async with opened("question_mark", "xq") as (pilot, app):
        await pilot.press("question_mark", "enter")
        await until(pilot, lambda: shows(app, "Nothing found"))
        await pilot.press(*["backspace"] * 3, "question_mark")
        await until(pilot, lambda: app.screen is app.main)


async def test_the_help_leads_to_the_manual() -> None:
    async with opened("question_mark") as (pilot, app):
        await pilot.press("f1")
        await until(pilot, lambda: says(app, "the manual is not installed"))


async def test_another_width_lays_the_help_out_again() -> None:
    async with opened("question_mark", size=(120, 40)) as (pilot, app):
        await pilot.resize_terminal(80, 24)
        menu = app.screen.query_one(Menu)
        await until(pilot, lambda: menu.line_total() == menu.item_total())
        await pilot.press("down")
        assert highlighted(app)
