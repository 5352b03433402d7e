"""Marks: kept first, then shown; what fails changes nothing; two windows come together."""

import asyncio
import threading
from math import inf

import pytest
from textual import events
from textual.message import Message
from textual.pilot import Pilot

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, View
from reader.core.model.marks import NO_MARK, Mark, MarkChange, MarkKind
from reader.ui.app import HeatwireApp
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.status_line import StatusLine
from reader.ui.widgets.topic_sidebar import TopicSidebar
from tests.ui.small_app import Services, viewing
from tests.ui.support import FIRST, Marks, an_app, article, running, says, screen_text, shows, until

THIRD = ArticleId(3)


def bookmarks_shown(app: HeatwireApp) -> int:
    line = next(line for line in screen_text(app) if "Bookmarks" in line)
    return int(line.split("Bookmarks")[1].split()[0])


async def test_a_mark_is_shown_only_after_it_is_kept() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        marks.gate.clear()
        await pilot.press("b")
        await until(pilot, lambda: bool(marks.threads))
        # The disk is slow; every key goes on working, and nothing says that it is bookmarked.
        await pilot.press("j", "k", "l", "h")
        assert app.main.view.store.mark(FIRST) == NO_MARK
        assert not shows(app, "★ bookmarked")
        assert not says(app, "bookmarked")
        assert bookmarks_shown(app) == 0
        marks.gate.set()
        await until(pilot, lambda: says(app, "bookmarked"))
        assert shows(app, "★ bookmarked")
        assert shows(app, "▌●★ Privacy")
        assert bookmarks_shown(app) == 1
        assert marks.kinds() == [(MarkKind.BOOKMARKED, True, (1,))]
        assert marks.bookmarks()[0].article.title.startswith("Privacy")


async def test_marks_are_not_kept_on_the_interface_thread() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: app.main.view.store.mark(FIRST).bookmarked)
    assert threading.get_ident() not in marks.threads


async def test_two_keys_while_the_disk_is_slow_are_two_steps_in_order() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        marks.gate.clear()
        await pilot.press("b", "b", "m")
        marks.gate.set()
        await until(pilot, lambda: len(marks.steps) == 3)
        await until(pilot, lambda: app.main.view.store.mark(FIRST) == Mark(read=True))
    assert marks.kinds() == [
        (MarkKind.BOOKMARKED, True, (1,)),
        (MarkKind.BOOKMARKED, False, (1,)),
        (MarkKind.READ, True, (1,)),
    ]


async def test_a_mark_that_cannot_be_kept_changes_nothing_and_is_said() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        marks.refusal = "the disk is full: [b]nothing[/b] was bookmarked"
        await pilot.press("b")
        await until(pilot, lambda: says(app, "the disk is full: [b]nothing[/b] was bookmarked"))
        assert app.main.view.store.mark(FIRST) == NO_MARK
        assert bookmarks_shown(app) == 0
        assert not shows(app, "★ bookmarked")
        marks.refusal = ""
        await pilot.press("b")
        await until(pilot, lambda: app.main.view.store.mark(FIRST).bookmarked)
        await until(pilot, lambda: says(app, "bookmarked"))


async def test_lasting_trouble_stands_in_the_banner() -> None:
    marks = Marks(notice="bookmarks.db was damaged: [/b] moved aside")
    app = an_app(marks=marks)
    async with running(app) as pilot:
        assert shows(app, "bookmarks.db was damaged: [/b] moved aside")
        marks.trouble = marks.refusal = "bookmarks will not be saved: the folder is read-only"
        await pilot.press("b")
        await until(pilot, lambda: any(marks.trouble in line for line in screen_text(app)[:3]))
        assert shows(app, "bookmarks.db was damaged")


async def test_without_trouble_there_is_no_banner() -> None:
    app = an_app()
    async with running(app):
        assert not app.main.query_one("#banner").display


async def test_marks_of_the_last_run_are_shown() -> None:
    marks = Marks()
    marks.elsewhere(MarkChange(MarkKind.BOOKMARKED, True, (FIRST,)), MarkChange(MarkKind.READ, True, (FIRST, THIRD)))
    app = an_app(marks=marks)
    async with running(app):
        assert shows(app, "▌ ★ Privacy")
        assert shows(app, "    Robots 🤖")
        assert shows(app, "★ bookmarked")
        assert says(app, "28 unread")


