"""The search controller without a screen; the line itself is driven in tests/ui/test_search.py."""

from reader.core.model.listing import Listing
from reader.ui.controllers.search import SearchController
from reader.ui.view.news_view import NewsView
from tests.ui.small_app import Services, viewing
from tests.ui.support import FIRST


def controller(services: Services) -> SearchController:
    view: NewsView = services.view
    return SearchController(
        view, view.store, services.queue, services.notify, services.spawn, services.later,
        lambda widget: view.article_list.screen.set_focus(widget), ("earlier",),
    )  # fmt: skip


async def test_a_search_narrows_and_is_left() -> None:
    async with viewing() as view:
        services = Services(view)
        search = controller(services)
        await search.open()
        assert (view.typing, view.home is not None) == (True, True)
        search.follow("robots")
        assert [*view.article_list.rows.ids()] == [3]
        assert search.keep("robots")
        assert (view.typing, search.past) == (False, ("robots", "earlier"))
        await services.done()
        assert services.marks.state == {"past": "robots\nearlier"}
        assert search.go_home()
        assert (view.listing, view.current.id) == (Listing(), FIRST)
        assert not search.go_home()


async def test_an_error_keeps_the_last_result() -> None:
    async with viewing() as view:
        search = controller(Services(view))
        await search.open()
        search.follow("robots")
        search.follow("robots colour:red")
        assert [*view.article_list.rows.ids()] == [3]
        assert not search.keep("robots colour:red")
        search.leave()
        assert view.listing == Listing()


async def test_a_text_is_searched_without_the_line_or_its_error_shown() -> None:
    async with viewing() as view:
        services = Services(view)
        search = controller(services)
        search.run("colour:red")
        assert services.messages[0][1] == "error"
        search.run("robots")
        assert [*view.article_list.rows.ids()] == [3]
        search.forget()
        assert view.home is None


async def test_completion_adds_a_blank_after_a_value() -> None:
    async with viewing() as view:
        search = controller(Services(view))
        search._names.collect()
        assert search.complete("is:unr", 6) == ("is:unread ", 10)
        assert search.complete("zzz", 3) is None
