"""Undo, redo and the history, in the whole application."""

from datetime import UTC, datetime
from pathlib import Path

from reader.config.paths import styles
from reader.core.model.article import ArticleId
from reader.core.model.listing import View
from reader.core.model.marks import NO_MARK, Mark, MarkChange, MarkKind
from reader.core.tables.counts import Counts
from reader.storage.marks.database import open_marks
from reader.ui.app import HeatwireApp
from reader.ui.composition import Dependencies
from reader.ui.controllers.history import HistoryController
from reader.ui.dialogs.confirm_dialog import ConfirmDialog
from reader.ui.dialogs.history_dialog import HistoryDialog
from reader.ui.widgets.history_list import HistoryList
from tests.ui.small_app import Services, viewing
from tests.ui.support import FIRST, NOW, Marks, Opener, a_store, an_app, article, running, says, shows, until

SECOND = ArticleId(2)


async def test_undo_and_redo_say_what_and_change_list_and_detail() -> None:
    app = an_app(marks=Marks())
    async with running(app) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: shows(app, "★ bookmarked"))
        await pilot.press("u")
        await until(pilot, lambda: says(app, "undone: bookmarked “Privacy in"))
        assert app.main.view.store.mark(FIRST) == NO_MARK
        assert not shows(app, "★ bookmarked")
        assert shows(app, "▌●  Privacy")
        assert app.main.article_list.article == FIRST
        await pilot.press("ctrl+r")
        await until(pilot, lambda: says(app, "redone: bookmarked “Privacy in"))
        assert shows(app, "★ bookmarked")
        assert shows(app, "▌●★ Privacy")


async def test_a_bulk_change_is_undone_at_once_and_the_cursor_stays() -> None:
    app = an_app(marks=Marks())
    async with running(app) as pilot:
        await pilot.press("j", "A")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("y")
        await until(pilot, lambda: app.main.view.store.counts.unread == 0)
        await pilot.press("j", "u")
        await until(pilot, lambda: says(app, "undone: marked 30 read"))
        assert app.main.view.store.counts.unread == 30
        assert app.main.article_list.article == app.main.view.current.id == 3


async def test_nothing_to_undo_or_redo_is_said() -> None:
    app = an_app(marks=Marks())
    async with running(app) as pilot:
        await pilot.press("u")
        await until(pilot, lambda: says(app, "nothing to undo"))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: says(app, "nothing to redo"))


async def test_an_undo_that_cannot_be_kept_changes_nothing() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: says(app, "bookmarked"))
        marks.refusal = "the disk is full"
        await pilot.press("u")
        await until(pilot, lambda: says(app, "the disk is full"))
        assert app.main.view.store.mark(FIRST) == Mark(bookmarked=True)


async def test_what_another_window_did_is_undone_here() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    copy = article(500, "Kept by the other window")
    async with running(app) as pilot:
        marks.elsewhere(MarkChange(MarkKind.BOOKMARKED, True, (copy.id,), "bookmarked “Kept”", (copy,)))
        app.main.controllers.writer.sync_soon()
        await until(pilot, lambda: app.main.view.store.mark(copy.id).bookmarked)
        await pilot.press("u")
        await until(pilot, lambda: says(app, "undone: bookmarked “Kept”"))
        assert app.main.view.store.mark(copy.id) == NO_MARK


async def test_an_undone_removal_brings_the_copy_back() -> None:
    marks = Marks()
    copy = article(500, "Its file is gone")
    marks.elsewhere(
        MarkChange(MarkKind.BOOKMARKED, True, (copy.id,), "bookmarked", (copy,)),
        MarkChange(MarkKind.BOOKMARKED, False, (copy.id,), "bookmark removed"),
    )
    marks.changed_elsewhere()
    app = an_app(marks=marks, remembered={"view": "bookmarks"})
    async with running(app) as pilot:
        assert copy.id not in app.main.view.store
        await pilot.press("u")
        await until(pilot, lambda: says(app, "undone: bookmark removed"))
        assert app.main.view.listing.view is View.BOOKMARKS
        assert shows(app, "Its file is gone")


