"""The search controller without a screen; the line itself is driven in tests/ui/test_search.py."""

from reader.core.model.listing import Listing
from reader.core.model.topic import TopicKey
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


async def test_a_search_in_a_topic_stays_there_until_it_is_widened() -> None:
    async with viewing() as view:
        view.show(Listing.of_topic(TopicKey("aiethics")))
        services = Services(view)
        search = controller(services)
        await search.open()
        scope = 'topic:"AI Ethics" '
        assert search.complete(scope, len(scope)) == ("", 0)
        search.follow(scope)
        assert view.listing == Listing.of_topic(TopicKey("aiethics"))
        search.follow(f"{scope}a")
        assert set(view.article_list.rows.ids()) <= {4, 5}
        assert search.widen(f"{scope}tag", len(scope) + 1) == ("tag", 1)
        assert search.widen("tag", 1) == (f"{scope}tag", len(scope) + 1)
        assert search.keep(scope)
        assert (view.home, view.listing) == (None, Listing.of_topic(TopicKey("aiethics")))
        assert search.past == ("earlier",)


async def test_a_search_of_all_articles_has_nothing_to_widen() -> None:
    async with viewing() as view:
        search = controller(Services(view))
        await search.open()
        assert search.widen("tag", 2) == ("tag", 2)
        assert search.complete("tag", 3) == ("tag:", 4)


async def test_few_hits_suggest_the_beginnings_of_words() -> None:
    async with viewing() as view:
        services = Services(view)
        search = controller(services)
        search.run("robot")
        assert services.said == ["0 articles found · robot* finds 1"]
        search.run("robots")
        search.run('"robot"')
        assert len(services.said) == 1
