"""Going around without a screen."""

from collections.abc import Callable

import pytest

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, View
from reader.core.model.marks import MarkKind
from reader.core.model.topic import TopicKey
from reader.ui.controllers.navigation import NavigationController
from reader.ui.view.news_view import NewsView
from tests.ui.small_app import Services, viewing
from tests.ui.support import ELSEWHERE, FIRST


def controller(
    view: NewsView, services: Services | None = None, leave: Callable[[], bool] = lambda: False
) -> NavigationController:
    services = services or Services(view)
    return NavigationController(
        view,
        view.store,
        services.notify,
        lambda: None,
        leave,
        services.said.append,
        services.later,
        lambda: services.notify("quit"),
    )


async def test_related_entries_and_the_way_back() -> None:
    async with viewing() as view:
        navigation = controller(view)
        navigation.show_related(1)
        assert (view.current.id, view.current.is_external) == (ELSEWHERE, True)
        navigation.go_back()
        assert (view.current.id, view.state().forward) == (FIRST, True)
        navigation.go_forward()
        assert view.current.id == ELSEWHERE
        navigation.go_back()
        navigation.go_back()
        navigation.show_related(7)
        assert view.current.id == FIRST


async def test_the_next_unread_article_may_be_in_another_topic() -> None:
    async with viewing() as view:
        services = Services(view)
        navigation = controller(view, services)
        others = [ArticleId(number) for number in range(1, 31) if number not in (1, 3, 6)]
        view.apply(view.store.set_mark(MarkKind.READ, True, others))
        navigation.step_unread(1)
        assert view.current.id == 3
        view.show(Listing.of_topic(TopicKey("computervision")))
        navigation.step_unread(1)
        assert (view.listing.topic, view.current.id) == ("robotics", 3)
        assert services.said == ["on to Robotics"]


async def test_backing_out_drops_the_selection_then_the_search_then_the_pane() -> None:
    async with viewing() as view:
        searches = [True, False]
        navigation = controller(view, leave=lambda: searches.pop(0))
        view.article_list.select([FIRST])
        navigation.back_out()
        assert (len(view.article_list.selection), len(searches), view.panes.current) == (0, 2, "list")
        navigation.back_out()
        assert (len(searches), view.panes.current) == (1, "list")
        navigation.back_out()
        assert view.panes.current == "sidebar"


async def test_an_entry_of_the_sidebar_is_listed_from_its_first_article() -> None:
    async with viewing() as view:
        view.article_list.action_move(4)
        controller(view).show_entry(View.TOPIC, TopicKey("aiethics"))
        assert (view.listing.topic, view.current.id) == ("aiethics", 4)


async def test_a_count_multiplies_the_motion_after_it() -> None:
    async with viewing() as view:
        services = Services(view)
        navigation, articles = controller(view, services), view.article_list
        navigation.type_digit(1)
        navigation.type_digit(2)
        assert services.said == ["1 …", "12 …"]
        articles.action_move(1)
        articles.action_move(1)
        assert articles.article == 14
        for digit, motion in ((3, articles.action_go_last), (5, articles.action_go_first)):
            navigation.type_digit(digit)
            motion()
            assert articles.article == digit
        navigation.type_digit(2)
        navigation.step_article(1)
        assert view.current.id == 7
        navigation.type_digit(0)
        navigation.type_digit(2)
        view.sidebar.action_move(-1)
        assert view.sidebar.cursor == 0


async def test_a_digit_that_no_motion_follows_is_a_related_entry() -> None:
    async with viewing() as view:
        services = Services(view)
        navigation = controller(view, services)
        navigation.type_digit(2)
        services.timers.pop()()
        assert view.current.id == ELSEWHERE
        navigation.go_back()
        navigation.type_digit(9)
        navigation.settle_count()
        assert services.said[-1] == "this article has 3 related entries"
        navigation.type_digit(1)
        late = services.timers.pop()
        navigation.type_digit(2)
        late()
        assert (view.current.id, view.count.value) == (FIRST, 12)
        services.timers.pop()()
        assert (view.current.id, view.count.value) == (FIRST, 0)
        navigation.type_digit(2)
        assert navigation.drop_count()
        assert not navigation.drop_count()
        services.timers.pop()()
        assert view.current.id == FIRST
        view.panes.go_to("detail")
        navigation.type_digit(2)
        assert view.current.id == ELSEWHERE


async def test_the_next_article_is_shown_in_any_pane() -> None:
    async with viewing() as view:
        navigation = controller(view)
        view.panes.go_to("detail")
        navigation.step_article(1)
        assert (view.current.id, view.panes.current) == (2, "detail")
        navigation.step_article(-1)
        navigation.step_article(-1)
        assert view.current.id == FIRST


async def test_leaving_goes_out_of_zoom_article_and_search_before_it_quits() -> None:
    async with viewing() as view:
        services, searches = Services(view), [True, False]
        navigation = controller(view, services, leave=lambda: searches.pop(0))
        view.panes.go_to("detail")
        navigation.zoom_pane()
        navigation.leave()
        assert (view.panes.zoomed, view.panes.current) == (False, "detail")
        navigation.leave()
        assert (view.panes.current, len(searches)) == ("list", 2)
        navigation.leave()
        assert services.said == []
        navigation.leave()
        assert services.said == ["quit"]


async def test_zoom_twice_in_a_row_scrolls_the_cursor_to_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("reader.ui.controllers.navigation.monotonic", lambda: now[0])
    async with viewing() as view:
        navigation, articles = controller(view), view.article_list
        articles.action_move(14)
        top = articles.top
        for seconds, moved in ((5.0, False), (5.0, False), (0.1, True)):
            now[0] += seconds
            navigation.zoom_pane()
            assert (articles.top != top) is moved
        assert abs(14 * articles.item_height - articles.top - articles.page_size // 2) <= articles.item_height
