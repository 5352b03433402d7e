"""Links without a screen: what is opened, copied and asked."""

from contextlib import nullcontext

import pytest

from reader.core.model.article import ArticleId, Links
from reader.core.model.link_opener import Detached, Failed, InTerminal, NoBrowser, Plan, Refused
from reader.ui.controllers.links import LinksController
from reader.ui.dialogs.confirm_dialog import ConfirmDialog
from tests.ui.small_app import Services, viewing
from tests.ui.support import FIRST, Opener, a_store, article


def controller(services: Services, opener: Opener, copied: list[str]) -> LinksController:
    async def copy(text: str) -> str:
        copied.append(text)
        return "copied with a fake"

    return LinksController(
        services.view, services.store, services.writer, opener, copy, nullcontext,
        services.notify, services.ask, services.spawn,
    )  # fmt: skip


async def test_an_opened_article_counts_as_read() -> None:
    async with viewing() as view:
        services, opener = Services(view), Opener()
        controller(services, opener, []).open_link()
        await services.done()
        assert opener.planned == ["https://news.example/1"]
        assert services.said == ["opening news.example …"]
        assert view.store.mark(FIRST).read


async def test_the_chosen_link_is_opened() -> None:
    async with viewing() as view:
        services, opener = Services(view, None, 1), Opener()
        controller(services, opener, []).choose_link()
        await services.done()
        assert opener.planned == ["https://original.example/1"]


async def test_closing_the_choice_opens_nothing() -> None:
    async with viewing() as view:
        services, opener = Services(view), Opener()
        controller(services, opener, []).choose_link()
        await services.done()
        assert (opener.planned, len(services.dialogs)) == ([], 1)


@pytest.mark.parametrize(("answer", "opened"), [(True, 11), (False, 0)])
async def test_many_links_are_opened_only_after_asking(answer: bool, opened: int) -> None:
    async with viewing(a_store([article(number, f"News {number}") for number in range(1, 13)])) as view:
        services, opener = Services(view, None, answer), Opener()
        view.article_list.select([ArticleId(number) for number in range(1, 12)])
        controller(services, opener, []).open_link()
        await services.done()
        assert (len(opener.planned), view.store.counts.unread) == (opened, 12 - opened)
        assert len(view.article_list.selection) == 11 - opened


DISGUISED = "https://login.example.com%2f@other.example/"


@pytest.mark.parametrize(("answer", "opened"), [(True, [DISGUISED]), (None, [])])
async def test_a_link_with_a_user_name_is_opened_only_after_asking(answer: bool | None, opened: list[str]) -> None:
    only = article(1, "Disguised", links=Links(web=DISGUISED))
    async with viewing(a_store([only])) as view:
        services, opener = Services(view, None, answer), Opener()
        controller(services, opener, []).open_link()
        await services.done()
        (dialog,) = services.dialogs
        assert isinstance(dialog, ConfirmDialog)
        assert "leads to other.example" in dialog.question
        assert (opener.planned, view.store.mark(FIRST).read) == (opened, bool(opened))


async def test_a_link_with_a_user_name_is_never_opened_among_others() -> None:
    disguised = article(2, "Disguised", links=Links(web=DISGUISED))
    async with viewing(a_store([article(1, "Plain"), disguised])) as view:
        services, opener = Services(view), Opener()
        view.article_list.select([FIRST, ArticleId(2)])
        controller(services, opener, []).open_link()
        await services.done()
        assert opener.planned == ["https://news.example/1"]
        assert services.messages == [("opening 1 link … 1 cannot be opened", "warning")]


async def test_links_are_copied_one_a_line_without_those_that_are_missing() -> None:
    async with viewing() as view:
        services, copied = Services(view), list[str]()
        links = controller(services, Opener(), copied)
        links.copy_link()
        view.article_list.select([FIRST, ArticleId(3), ArticleId(8)])
        links.copy_link()
        view.article_list.select([ArticleId(8)])
        links.copy_link()
        await services.done()
        assert copied == ["https://news.example/1", "https://news.example/1\nhttps://news.example/3"]
        assert services.said == [
            "none of the selected articles has a link",
            "copied with a fake: https://news.example/1",
            "copied with a fake: 2 links, 1 without one",
        ]


async def test_without_a_browser_the_link_is_shown() -> None:
    async with viewing() as view:
        services = Services(view)
        controller(services, Opener(lambda url: NoBrowser(url, "no browser here")), []).open_link()
        await services.done()
        assert services.messages == [("the link was not opened", "warning")]
        assert len(services.dialogs) == 1


async def test_a_browser_that_fails_shows_the_link() -> None:
    async with viewing() as view:
        services = Services(view)
        controller(services, Opener(outcome=Failed("https://news.example/1", "exit code 3")), []).open_link()
        await services.done()
        assert services.said == ["opening news.example …", "the link was not opened"]


async def test_a_program_for_this_terminal_runs_here() -> None:
    async with viewing() as view:
        services = Services(view)
        plan = InTerminal("https://news.example/1", "news.example", ("false",))
        controller(services, Opener(lambda _: plan), []).open_link()
        await services.done()
        assert services.messages == [("false ended with status 1", "warning")]


async def test_of_a_selection_what_is_refused_is_counted() -> None:
    def plan(url: str) -> Plan:
        return Refused("not a web link") if url.endswith("/2") else Detached(url, "news.example", ("browser", url))

    async with viewing() as view:
        services, opener = Services(view), Opener(plan)
        view.article_list.select([FIRST, ArticleId(2)])
        controller(services, opener, []).open_link()
        await services.done()
        assert services.messages == [("opening 1 link … 1 cannot be opened", "warning")]


async def test_an_article_without_a_choice_opens_its_only_link() -> None:
    only = article(1, "One link", links=Links(web="https://news.example/only"))
    async with viewing(a_store([only])) as view:
        services, opener = Services(view), Opener()
        controller(services, opener, []).choose_link()
        await services.done()
        assert (opener.planned, services.dialogs) == (["https://news.example/only"], [])
