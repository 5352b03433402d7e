"""The list: where its cursor goes, what it says, and how little it draws."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

import reader.core.tables.rows as rows_module
from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import MarkKind
from reader.core.store import Store
from reader.core.tables.columns import Columns
from reader.core.tables.rows import Row, Rows, make_row
from reader.ui.render.list_row import Density
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.line_view import LineView
from tests.ui.support import NOW, a_store, many, screen_text
from tests.ui.widget_app import OneWidget


class Shown:
    """A list on the screen."""

    def __init__(self, pilot: Pilot[None], app: OneWidget, view: ArticleList, followed: list[ArticleId | None]) -> None:
        self.pilot, self.app, self.view, self.followed = pilot, app, view, followed

    @property
    def lines(self) -> list[str]:
        return screen_text(self.app)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)


@asynccontextmanager
async def shown(
    store: Store | None = None, listing: Listing | None = None, height: int = 11, hint: str = ""
) -> AsyncIterator[Shown]:
    followed: list[ArticleId | None] = []
    view = ArticleList(followed.append, id="list")
    view.now = NOW
    view.chosen_density = Density.NORMAL
    app = OneWidget(view)
    async with app.run_test(size=(60, height), message_hook=app.hear) as pilot:
        view.focus()
        view.show((store or a_store()).select(listing or Listing()), "All", None, hint)
        await pilot.pause()
        yield Shown(pilot, app, view, followed)


@pytest.mark.parametrize(
    ("keys", "place", "top"),
    [
        (["j"], 1, 0),
        (["down", "down"], 2, 0),
        (["j", "j", "k"], 1, 0),
        (["j", "up"], 0, 0),
        (["k"], 0, 0),
        (["j"] * 5, 5, 2),
        (["G"], 29, 50),
        (["end"], 29, 50),
        (["G", "j"], 29, 50),
        (["G", "g"], 0, 0),
        (["G", "home"], 0, 0),
        (["pagedown"], 5, 10),
        (["pagedown", "pageup"], 0, 0),
        (["ctrl+d"], 2, 4),
        (["ctrl+d", "ctrl+u"], 0, 0),
        (["pagedown"] * 9, 29, 50),
    ],
)
async def test_keys_move_the_cursor(keys: list[str], place: int, top: int) -> None:
    async with shown() as it:
        await it.press(*keys)
        assert (it.view.cursor, it.view.top) == (place, top)
        assert it.view.article == ArticleId(place + 1)
        assert "▌" in it.lines[1 + place * 2 - top]


async def test_who_follows_is_told_at_once_and_only_of_another_article() -> None:
    async with shown() as it:
        await it.press("j", "j", "k", "g", "g", "k")
        assert it.followed == [2, 3, 2, 1]
        it.view.move_to(ArticleId(4))
        assert it.followed == [2, 3, 2, 1]


async def test_enter_says_which_article_is_to_be_read() -> None:
    async with shown() as it:
        await it.press("j", "enter")
        assert it.app.said == [ArticleList.ArticleChosen(ArticleId(2))]


async def test_a_click_selects_and_a_double_click_opens() -> None:
    async with shown() as it:
        await it.pilot.click("#list", offset=(10, 6))
        assert it.view.cursor == 2
        assert it.app.said == []
        await it.pilot.click("#list", offset=(10, 4), times=2)
        assert it.app.said == [ArticleList.ArticleOpened(ArticleId(2))]
        assert it.followed == [3, 2]


async def test_clicks_beside_the_rows_do_nothing() -> None:
    async with shown(height=70) as it:
        await it.pilot.click("#list", offset=(10, 0))
        await it.pilot.click("#list", offset=(10, 65), times=2)
        assert it.view.cursor == 0
        assert it.app.said == []


async def test_the_wheel_scrolls_and_the_cursor_stays() -> None:
    async with shown() as it:
        await it.pilot._post_mouse_events([MouseScrollDown], "#list", (5, 5))
        assert (it.view.top, it.view.cursor) == (3, 0)
        await it.pilot._post_mouse_events([MouseScrollUp], "#list", (5, 5))
        assert (it.view.top, it.view.cursor) == (0, 0)
        assert it.followed == []


async def test_other_rows_keep_the_cursor_on_its_article() -> None:
    async with shown() as it:
        await it.press("j", "j")
        it.view.show(a_store().select(Listing(order=Order.DATE)), "All", it.view.article)
        assert it.view.article == 3
        assert it.view.cursor == it.view.rows.place_of(ArticleId(3))


async def test_the_cursor_stays_in_its_place_where_its_article_is_gone() -> None:
    store = a_store()
    async with shown(store) as it:
        await it.press("j", "j")
        store.remove([ArticleId(3)])
        it.view.show(store.select(Listing()), "All", ArticleId(3))
        assert (it.view.cursor, it.view.article) == (2, 4)


async def test_other_rows_without_an_article_start_at_the_top() -> None:
    async with shown() as it:
        await it.press("G")
        it.view.show(a_store().select(Listing(View.ARCHIVE)), "Archive")
        assert (it.view.cursor, it.view.top) == (0, 0)


async def test_nothing_listed_shows_what_to_do() -> None:
    async with shown(listing=Listing(View.BOOKMARKS), hint="Press b on an article to keep it here.") as it:
        assert it.lines[2].strip() == "Press b on an article to keep it here."
        await it.press("j", "k", "g", "G", "pagedown", "enter")
        await it.pilot.click("#list", offset=(5, 2), times=2)
        assert it.view.article is None
        assert (it.app.said, it.followed) == ([], [])


async def test_a_mark_is_drawn_where_it_is_set() -> None:
    store = a_store()
    async with shown(store) as it:
        assert it.lines[3].startswith(" ●  ")
        store.set_mark(MarkKind.BOOKMARKED, True, [ArticleId(2)])
        assert it.lines[3].startswith(" ●  ")
        it.view.refresh_marks([ArticleId(2)])
        await it.pilot.pause()
        assert it.lines[3].startswith(" ●★ ")


async def test_a_mark_set_out_of_view_is_drawn_when_it_comes_into_view() -> None:
    store = a_store()
    async with shown(store) as it:
        await it.press("G")
        assert "●" in it.lines[1]
        await it.press("g")
        store.set_mark(MarkKind.READ, True, [ArticleId(26)])
        it.view.refresh_marks([ArticleId(26)])
        await it.press("G")
        assert "●" not in it.lines[1]


async def test_another_density_keeps_the_cursor_in_its_place() -> None:
    async with shown() as it:
        await it.press("j", "j")
        for density in (Density.COMPACT, Density.ROOMY, Density.NORMAL):
            it.view.set_density(density)
            await it.pilot.pause()
            row = 1 + it.view.cursor * density.height - it.view.top
            assert it.view.article == 3
            assert all(line.startswith("▌") for line in it.lines[row : row + density.height])
            assert sum(line.startswith("▌") for line in it.lines) == density.height


async def test_the_cursor_stays_in_view_on_a_smaller_screen() -> None:
    async with shown(height=30) as it:
        await it.press(*["j"] * 12)
        await it.pilot.resize_terminal(40, 8)
        await it.pilot.pause()
        assert it.view.article == 13
        assert sum(line.startswith("▌") for line in it.lines) == 2


class Counted:
    """Counts the rows that are made and the lines that are drawn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows = self.lines = 0
        draw = LineView._content_strip

        def counted_row(columns: Columns, slot: int) -> Row:
            self.rows += 1
            return make_row(columns, slot)

        def counted_strip(view: LineView, *words: Any) -> object:
            self.lines += 1
            return draw(view, *words)

        monkeypatch.setattr(rows_module, "make_row", counted_row)
        monkeypatch.setattr(LineView, "_content_strip", counted_strip)

    def take(self) -> tuple[int, int]:
        found = self.rows, self.lines
        self.rows = self.lines = 0
        return found


