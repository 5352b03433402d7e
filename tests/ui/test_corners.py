"""What happens when two things happen at once, or something is not there any more."""

import random

from msgspec.structs import replace
from textual import events

from reader.core.model.article import Article, Origin
from reader.core.model.listing import View
from reader.core.model.marks import Mark
from reader.core.model.topic import Topic, TopicKey
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.app import HeatwireApp
from reader.ui.composition import Dependencies
from reader.ui.terminal.input_parser import InputParser
from reader.ui.view import labels
from reader.ui.view.current_article import FullArticleLoader
from tests.ui.support import (
    ELSEWHERE,
    FIRST,
    NOW,
    Marks,
    Opener,
    a_store,
    an_app,
    article,
    entry,
    go_to_related,
    running,
    until,
)
from tests.ui.terminal.test_input_parser import mutant

PARTIAL = replace(article(1, "Only a part of it"), partial=True, origin=Origin.of_text("one.md"))
WHOLE = replace(PARTIAL, partial=False, related=(entry(2, "Somebody else"),))


def app_of(found: Article, marks: Marks, read: Article | None) -> HeatwireApp:
    """The application on one article whose file holds another form of it."""
    base = an_app(a_store([found]), marks)
    outside = base.dependencies
    return HeatwireApp(
        Dependencies(
            store=outside.store,
            marks=marks,
            opener=Opener(),
            loading=None,
            clock=lambda: NOW,
            remembered={},
            styles=outside.styles,
            dwell=outside.dwell,
            load_full=lambda _: read,
        )
    )


async def test_two_toggles_in_one_moment_are_two() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        app.main.controllers.marking.toggle_bookmark()
        app.main.controllers.marking.toggle_bookmark()
        await until(pilot, lambda: len(marks.steps) == 2)
        assert [step.value for step in marks.steps] == [True, False]
        await until(pilot, lambda: app.main.view.store.mark(FIRST) == Mark())


async def test_what_is_typed_while_the_program_ends_is_ignored() -> None:
    app = an_app()
    async with running(app):
        for _ in range(50):
            app.post_message(events.Key("j", "j"))
    assert app.crash is None


async def test_random_input_ends_nothing() -> None:
    chance, parser, app = random.Random(6), InputParser(), an_app()
    async with running(app, (100, 30)) as pilot:
        for number in range(150):
            text = mutant(chance) if chance.random() < 0.6 else chance.choice("jkGg/xtZbHe:?d!s\r\t\x1b")
            for message in (*parser.feed(text), *parser.tick()):
                if not isinstance(message, events.Key) or message.key not in ("q", "ctrl+q", "ctrl+c", "ctrl+z"):
                    app.post_message(message)
            if number % 10 == 0:
                await pilot.pause()
    assert app.crash is None


async def test_a_bookmark_is_kept_whole_though_the_reader_leaves_at_once() -> None:
    marks = Marks()
    app = app_of(PARTIAL, marks, WHOLE)
    async with running(app):
        app.main.controllers.marking.toggle_bookmark()
        await app.action_quit()
        await app.workers.wait_for_complete()
    assert [step.copies for step in marks.steps] == [(WHOLE,)]


async def test_the_rest_of_an_article_comes_when_it_is_looked_at() -> None:
    app = app_of(PARTIAL, Marks(), WHOLE)
    async with running(app) as pilot:
        await until(pilot, lambda: app.main.view.current.article == WHOLE)
        # What replaces it in the store is completed anew.
        app.main.view.store.apply(ArticleBatch.of([replace(PARTIAL, title="Newer")]))
        app.main.view.current.refresh()
        assert app.main.view.current.article == WHOLE


async def test_a_file_that_is_another_article_now_completes_nothing() -> None:
    other = FullArticleLoader(lambda _: article(9, "Another"))
    assert await other.load(PARTIAL) is PARTIAL
    mine = FullArticleLoader(lambda _: WHOLE)
    assert await mine.load(PARTIAL) == WHOLE
    moved = replace(PARTIAL, origin=Origin.of_text("two.md"))
    assert mine.cached(moved) is moved


async def test_enter_and_a_double_click_act_on_the_row_and_not_on_what_was_visited() -> None:
    opener = Opener()
    app = an_app(opener=opener)
    async with running(app) as pilot:
        await go_to_related(pilot, 2)
        assert app.main.view.current.id == ELSEWHERE
        await pilot.press("enter")
        await pilot.pause()
        assert app.main.view.current.id == FIRST
        await pilot.press("2", "escape")
        await pilot.click("#list", offset=(10, 1), times=2)
        await until(pilot, lambda: opener.planned == ["https://news.example/1"])


async def test_another_topic_shows_its_first_article_even_from_a_page_of_an_entry() -> None:
    app = an_app()
    async with running(app) as pilot:
        await go_to_related(pilot, 2)
        app.main.controllers.navigation.show_entry(View.TOPIC, TopicKey("computervision"))
        await pilot.pause()
        assert app.main.view.current.id == app.main.article_list.article
        assert not app.main.view.current.is_external


async def test_a_page_of_an_entry_stays_when_the_row_below_it_goes() -> None:
    app = an_app()
    async with running(app) as pilot:
        await go_to_related(pilot, 2)
        app.main.view.store.remove([FIRST])
        app.main.view.refresh(app.main.article_list.article)
        await pilot.pause()
        assert app.main.view.current.id == ELSEWHERE


async def test_back_passes_over_what_is_gone() -> None:
    app = an_app()
    async with running(app) as pilot:
        await go_to_related(pilot, 2)
        here = app.main.view.current.id
        app.main.view.store.remove([FIRST])
        await pilot.press("backspace")
        assert app.main.view.current.id == here


def test_a_chain_of_a_thousand_topics_is_drawn_and_not_too_wide() -> None:
    store = Store([Topic("T0"), *(Topic(f"T{number}", parent=f"T{number - 1}") for number in range(1, 1500))])
    store.apply(ArticleBatch.of([article(1, "At the end", topics=("T1499",))]))
    entries = labels.sidebar_entries(store)
    assert len(entries) == 4 + 1 + 1500
    assert max(len(entry.guide) for entry in entries) == labels.MOST_GUIDE_CELLS
