"""The line at the right of a pane: its thumb says what is in view, and can be pulled."""

import pytest

from reader.ui.app import HeatwireApp
from tests.ui.support import Marks, a_store, an_app, article, running, screen_text, until


def thumb(app: HeatwireApp) -> list[int]:
    """The rows of the list's thumb, counted from its heading."""
    edge = app.main.query_one("#list-edge").region
    column = [[*line] for line in screen_text(app)[: edge.height]]
    return [y for y, line in enumerate(column) if line[edge.x] == "┃"]


def narrow_rows() -> HeatwireApp:
    """Rows without wide characters, so that a cell is a character."""
    return an_app(a_store([article(number, f"Story {number}", heat=100 - number) for number in range(1, 41)]))


async def test_the_thumb_shows_where_this_is() -> None:
    app = narrow_rows()
    async with running(app) as pilot:
        page, total = app.main.article_list.page_size, app.main.article_list.line_total()
        size = page * page // total
        await until(pilot, lambda: thumb(app) == [*range(1, 1 + size)])
        await pilot.press("G")
        await until(pilot, lambda: thumb(app) == [*range(page + 1 - size, page + 1)])
        await pilot.press("g", "d", "d")  # One line a row: it takes 40 lines.
        await until(pilot, lambda: len(thumb(app)) == page * page // 40)


async def test_there_is_none_where_all_is_in_view() -> None:
    app = an_app(a_store([article(1, "Only one")]))
    async with running(app):
        assert thumb(app) == []


async def test_it_can_be_pulled_and_the_cursor_stays() -> None:
    app = narrow_rows()
    async with running(app) as pilot:
        await until(pilot, lambda: bool(thumb(app)))
        limit = app.main.article_list.line_total() - app.main.article_list.page_size
        await pilot.hover("#list-edge", offset=(0, 38))
        await pilot.mouse_down("#list-edge", offset=(0, 38))
        assert app.main.article_list.top == limit
        await pilot.hover("#list-edge", offset=(0, 1))
        assert app.main.article_list.top == 0
        await pilot.hover("#list-edge", offset=(0, 38))
        await pilot.mouse_up("#list-edge", offset=(0, 38))
        await pilot.hover("#list-edge", offset=(0, 1))
        assert (app.main.article_list.top, app.main.article_list.cursor) == (limit, 0)


async def test_a_click_on_it_selects_nothing() -> None:
    app = narrow_rows()
    async with running(app) as pilot:
        await pilot.click("#list-edge", offset=(0, 20), times=2)
        assert app.main.article_list.cursor == 0


@pytest.mark.parametrize(
    ("size", "edge", "pane"), [((140, 40), "sidebar", 0), ((140, 40), "list", 1), ((90, 30), "list", 1)]
)
async def test_a_line_can_be_dragged_and_the_width_is_kept(size: tuple[int, int], edge: str, pane: int) -> None:
    marks = Marks()
    app = an_app(a_store([article(number, f"Story {number}", heat=9) for number in range(1, 41)]), marks)
    async with running(app, size) as pilot:
        panes = app.main.sidebar, app.main.article_list
        before = panes[pane].size.width
        await pilot.mouse_down(f"#{edge}-edge", offset=(0, 9))
        await pilot.hover(f"#{edge}-edge", offset=(5, 9))
        await until(pilot, lambda: panes[pane].size.width == before + 5)
        await pilot.mouse_up(f"#{edge}-edge", offset=(1, 9))
        await until(pilot, lambda: abs(panes[pane].size.width - before - 6) <= 1)
        assert app.main.article_list.top == 0
        changed = panes[pane].size.width
        await pilot.press("z")
        await until(pilot, lambda: app.main.article_list.size.width == size[0] - 1)
        await pilot.press("Q")
        await until(pilot, lambda: app._exit)
    again = an_app(marks=marks)
    async with running(again, size):
        assert (again.main.sidebar, again.main.article_list)[pane].size.width == changed


async def test_a_line_leaves_room_for_every_pane() -> None:
    app = narrow_rows()
    async with running(app, (120, 30)) as pilot:
        for x in (-200, 500):
            app.main.widths.drag(app.main.sidebar, x, True)
            app.main.widths.drag(app.main.article_list, x, True)
            await pilot.pause()
            widths = [pane.size.width for pane in (app.main.sidebar, app.main.article_list, app.main.detail)]
            assert min(widths) >= 15
