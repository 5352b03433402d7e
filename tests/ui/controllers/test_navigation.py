"""Going around without a screen."""

from collections.abc import Callable

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
    return NavigationController(view, view.store, services.notify, lambda: None, leave, services.said.append)


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
