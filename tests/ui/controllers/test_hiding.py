"""Mutes and snoozes, in the whole application."""

from datetime import datetime, timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from reader.core.load_events import Added, Finished
from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, View
from reader.core.model.marks import MarkChange, MarkKind, Mute, MuteKind
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.app import HeatwireApp
from reader.ui.controllers import hiding
from reader.ui.controllers.hiding import HidingController
from reader.ui.dialogs.choice_dialog import ChoiceDialog
from tests.edition import SOURCE
from tests.ui.small_app import Services, viewing
from tests.ui.support import (
    FIRST,
    NOW,
    TOPICS,
    Feed,
    Marks,
    a_store,
    an_app,
    article,
    articles,
    many,
    pass_time,
    running,
    says,
    screen_text,
    shows,
    until,
)


def ids(app: HeatwireApp) -> list[int]:
    return [int(number) for number in app.main.article_list.rows.ids()]


def muted(*keys: str, until_: int = 0) -> Marks:
    marks = Marks()
    marks.elsewhere(*(MarkChange(MarkKind.MUTED, True, (), "muted", text=key, until=until_) for key in keys))
    marks.changed_elsewhere()
    return marks


async def _asks(pilot: Pilot[int], app: HeatwireApp, words: str) -> None:
    await until(pilot, lambda: isinstance(app.screen, ChoiceDialog) and shows(app, words))


# -- muting


async def test_a_provider_is_muted_and_its_articles_leave_every_list() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("x")
        await _asks(pilot, app, "Mute what?")
        found = "\n".join(screen_text(app))
        places = [
            found.index(text) for text in ("word      privacy", "topic     Computer Vision", "provider  The News")
        ]
        assert places == sorted(places)
        assert shows(app, "provider  The Newswire     hides 16")
        assert shows(app, "word      privacy          hides 1")
        await pilot.press("k", "enter")
        await _asks(pilot, app, "Mute provider “The Newswire” for how long?")
        await pilot.press("j", "enter")
        await until(pilot, lambda: says(app, "muted provider “The Newswire” for a week"))
        await until(pilot, lambda: not any(number % 2 for number in ids(app)))
        step = marks.steps[0]
        assert (step.kind, step.text, step.articles) == (MarkKind.MUTED, "provider:The Newswire", ())
        assert step.until == int((NOW + timedelta(weeks=1)).timestamp())
        await until(pilot, lambda: shows(app, "⊘ Muted"))
        assert app.main.article_list.article == app.main.view.current.id == 2
        await pilot.press("u")
        await until(pilot, lambda: says(app, "undone: muted provider “The Newswire”"))
        await until(pilot, lambda: len(ids(app)) == 30)
        assert not shows(app, "Muted")


async def test_how_much_a_mute_would_hide_is_counted_a_slice_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hiding, "_SLICE_SECONDS", 0.0)
    app = an_app(marks=Marks())
    async with running(app) as pilot:
        counted = app.main.controllers.hiding._count([Mute(MuteKind.PROVIDER, "The Newswire")])
        assert list(counted) == [[("provider  The Newswire", "hides …")], [("provider  The Newswire", "hides 16")]]
        assert app.main.view.store.counts.muted == 0
        await pilot.press("x")
        await until(pilot, lambda: shows(app, "provider  The Newswire     hides 16"))


async def test_a_word_of_ones_own_is_muted_for_good() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("x")
        await _asks(pilot, app, "Mute what?")
        await pilot.press("tab", "enter")
        await until(pilot, lambda: shows(app, "enter a word"))
        await pilot.press(*"ROBOTS", "enter")
        await _asks(pilot, app, "Mute word “robots” for how long?")
        await pilot.press("j", "j", "enter")
        await until(pilot, lambda: 3 not in ids(app))
        assert (marks.steps[0].text, marks.steps[0].until) == ("word:robots", 0)


async def test_a_muted_topic_is_off_the_lists_at_once() -> None:
    app = an_app(marks=muted("topic:AI Ethics"))
    async with running(app):
        assert ids(app)[:5] == [1, 2, 3, 6, 7]
        assert shows(app, "⊘ Muted")


