"""The state of the screen between two runs."""

import pytest

from reader.core.load_events import Added, Discovered, Finished
from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, Order, View
from reader.core.model.topic import TopicKey
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui import themes
from reader.ui.render.list_row import Density
from reader.ui.terminal.input_parser import BackgroundReported
from reader.ui.view.session_state import NoteDraft, PaneSizes, SessionState
from tests.edition import SOURCE
from tests.ui.support import TOPICS, Feed, Marks, an_app, articles, running, shows, until


async def test_the_state_is_back_at_the_next_start() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        await pilot.press("s", "d", "]", "]", "]", "]")
        await until(pilot, lambda: app.main.view.listing.topic == TopicKey("machinelearning"))
        await pilot.press("j", "j")
        article = app.main.article_list.article
        app.theme = "heatwire-light"
        await pilot.press("q")
        await until(pilot, lambda: app._exit)
    assert marks.state == {
        "view": "topic",
        "topic": "machinelearning",
        "sort": "date",
        "density": "auto",
        "article": str(article),
        "theme": "heatwire-light",
        "past": "",
        "draft": "",
        "collapsed": "",
        "sizes": ",,",
    }
    feed = Feed()
    again = an_app(Store(), marks, loading=feed)
    async with running(again) as pilot:
        assert again.theme == "heatwire-light"
        feed.send(Discovered(SOURCE, 32, TOPICS), Added(SOURCE, ArticleBatch.of(articles())), Finished(SOURCE, ()))
        await until(pilot, lambda: shows(again, "Machine Learning · 23 · newest first"))
        assert again.main.article_list.density is Density.ROOMY
        assert again.main.article_list.article == again.main.view.current.id == article
        assert again.main.session.values() == marks.state


async def test_a_theme_that_is_asked_for_goes_before_the_remembered_one() -> None:
    app = an_app(theme="nord", remembered={"theme": "dracula"})
    async with running(app):
        assert app.theme == "nord"


@pytest.mark.parametrize("theme", ["", "no such theme", "[b]"])
async def test_an_unknown_theme_is_ours(theme: str) -> None:
    app = an_app(theme=theme, remembered={"theme": theme})
    async with running(app):
        assert app.theme == themes.DEFAULT


async def test_an_article_that_is_gone_leaves_the_first_selected() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed, remembered={"article": "12345"})
    async with running(app) as pilot:
        feed.send(Added(SOURCE, ArticleBatch.of(articles())), Finished(SOURCE, ()))
        await until(pilot, lambda: app.main.article_list.article == 1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, SessionState()),
        ({"view": "unread", "sort": "date"}, SessionState(Listing(View.UNREAD, order=Order.DATE))),
        ({"view": "topic", "topic": "ai"}, SessionState(Listing(View.TOPIC, TopicKey("ai")))),
        ({"view": "topic"}, SessionState()),
        ({"view": "all", "topic": "ai"}, SessionState()),
        ({"view": "nonsense", "sort": "nonsense", "density": "nonsense"}, SessionState()),
        ({"density": "compact"}, SessionState(density=Density.COMPACT)),
        ({"article": "17"}, SessionState(article=ArticleId(17))),
        ({"article": "-1"}, SessionState()),
        ({"article": "x"}, SessionState()),
        ({"article": "١٧"}, SessionState()),
        ({"article": "9" * 5000}, SessionState()),
        ({"past": "one\n\n \ntwo words"}, SessionState(past=("one", "two words"))),
        ({"sizes": "34,red;,55%"}, SessionState(sizes=PaneSizes("34", "", "55%"))),
        ({"sizes": "34"}, SessionState()),
        ({"past": "x\n" * 500}, SessionState(past=("x",) * 100)),
    ],
)
def test_whatever_is_strange_counts_as_not_there(values: dict[str, str], expected: SessionState) -> None:
    assert SessionState.of(values) == expected


@pytest.mark.parametrize(
    "state",
    [
        SessionState(),
        SessionState(Listing(View.TOPIC, TopicKey("ai"), Order.DATE), Density.ROOMY, ArticleId(2**62), "nord"),
        SessionState(Listing(View.BOOKMARKS)),
        SessionState(past=("provider:bbc", "two words ")),
        SessionState(sizes=PaneSizes("34", "40%", "")),
        SessionState(draft=NoteDraft(ArticleId(7), "one\ntwo\n")),
    ],
)
def test_what_is_written_is_read(state: SessionState) -> None:
    assert SessionState.of(state.values()) == state


BEFORE = {"view": "topic", "topic": "ai", "article": "7", "sort": "heat", "density": "roomy", "theme": "nord"}


