"""Opening and copying links from the screen."""

import pytest

from reader.core.model.article import ArticleId, Links
from reader.core.model.link_opener import Detached, Failed, InTerminal, NoBrowser, Refused
from reader.ui.dialogs.choice_dialog import ChoiceDialog
from reader.ui.dialogs.link_dialog import UnopenedLinkDialog
from tests.ui.support import FIRST, Marks, Opener, a_store, an_app, article, running, says, shows, until

WEB, ORIGINAL, AMP = "https://news.example/1", "https://original.example/1", "https://news.example/1/amp"
MARKUP = "https://a.example/[/b][@click=app.quit]x[/]"


async def test_o_opens_the_link_and_the_article_is_read() -> None:
    app = an_app(opener=(opener := Opener()))
    async with running(app) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: len(opener.watched) == 1)
        assert opener.watched == [Detached(WEB, "news.example", ("browser", WEB))]
        await until(pilot, lambda: app.main.view.store.mark(FIRST).read)


async def test_the_host_is_said_before_the_link_is_opened() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("o")
        assert says(app, "opening news.example …")


async def test_a_double_click_opens_the_link() -> None:
    app = an_app(opener=(opener := Opener()))
    async with running(app) as pilot:
        await pilot.click("#list", offset=(10, 3), times=2)
        await until(pilot, lambda: opener.planned == ["https://news.example/2"])


async def test_enter_in_the_detail_opens_the_link() -> None:
    app = an_app(opener=(opener := Opener()))
    async with running(app) as pilot:
        await pilot.press("enter", "enter")
        await until(pilot, lambda: opener.planned == [WEB])


async def test_a_related_entry_of_its_own_page_opens_too() -> None:
    app = an_app(opener=(opener := Opener()))
    async with running(app) as pilot:
        await pilot.press("2", "o")
        await until(pilot, lambda: opener.planned == ["https://news.example/901"])


@pytest.mark.parametrize("key", ["o", "O", "y"])
async def test_an_article_without_a_link_says_so(key: str) -> None:
    app = an_app(a_store([article(1, "Nowhere", links=Links())]), opener=(opener := Opener()))
    async with running(app) as pilot:
        await pilot.press(key)
        assert says(app, "this article has no link")
        assert opener.planned == []
        assert app.clipboard == ""


async def test_a_refused_link_is_said_and_not_opened() -> None:
    opener = Opener(lambda _url: Refused("only http and https links are opened [/b]"))
    app = an_app(opener=opener)
    async with running(app) as pilot:
        await pilot.press("o")
        assert says(app, "only http and https links are opened [/b]")
        assert opener.watched == []


async def test_without_a_browser_the_link_is_shown_whole_and_copied() -> None:
    url = "https://news.example/" + "a" * 150
    opener = Opener(lambda url: NoBrowser(url, "no browser can be started here"))
    app = an_app(a_store([article(1, "Far", links=Links(url))]), opener=opener)
    async with running(app, (80, 24)) as pilot:
        await pilot.press("o")
        await until(
            pilot, lambda: isinstance(app.screen, UnopenedLinkDialog) and shows(app, "no browser can be started")
        )
        assert app.clipboard == url
        assert opener.watched == []
        assert shows(app, "a" * 60)
        app.copy_to_clipboard("something else")
        await pilot.press("y")
        assert app.clipboard == url
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is app.main)
        assert says(app, "the link was not opened")


async def test_a_browser_that_fails_is_said_with_the_link() -> None:
    opener = Opener(outcome=Failed(WEB, "the browser ended with status 3: [/b]"))
    app = an_app(opener=opener)
    async with running(app) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, UnopenedLinkDialog))
        await until(pilot, lambda: shows(app, "the browser ended with status 3: [/b]"))
        assert shows(app, WEB)


async def test_a_browser_that_needs_the_terminal_is_not_started_where_there_is_none_to_give() -> None:
    app = an_app(opener=Opener(lambda url: InTerminal(url, "news.example", ("/bin/false", url))))
    async with running(app) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, UnopenedLinkDialog))
        await until(pilot, lambda: shows(app, "/bin/false could not be started"))


async def test_of_several_links_one_is_chosen() -> None:
    app = an_app(opener=(opener := Opener()))
    async with running(app) as pilot:
        await pilot.press("O")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog) and shows(app, "AMP page"))
        for url in (WEB, ORIGINAL, AMP):
            assert shows(app, url)
        await pilot.press("j", "j", "k", "enter")
        await until(pilot, lambda: opener.planned == [ORIGINAL])
        assert app.screen is app.main


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_choosing_no_link_opens_none(key: str) -> None:
    app = an_app(opener=(opener := Opener()), marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("O")
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press(key)
        await until(pilot, lambda: app.screen is app.main)
        assert (opener.planned, marks.steps) == ([], [])
        assert app.is_running


async def test_one_link_needs_no_choice() -> None:
    app = an_app(opener=(opener := Opener()))
    async with running(app) as pilot:
        await pilot.press("j", "O")
        await until(pilot, lambda: opener.planned == ["https://news.example/2"])


async def test_y_copies_the_link() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("y")
        assert app.clipboard == WEB
        assert says(app, f"(OSC 52): {WEB}")
        assert marks.steps == []


async def test_a_link_is_shown_as_it_is_written() -> None:
    links = Links(MARKUP, "https://[/]original.example/")
    app = an_app(a_store([article(1, "Markup", links=links)]), opener=Opener(lambda url: NoBrowser(url, "none")))
    async with running(app) as pilot:
        assert shows(app, f"→ {MARKUP}")
        await pilot.press("y")
        assert says(app, f"(OSC 52): {MARKUP}")
        await pilot.press("O")
        await until(pilot, lambda: shows(app, "https://[/]original.example/"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, UnopenedLinkDialog))
        await until(pilot, lambda: shows(app, MARKUP))
        assert app.main.view.store.article(ArticleId(1)) is not None
