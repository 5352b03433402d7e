"""Every key of the main screen, in the whole application."""

import pytest

from reader.core.model.article import ArticleId, Links
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import Mark, MarkKind
from reader.core.model.topic import TopicKey
from reader.ui.app import HeatwireApp
from reader.ui.commands.key_names import key_name
from reader.ui.dialogs.palette_dialog import PaletteDialog
from reader.ui.dialogs.problems_dialog import ProblemsDialog
from reader.ui.render.list_row import Density
from tests.ui.support import (
    ELSEWHERE,
    FIRST,
    Marks,
    Opener,
    a_store,
    an_app,
    article,
    articles,
    go_to_related,
    running,
    says,
    screen_text,
    shows,
    until,
)


def here(app: HeatwireApp) -> tuple[str, ArticleId | None, ArticleId | None]:
    """The pane in front, the article under the list's cursor, the article that is read."""
    return app.main.view.panes.current, app.main.article_list.article, app.main.view.current.id


def counted(app: HeatwireApp, label: str) -> int:
    """The number after a label of the sidebar."""
    line = next(line for line in screen_text(app) if label in line)
    return int(line.split(label)[1].split()[0])


async def test_the_hottest_article_is_selected_and_shown_at_start() -> None:
    app = an_app()
    async with running(app):
        assert here(app) == ("list", FIRST, FIRST)
        assert app.main.focused is app.main.article_list
        assert shows(app, "All · 30 · hottest first")
        assert shows(app, "A city counted faces for a year.")


@pytest.mark.parametrize(
    ("keys", "number"),
    [
        (["j"], 2),
        (["down", "down", "up"], 2),
        (["j", "j", "k"], 2),
        (["G"], 30),
        (["end", "home"], 1),
        (["G", "g"], 1),
        (["pagedown", "pageup"], 1),
        (["ctrl+d"], 10),
        (["ctrl+d", "ctrl+u"], 1),
        (["pagedown"], 20),
    ],
)
async def test_moving_in_the_list_moves_the_article_too(keys: list[str], number: int) -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press(*keys)
        assert here(app) == ("list", number, number)


@pytest.mark.parametrize(
    ("keys", "pane"),
    [
        (["h"], "sidebar"),
        (["left", "left"], "sidebar"),
        (["l"], "detail"),
        (["right", "l"], "detail"),
        (["l", "h"], "list"),
        (["tab"], "detail"),
        (["tab", "tab"], "sidebar"),
        (["tab", "tab", "tab"], "list"),
        (["shift+tab"], "sidebar"),
        (["shift+tab", "shift+tab"], "detail"),
        (["enter"], "detail"),
        (["h", "enter"], "list"),
        (["enter", "escape"], "list"),
        (["enter", "escape", "escape"], "sidebar"),
        (["escape"] * 5, "sidebar"),
    ],
)
@pytest.mark.parametrize("size", [(140, 40), (60, 20)])
async def test_keys_go_from_pane_to_pane(keys: list[str], pane: str, size: tuple[int, int]) -> None:
    app = an_app()
    async with running(app, size) as pilot:
        await pilot.press(*keys)
        assert app.main.view.panes.current == pane
        assert app.focused is not None
        assert app.focused.id == pane
        assert app.focused.region.width > 0
        assert app.is_running


async def test_each_pane_says_its_own_keys() -> None:
    app = an_app()
    async with running(app) as pilot:
        assert says(app, "Enter open")
        await pilot.press("l")
        assert says(app, "Esc back")
        await pilot.press("h", "h")
        assert says(app, "Enter articles")


async def test_the_footer_names_the_topics_where_they_are_hidden() -> None:
    app = an_app()
    async with running(app, (80, 24)) as pilot:
        assert says(app, "Enter open  h topics")
        await pilot.press("h")
        assert says(app, "Enter articles")
        await pilot.press("enter")
        await pilot.resize_terminal(140, 40)
        await until(pilot, lambda: says(app, "Enter open  o browser"))
        await pilot.press("z")
        assert says(app, "h topics")
        await pilot.resize_terminal(80, 24)
        await pilot.press("z")
        assert says(app, "h topics")


