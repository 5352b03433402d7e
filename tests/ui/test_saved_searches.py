"""Saved searches: named, listed, counted, put in order, and back at the next start."""

import pytest
from textual.pilot import Pilot

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, Order
from reader.core.model.marks import MarkChange, MarkKind, SavedSearch
from reader.core.search.query_parser import parse
from reader.ui.app import HeatwireApp
from reader.ui.controllers import saved_searches
from reader.ui.dialogs.palette_dialog import PaletteDialog
from reader.ui.dialogs.search_dialogs import SavedSearchesDialog, SearchNameDialog
from tests.ui.support import FIRST, Marks, an_app, running, says, screen_text, shows, until

ROBOTS = SavedSearch("Robots", "robots sort:heat")
PLAIN = SavedSearch("Plain news", "plain* sort:date")
UNREAD = SavedSearch("Unread", "is:unread sort:heat")


@pytest.fixture(autouse=True)
def counted_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts that wait for nothing."""
    monkeypatch.setattr(saved_searches, "COUNT_AFTER", 0.001)


def having(*searches: SavedSearch) -> Marks:
    marks = Marks()
    marks.save_searches(searches)
    return marks


def entries(app: HeatwireApp) -> list[tuple[str, int]]:
    return [(entry.label, entry.count) for entry in app.main.sidebar._entries if entry.query]


async def loaded(pilot: Pilot[int], app: HeatwireApp, count: int) -> None:
    await until(pilot, lambda: len(entries(app)) == count and all(number >= 0 for _, number in entries(app)))


async def on_top(pilot: Pilot[int], app: HeatwireApp, kind: type[object]) -> None:
    await until(pilot, lambda: isinstance(app.screen, kind))
    await pilot.pause()


class TestSaving:
    """One key names the search that is in force."""

    async def test_it_is_kept_and_shown_with_its_order_and_count(self) -> None:
        marks = Marks()
        app = an_app(marks=marks)
        async with running(app) as pilot:
            await pilot.press("slash", *"plain", "enter", "s", "j", "ampersand")
            await on_top(pilot, app, SearchNameDialog)
            assert shows(app, "plain* sort:date")
            article = app.main.article_list.article
            await pilot.press(*"Plain news", "enter")
            await until(pilot, lambda: says(app, "saved as Plain news"))
            assert marks.searches() == (PLAIN,)
            await loaded(pilot, app, 1)
            assert entries(app) == [("Plain news", 22)]
            lines = [line.split("│")[0].strip() for line in screen_text(app)]
            assert lines[5:10] == ["", "Searches", "▌/ Plain news              22", "", "Topics"]
            assert app.main.article_list.heading_text() == "Plain news · 22 · newest first"
            assert app.main.article_list.article == article

    async def test_escape_keeps_nothing(self) -> None:
        marks = Marks()
        app = an_app(marks=marks)
        async with running(app) as pilot:
            await pilot.press("slash", *"plain", "enter", "ampersand")
            await on_top(pilot, app, SearchNameDialog)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is app.main)
            assert (marks.searches(), entries(app)) == ((), [("plain*", 22)])

    @pytest.mark.parametrize("name", ["", "  ", "robots"])
    async def test_a_name_must_be_one_and_another(self, name: str) -> None:
        app = an_app(marks=having(ROBOTS))
        async with running(app) as pilot:
            await loaded(pilot, app, 1)
            await pilot.press("slash", *"plain", "enter", "ampersand")
            await on_top(pilot, app, SearchNameDialog)
            await pilot.press("backspace", *name, "enter")
            await pilot.pause()
            assert isinstance(app.screen, SearchNameDialog)
            assert shows(app, "name")

    async def test_what_cannot_be_kept_is_said_and_changes_nothing(self) -> None:
        marks = having(ROBOTS)
        app = an_app(marks=marks)
        async with running(app) as pilot:
            await loaded(pilot, app, 1)
            marks.refusal = "the disk is full"
            await pilot.press("slash", *"plain", "enter", "ampersand")
            await on_top(pilot, app, SearchNameDialog)
            await pilot.press("enter")
            await until(pilot, lambda: says(app, "the disk is full"))
            assert [label for label, _ in entries(app)] == ["plain* sort:heat", "Robots"]

    async def test_without_a_search_and_without_saved_ones_it_says_how(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await pilot.press("ampersand")
            await until(pilot, lambda: says(app, "no saved searches"))


class TestListing:
    """A saved search is an entry of the sidebar."""

    async def test_they_are_back_at_the_start_and_listed_by_the_cursor(self) -> None:
        app = an_app(marks=having(ROBOTS, PLAIN))
        async with running(app) as pilot:
            await loaded(pilot, app, 2)
            assert entries(app) == [("Robots", 1), ("Plain news", 22)]
            await pilot.press("h", "j", "j")
            assert app.main.article_list.heading_text() == "Robots · 1 · hottest first"
            await pilot.press("j")
            assert app.main.view.listing == Listing(order=Order.HEAT, query=parse("plain* sort:date"))
            assert app.main.article_list.heading_text() == "Plain news · 22 · newest first"
            await pilot.press("enter")
            assert app.main.view.panes.current == "list"
            await pilot.press("escape")
            assert app.main.view.panes.current == "sidebar"

    async def test_the_headings_are_passed_over(self) -> None:
        app = an_app(marks=having(ROBOTS))
        async with running(app) as pilot:
            await loaded(pilot, app, 1)
            await pilot.press("h", "g")
            seen = []
            for key in "jjjjjkkkkk":
                await pilot.press(key)
                entry = app.main.sidebar.entry
                assert entry is not None
                seen.append(entry.label)
            assert seen == [
                "Unread",
                "All",
                "Archive",
                "Robots",
                "AI",
                "Robots",
                "Archive",
                "All",
                "Unread",
                "Bookmarks",
            ]
            await pilot.click("#sidebar", offset=(4, 5))
            assert app.main.sidebar.cursor == 0

    async def test_it_can_be_edited_and_escape_gives_it_back(self) -> None:
        app = an_app(marks=having(PLAIN))
        async with running(app) as pilot:
            await loaded(pilot, app, 1)
            await pilot.press("h", "j", "j", "enter", "slash", "ctrl+u", *"robots")
            assert app.main.article_list.heading_text().startswith("Search: robots*")
            await pilot.press("escape")
            assert app.main.article_list.heading_text() == "Plain news · 22 · newest first"

    async def test_counts_follow_the_marks(self) -> None:
        app = an_app(marks=having(UNREAD))
        async with running(app) as pilot:
            await loaded(pilot, app, 1)
            before = entries(app)[0][1]
            await pilot.press("m")
            await until(pilot, lambda: entries(app) == [("Unread", before - 1)])

    async def test_one_that_cannot_be_understood_says_so(self) -> None:
        app = an_app(marks=having(SavedSearch("Old", "gone:field")))
        async with running(app) as pilot:
            await until(pilot, lambda: entries(app) == [("Old", -1)])
            await pilot.press("h", "j")
            before = app.main.view.listing
            await pilot.press("j")
            assert says(app, "this search cannot be run")
            assert app.main.view.listing == before


class TestArranging:
    """The same key puts them in order where no search is in force that is not saved."""

    async def test_move_rename_and_choose(self) -> None:
        marks = having(ROBOTS, PLAIN)
        app = an_app(marks=marks)
        async with running(app) as pilot:
            await loaded(pilot, app, 2)
            await pilot.press("ampersand")
            await on_top(pilot, app, SavedSearchesDialog)
            await pilot.press("j", "K", "r")
            await on_top(pilot, app, SearchNameDialog)
            await pilot.press(*"Plain", "enter")
            await on_top(pilot, app, SavedSearchesDialog)
            await pilot.press("enter")
            await until(pilot, lambda: marks.searches() == (SavedSearch("Plain", PLAIN.query), ROBOTS))
            await until(pilot, lambda: app.main.article_list.heading_text() == "Plain · 22 · newest first")
            assert [label for label, _ in entries(app)] == ["Plain", "Robots"]

    async def test_deleting_asks_first(self) -> None:
        marks = having(ROBOTS, PLAIN)
        app = an_app(marks=marks)
        async with running(app) as pilot:
            await loaded(pilot, app, 2)
            await pilot.press("ampersand")
            await on_top(pilot, app, SavedSearchesDialog)
            await pilot.press("y", "d", "j", "y")
            assert not shows(app, "Delete “")
            await pilot.press("k", "d")
            await pilot.pause()
            assert shows(app, "Delete “Robots”?")
            await pilot.press("y", "escape")
            await until(pilot, lambda: marks.searches() == (PLAIN,))
            await until(pilot, lambda: [label for label, _ in entries(app)] == ["Plain news"])

    async def test_deleting_the_last_takes_the_headings_away(self) -> None:
        app = an_app(marks=having(ROBOTS))
        async with running(app) as pilot:
            await loaded(pilot, app, 1)
            await pilot.press("ampersand")
            await on_top(pilot, app, SavedSearchesDialog)
            await pilot.press("d", "y")
            await pilot.pause()
            assert shows(app, "No saved searches")
            await pilot.press("escape")
            await until(pilot, lambda: not entries(app))
            assert not any("Searches" in line.split("│")[0] for line in screen_text(app))


async def test_the_history_names_the_search_that_a_step_was_done_in() -> None:
    marks = having(ROBOTS)
    app = an_app(marks=marks)
    async with running(app) as pilot:
        await loaded(pilot, app, 1)
        await pilot.press("slash", *"plain", "enter", "A", "y")
        await until(pilot, lambda: says(app, "marked 22 read"))
        await pilot.press("slash", "ctrl+u", *"robots ", *"sort:heat", "enter", "A")
        await until(pilot, lambda: len(marks.steps) == 2)
        assert [step.origin for step in marks.history(9)] == ["Robots", "search plain*"]


class TestTwoWindows:
    """What another window saved is neither lost nor overlooked."""

    async def test_saving_keeps_what_another_window_saved(self) -> None:
        marks = having(ROBOTS)
        app = an_app(marks=marks)
        async with running(app) as pilot:
            await loaded(pilot, app, 1)
            marks.save_searches((ROBOTS, UNREAD))
            await pilot.press("slash", *"plain", "enter", "s", "ampersand")
            await on_top(pilot, app, SearchNameDialog)
            await pilot.press(*"Plain news", "enter")
            await until(pilot, lambda: marks.searches() == (ROBOTS, UNREAD, PLAIN))
            await loaded(pilot, app, 3)

    async def test_arranging_keeps_what_another_window_saved_and_what_it_deleted_is_gone(self) -> None:
        marks = having(ROBOTS, PLAIN)
        app = an_app(marks=marks)
        async with running(app) as pilot:
            await loaded(pilot, app, 2)
            await pilot.press("ampersand")
            await on_top(pilot, app, SavedSearchesDialog)
            marks.save_searches((PLAIN, UNREAD))
            await pilot.press("j", "r")
            await on_top(pilot, app, SearchNameDialog)
            await pilot.press("ctrl+u", *"Plain", "enter")
            await on_top(pilot, app, SavedSearchesDialog)
            await pilot.press("escape")
            await until(pilot, lambda: marks.searches() == (SavedSearch("Plain", PLAIN.query), UNREAD))

    async def test_what_another_window_saved_is_shown_with_its_marks(self) -> None:
        marks = Marks()
        app = an_app(marks=marks)
        async with running(app) as pilot:
            marks.save_searches((ROBOTS,))
            marks.elsewhere(MarkChange(MarkKind.READ, True, (FIRST,)))
            await pilot.press("j", "b")
            await loaded(pilot, app, 1)


class TestPalette:
    """The palette runs searches and has the saved ones."""

    async def test_a_search_is_typed(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await pilot.press(":")
            await on_top(pilot, app, PaletteDialog)
            await pilot.press(*"search: robots")
            await until(pilot, lambda: shows(app, "Search articles: robots"))
            await pilot.press("enter")
            await until(pilot, lambda: [*app.main.article_list.rows.ids()] == [3])
            assert app.main.article_list.heading_text() == "Search: robots · 1 · hottest first"
            await until(pilot, lambda: app.main.focused is app.main.article_list)
            await pilot.press("escape")
            assert app.main.view.listing == Listing()

    async def test_a_saved_one_is_chosen(self) -> None:
        app = an_app(marks=having(SavedSearch("Robots [/b]", ROBOTS.query)))
        async with running(app) as pilot:
            await loaded(pilot, app, 1)
            await pilot.press(":")
            await on_top(pilot, app, PaletteDialog)
            await pilot.press(*"search robots")
            await until(pilot, lambda: shows(app, "▌Search: Robots [/b]"))
            await pilot.press("enter")
            await until(pilot, lambda: [*app.main.article_list.rows.ids()] == [3])

    async def test_a_bad_one_is_said(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            app.main.controllers.search.run("colour:red")
            await until(pilot, lambda: says(app, "colour"))
            assert app.main.view.listing == Listing()


async def test_another_window_may_save_one() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        marks.save_searches((ROBOTS,))
        marks.elsewhere(MarkChange(MarkKind.READ, True, (ArticleId(FIRST),)))
        app.main.controllers.writer.sync_soon()
        await loaded(pilot, app, 1)
        assert entries(app) == [("Robots", 1)]
