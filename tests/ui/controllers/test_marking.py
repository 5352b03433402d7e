"""Getting through the news: the selection marked in one step, all that is listed, and the next unread article."""

import pytest

from reader.core.load_events import Added, Finished
from reader.core.model.article import ArticleId
from reader.core.model.link_opener import Failed, NoBrowser
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import MarkChange, MarkKind
from reader.core.model.topic import TopicKey
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.app import HeatwireApp
from reader.ui.controllers.marking import MarkingController
from reader.ui.dialogs.confirm_dialog import ConfirmDialog
from tests.edition import SOURCE
from tests.ui.small_app import Services, viewing
from tests.ui.support import (
    TOPICS,
    Feed,
    Marks,
    Opener,
    a_store,
    an_app,
    article,
    articles,
    many,
    running,
    says,
    shows,
    until,
)


def read(*numbers: int) -> Marks:
    """Marks of which these are read."""
    marks = Marks()
    marks.elsewhere(MarkChange(MarkKind.READ, True, tuple(map(ArticleId, numbers))))
    marks.changed_elsewhere()
    return marks


def ids(app: HeatwireApp) -> list[int]:
    return [int(number) for number in app.main.article_list.rows.ids()]


# -- the selection


async def test_the_selection_is_bookmarked_in_one_step() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("space", "j", "space", "b")
        await until(pilot, lambda: says(app, "bookmarked 2"))
        assert marks.kinds() == [(MarkKind.BOOKMARKED, True, (1, 3))]
        assert (marks.steps[0].label, marks.steps[0].origin) == ("bookmarked 2", "All")
        assert [copy.id for copy in marks.steps[0].copies] == [1, 3]
        assert len(app.main.article_list.selection) == 0
        assert app.main.article_list.article == 4


async def test_the_selection_is_marked_as_the_key_says() -> None:
    app = an_app(marks=(marks := read(1, 2)))
    async with running(app) as pilot:
        await pilot.press("v", "j", "j", "m")
        await until(pilot, lambda: says(app, "marked 1 read"))
        await pilot.press("g", "v", "j", "j", "m", "g", "v", "j", "j", "M")
        await until(pilot, lambda: says(app, "marked 3 unread"))
    assert marks.kinds() == [(MarkKind.READ, True, (3,)), (MarkKind.READ, False, (1, 2, 3))]


async def test_keys_that_come_before_it_is_kept_are_heeded_in_order() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        marks.gate.clear()
        await pilot.press("space", "space", "m", "g", "space", "space", "M", "g", "m")
        marks.gate.set()
        await until(pilot, lambda: len(marks.steps) == 3)
        await until(pilot, lambda: app.main.view.store.mark(ArticleId(1)).read)
    assert marks.kinds() == [
        (MarkKind.READ, True, (1, 2)),
        (MarkKind.READ, False, (1, 2)),
        (MarkKind.READ, True, (1,)),
    ]


async def test_a_bulk_change_that_cannot_be_kept_changes_nothing() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        marks.refusal = "the disk is full"
        await pilot.press("space", "space", "m")
        await until(pilot, lambda: says(app, "the disk is full"))
        assert app.main.view.store.counts.unread == 30
        marks.refusal = ""
        await pilot.press("g", "space", "space", "m")
        await until(pilot, lambda: says(app, "marked 2 read"))


async def test_in_the_detail_keys_act_on_the_article_that_is_read() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("space", "space", "enter", "b")
        await until(pilot, lambda: says(app, "bookmarked"))
        assert (MarkKind.BOOKMARKED, True, (3,)) in marks.kinds()
        assert len(app.main.article_list.selection) == 2


async def test_the_links_of_the_selection_are_copied_a_line_each() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("j", "j", "space", "g", "space", "y")
        assert app.clipboard == "https://news.example/1\nhttps://news.example/3"
        assert says(app, "sent to the clipboard (OSC 52): 2 links")
        assert len(app.main.article_list.selection) == 2
        await pilot.press(*["escape"], "g", *["j"] * 7, "space", "y")
        assert says(app, "none of the selected articles has a link")
        await pilot.press("space", "y")
        assert says(app, ": 1 link, 1 without one")


async def test_a_few_links_are_opened_at_once_and_the_articles_are_read() -> None:
    app = an_app(marks=(marks := Marks()), opener=(opener := Opener()))
    async with running(app) as pilot:
        await pilot.press("v", *["j"] * 9, "o")
        await until(pilot, lambda: len(opener.watched) == 9)
        assert len(opener.planned) == 9
        await until(pilot, lambda: app.main.view.store.counts.unread == 21)
        assert marks.history(9) == ()


