"""Pictures of the screen. Each was looked at before it was kept; see the diff before it is kept anew."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import pytest
from textual.app import App
from textual.pilot import Pilot

from reader.core.load_events import Added, Discovered, Finished
from reader.core.model.article import ArticleId
from reader.core.model.bookmark import Exported
from reader.core.model.link_opener import NoBrowser
from reader.core.model.listing import Listing, View
from reader.core.model.marks import MarkChange, MarkKind, SavedSearch
from reader.core.model.problem import Problem, Severity
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.app import HeatwireApp
from reader.ui.controllers import saved_searches
from tests.edition import SOURCE
from tests.ui.support import FIRST, NOW, TOPICS, Feed, Marks, Opener, an_app, articles, says, shows, until

SIZES = {"wide": (140, 40), "medium": (80, 24), "narrow": (60, 20)}
THEMES = ("heatwire-dark", "heatwire-light")
LINK = "https://news.example/a-link-that-nothing-here-can-open"


class Compare(Protocol):
    """Takes a picture after some steps and compares it with the one that was kept."""

    def __call__(
        self,
        app: App[Any],
        press: tuple[str, ...] = (),
        terminal_size: tuple[int, int] = (80, 24),
        run_before: Callable[[Pilot[Any]], Awaitable[None]] | None = None,
    ) -> bool: ...


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same zone, language and terminal everywhere."""
    for name, value in {"TZ": "UTC", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "COLORTERM": "truecolor"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("NO_COLOR", raising=False)


def some_marks() -> Marks:
    """A few articles read and bookmarked."""
    marks = Marks()
    marks.elsewhere(
        MarkChange(MarkKind.READ, True, (ArticleId(2), ArticleId(4), ArticleId(5))),
        MarkChange(MarkKind.BOOKMARKED, True, (ArticleId(3), ArticleId(4))),
    )
    marks.changed_elsewhere()
    return marks


def reader(theme: str = "heatwire-dark", **named: Any) -> HeatwireApp:
    """The application with a few marks set, its rows as high as the width of the list asks for."""
    named["remembered"] = {"density": "auto", **named.get("remembered", {})}
    return an_app(marks=named.pop("marks", None) or some_marks(), theme=theme, **named)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", THEMES)
class TestMain:
    """The main screen as it starts."""

    def test_start(self, snap_compare: Compare, size: str, theme: str) -> None:
        assert snap_compare(reader(theme), terminal_size=SIZES[size])


class TestDensity:
    """Rows of one and three lines; two are in `TestMain`."""

    @pytest.mark.parametrize("density", ["compact", "roomy"])
    @pytest.mark.parametrize("size", ["wide", "medium"])
    def test_rows(self, snap_compare: Compare, density: str, size: str) -> None:
        app = reader(remembered={"density": density})
        assert snap_compare(app, press=("j", "j"), terminal_size=SIZES[size])


class TestPanes:
    """The pane in front, at each width."""

    def test_related_cursor(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("l", "j", "j"), terminal_size=SIZES["wide"])

    def test_related_cursor_light(self, snap_compare: Compare) -> None:
        assert snap_compare(reader("heatwire-light"), press=("l", "j"), terminal_size=SIZES["medium"])

    def test_detail_alone(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("l",), terminal_size=SIZES["narrow"])

    def test_drawer(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("h",), terminal_size=SIZES["medium"])

    def test_topics_alone(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("h", "j", "j"), terminal_size=SIZES["narrow"])

    def test_topic(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("h", *["j"] * 4), terminal_size=SIZES["wide"])

    def test_zoom(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("l", "z"), terminal_size=SIZES["wide"])

    def test_entry_page(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("2",), terminal_size=SIZES["wide"])

    def test_end_of_the_list(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("G",), terminal_size=SIZES["medium"])

    def test_archive(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(remembered={"view": "archive"}), terminal_size=SIZES["medium"])


class TestStates:
    """Nothing there, not yet there, and trouble."""

    def test_no_bookmarks(self, snap_compare: Compare) -> None:
        app = reader(marks=Marks(), remembered={"view": "bookmarks"})
        assert snap_compare(app, terminal_size=SIZES["wide"])

    def test_no_articles(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(store=Store()), terminal_size=SIZES["medium"])

    def test_reading(self, snap_compare: Compare) -> None:
        async def begin(pilot: Pilot[Any]) -> None:
            await until(pilot, lambda: says(app, "reading 0"))

        app = reader(store=Store(), loading=Feed())
        assert snap_compare(app, run_before=begin, terminal_size=SIZES["medium"])

    def test_some_have_arrived(self, snap_compare: Compare) -> None:
        async def begin(pilot: Pilot[Any]) -> None:
            feed.send(Discovered(SOURCE, 1234, TOPICS), Added(SOURCE, ArticleBatch.of(articles()[:9])))
            await until(pilot, lambda: says(app, "reading 9 of 1,234"))

        feed = Feed()
        app = reader(store=Store(), loading=feed)
        assert snap_compare(app, run_before=begin, terminal_size=SIZES["wide"])

    @pytest.mark.parametrize("theme", THEMES)
    def test_banner(self, snap_compare: Compare, theme: str) -> None:
        trouble = "bookmarks will not be saved: the folder is read-only"
        mistakes = [Problem("config.toml", 3, Severity.WARNING, "“dwell” is no number")]
        app = reader(theme, marks=Marks(trouble), warnings=mistakes, welcome="This is the built-in edition.")
        assert snap_compare(app, terminal_size=SIZES["medium"])

    def test_mark_that_cannot_be_kept(self, snap_compare: Compare) -> None:
        async def begin(pilot: Pilot[Any]) -> None:
            marks.refusal = "not bookmarked: the disk is full"
            await pilot.press("b")
            await until(pilot, lambda: says(app, "the disk is full"))

        marks = Marks()
        app = reader(marks=marks)
        assert snap_compare(app, run_before=begin, terminal_size=SIZES["medium"])


def kept_marks() -> Marks:
    """Some marks with a history, tags, a note and a mute."""
    marks = some_marks()
    marks.elsewhere(
        MarkChange(
            MarkKind.READ, True, tuple(map(ArticleId, range(9, 20))), "marked 11 read", origin="Machine Learning"
        ),
        MarkChange(MarkKind.TAG, True, (FIRST, ArticleId(3)), "tagged later: 2", origin="All", text="later"),
        MarkChange(MarkKind.TAG, True, (FIRST,), "tagged to cite: “Privacy in the age”", origin="All", text="to cite"),
        MarkChange(MarkKind.NOTE, True, (FIRST,), "wrote a note on “Privacy in the age”", origin="All", text=NOTE),
        MarkChange(MarkKind.MUTED, True, (), "muted topic “AI Ethics” for good", origin="AI", text="topic:AI Ethics"),
        MarkChange(MarkKind.READ, True, (FIRST,), "read “Privacy in the age of cameras”", origin="AI"),
        MarkChange(MarkKind.SNOOZED, True, (ArticleId(6),), "snoozed “How a video is made”", origin="All", until=LATER),
    )
    marks.undo()
    marks.undo()
    marks.changed_elsewhere()
    return marks


NOTE = "Ask Anna who counted, and why [/b].\n\n- how many cameras there were\n- what became of the pictures"
LATER = int(NOW.timestamp()) + 6 * 3600


class TestTriage:
    """The selection, what is asked, the history, and what is out of sight."""

    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("theme", THEMES)
    def test_selection(self, snap_compare: Compare, size: str, theme: str) -> None:
        keys = ("j", "space", "space", "j", "v", "j", "j")
        assert snap_compare(reader(theme), press=keys, terminal_size=SIZES[size])

    def test_selection_in_single_lines(self, snap_compare: Compare) -> None:
        app = reader(remembered={"density": "compact"})
        assert snap_compare(app, press=("space", "v", "j", "j"), terminal_size=SIZES["medium"])

    @pytest.mark.parametrize("size", ["wide", "narrow"])
    def test_question(self, snap_compare: Compare, size: str) -> None:
        assert snap_compare(reader(), press=("A",), terminal_size=SIZES[size])

    def test_undone(self, snap_compare: Compare) -> None:
        async def begin(pilot: Pilot[Any]) -> None:
            await pilot.press("u")
            await until(pilot, lambda: says(app, "undone: muted topic"))

        app = reader(marks=kept_marks())
        assert snap_compare(app, run_before=begin, terminal_size=SIZES["wide"])

    @pytest.mark.parametrize("size", SIZES)
    def test_history(self, snap_compare: Compare, size: str) -> None:
        async def begin(pilot: Pilot[Any]) -> None:
            await pilot.press("H")
            await until(pilot, lambda: shows(app, "muted topic “AI Ethics”"))

        app = reader(marks=kept_marks())
        assert snap_compare(app, run_before=begin, terminal_size=SIZES[size])

    def test_history_light(self, snap_compare: Compare) -> None:
        app = reader("heatwire-light", marks=kept_marks())
        assert snap_compare(app, press=("H", "j", "j"), terminal_size=SIZES["medium"])

    def test_muted_and_snoozed(self, snap_compare: Compare) -> None:
        async def begin(pilot: Pilot[Any]) -> None:
            await pilot.press("ctrl+r", "ctrl+r")
            await until(pilot, lambda: shows(app, "◷ Snoozed"))
            app.main.view.show(Listing(View.MUTED), None)
            await until(pilot, lambda: shows(app, "Muted · 2"))

        app = reader(marks=kept_marks())
        assert snap_compare(app, run_before=begin, terminal_size=SIZES["wide"])

    @pytest.mark.parametrize("size", ["wide", "narrow"])
    def test_mute(self, snap_compare: Compare, size: str) -> None:
        assert snap_compare(reader(), press=("x", "j"), terminal_size=SIZES[size])

    def test_how_long(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("x", "enter", "j"), terminal_size=SIZES["narrow"])

    def test_mutes(self, snap_compare: Compare) -> None:
        async def begin(pilot: Pilot[Any]) -> None:
            await pilot.press("X")
            await until(pilot, lambda: shows(app, "Enter remove"))

        app = reader(marks=kept_marks())
        assert snap_compare(app, run_before=begin, terminal_size=SIZES["medium"])

    @pytest.mark.parametrize("size", ["wide", "narrow"])
    def test_snooze(self, snap_compare: Compare, size: str) -> None:
        assert snap_compare(reader("heatwire-light"), press=("Z", "j"), terminal_size=SIZES[size])

    def test_no_time(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("Z", "tab", *"soon", "enter"), terminal_size=SIZES["narrow"])


class TestKeeping:
    """Tags and notes."""

    @pytest.mark.parametrize("size", ["wide", "narrow"])
    def test_tags(self, snap_compare: Compare, size: str) -> None:
        app = reader(marks=kept_marks())
        assert snap_compare(app, press=("j", "t", *"la"), terminal_size=SIZES[size])

    @pytest.mark.parametrize("size", ["wide", "narrow"])
    def test_export(self, snap_compare: Compare, size: str) -> None:
        app = reader(marks=kept_marks(), exporter=lambda *_: Exported(0))
        assert snap_compare(app, press=("space", "space", "E", "down", "tab"), terminal_size=SIZES[size])

    @pytest.mark.parametrize("size", ["wide", "narrow"])
    def test_note(self, snap_compare: Compare, size: str) -> None:
        assert snap_compare(reader(marks=kept_marks()), press=("e",), terminal_size=SIZES[size])

    def test_changed_note(self, snap_compare: Compare) -> None:
        app = reader(marks=kept_marks())
        assert snap_compare(app, press=("e", "x", "escape"), terminal_size=SIZES["medium"])

    @pytest.mark.parametrize("theme", THEMES)
    @pytest.mark.parametrize("size", ["wide", "narrow"])
    def test_shown(self, snap_compare: Compare, size: str, theme: str) -> None:
        app = reader(theme, marks=kept_marks())
        assert snap_compare(app, press=("l",), terminal_size=SIZES[size])


PROBLEMS = (
    Problem("news/2020-11-26-odd.md", 7, Severity.WARNING, "heat is no number: “hot”; it counts as unknown"),
    Problem("news/2020-11-27-bad.md", 3, Severity.ERROR, "the front matter is not closed: [/b] [@click=app.quit]x[/]"),
    Problem("news/none.md", None, Severity.ERROR, "not a regular file"),
)


class TestDialogs:
    """What opens over the main screen."""

    @pytest.mark.parametrize("size", ["wide", "narrow"])
    def test_problems(self, snap_compare: Compare, size: str) -> None:
        async def begin(pilot: Pilot[Any]) -> None:
            feed.send(Added(SOURCE, ArticleBatch.of(articles())), Finished(SOURCE, PROBLEMS))
            await until(pilot, lambda: says(app, "! 3 problems"))
            await pilot.press("!", "j")
            await until(pilot, lambda: shows(app, "2 errors, 1 warning"))

        feed = Feed()
        app = reader(store=Store(TOPICS), loading=feed)
        assert snap_compare(app, run_before=begin, terminal_size=SIZES[size])

    def test_no_problems(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("!",), terminal_size=SIZES["medium"])

    @pytest.mark.parametrize("size", SIZES)
    def test_keys(self, snap_compare: Compare, size: str) -> None:
        assert snap_compare(reader(), press=("?",), terminal_size=SIZES[size])

    @pytest.mark.parametrize("theme", THEMES)
    @pytest.mark.parametrize("size", SIZES)
    def test_palette(self, snap_compare: Compare, size: str, theme: str) -> None:
        assert snap_compare(reader(theme), press=("colon", *"mark", "down"), terminal_size=SIZES[size])

    def test_link_choice(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("O", "j"), terminal_size=SIZES["medium"])

    @pytest.mark.parametrize("theme", THEMES)
    def test_link_shown(self, snap_compare: Compare, theme: str) -> None:
        opener = Opener(lambda _url: NoBrowser(LINK, "No browser can be started here."))
        assert snap_compare(reader(theme, opener=opener), press=("o",), terminal_size=SIZES["medium"])


class TestSearch:
    """Searching: while typing, kept, wrong, vain, and saved."""

    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("theme", THEMES)
    def test_typing(self, snap_compare: Compare, theme: str, size: str) -> None:
        assert snap_compare(reader(theme), press=("slash", *"the"), terminal_size=SIZES[size])

    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("theme", THEMES)
    def test_kept(self, snap_compare: Compare, theme: str, size: str) -> None:
        press = ("slash", *"city OR number", "enter", "j", "j", "k", "k")
        assert snap_compare(reader(theme), press=press, terminal_size=SIZES[size])

    def test_kept_in_the_article(self, snap_compare: Compare) -> None:
        press = ("slash", *"what citiz", "enter", "l")
        assert snap_compare(reader(), press=press, terminal_size=SIZES["narrow"])

    @pytest.mark.parametrize("density", ["compact", "roomy"])
    def test_kept_densities(self, snap_compare: Compare, density: str) -> None:
        press = ("slash", *"what OR number OR face", "enter", "j")
        app = reader(remembered={"density": density})
        assert snap_compare(app, press=press, terminal_size=SIZES["medium"])

    def test_without_colour(self, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        assert snap_compare(reader(), press=("slash", *"city OR number"), terminal_size=SIZES["medium"])

    def test_just_opened(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("slash",), terminal_size=SIZES["medium"])

    def test_completion(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("slash", *"robots topic:a"), terminal_size=SIZES["wide"])

    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("theme", THEMES)
    def test_error(self, snap_compare: Compare, theme: str, size: str) -> None:
        assert snap_compare(reader(theme), press=("slash", *"number heat>x"), terminal_size=SIZES[size])

    @pytest.mark.parametrize("size", ["wide", "narrow"])
    def test_nothing_found(self, snap_compare: Compare, size: str) -> None:
        assert snap_compare(reader(), press=("slash", *"zebra crossing"), terminal_size=SIZES[size])

    def test_archived(self, snap_compare: Compare) -> None:
        assert snap_compare(reader(), press=("slash", *"is:archived", "enter"), terminal_size=SIZES["wide"])


def with_searches() -> Marks:
    """Marks with saved searches."""
    marks = some_marks()
    marks.save_searches(
        [SavedSearch("City & faces", "city sort:heat"), SavedSearch("To read", "is:unread -plain sort:date")]
    )
    return marks


async def counted(pilot: Pilot[Any]) -> None:
    """Wait until saved searches have their counts."""
    app = pilot.app
    assert isinstance(app, HeatwireApp)
    await until(
        pilot,
        lambda: (
            len(app.main.controllers.saved_searches._counts) == 2 and not app.main.controllers.saved_searches._uncounted
        ),
    )


class TestSavedSearches:
    """In the sidebar, and the dialogs about them."""

    @pytest.fixture(autouse=True)
    def counted_soon(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(saved_searches, "COUNT_AFTER", 0.001)

    @pytest.mark.parametrize("size", SIZES)
    @pytest.mark.parametrize("theme", THEMES)
    def test_sidebar(self, snap_compare: Compare, theme: str, size: str) -> None:
        async def begin(pilot: Pilot[Any]) -> None:
            await counted(pilot)
            await pilot.press("h", "j", "j", "j")

        app = reader(theme, marks=with_searches())
        assert snap_compare(app, run_before=begin, terminal_size=SIZES[size])

    def test_name(self, snap_compare: Compare) -> None:
        async def begin(pilot: Pilot[Any]) -> None:
            await counted(pilot)
            await pilot.press("slash", *"how OR when", "enter", "ampersand")

        app = reader(marks=with_searches())
        assert snap_compare(app, run_before=begin, terminal_size=SIZES["medium"])

    @pytest.mark.parametrize("size", ["medium", "narrow"])
    def test_arranging(self, snap_compare: Compare, size: str) -> None:
        async def begin(pilot: Pilot[Any]) -> None:
            await counted(pilot)
            await pilot.press("ampersand", "j", *("d" if size == "narrow" else ""))

        app = reader(marks=with_searches())
        assert snap_compare(app, run_before=begin, terminal_size=SIZES[size])