async def test_a_key_that_cannot_act_is_dim_until_it_can() -> None:
    app = an_app(a_store([article(1, "One", links=Links()), article(2, "Two")]))
    async with running(app) as pilot:
        hints = app.main.status._hints
        assert [hint.dim for hint in hints if hint.label == "browser"] == [True]
        await pilot.press("j")
        assert [hint.dim for hint in app.main.status._hints if hint.label == "browser"] == [False]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["W"], "W is not a key here · ? shows all"),
        (["f7"], "F7 is not a key here · ? shows all"),
        (["l", "v"], "v is not a key here · ? shows all"),
        (["ctrl+y"], "Ctrl+Y is not a key here · ? shows all"),
    ],
)
async def test_an_unknown_key_says_so(keys: list[str], said: str) -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press(*keys)
        await until(pilot, lambda: says(app, said))


async def test_letters_of_a_dialog_or_of_the_search_line_are_no_unknown_keys() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("!", "W", "escape", "slash", "W", "escape", "j")
        await pilot.pause()
        assert not says(app, "not a key")


async def test_moving_in_the_sidebar_lists_what_is_under_its_cursor() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("h", "j")
        await until(pilot, lambda: shows(app, "Archive · 2 · hottest first"))
        await pilot.press("j")
        await until(pilot, lambda: shows(app, "AI · 27 · hottest first"))
        await pilot.press("k", "k", "k", "k")
        await until(pilot, lambda: shows(app, "Bookmarks · 0 · hottest first"))
        assert shows(app, "No bookmarks yet. Press b on an article")
        assert here(app) == ("sidebar", None, None)


async def test_brackets_go_from_topic_to_topic() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("]", "]")
        await until(pilot, lambda: app.main.view.listing == Listing.of_topic(TopicKey("ai")))
        assert here(app) == ("list", FIRST, FIRST)
        await pilot.press("[")
        await until(pilot, lambda: app.main.view.listing.view is View.ARCHIVE)
        assert app.main.article_list.article == 31


async def test_related_entries_are_gone_to_and_back_as_in_a_browser() -> None:
    app = an_app()
    async with running(app) as pilot:
        await go_to_related(pilot, 1)
        assert here(app) == ("list", 2, 2)
        await pilot.press("backspace")
        assert here(app) == ("list", 1, 1)
        await pilot.press("3", "alt+left")
        assert here(app) == ("list", 1, 1)
        await pilot.press("alt+right")
        assert here(app) == ("list", 5, 5)
        await pilot.press("backspace", "2", "alt+right")
        assert says(app, "nothing to go forward to")
        assert app.main.view.current.id == ELSEWHERE


async def test_a_related_entry_that_the_store_does_not_have_has_a_page_of_its_own() -> None:
    app = an_app()
    async with running(app) as pilot:
        await go_to_related(pilot, 2)
        assert here(app) == ("list", 1, ELSEWHERE)
        assert shows(app, "related article, not in your library")
        assert shows(app, "An entry the store does not have.")
        await pilot.press("backspace")
        assert here(app) == ("list", 1, FIRST)
        await pilot.press("backspace")
        assert says(app, "nothing to go back to")


async def test_a_number_without_an_entry_is_said() -> None:
    app = an_app(a_store([article(1, "One", related=(articles()[1],)), article(2, "None")]))
    async with running(app) as pilot:
        await go_to_related(pilot, 9)
        assert says(app, "this article has 1 related entry")
        await pilot.press("j")
        await go_to_related(pilot, 1)
        assert says(app, "this article has no related entries")
        assert here(app) == ("list", 2, 2)


async def test_enter_on_a_related_entry_goes_there() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("l", "j", "enter")
        await until(pilot, lambda: app.main.view.current.id == 2)
        assert here(app) == ("detail", 2, 2)


async def test_back_reaches_an_article_that_is_not_listed_any_more() -> None:
    app = an_app()
    async with running(app) as pilot:
        await go_to_related(pilot, 1)
        await pilot.press(*["]"] * 7)
        await until(pilot, lambda: app.main.article_list.article != 2)
        await pilot.press("backspace")
        assert app.main.view.current.id == FIRST


async def test_marks_by_keys() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: says(app, "bookmarked"))
        await pilot.press("m")
        await until(pilot, lambda: says(app, "marked read"))
        assert app.main.view.store.mark(FIRST) == Mark(True, True)
        assert counted(app, "★ Bookmarks") == 1
        assert counted(app, "● Unread") == 29
        assert here(app) == ("list", 2, 2)
        await pilot.press("k", "b")
        await until(pilot, lambda: says(app, "bookmark removed"))
        await pilot.press("M")
        await until(pilot, lambda: says(app, "marked unread"))
    assert marks.kinds() == [
        (MarkKind.BOOKMARKED, True, (1,)),
        (MarkKind.READ, True, (1,)),
        (MarkKind.BOOKMARKED, False, (1,)),
        (MarkKind.READ, False, (1,)),
    ]