STORES = {count: a_store(many(count)) for count in (100, 10_000)}


@pytest.mark.parametrize(
    ("key", "most_lines"),
    [("j", 6), ("k", 6), ("g", 44), ("G", 44), ("pagedown", 44), ("pageup", 44), ("ctrl+d", 44), ("ctrl+u", 44)],
)
async def test_a_key_costs_what_is_in_view_however_long_the_list(
    key: str, most_lines: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cost: dict[int, tuple[int, int]] = {}
    for count, store in STORES.items():
        counted = Counted(monkeypatch)
        async with shown(store, height=41) as it:
            await it.press(*["j"] * 5, "pagedown", "j", "j")
            counted.take()
            await it.press(key)
            cost[count] = counted.take()
        monkeypatch.undo()
    for rows, lines in cost.values():
        assert 0 < lines <= most_lines
        assert 0 < rows <= most_lines
    # The thumb of the scroll bar moves less in a longer list, and what it leaves is drawn anew.
    assert cost[10_000] <= cost[100]


async def test_showing_a_long_list_makes_only_the_rows_in_view(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(monkeypatch)
    async with shown(STORES[10_000], height=41) as it:
        rows, lines = counted.take()
        assert 0 < rows <= 2 * 80
        assert 0 < lines <= 2 * 80
        assert isinstance(it.view.rows, Rows)
        assert len(it.view.rows) == 10_000


async def test_a_mark_redraws_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    store = a_store(many(100))
    async with shown(store, height=41) as it:
        counted = Counted(monkeypatch)
        store.set_mark(MarkKind.READ, True, [ArticleId(3)])
        it.view.refresh_marks([ArticleId(3)])
        await it.pilot.pause()
        rows, lines = counted.take()
        assert lines == 2
        assert 0 < rows <= 2
