"""The view in the smallest application that holds its widgets: no screen of ours, no marks, no controllers."""

import pytest

from reader.core.load_events import Added, Discovered, Finished
from reader.core.model.article import Article, ArticleId
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import MarkKind, SavedSearch
from reader.core.model.topic import TopicKey
from reader.core.search.query_parser import parse
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.view.current_article import FullArticleLoader
from reader.ui.view.news_view import NewsView, Targets
from reader.ui.view.session_state import SessionState
from tests.edition import SOURCE
from tests.ui.small_app import viewing
from tests.ui.support import ELSEWHERE, FIRST, TOPICS, article, articles

SECOND, THIRD = ArticleId(2), ArticleId(3)
AI = Listing.of_topic(TopicKey("ai"))


def listed(view: NewsView) -> list[int]:
    return [int(number) for number in view.article_list.rows.ids()]


async def test_another_listing_begins_with_its_first_article() -> None:
    async with viewing() as view:
        assert (view.article_list.article, view.current.id, view.listing_name) == (FIRST, FIRST, "All")
        view.article_list.action_move(2)
        assert view.current.id == THIRD
        view.show(Listing(View.TOPIC, TopicKey("aiethics")))
        assert (listed(view), view.current.id, view.listing_name) == ([4, 5], 4, "AI Ethics")
        assert view.sidebar.entry is not None
        assert view.sidebar.entry.topic == "aiethics"


async def test_the_cursor_stays_on_its_article_in_another_order() -> None:
    async with viewing() as view:
        view.show(view.listing.ordered(Order.DATE), THIRD)
        assert view.article_list.article == view.current.id == THIRD
        assert view.article_list.heading_text() == "All · 30 · newest first"


async def test_targets_are_the_selection_or_else_the_article() -> None:
    async with viewing() as view:
        first = view.store.article(FIRST)
        assert first is not None
        assert view.targets() == Targets((FIRST,), first.title, first)
        view.article_list.select([SECOND, THIRD])
        assert view.targets() == Targets((SECOND, THIRD))
        assert (view.targets().name, view.targets().label) == ("2 articles", "2")
        view.article_list.select([THIRD])
        assert view.targets().label.startswith("“Robots")
        view.panes.bring_to_front("detail")
        assert view.targets().article == first
        view.show(Listing(View.BOOKMARKS))
        assert view.targets() == Targets()


async def test_a_related_entry_that_the_store_lacks_is_external() -> None:
    async with viewing() as view:
        entry = article(901, "Seen from elsewhere")
        view.show_external(entry)
        assert (view.state().external, view.current.id, view.article_list.article) == (True, ELSEWHERE, FIRST)
        assert view.targets() == Targets((ELSEWHERE,), entry.title, entry)
        view.refresh(FIRST)
        assert view.current.is_external
        view.store.apply(ArticleBatch.of([entry]))
        view.refresh(FIRST)
        assert (view.current.id, view.current.is_external) == (ELSEWHERE, False)


async def test_what_loses_its_mark_stays_until_the_listing_is_left() -> None:
    async with viewing(session=SessionState(Listing(View.UNREAD))) as view:
        changed: list[bool] = []
        view.on_change = lambda: changed.append(True)
        view.apply(view.store.set_mark(MarkKind.READ, True, [SECOND]))
        assert SECOND in listed(view)
        assert changed == [True]
        view.show(AI)
        view.show(Listing(View.UNREAD))
        assert SECOND not in listed(view)
        # Another window: nothing stays.
        view.apply(view.store.set_mark(MarkKind.READ, True, [THIRD]), external=True)
        assert THIRD not in listed(view)


async def test_an_empty_change_costs_nothing() -> None:
    async with viewing() as view:
        view.on_change = view.on_status = lambda: pytest.fail("nothing changed")
        view.apply(view.store.set_mark(MarkKind.READ, False, [FIRST]))


async def test_what_arrives_moves_the_cursor_until_the_user_is_active() -> None:
    hot = article(77, "Just in", heat=900)
    async with viewing() as view:
        view.store.apply(ArticleBatch.of([hot]))
        view.refresh(view.anchor)
        assert view.current.id == 77
        view.mark_user_active()
        view.store.apply(ArticleBatch.of([article(78, "Later", heat=950)]))
        view.refresh(view.anchor)
        assert (view.article_list.article, view.article_list.cursor) == (77, 1)