@pytest.mark.parametrize(
    ("given", "changed", "kept"),
    [
        ({}, {"sort": "date"}, {"sort": "date"}),
        ({"sort": "date"}, {}, {}),
        ({"sort": "date"}, {"sort": "heat"}, {}),
        ({"density": "compact", "theme": "dracula"}, {}, {}),
        ({"density": "compact"}, {"density": "normal"}, {"density": "normal"}),
        ({"view": "unread", "topic": "", "article": ""}, {"article": "9"}, {}),
        ({"view": "unread", "topic": "", "article": ""}, {"view": "all"}, {"view": "all", "topic": "", "article": ""}),
    ],
)
def test_what_was_given_for_one_start_is_not_remembered(
    given: dict[str, str], changed: dict[str, str], kept: dict[str, str]
) -> None:
    session = SessionState.of({**BEFORE, **given, **changed})
    new = {"past": "", "draft": "", "collapsed": "", "sizes": ",,"}
    assert session.kept(BEFORE, given) == {**BEFORE, **new, **kept}


async def test_flags_count_for_one_start() -> None:
    marks = Marks(state=BEFORE)
    given = {"sort": "date", "density": "compact", "view": "unread", "topic": "", "article": ""}
    app = an_app(marks=marks, given=given, theme="dracula")
    async with running(app) as pilot:
        session = app.main.session.values()
        assert given.items() - {("article", "")} <= session.items()
        assert session["theme"] == "dracula"
        await pilot.press("q")
        await until(pilot, lambda: app._exit)
    assert marks.state == {**BEFORE, "past": "", "draft": "", "collapsed": "", "sizes": ",,"}


async def test_a_restored_article_that_fits_in_the_first_page_is_not_scrolled_to() -> None:
    app = an_app(remembered={"article": "3"})
    async with running(app, size=(80, 24)):
        assert (app.main.article_list.cursor, app.main.article_list.top) == (2, 0)
    app = an_app(remembered={"article": "25"})
    async with running(app, size=(80, 24)):
        height = app.main.article_list.density.height
        assert app.main.article_list.top == 25 * height - app.main.article_list.page_size


async def test_collapsed_topics_are_remembered() -> None:
    marks = Marks()
    app = an_app(marks=marks)
    async with running(app) as pilot:
        await pilot.press("]", "]", "h", "space", "Q")
        await until(pilot, lambda: app._exit)
    assert marks.state["collapsed"] == "ai"
    again = an_app(marks=marks)
    async with running(again):
        assert [entry.label for entry in again.main.sidebar._entries][5:] == ["AI", "Robotics", "Video"]


@pytest.mark.parametrize(
    ("variable", "remembered", "theme", "shown", "kept"),
    [
        ("", "", "", "heatwire-dark", "auto"),
        ("0;15", "", "", "heatwire-light", "auto:light"),
        ("15;0", "auto:light", "", "heatwire-dark", "auto:dark"),
        ("", "auto:light", "", "heatwire-light", "auto:light"),
        ("", "auto:light", "auto", "heatwire-light", "auto:light"),
        ("0;15", "nord", "auto", "heatwire-light", "nord"),
        ("0;default", "nord", "", "nord", "nord"),
        ("0;15", "auto:dark", "nord", "nord", "auto:dark"),
    ],
)
async def test_the_theme_follows_the_background(
    monkeypatch: pytest.MonkeyPatch, variable: str, remembered: str, theme: str, shown: str, kept: str
) -> None:
    monkeypatch.setenv("COLORFGBG", variable)
    marks = Marks()
    app = an_app(marks=marks, theme=theme, remembered={"theme": remembered})
    async with running(app) as pilot:
        assert app.theme == shown
        await pilot.press("j", "k")
        await pilot.press("q")
        await until(pilot, lambda: app._exit)
    assert marks.state["theme"] == kept


async def test_the_terminal_says_its_background_and_that_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLORFGBG", raising=False)
    app = an_app(remembered={})
    async with running(app) as pilot:
        app.post_message(BackgroundReported("\x1b]11;rgb:no"))
        app.post_message(BackgroundReported("\x1b]11;rgb:ffff/fafa/f0f0\x1b\\"))
        await until(pilot, lambda: app.theme == "heatwire-light")
        assert app.main.session.theme == "auto:light"
        app.theme = "nord"
        app.post_message(BackgroundReported("\x1b]11;rgb:00/00/00\x07"))
        await pilot.pause()
        assert (app.theme, app.main.session.theme) == ("nord", "nord")


async def test_a_theme_is_shown_while_the_cursor_is_on_it_and_kept_by_enter() -> None:
    app = an_app(theme="heatwire-dark")
    async with running(app) as pilot:
        await pilot.press("C")
        await until(pilot, lambda: shows(app, "heatwire-light"))
        await pilot.press("j")
        await until(pilot, lambda: app.theme == "heatwire-light")
        await pilot.press("escape")
        await until(pilot, lambda: app.theme == "heatwire-dark")
        await pilot.press("C", "j", "j", "enter")
        await until(pilot, lambda: app.theme == app.main.session.theme == themes.NAMES[2])
        await pilot.press("C", "g", "home", "enter")
        await until(pilot, lambda: app.main.session.theme.startswith("auto"))