async def test_enter_marks_read_and_escape_comes_back() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("j", "enter")
        await until(pilot, lambda: app.main.view.store.mark(ArticleId(2)).read)
        await pilot.press("escape")
        assert here(app) == ("list", 2, 2)
    assert marks.kinds() == [(MarkKind.READ, True, (2,))]


async def test_sorting_keeps_the_cursor_on_its_article() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("j", "j", "j", "s")
        assert app.main.view.listing.order is Order.DATE
        assert shows(app, "All · 30 · newest first")
        assert here(app) == ("list", 4, 4)
        assert app.main.article_list.cursor == app.main.article_list.rows.place_of(ArticleId(4))
        assert app.main.article_list.cursor > 3
        await pilot.press("s")
        assert shows(app, "All · 30 · hottest first")
        assert app.main.article_list.cursor == 3


async def test_density_goes_round() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("j")
        for density in (Density.ROOMY, Density.COMPACT, Density.NORMAL):
            await pilot.press("d")
            assert app.main.article_list.density is density
            assert says(app, f"{density.value} rows")
            assert here(app) == ("list", 2, 2)


async def test_zoom_shows_one_pane_and_all_again() -> None:
    app = an_app()
    async with running(app) as pilot:

        def seen() -> list[str | None]:
            panes = (app.main.sidebar, app.main.article_list, app.main.detail)
            return [pane.id for pane in panes if pane.display]

        assert seen() == ["sidebar", "list", "detail"]
        await pilot.press("z")
        assert seen() == ["list"]
        assert app.main.article_list.region.width == 139
        await pilot.press("l")
        assert seen() == ["detail"]
        await pilot.press("z")
        assert seen() == ["sidebar", "list", "detail"]
        await pilot.press("z", "escape")
        assert seen() == ["sidebar", "list", "detail"]
        assert app.main.view.panes.current == "detail"


@pytest.mark.parametrize(
    ("key", "screen"),
    [("!", ProblemsDialog), ("?", PaletteDialog), ("ctrl+p", PaletteDialog), (":", PaletteDialog)],
)
async def test_dialogs_open_and_close(key: str, screen: type) -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, screen))
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.main)
        assert app.is_running
        assert here(app) == ("list", FIRST, FIRST)


async def test_q_closes_a_dialog_and_not_the_program() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("!", "q")
        await until(pilot, lambda: app.screen is app.main)
        assert app.is_running


@pytest.mark.parametrize("key", ["q", "Q", "ctrl+q"])
async def test_quitting(key: str) -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: not app.is_running or app._exit)
    assert app.return_code == 0


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("j", "j"),
        ("G", "G"),
        ("ctrl+d", "Ctrl+D"),
        ("alt+left", "Alt+←"),
        ("shift+tab", "Shift+Tab"),
        ("question_mark", "?"),
        ("exclamation_mark", "!"),
        ("pagedown", "PgDn"),
        ("[", "["),
    ],
)
def test_keys_are_named_as_people_write_them(key: str, name: str) -> None:
    assert key_name(key) == name


async def test_a_click_on_a_hint_does_what_its_key_does() -> None:
    app = an_app(opener=(opener := Opener()))
    async with running(app) as pilot:
        await pilot.click("#status", offset=(screen_text(app)[-1].index("o browser"), 0))
        await until(pilot, lambda: len(opener.watched) == 1)
        assert opener.watched[0].url == "https://news.example/1"


async def test_space_reads_on_to_the_next_unread_article() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: here(app) == ("detail", 1, 1))
        while app.main.view.current.id == FIRST:
            await pilot.press("space")
        assert here(app) == ("detail", 2, 2)
        assert app.main.detail.top == 0
        await app.workers.wait_for_complete()
        assert marks.load()[FIRST].read
        await pilot.press("J", "K", "K", "q")
        assert here(app) == ("list", 1, 1)


async def test_ctrl_c_says_how_to_quit() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("ctrl+c")
        assert says(app, "q quits from the list, Q from anywhere")
        assert app.is_running
