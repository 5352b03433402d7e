"""Articles that arrive while the screen is in use."""

from datetime import timedelta
from functools import partial

import pytest

from reader.core.load_events import Added, Discovered, Finished
from reader.core.model.article import Article, ArticleId
from reader.core.model.listing import Listing
from reader.core.model.problem import Problem, Severity
from reader.core.model.topic import TopicKey
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.app import HeatwireApp
from reader.ui.dialogs.problems_dialog import ProblemsDialog
from tests.edition import SOURCE
from tests.ui.support import (
    NOW,
    TOPICS,
    Feed,
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

PROBLEMS = (
    Problem("news/odd.md", 7, Severity.WARNING, "heat is no number: [/b]"),
    Problem("news/bad.md", 3, Severity.ERROR, "not closed: [@click=app.quit]x[/]"),
    Problem("news/none.md", None, Severity.ERROR, "not a regular file"),
)


def block(*numbers: int, heat: int = 0) -> Added:
    return Added(SOURCE, ArticleBatch.of(_plain(number, heat) for number in numbers))


def _plain(number: int, heat: int) -> Article:
    when = NOW - timedelta(hours=number)
    return article(number, f"Story {number}", heat=heat or number, topics=("Robotics",), published=when)


async def test_before_anything_is_there_the_screen_says_so() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed)
    async with running(app) as pilot:
        assert shows(app, "Reading …")
        assert says(app, "reading 0")
        await pilot.press("j", "enter", "o", "b", "m", "1", "s", "O", "G")
        assert app.is_running


async def test_the_number_of_files_is_said_as_soon_as_it_is_known() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed)
    async with running(app) as pilot:
        feed.send(Discovered(SOURCE, 1234, TOPICS))
        await until(pilot, lambda: shows(app, "Reading 1,234 files …"))
        await until(pilot, lambda: says(app, "reading 0 of 1,234"))


async def test_articles_are_shown_as_they_arrive() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed)
    async with running(app) as pilot:
        feed.send(Discovered(SOURCE, 3, TOPICS), block(1, 2))
        await until(pilot, lambda: shows(app, "All · 2 · hottest first"))
        assert app.main.article_list.article == 2
        assert says(app, "reading 2 of 3")
        assert [line.split()[1] for line in screen_text(app) if line.split()[:1] == ["Robotics"]] == ["2/2"]
        feed.send(block(3), Finished(SOURCE, ()))
        await until(pilot, lambda: shows(app, "All · 3 · hottest first"))
        assert not says(app, "reading")
        assert app.main.article_list.article == 3  # Nobody has moved the cursor: it is on the hottest.


async def test_the_cursor_stays_on_its_article_while_others_arrive_before_it() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed)
    async with running(app) as pilot:
        feed.send(Discovered(SOURCE, 300, TOPICS), block(*range(1, 60)))
        await until(pilot, lambda: len(app.main.article_list.rows) == 59)
        await pilot.press("j", "j", "j")
        assert app.main.article_list.article == 56
        row = _row(app)
        for first, title in ((60, "All · 109"), (120, "All · 159"), (200, "All · 209")):
            feed.send(block(*range(first, first + 50)))
            await until(pilot, partial(shows, app, title))
            assert app.main.article_list.article == 56
            assert app.main.view.current.id == 56
            assert _row(app) == row
        feed.send(Finished(SOURCE, ()))
        await until(pilot, lambda: not says(app, "reading"))
        assert app.main.article_list.article == 56


def _row(app: HeatwireApp) -> int:
    view = app.main.article_list
    return view.cursor * view.density.height - view.top


async def test_the_place_in_the_detail_is_kept_while_others_arrive() -> None:
    feed = Feed()
    app = an_app(Store(TOPICS), loading=feed)
    async with running(app) as pilot:
        feed.send(Discovered(SOURCE, 99, TOPICS), Added(SOURCE, ArticleBatch.of(articles())))
        await until(pilot, lambda: len(app.main.article_list.rows) == 30)
        await pilot.press("l", "j", "j")
        assert app.main.detail.chosen == 1
        feed.send(block(*range(200, 250)), Finished(SOURCE, ()))
        await until(pilot, lambda: len(app.main.article_list.rows) == 80)
        assert (app.main.view.current.id, app.main.detail.chosen) == (1, 1)


async def test_a_related_entry_that_arrives_is_gone_to() -> None:
    feed = Feed()
    app = an_app(Store(TOPICS), loading=feed)
    async with running(app) as pilot:
        feed.send(Discovered(SOURCE, 99, TOPICS), Added(SOURCE, ArticleBatch.of(articles()[:1])))
        await until(pilot, lambda: shows(app, "1 顔認証"))
        assert sum("↗ web" in line for line in screen_text(app)) == 3
        feed.send(Added(SOURCE, ArticleBatch.of(articles()[1:])), Finished(SOURCE, ()))
        await until(pilot, lambda: sum("↗ web" in line for line in screen_text(app)) == 1)
        await go_to_related(pilot, 1)
        assert app.main.article_list.article == 2