async def test_undo_comes_after_the_keys_before_it() -> None:
    app = an_app(marks=(marks := Marks()))
    async with running(app) as pilot:
        marks.gate.clear()
        await pilot.press("b", "u", "b")
        marks.gate.set()
        await until(pilot, lambda: app.main.view.store.mark(FIRST).bookmarked and app._queue.idle)
    assert [step.value for step in marks.steps] == [True, True]
    assert [step.undone for step in marks.history(9)] == [False, True]


async def test_undo_reaches_back_over_a_restart(tmp_path: Path) -> None:
    clock = datetime.now(UTC)

    def started() -> HeatwireApp:
        kept = open_marks(tmp_path)
        store = a_store()
        store.replace_marks(kept.load())
        store.set_mutes(kept.mutes(), clock.timestamp())
        return HeatwireApp(
            Dependencies(store, kept, Opener(), None, lambda: clock, {}, sorted(styles().glob("*.tcss")), 99)
        )

    app = started()
    async with running(app) as pilot:
        await pilot.press("space", "space", "m", "j", "b")
        await until(pilot, lambda: says(app, "bookmarked"))
        await pilot.press("q")
    app.dependencies.marks.close()
    app = started()
    async with running(app) as pilot:
        await pilot.press("H")
        await until(pilot, lambda: shows(app, "marked 2 read in All"))
        await pilot.press("escape", "u")
        await until(pilot, lambda: says(app, "undone: bookmarked"))
        await pilot.press("u")
        await until(pilot, lambda: says(app, "undone: marked 2 read"))
        assert app.main.view.store.counts.unread == 30
        await pilot.press("ctrl+r", "ctrl+r")
        await until(pilot, lambda: app.main.view.store.counts == Counts(30, 28, 1, 2))
    app.dependencies.marks.close()


# -- the history


def some_history() -> Marks:
    marks = Marks()
    marks.elsewhere(
        MarkChange(MarkKind.READ, True, (FIRST, SECOND), "marked 2 read", origin="Portals"),
        MarkChange(MarkKind.BOOKMARKED, True, (FIRST,), "bookmarked “[/b] Privacy”", origin="AI"),
        MarkChange(MarkKind.READ, False, (SECOND,), "marked unread “x”", origin="All"),
    )
    marks.changed_elsewhere()
    return marks


async def test_the_history_says_what_when_and_where_the_newest_first() -> None:
    app = an_app(marks=some_history())
    async with running(app) as pilot:
        await pilot.press("H")
        await until(pilot, lambda: shows(app, "before all changes"))
        steps = app.screen.query_one(HistoryList)
        lines = ["".join(span.text for span in steps.line_at(y)).strip() for y in range(steps.line_total())]
        assert lines[0] == "Today"
        assert lines[1].startswith("▌→ 12:00  marked unread “x” in All")
        assert lines[1].endswith("now")
        assert lines[2].startswith("12:00  bookmarked “[/b] Privacy” in AI")
        assert lines[3].startswith("12:00  marked 2 read in Portals")
        await pilot.press("escape")
        assert app.screen is app.main


async def test_going_back_by_one_step_does_not_ask() -> None:
    app = an_app(marks=some_history())
    async with running(app) as pilot:
        await pilot.press("H", "j", "enter")
        await until(pilot, lambda: says(app, "undone: marked unread “x”"))
        assert app.main.view.store.mark(SECOND).read
        await pilot.press("H")
        await until(pilot, lambda: shows(app, "undone"))
        await until(pilot, lambda: shows(app, "▌→ 12:00  bookmarked"))
        await pilot.press("k", "enter")
        await until(pilot, lambda: says(app, "redone: marked unread “x”"))


