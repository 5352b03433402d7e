"""Exports from the screen: what is asked, what is handed over, and what is said of it."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import OptionList

from reader.config.choices import EXPORT_FORMS
from reader.core.model.article import ArticleId
from reader.core.model.bookmark import Bookmark, Exported
from reader.core.model.errors import HeatwireError, PathTaken
from reader.core.model.marks import MarkChange, MarkKind
from reader.ui.app import HeatwireApp
from reader.ui.dialogs.confirm_dialog import ConfirmDialog
from reader.ui.dialogs.export_dialog import FORMATS, ExportDialog
from tests.ui.support import ELSEWHERE, FIRST, NOW, Marks, an_app, running, says, shows, until

USUAL = f"~/heatwire-{NOW:%Y-%m-%d}"


class Exporter:
    """Writes nothing, and remembers what it was to write."""

    def __init__(self, taken: Sequence[str] = (), refusal: str = "") -> None:
        self.taken, self.refusal = taken, refusal
        self.done = Exported(0)
        self.calls: list[tuple[str, str, list[int], bool]] = []
        self.bookmarks: Sequence[Bookmark] = ()

    def __call__(self, form: str, path: str, bookmarks: Sequence[Bookmark], over: bool = False) -> Exported:
        """Note it."""
        self.bookmarks = bookmarks
        self.calls.append((form, path, [bookmark.article.id for bookmark in bookmarks], over))
        if self.refusal:
            raise HeatwireError(self.refusal)
        if path in self.taken and not over:
            raise PathTaken(f"{path} is there already")
        return replace(self.done, articles=len(bookmarks))


@pytest.fixture
def exporter() -> Exporter:
    """One that refuses nothing."""
    return Exporter()


async def ask(pilot: Pilot[int], app: HeatwireApp, *then: str) -> None:
    """Press the key, wait for the dialog, and press some more."""
    await pilot.press("E")
    await until(pilot, lambda: isinstance(app.screen, ExportDialog))
    await pilot.pause()
    await pilot.press(*then)


def test_the_dialog_offers_all_forms() -> None:
    assert tuple(known.id for known in FORMATS) == EXPORT_FORMS


async def test_the_article_goes_to_the_usual_path(exporter: Exporter) -> None:
    app = an_app(exporter=exporter)
    async with running(app) as pilot:
        await ask(pilot, app)
        assert shows(app, "Export “Privacy in the age of cameras")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: says(app, f"1 article in {USUAL}.md"))
        assert exporter.calls == [("md", f"{USUAL}.md", [1], False)]
        assert exporter.bookmarks[0] == Bookmark(exporter.bookmarks[0].article)


async def test_the_selection_goes_in_its_order_with_what_was_written_on_it(exporter: Exporter) -> None:
    marks = Marks()
    app = an_app(marks=marks, exporter=exporter)
    second = app.main.view.store.article(ArticleId(2))
    assert second is not None
    marks.elsewhere(MarkChange(MarkKind.TAG, True, (second.id,), copies=(second,), text="later"))
    async with running(app) as pilot:
        app.main.controllers.writer.sync_soon()
        await until(pilot, lambda: app.main.view.store.mark(ArticleId(2)).bookmarked)
        await pilot.press("j", "j", "space", "g", "j", "space")
        await ask(pilot, app, "down", "enter", "enter")
        await until(pilot, lambda: says(app, f"2 articles in {USUAL}.json"))
        assert exporter.calls == [("json", f"{USUAL}.json", [2, 3], False)]
        assert (exporter.bookmarks[0].tags, exporter.bookmarks[0].when) == (("later",), int(NOW.timestamp()))
        assert app.main.view.selected == (2, 3)


async def test_a_related_entry_that_is_shown_is_exported(exporter: Exporter) -> None:
    app = an_app(exporter=exporter)
    async with running(app) as pilot:
        await pilot.press("2", "l")
        await ask(pilot, app, "enter", "enter")
        await until(pilot, lambda: bool(exporter.calls))
        assert exporter.calls[0][2] == [ELSEWHERE]


async def test_the_ending_follows_the_form_and_the_last_path_is_offered_again(exporter: Exporter) -> None:
    app = an_app(exporter=exporter)
    async with running(app) as pilot:
        await ask(pilot, app, "j", "j", "tab", "down")
        await pilot.pause()
        assert not shows(app, ".html")
        await pilot.press("up", "ctrl+u", *"x.html", "enter")
        await until(pilot, lambda: bool(exporter.calls))
        assert exporter.calls == [("html", "x.html", [1], False)]
        await ask(pilot, app, "k")
        await pilot.pause()
        assert shows(app, "x.json")


async def test_a_click_chooses_a_form_and_writes_nothing(exporter: Exporter) -> None:
    app = an_app(exporter=exporter)
    async with running(app) as pilot:
        await ask(pilot, app)
        await pilot.click(OptionList, offset=(3, 3))
        await pilot.pause()
        assert isinstance(app.screen, ExportDialog)
        assert not exporter.calls
        await pilot.press("enter")
        await until(pilot, lambda: bool(exporter.calls))
        assert exporter.calls == [("seeds", USUAL, [1], False)]


@pytest.mark.parametrize(("answer", "calls"), [("y", 2), ("n", 1)])
async def test_a_file_is_replaced_only_after_asking(answer: str, calls: int) -> None:
    exporter = Exporter(taken=[f"{USUAL}.md"])
    app = an_app(exporter=exporter)
    async with running(app) as pilot:
        await ask(pilot, app, "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press(answer)
        await until(pilot, lambda: app.screen is app.main and len(exporter.calls) == calls)
        assert [over for *_, over in exporter.calls] == [False, True][:calls]


async def test_what_goes_wrong_is_said() -> None:
    exporter = Exporter(refusal="x.md could not be written: the disk is full")
    app = an_app(exporter=exporter)
    async with running(app) as pilot:
        await ask(pilot, app, "enter", "ctrl+u", "enter")
        await pilot.pause()
        assert shows(app, "enter a path")
        await pilot.press(*"x.md", "enter")
        await until(pilot, lambda: says(app, "the disk is full"))
        exporter.refusal, exporter.done = "", Exported(0, left_out=2, warnings=("a: b", "c: d"))
        await ask(pilot, app, "enter", "enter")
        await until(pilot, lambda: says(app, "2 without a link left out · 1 article in x.md · a: b and 1 more"))


async def test_escape_exports_nothing(exporter: Exporter) -> None:
    app = an_app(exporter=exporter)
    async with running(app) as pilot:
        await ask(pilot, app, "escape")
        await until(pilot, lambda: app.screen is app.main)
        assert not exporter.calls
        assert app.main.view.store.mark(FIRST).bookmarked is False