async def test_the_muted_view_shows_articles_and_lifts_mutes() -> None:
    app = an_app(marks=(marks := muted("topic:AI Ethics", "word:robots")))
    async with running(app) as pilot:
        await until(pilot, lambda: app.main.view.store.counts.muted == 3)
        app.main.view.show(Listing(View.MUTED), None)
        assert ids(app) == [3, 4, 5]
        await pilot.press("x")
        await _asks(pilot, app, "Mutes")
        assert shows(app, "topic “AI Ethics”  for good · hides 2 articles")
        await pilot.press("enter")
        await until(pilot, lambda: says(app, "removed the mute of topic “AI Ethics”"))
        assert ids(app) == [3]
        await pilot.press("X", "enter")
        await until(pilot, lambda: ids(app) == [])
        assert shows(app, "⊘ Muted")
        assert shows(app, "Nothing is muted.")
        assert marks.mutes() == ()
        await pilot.press("X")
        await until(pilot, lambda: says(app, "nothing is muted"))
        await pilot.press("]")
        await until(pilot, lambda: not shows(app, "⊘ Muted"))


async def test_a_mute_that_ran_out_is_lifted_by_the_clock() -> None:
    app = an_app(marks=muted("topic:AI Ethics", until_=int(NOW.timestamp()) + 3600))
    async with running(app) as pilot:
        assert 4 not in ids(app)
        pass_time(app, minutes=59)
        assert 4 not in ids(app)
        pass_time(app, minutes=61)
        assert 4 in ids(app)
        await pilot.press("X")
        await until(pilot, lambda: says(app, "nothing is muted"))


async def test_a_mute_of_another_window_holds_here() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        marks.elsewhere(MarkChange(MarkKind.MUTED, True, (), "muted", text="word:robots"))
        app.main.controllers.writer.sync_soon()
        await until(pilot, lambda: 3 not in ids(app))
        await pilot.press("u")
        await until(pilot, lambda: 3 in ids(app))


async def test_news_that_are_muted_are_not_listed() -> None:
    feed = Feed()
    feed.send(Added(SOURCE, ArticleBatch.of(articles())))
    app = an_app(Store(TOPICS), marks=muted("word:robots"), loading=feed)
    async with running(app) as pilot:
        await until(pilot, lambda: len(ids(app)) == 29)
        feed.send(
            Added(SOURCE, ArticleBatch.of([article(77, "More robots", heat=900), article(78, "None", heat=899)])),
            Finished(SOURCE, ()),
        )
        await until(pilot, lambda: 78 in ids(app))
        assert 77 not in ids(app)


async def test_a_mute_that_cannot_be_kept_hides_nothing() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("x")
        await _asks(pilot, app, "Mute what?")
        marks.refusal = "the disk is full"
        await pilot.press("enter", "enter")
        await until(pilot, lambda: says(app, "the disk is full"))
        assert len(ids(app)) == 30


async def test_many_articles_are_looked_at_without_holding_up_the_keys() -> None:
    app = an_app(a_store(many(20_000)), marks=Marks())
    async with running(app) as pilot:
        app.main.controllers.hiding.set_mutes((Mute(MuteKind.WORD, "story"),))
        assert app.main.view.store.mutes_pending
        await pilot.press("s")
        await until(pilot, lambda: app.main.view.store.counts.muted == 20_000)
        await until(pilot, lambda: ids(app) == [])


# -- snoozing


async def test_a_snoozed_article_is_away_until_its_time_and_comes_back_on_top() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("j", "j", "Z")
        await _asks(pilot, app, "until when?")
        assert shows(app, "later today       18:00 today")
        await pilot.press("enter")
        await until(pilot, lambda: says(app, "snoozed until 18:00 today"))
        assert 3 not in ids(app)
        assert app.main.article_list.article == app.main.view.current.id == 4
        assert shows(app, "◷ Snoozed")
        step = marks.steps[0]
        assert (step.kind, step.articles, step.until) == (
            MarkKind.SNOOZED,
            (3,),
            int(NOW.replace(hour=18).timestamp()),
        )
        assert step.label.startswith("snoozed “Robots")
        pass_time(app, hours=5)
        assert 3 not in ids(app)
        pass_time(app, hours=6)
        assert ids(app)[0] == 3
        await until(pilot, lambda: says(app, "1 snoozed article is back"))
        assert app.main.article_list.article == 4
        assert not shows(app, "◷ Snoozed")