async def test_loaded_articles_are_shown_soon_and_the_end_at_once() -> None:
    async with viewing(Store(), SessionState(Listing.of_topic(TopicKey("gone")))) as view:
        arrived: list[int] = []
        view.on_news = lambda: arrived.append(len(view.article_list.rows))
        assert view.take(Discovered(SOURCE, 32, TOPICS)) == ""
        assert view.take(Added(SOURCE, ArticleBatch.of(articles()))) == ""
        assert listed(view) == []
        assert view.take(Finished(SOURCE, ())) == "no article is on the topic “gone”: showing all"
        assert (len(listed(view)), arrived[-1]) == (30, 30)


async def test_a_search_is_left_as_it_was_entered() -> None:
    async with viewing() as view:
        view.article_list.action_move(3)
        view.article_list.select([SECOND])
        before = view.home = view.snapshot()
        view.show_results(parse("robots"))
        assert (listed(view), view.current.id, view.listing_name) == ([3], THIRD, "search robots")
        assert view.base_listing == Listing()
        view.show_saved((SavedSearch("Machines", "robots"),), {"robots": 1})
        assert view.listing_name == "Machines"
        assert view.article_list.heading_text() == "Machines · 1 · hottest first"
        view.home = None
        view.restore(before)
        assert view.snapshot() == before
        assert view.selected == (SECOND,)


async def test_the_back_stack_leads_to_articles_and_external_ones() -> None:
    async with viewing() as view:
        here = view.current.location
        assert here is not None
        view.back_stack.push(here)
        view.show_external(article(901, "Seen from elsewhere"))
        assert (view.state().back, view.state().forward) == (True, False)
        location = view.back_stack.go_back(view.current.location)
        assert location == here
        view.go_to(location)
        assert (view.current.id, view.state().forward) == (FIRST, True)
        view.article_list.action_move(1)
        assert not view.state().forward


async def test_dwelling_is_reported_but_not_while_typing() -> None:
    dwelt: list[ArticleId | None] = []
    async with viewing() as view:
        view.on_dwell = lambda: dwelt.append(view.current.id)
        view.show_typing(True)
        view.show_article(SECOND)
        view.dwell._since -= 99999
        view.show_typing(False)
        view.dwell._since -= 99999
        view.dwell._check()
        assert dwelt == [SECOND]
        view.show_article(THIRD)
        view.mark_user_active(dwell=False)
        view.dwell._since -= 99999
        view.dwell._check()
        assert dwelt == [SECOND]


async def test_a_full_article_is_read_once_and_with_the_topics_of_all_files() -> None:
    asked: list[str] = []

    def load(path: str) -> Article:
        asked.append(path)
        return article(1, "In full", body="All of it", topics=("A",))

    loader = FullArticleLoader(load)
    part = article(1, "In part", partial=True, topics=("A", "B"))
    assert loader.cached(part) == part
    full = await loader.load(part)
    assert (full.body, full.topics, loader.cached(part)) == ("All of it", ("A", "B"), full)
    assert await loader.load(part) == full
    assert len(asked) == 1


async def test_collapsing_a_topic_above_the_listing_shows_that_topic() -> None:
    async with viewing() as view:
        hardware, ai = TopicKey("aihardware"), TopicKey("ai")
        view.show(Listing.of_topic(hardware))
        view.toggle_topic(hardware)
        assert (view.listing.topic, view.collapsed) == ("machinelearning", {"machinelearning"})
        view.toggle_topic(ai)
        assert (view.listing.topic, view.sidebar.entry and view.sidebar.entry.label) == ("ai", "AI")
        view.show(Listing.of_topic(hardware))
        assert view.collapsed == set()
        view.toggle_topic(TopicKey("robotics"))
        assert view.collapsed == set()


async def test_the_sidebar_is_on_the_search_in_force() -> None:
    async with viewing() as view:
        view.home = view.snapshot()
        view.show_results(parse("robots"))
        assert view.sidebar.entry is not None
        assert (view.sidebar.entry.label, view.sidebar.entry.numbers) == ("robots", "1")
        home, view.home = view.home, None
        view.restore(home)
        assert view.sidebar.entry.label == "All"