async def test_two_windows_come_together_when_this_one_comes_to_the_front() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    copy = article(500, "Kept by the other window")
    async with running(app) as pilot:
        app.post_message(events.AppBlur())
        marks.elsewhere(
            MarkChange(MarkKind.READ, True, (THIRD,)),
            MarkChange(MarkKind.BOOKMARKED, True, (copy.id,), copies=(copy,)),
        )
        await pilot.pause()
        assert app.main.view.store.mark(THIRD) == NO_MARK
        app.post_message(events.AppFocus())
        await until(pilot, lambda: app.main.view.store.mark(THIRD).read)
        await until(pilot, lambda: shows(app, "    Robots 🤖"))
        assert bookmarks_shown(app) == 1
        await pilot.press("[", "[")
        await until(pilot, lambda: app.main.view.listing == Listing(View.BOOKMARKS))
        assert shows(app, "Kept by the other window")
        assert shows(app, "saved copy")


async def test_two_windows_come_together_when_this_one_writes() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: says(app, "bookmarked"))
        marks.elsewhere(MarkChange(MarkKind.BOOKMARKED, False, (FIRST,)), MarkChange(MarkKind.READ, True, (THIRD,)))
        await pilot.press("j", "b")
        await until(pilot, lambda: app.main.view.store.mark(THIRD).read)
        assert app.main.view.store.mark(FIRST) == NO_MARK
        assert app.main.view.store.mark(ArticleId(2)) == Mark(bookmarked=True)
        assert bookmarks_shown(app) == 1


async def test_nothing_is_read_anew_where_no_other_window_did_anything() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: says(app, "bookmarked"))
        marks.load = dict  # type: ignore[method-assign]
        app.post_message(events.AppFocus())
        await pilot.pause()
        await app.main.workers.wait_for_complete()
        assert app.main.view.store.mark(FIRST).bookmarked


async def test_a_bookmarked_related_entry_is_kept_as_a_copy() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        await pilot.press("2", "b")
        await until(pilot, lambda: says(app, "bookmarked"))
        assert shows(app, "★ bookmarked")
        await pilot.press("[", "[")
        await until(pilot, lambda: app.main.article_list.article == 901)
        assert shows(app, "saved copy")
    assert [kept.article.excerpt for kept in marks.bookmarks()] == ["An entry the store does not have."]


async def test_a_removed_bookmark_stays_in_view_until_the_view_is_left() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: says(app, "bookmarked"))
        await pilot.press("[", "[")
        await until(pilot, lambda: app.main.view.listing.view is View.BOOKMARKS)
        await pilot.press("b")
        await until(pilot, lambda: says(app, "bookmark removed"))
        assert app.main.article_list.article == FIRST
        await pilot.press("]", "[")
        await until(pilot, lambda: shows(app, "No bookmarks yet."))


async def test_messages_of_widgets_carry_ids_only() -> None:
    heard: list[Message] = []
    app = an_app()
    async with running(app, hook=heard.append) as pilot:
        await pilot.press("h", "j", "enter", "k", "enter", "j", "enter", "escape")
        await pilot.click("#list", offset=(10, 3), times=2)
        await pilot.click("#status", offset=(12, 0))
        await pilot.pause()
    ours = {
        ArticleList.ArticleChosen: ["article"],
        ArticleList.ArticleOpened: ["article"],
        ArticleDetail.RelatedChosen: ["number"],
        TopicSidebar.EntryChosen: [],
        StatusLine.HintClicked: ["action"],
    }
    found = {type(message): message for message in heard if type(message) in ours}
    assert ArticleList.ArticleChosen in found
    assert TopicSidebar.EntryChosen in found
    for kind, message in found.items():
        carried = {name: value for name, value in vars(message).items() if name in getattr(kind, "__annotations__", {})}
        assert sorted(carried) == ours[kind] or kind is StatusLine.HintClicked
        assert all(value is None or isinstance(value, int | str) for value in carried.values())


async def _dwelt(pilot: Pilot[int], app: HeatwireApp) -> None:
    """Let the time pass that makes a selected article count as read."""
    app.main.view.dwell._since -= 2 * 3600
    app.main.view.dwell._check()
    await pilot.pause()
    await app.main.workers.wait_for_complete()


async def test_an_article_that_stays_selected_becomes_read() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("j")
        await _dwelt(pilot, app)
        assert marks.kinds() == [(MarkKind.READ, True, (2,))]
        await until(pilot, lambda: app.main.view.store.mark(ArticleId(2)).read)


async def test_a_short_time_is_enough_where_the_reader_says_so() -> None:
    app = an_app(dwell=0.0)
    async with running(app) as pilot:
        await until(pilot, lambda: app.main.view.store.mark(FIRST).read)


async def test_staying_does_not_count_where_that_is_off() -> None:
    app = an_app(marks=(marks := Marks()), dwell=inf)
    async with running(app) as pilot:
        await pilot.press("j")
        await _dwelt(pilot, app)
        assert marks.steps == []
        assert app.main.view.dwell._timer is None


