"""The list of entries of the palette and the help: columns, the cursor, the mouse."""

import pytest
from rich.cells import cell_len

from reader.ui.widgets.menu import Menu, MenuItem
from tests.ui.support import EMOJI, LIVE, WIDE, screen_text
from tests.ui.widget_app import OneWidget

ITEMS = [
    MenuItem("Here", heading=True),
    MenuItem("Open", "Enter"),
    MenuItem("Mark", "m", note="now: read"),
    MenuItem("", heading=True),
    MenuItem("There", heading=True),
    MenuItem("Back", "Backspace Alt+←", note="nothing to go back to", dim=True),
    MenuItem(WIDE, "w", right="x"),
    MenuItem(LIVE, "l"),
    MenuItem(EMOJI, "e"),
]


@pytest.mark.parametrize("width", [20, 60, 120])
@pytest.mark.parametrize("two", [False, True])
async def test_lines_are_as_wide_as_the_widget(width: int, two: bool) -> None:
    menu = Menu(two, id="menu")
    app = OneWidget(menu)
    async with app.run_test(size=(width, 14)) as pilot:
        menu.show(ITEMS)
        await pilot.pause()
        lines = screen_text(app)
        assert {cell_len(line) for line in lines} == {width}
        assert sum("There" in line for line in lines) == 1
        assert ("Here" in lines[1] and "There" in lines[1]) is (two and width == 120)


async def test_the_cursor_skips_headings_and_clicks_choose() -> None:
    menu = Menu(True, id="menu")
    app = OneWidget(menu)
    async with app.run_test(size=(120, 14), message_hook=app.hear) as pilot:
        menu.show(ITEMS)
        await pilot.pause()
        places = [menu.cursor]
        for _ in range(6):
            menu.action_move(1)
            places.append(menu.cursor)
        menu.action_go_first()
        assert (places, menu.cursor) == ([1, 2, 5, 6, 7, 8, 8], 1)
        for x, y in ((3, 3), (70, 2), (70, 1), (3, 13)):
            await pilot.click("#menu", offset=(x, y))
        assert [message.index for message in app.said if isinstance(message, Menu.ItemChosen)] == [2, 5]
        menu.show([], "Nothing found")
        await pilot.pause()
        menu.action_move(1)
        menu.action_page(1)
        assert "Nothing found" in screen_text(app)[1]