@pytest.mark.parametrize("answer", ["y", "n", "escape"])
async def test_more_than_ten_links_are_opened_only_after_asking(answer: str) -> None:
    app = an_app(opener=(opener := Opener()))
    async with running(app) as pilot:
        await pilot.press("v", *["j"] * 10, "o")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert shows(app, "Open 11 links at once?")
        assert opener.planned == []
        await pilot.press(answer)
        if answer == "y":
            await until(pilot, lambda: len(opener.watched) == 10)
        else:
            await pilot.pause()
            assert opener.planned == []
            assert len(app.main.article_list.selection) == 11


async def test_links_that_cannot_be_opened_are_copied() -> None:
    app = an_app(opener=Opener(lambda url: NoBrowser(url, "no browser here")))
    async with running(app) as pilot:
        await pilot.press("space", "space", "o")
        assert says(app, ": 2 links, not opened: no browser here")
        assert app.clipboard.count("\n") == 1


async def test_links_whose_browser_fails_are_copied() -> None:
    app = an_app(opener=Opener(outcome=Failed("https://news.example/1", "it ended with exit code 3")))
    async with running(app) as pilot:
        await pilot.press("space", "space", "o")
        await until(pilot, lambda: says(app, ": 2 links, not opened: it ended with exit code 3"))