async def test_what_was_read_by_staying_is_no_obstacle_to_a_redo() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("b", "u", "j")
        await _dwelt(pilot, app)
        assert app.main.view.store.mark(ArticleId(2)).read
        await pilot.press("ctrl+r")
        await until(pilot, lambda: says(app, "redone: bookmarked “Privacy in"))
        assert app.main.view.store.mark(FIRST).bookmarked
        await pilot.press("u", "u")
        await until(pilot, lambda: says(app, "nothing to undo"))
        assert [step.label[:10] for step in marks.history(9)] == ["bookmarked"]


async def test_an_undo_that_follows_at_once_is_not_that_of_what_was_read_by_opening() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        marks.gate.clear()
        await pilot.press("b", "enter", "u", "b")
        marks.gate.set()
        await until(pilot, lambda: app.main.view.store.mark(FIRST) == Mark(read=True, bookmarked=True))
        await until(pilot, lambda: app._queue.idle)
    assert [(step.kind, step.value) for step in marks.steps] == [
        (MarkKind.BOOKMARKED, True), (MarkKind.READ, True), (MarkKind.BOOKMARKED, True),
    ]  # fmt: skip


async def test_time_does_not_pass_while_another_program_is_in_front() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        app.post_message(events.AppBlur())
        await until(pilot, lambda: not app.app_focus)
        await _dwelt(pilot, app)
        app.post_message(events.AppFocus())
        await until(pilot, lambda: app.app_focus)
        app.main.view.dwell._check()  # All of the time has to pass again.
        assert marks.steps == []
        await _dwelt(pilot, app)
        assert marks.kinds() == [(MarkKind.READ, True, (1,))]


async def test_moving_on_starts_the_time_anew() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        app.main.view.dwell._since -= 2 * 3600
        await pilot.press("j")
        app.main.view.dwell._check()
        await pilot.pause()
        assert marks.steps == []


async def test_what_was_marked_unread_by_hand_stays_so() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("G", "m", "M")
        await until(pilot, lambda: len(marks.steps) == 2)
        await _dwelt(pilot, app)
        assert app.main.view.store.mark(ArticleId(30)) == NO_MARK
        assert len(marks.steps) == 2


async def test_a_related_entry_of_its_own_page_is_never_marked_read() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("2", "m")
        await _dwelt(pilot, app)
        assert marks.steps == []


async def test_quitting_waits_for_what_is_being_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = Marks()
    app = an_app(marks=marks)
    kept_at_exit: list[int] = []
    leave = app.exit

    def noted(result: int | None = None, return_code: int = 0) -> None:
        kept_at_exit.append(len(marks.steps))
        leave(result, return_code)

    monkeypatch.setattr(app, "exit", noted)
    async with running(app) as pilot:
        marks.gate.clear()
        await pilot.press("b")
        await until(pilot, lambda: bool(marks.threads))
        quitting = asyncio.create_task(pilot.press("q"))
        while not app._leaving:
            await asyncio.sleep(0)
        marks.gate.set()
        await quitting
        await until(pilot, lambda: bool(kept_at_exit))
    assert kept_at_exit == [1]


# -- without a screen


async def test_a_change_that_fails_changes_nothing_and_is_reported() -> None:
    async with viewing() as view:
        services, troubles = Services(view), list[bool]()
        services.writer.on_trouble = lambda: troubles.append(True)
        services.marks.refusal = "the disk is full"
        services.writer.set_all(MarkKind.READ, True, [FIRST, THIRD], "marked {} read")
        services.writer.read_automatically([ArticleId(2)])
        await services.done()
        assert services.messages == [("the disk is full", "error")]
        assert view.store.counts.unread == 30
        assert len(troubles) == 2


async def test_what_another_window_changed_is_taken_in_with_its_copies() -> None:
    async with viewing() as view:
        services, found = Services(view), list[object]()
        services.writer.on_external = found.append
        copy = article(500, "Kept by the other window")
        services.marks.elsewhere(MarkChange(MarkKind.BOOKMARKED, True, (copy.id,), copies=(copy,)))
        await services.writer.sync()
        await services.writer.sync()
        assert (copy.id in view.store, view.store.mark(copy.id).bookmarked, len(found)) == (True, True, 1)


async def test_trouble_is_told_with_what_was_done() -> None:
    async with viewing() as view:
        services = Services(view, Marks(trouble="read-only"))
        services.writer.confirm("bookmarked")
        assert services.said == ["bookmarked, but not saved"]
