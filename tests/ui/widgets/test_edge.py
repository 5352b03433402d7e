"""The line at the right of a pane: its thumb says what is in view, and can be pulled."""

from reader.ui.app import HeatwireApp
from tests.ui.support import a_store, an_app, article, running, screen_text, until


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