@pytest.mark.parametrize("size", [(140, 40), (80, 24), (60, 20)])
async def test_problems_are_counted_and_listed(size: tuple[int, int]) -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed)
    async with running(app, size) as pilot:
        feed.send(Discovered(SOURCE, 3, ()), block(1), Finished(SOURCE, PROBLEMS))
        await until(pilot, lambda: says(app, "! 3 problems"))
        await pilot.press("!")
        await until(pilot, lambda: isinstance(app.screen, ProblemsDialog) and shows(app, "2 errors, 1 warning"))
        for problem in PROBLEMS:
            assert shows(app, problem.message)
        assert shows(app, "news/bad.md:3")
        assert shows(app, "news/odd.md:7")
        assert shows(app, "news/none.md")
        lines = [line for line in screen_text(app) if "✗" in line or "! " in line]
        assert ["✗" in line for line in lines[:3]] == [True, True, False]
        await pilot.press("j", "j", "j", "k", "escape")
        await until(pilot, lambda: app.screen is app.main)


async def test_one_problem_is_one() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed)
    async with running(app) as pilot:
        feed.send(block(1), Finished(SOURCE, PROBLEMS[:1]))
        await until(pilot, lambda: says(app, "! 1 problem "))


async def test_no_problems_is_said() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("!")
        await until(pilot, lambda: shows(app, "No problems found: every file was read."))


async def test_of_very_many_problems_the_first_are_listed() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed)
    many = tuple(Problem(f"news/{number}.md", 1, Severity.WARNING, f"odd {number}") for number in range(2000))
    async with running(app) as pilot:
        feed.send(block(1), Finished(SOURCE, many))
        await until(pilot, lambda: says(app, "! 2,000 problems"))
        await pilot.press("!")
        await until(pilot, lambda: shows(app, "1,700 more: heatwire check"))


async def test_a_loading_that_fails_is_said_and_what_came_is_kept() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed)
    async with running(app) as pilot:
        feed.send(Discovered(SOURCE, 9, ()), block(1), Finished(SOURCE, (), "the loading process ended with status -9"))
        await until(pilot, lambda: says(app, "the loading process ended with status -9"))
        assert shows(app, "All · 1 · hottest first")


async def test_nothing_loaded_says_what_to_do() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed)
    async with running(app) as pilot:
        feed.send(Discovered(SOURCE, 0, ()), Finished(SOURCE, ()))
        await until(pilot, lambda: shows(app, "No articles. Start heatwire"))


async def test_the_remembered_article_is_selected_when_it_arrives() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed, remembered={"article": "5"})
    async with running(app) as pilot:
        feed.send(Discovered(SOURCE, 9, ()), block(1, 2, 3))
        await until(pilot, lambda: len(app.main.article_list.rows) == 3)
        assert app.main.article_list.article == 3
        feed.send(block(4, 5, 6), Finished(SOURCE, ()))
        await until(pilot, lambda: app.main.article_list.article == 5)
        assert app.main.view.current.id == 5


async def test_the_remembered_article_is_not_selected_once_the_reader_has_moved() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed, remembered={"article": "5"})
    async with running(app) as pilot:
        feed.send(Discovered(SOURCE, 9, ()), block(1, 2, 3))
        await until(pilot, lambda: len(app.main.article_list.rows) == 3)
        await pilot.press("j")
        feed.send(block(4, 5, 6), Finished(SOURCE, ()))
        await until(pilot, lambda: len(app.main.article_list.rows) == 6)
        assert app.main.article_list.article == 2


async def test_the_remembered_topic_is_listed_when_it_arrives() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed, remembered={"view": "topic", "topic": "robotics", "sort": "date"})
    async with running(app) as pilot:
        feed.send(Discovered(SOURCE, 9, TOPICS), block(1, 2), Finished(SOURCE, ()))
        await until(pilot, lambda: shows(app, "Robotics · 2 · newest first"))
        assert app.main.view.listing == Listing.of_topic(TopicKey("robotics"), app.main.view.listing.order)
        assert app.main.article_list.article == ArticleId(1)


async def test_a_remembered_topic_that_is_gone_falls_back_to_all() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed, remembered={"view": "topic", "topic": "gone", "sort": "date"})
    async with running(app) as pilot:
        feed.send(Discovered(SOURCE, 9, TOPICS), block(1, 2), Finished(SOURCE, ()))
        await until(pilot, lambda: shows(app, "All · 2 · newest first"))
        assert app.main.sidebar.cursor == 2
        assert says(app, "no article is on the topic “gone”: showing all")