async def test_a_hundred_thousand_articles_are_one_step() -> None:
    app = an_app(a_store(many(100_000)), marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("v", "G", "m")
        await until(pilot, lambda: says(app, "marked 100,000 read"))
        assert len(marks.steps) == 1
        assert app.main.view.store.counts.unread == 0


# -- all that is listed


async def test_all_that_is_listed_is_marked_read_after_asking() -> None:
    app = an_app(marks=(marks := read(4)))
    async with running(app) as pilot:
        await pilot.press("A")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert shows(app, "Mark 29 articles as read?")
        # What arrives before the answer is not among them.
        app.main.view.store.apply(ArticleBatch.of([article(77, "Just in", heat=900)]))
        app.main.view.refresh(app.main.article_list.article)
        await pilot.press("y")
        await until(pilot, lambda: says(app, "marked 29 read"))
        assert [step.label for step in marks.steps] == ["marked 29 read"]
        assert not app.main.view.store.mark(ArticleId(77)).read
        assert app.main.view.store.counts.unread == 1


async def test_twenty_are_marked_without_asking_and_named_by_their_topic() -> None:
    app = an_app(marks=(marks := Marks()), remembered={"view": "topic", "topic": "aiethics"})
    async with running(app) as pilot:
        await pilot.press("A")
        await until(pilot, lambda: says(app, "marked 2 read"))
        assert (marks.steps[0].origin, marks.steps[0].articles) == ("AI Ethics", (4, 5))
        await pilot.press("A")
        assert says(app, "no unread articles listed")


@pytest.mark.parametrize(("key", "marked"), [("{", (1, 2)), ("}", tuple(range(4, 10)))])
async def test_all_above_or_below_the_cursor(key: str, marked: tuple[int, ...]) -> None:
    store = a_store(articles()[:9])
    app = an_app(store, marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("j", "j", key)
        await until(pilot, lambda: says(app, f"marked {len(marked)} read"))
        assert marks.kinds() == [(MarkKind.READ, True, marked)]
        await pilot.press("g" if key == "{" else "G", key)
        assert says(app, "no unread articles above" if key == "{" else "no unread articles below")


# -- the next unread article


async def test_to_the_next_and_the_previous_unread_article() -> None:
    app = an_app(marks=read(2, 3, 5))
    async with running(app) as pilot:
        await pilot.press("n")
        assert app.main.article_list.article == app.main.view.current.id == 4
        await pilot.press("n")
        assert app.main.article_list.article == 6
        await pilot.press("p", "p")
        assert app.main.article_list.article == 1


async def test_going_round_is_said() -> None:
    app = an_app(marks=read(1, 2))
    async with running(app) as pilot:
        await pilot.press("p")
        assert app.main.article_list.article == 30
        assert says(app, "All: continuing from the end")
        await pilot.press("n")
        assert app.main.article_list.article == 3
        assert says(app, "All: continuing from the top")


async def test_no_unread_article_is_said() -> None:
    app = an_app(marks=read(*range(1, 31)))
    async with running(app) as pilot:
        await pilot.press("n")
        assert says(app, "no unread article")
        assert app.main.article_list.article == 1
        await pilot.press("M", "n")
        await until(pilot, lambda: says(app, "no other unread article"))


async def test_when_a_topic_is_done_the_next_one_comes() -> None:
    marks = read(1, 2, 4, 5, *range(7, 31))
    app = an_app(marks=marks, remembered={"view": "topic", "topic": "computervision"})
    async with running(app) as pilot:
        await pilot.press("n")
        assert app.main.view.listing == Listing.of_topic(TopicKey("robotics"))
        assert app.main.article_list.article == app.main.view.current.id == 3
        assert says(app, "Computer Vision is done · on to Robotics")
        await pilot.press("n")
        assert app.main.view.listing.topic == "video"
        assert says(app, "on to Video")
        await pilot.press("m", "n")
        await until(pilot, lambda: app.main.view.listing.topic == "robotics")
        assert says(app, "from the first topic again")
        await pilot.press("p")
        assert app.main.article_list.article == 3
        assert says(app, "no other unread article")


async def test_an_article_of_no_topic_is_found_among_all_unread() -> None:
    marks = read(*range(1, 8), *range(9, 31))
    app = an_app(marks=marks, remembered={"view": "topic", "topic": "robotics"})
    async with running(app) as pilot:
        await pilot.press("n")
        assert app.main.view.listing.view is View.UNREAD
        assert app.main.article_list.article == 8
        assert says(app, "Robotics is done · on to Unread")


async def test_the_next_one_is_read_where_the_article_is_in_front() -> None:
    app = an_app(marks=read(2))
    async with running(app, (60, 20)) as pilot:
        await pilot.press("enter", "n")
        assert app.main.view.panes.current == "detail"
        assert app.main.view.current.id == 3
        await pilot.press("m")
        assert app.main.view.current.id == 4


# -- what was just read stays


async def test_what_was_just_read_stays_dimmed_while_news_arrive_and_orders_change() -> None:
    feed = Feed()
    feed.send(Added(SOURCE, ArticleBatch.of(articles())))
    app = an_app(Store(TOPICS), loading=feed, remembered={"view": "unread"})
    async with running(app) as pilot:
        await until(pilot, lambda: len(app.main.article_list.rows) == 30)
        await pilot.press("j", "m")
        await until(pilot, lambda: app.main.view.store.mark(ArticleId(2)).read)
        feed.send(Added(SOURCE, ArticleBatch.of([article(77, "Just in", heat=900)])), Finished(SOURCE, ()))
        await until(pilot, lambda: 77 in ids(app))
        assert ids(app)[:3] == [77, 1, 2]
        await pilot.press("s")
        assert app.main.view.listing.order is Order.DATE
        assert 2 in ids(app)
        await pilot.press("s")
        assert ids(app)[:3] == [77, 1, 2]
        await pilot.press("]", "[")
        assert ids(app)[:3] == [77, 1, 3]


async def test_what_another_window_read_does_not_stay() -> None:
    app = an_app(marks=(marks := Marks()), remembered={"view": "unread"})
    async with running(app) as pilot:
        await pilot.press("m")
        await until(pilot, lambda: app.main.view.store.mark(ArticleId(1)).read)
        marks.elsewhere(MarkChange(MarkKind.READ, True, (ArticleId(3),)))
        app.main.controllers.writer.sync_soon()
        await until(pilot, lambda: 3 not in ids(app))
        assert ids(app)[:3] == [1, 2, 4]


async def test_where_a_search_has_no_unread_article_more_that_is_what_is_said() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("slash", *"robots", "enter", "n")
        await until(pilot, lambda: says(app, "no other unread article in this search"))
        await pilot.press("m")
        await until(pilot, lambda: app.main.view.store.mark(ArticleId(3)).read)
        await pilot.press("n")
        await until(pilot, lambda: says(app, "no unread article in this search"))
        assert app.main.view.listing.query is not None


# -- without a screen


async def test_marking_without_a_screen() -> None:
    async with viewing() as view:
        services = Services(view)
        marking = MarkingController(view, services.writer, services.notify, services.ask, services.spawn)
        marking.toggle_bookmark()
        marking.toggle_bookmark()
        marking.mark_read()
        assert view.article_list.article == 2
        view.article_list.action_move(-1)
        marking.mark_read()
        assert view.article_list.article == 2
        view.article_list.action_move(-1)
        marking.mark_unread()
        assert view.article_list.article == 1
        view.article_list.select([ArticleId(2), ArticleId(3)])
        marking.mark_read()
        assert view.selected == ()
        await services.done()
        assert services.said == ["bookmarked", "bookmark removed", "marked read", "marked unread", "marked 2 read"]
        assert services.marks.kinds()[-1] == (MarkKind.READ, True, (2, 3))
        assert view.store.counts.unread == 28


@pytest.mark.parametrize(("answer", "unread"), [(True, 0), (False, 30), (None, 30)])
async def test_many_are_marked_only_after_a_yes(answer: bool | None, unread: int) -> None:
    async with viewing() as view:
        services = Services(view, None, answer)
        marking = MarkingController(view, services.writer, services.notify, services.ask, services.spawn)
        marking.mark_listed_read()
        await services.done()
        assert view.store.counts.unread == unread