async def test_a_time_can_be_written() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("Z", "tab", *"soon", "enter")
        await until(pilot, lambda: shows(app, "not a time: enter"))
        app.screen.query_one(Input).value = "2026-02-01 14:30"
        await pilot.press("enter")
        await until(pilot, lambda: says(app, "snoozed until Sun 1 Feb 2026, 14:30"))
        assert marks.steps[0].until == int(datetime(2026, 2, 1, 14, 30, tzinfo=NOW.tzinfo).timestamp())


async def test_the_selection_is_snoozed_in_one_step_and_undone() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("v", "j", "j", "Z")
        await _asks(pilot, app, "Snooze 3 articles until when?")
        await pilot.press("j", "enter")
        await until(pilot, lambda: ids(app)[0] == 4)
        assert [step.label for step in marks.steps] == ["snoozed 3 until 08:00 tomorrow"]
        assert len(app.main.article_list.selection) == 0
        await pilot.press("u")
        await until(pilot, lambda: ids(app)[:3] == [1, 2, 3])
        assert app.main.article_list.article == 4


async def test_in_the_snoozed_view_an_article_can_be_woken() -> None:
    marks = Marks()
    marks.elsewhere(MarkChange(MarkKind.SNOOZED, True, (FIRST,), "snoozed", until=int(NOW.timestamp()) + 9999))
    marks.changed_elsewhere()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        app.main.view.show(Listing(View.SNOOZED), None)
        assert ids(app) == [1]
        app.main.view.show_article(ArticleId(1))
        assert shows(app, "◷ snoozed until 14:46 today")
        await pilot.press("Z")
        await _asks(pilot, app, "now: end the snooze")
        await pilot.press("enter")
        await until(pilot, lambda: says(app, "snooze ended"))
        assert ids(app) == []
        app.main.view.show(Listing(), None)
        assert 1 in ids(app)


@pytest.mark.parametrize("key", ["x", "Z"])
async def test_escape_hides_nothing(key: str) -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, ChoiceDialog))
        await pilot.press("k", "j", "escape")
        await until(pilot, lambda: app.screen is app.main)
        assert marks.steps == []


async def test_what_was_just_read_and_then_snoozed_does_not_stay() -> None:
    app = an_app(marks=Marks(), remembered={"view": "unread"})
    async with running(app) as pilot:
        await pilot.press("m", "k", "Z", "enter")
        await until(pilot, lambda: 1 not in ids(app))
        assert "Muted" not in "".join(screen_text(app))


# -- without a screen


def controller(services: Services) -> HidingController:
    return HidingController(
        services.view, services.store, services.queue, services.writer, lambda: NOW, services.notify, services.ask,
        services.spawn,
    )  # fmt: skip


async def test_mutes_without_a_screen() -> None:
    async with viewing() as view:
        services = Services(view, None, "ROBOTS", 2, None, 0)
        hiding = controller(services)
        for run in (hiding.add_mute, hiding.add_mute, hiding.show_mutes, hiding.show_mutes):
            run()
            await services.done()
            if run == hiding.add_mute:
                assert services.store.counts.muted == 1
        assert services.said == [
            "muted word “robots” for good",
            "removed the mute of word “robots”",
            "nothing is muted",
        ]
        assert services.store.counts.muted == 0


async def test_a_snooze_without_a_screen() -> None:
    async with viewing() as view:
        services = Services(view, None, "3d")
        controller(services).snooze()
        await services.done()
        assert services.said == ["snoozed until Sun 18 Jan 2026, 12:00"]
        assert (services.store.counts.snoozed, view.article_list.article) == (1, 2)
        assert services.marks.steps[0].label.startswith("snoozed “Privacy in")