async def test_going_back_by_more_steps_asks() -> None:
    app = an_app(marks=some_history())
    async with running(app) as pilot:
        await pilot.press("H")
        await until(pilot, lambda: shows(app, "before all changes"))
        await pilot.press("G", "enter")
        await until(pilot, lambda: shows(app, "Undo 3 changes?"))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, HistoryDialog))
        assert app.main.view.store.mark(FIRST) == Mark(read=True, bookmarked=True)
        await pilot.press("enter", "y")
        await until(pilot, lambda: says(app, "undone: 3 steps"))
        assert app.main.view.store.mark(FIRST) == NO_MARK
        await pilot.press("H")
        await until(pilot, lambda: shows(app, "▌→ before all changes"))
        await pilot.press("g", "enter")
        await until(pilot, lambda: shows(app, "Redo 3 changes?"))


async def test_a_branch_that_was_left_is_dimmed_and_one_can_go_back_to_it() -> None:
    marks = some_history()
    marks.undo()
    marks.undo()
    marks.elsewhere(MarkChange(MarkKind.BOOKMARKED, True, (SECOND,), "bookmarked “y”", origin="All"))
    app = an_app(marks=marks)
    async with running(app) as pilot:
        await pilot.press("H")
        await until(pilot, lambda: shows(app, "before all changes"))
        assert shows(app, "↶ 12:00  marked unread “x” in All")
        assert shows(app, "↶ 12:00  bookmarked “[/b] Privacy” in AI")
        await pilot.press("j", "enter")
        await until(pilot, lambda: shows(app, "Undo 1 and redo 2 changes?"))
        await pilot.press("y")
        await until(pilot, lambda: says(app, "redone: 2 steps, after undoing 1"))
        assert app.main.view.store.mark(FIRST) == Mark(read=True, bookmarked=True)
        assert app.main.view.store.mark(SECOND) == NO_MARK


async def test_where_one_is_already_nothing_happens() -> None:
    app = an_app(marks=some_history())
    async with running(app) as pilot:
        await pilot.press("H", "enter")
        await until(pilot, lambda: app.screen is app.main)
        assert app.main.view.store.mark(FIRST) == Mark(read=True, bookmarked=True)


async def test_an_empty_history_says_so() -> None:
    app = an_app(marks=Marks())
    async with running(app) as pilot:
        await pilot.press("H", "j", "k", "G", "g", "enter", "pagedown")
        await until(pilot, lambda: shows(app, "No changes yet."))


async def test_a_long_history_comes_in_pages() -> None:
    marks = Marks()
    for number in range(1000):
        marks.elsewhere(MarkChange(MarkKind.READ, number % 2 == 0, (FIRST,), f"change {number}"))
    asked: list[int | None] = []
    history = marks.history

    def noted(limit: int, before: int | None = None) -> object:
        asked.append(before)
        return history(limit, before)

    marks.history = noted  # type: ignore[method-assign,assignment]
    app = an_app(marks=marks)
    async with running(app) as pilot:
        await pilot.press("H")
        await until(pilot, lambda: shows(app, "change 999"))
        assert len(asked) == 1
        await pilot.press("G")
        await until(pilot, lambda: len(asked) == 2)
        found = app.screen.query_one(HistoryList)
        for _ in range(12):
            await pilot.press("G")
            await pilot.pause()
        await until(pilot, lambda: shows(app, "before all changes"))
        assert found.line_total() == 1002
        assert len(asked) == 6


# -- without a screen


async def test_the_history_without_a_screen() -> None:
    async with viewing() as view:
        services = Services(view, some_history(), 1, 1, None)
        history = HistoryController(
            view, view.store, services.queue, services.writer, lambda: NOW, services.notify, services.ask,
            services.spawn, lambda mutes: services.said.append(str(mutes)),
        )  # fmt: skip
        for run in (history.undo, history.undo, history.redo, *[history.show_history] * 3):
            run()
            await services.done()
        assert services.said == [
            "undone: marked unread “x”",
            "undone: bookmarked “[/b] Privacy”",
            "redone: bookmarked “[/b] Privacy”",
            "undone: bookmarked “[/b] Privacy”",
            "already at this point",
        ]
        assert view.store.mark(FIRST) == Mark(read=True)
