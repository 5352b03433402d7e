"""Reading the folders again, with a loading that a test drives."""

from collections.abc import AsyncIterator, Callable

from reader.core.load_events import Added, Finished, LoadEvent, Removed
from reader.core.model.article import Article, ArticleId
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.controllers.outside.reload import ReloadController
from reader.ui.view.news_view import NewsView
from tests.edition import SOURCE
from tests.ui.small_app import Services, viewing
from tests.ui.support import FIRST, article


class Again:
    """A second reading, which sends some events."""

    source = SOURCE

    def __init__(self, *events: LoadEvent) -> None:
        self._events = events

    async def events(self) -> AsyncIterator[LoadEvent]:
        for event in self._events:
            yield event


def added(*articles: Article) -> Added:
    return Added(SOURCE, ArticleBatch.of(articles))


def controller(
    view: NewsView, services: Services, *events: LoadEvent, changed: Callable[[], bool] = lambda: True
) -> ReloadController:
    def again() -> Again:
        return Again(*events)

    return ReloadController(view, view.store, again, changed, services.notify, services.spawn, services.later)


async def test_what_arrives_by_itself_is_held_until_it_is_asked_for() -> None:
    async with viewing() as view:
        services = Services(view)
        again = controller(
            view,
            services,
            added(article(500, "Brand new", heat=900), article(2, "Another title", heat=150)),
            Removed(SOURCE, (ArticleId(3),)),
            Finished(SOURCE, ()),
        )
        again.look()
        await services.done()
        assert services.said == ["1 new · + shows it"]
        assert (view.state().new, len(view.article_list.rows)) == (1, 29)
        assert view.store.row(ArticleId(2)) is not None
        assert view.article_list.rows[1].title == "Another title"
        again.show_new()
        assert (view.state().new, len(view.article_list.rows)) == (0, 30)
        assert view.article_list.rows[0].title == "Brand new"
        assert view.article_list.article == FIRST
        assert services.said[-1] == "1 new article · n goes to the next unread"


async def test_what_is_asked_for_is_shown_at_once() -> None:
    async with viewing() as view:
        services = Services(view)
        again = controller(view, services, added(article(500, "Brand new", heat=900)), Finished(SOURCE, ()))
        again.reload()
        again.reload()
        await services.done()
        assert services.said == [
            "reading the folders again …",
            "the folders are being read already",
            "1 new article · n goes to the next unread",
        ]
        again.reload()
        await services.done()
        assert services.said[-1] == "no new articles"


async def test_a_failure_is_told_and_nothing_is_lost() -> None:
    async with viewing() as view:
        services = Services(view)
        controller(view, services, Finished(SOURCE, (), "the folder is gone")).reload()
        await services.done()
        assert services.messages[-1] == ("the folder is gone", "error")
        assert len(view.article_list.rows) == 30


async def test_the_folders_are_looked_at_again_and_again_and_read_only_if_they_changed() -> None:
    async with viewing() as view:
        services, answers = Services(view), [False, True]
        again = controller(view, services, Finished(SOURCE, ()), changed=lambda: answers.pop(0))
        view.progress.problems = ()
        again.watch()
        for left in (1, 0):
            (tick,) = services.timers
            services.timers.clear()
            tick()
            await services.done()
            assert len(answers) == left
        assert len(services.timers) == 1
        assert services.said == []


async def test_without_folders_there_is_nothing_to_read_again() -> None:
    async with viewing() as view:
        services = Services(view)
        nothing = ReloadController(view, view.store, None, None, services.notify, services.spawn, services.later)
        nothing.reload()
        nothing.watch()
        nothing.look()
        assert services.said == ["there is no folder to read again"]
        assert services.timers == []
