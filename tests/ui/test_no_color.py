"""With NO_COLOR no colour is sent, and everything is still told apart."""

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from reader.core.model.problem import Problem, Severity
from reader.ui.app import HeatwireApp
from reader.ui.terminal.filters import NoColorFilter
from tests.ui.support import Marks, an_app, running, shows, until
from tests.ui.test_snapshots import some_marks

THEMES = ("heatwire-dark", "heatwire-light")
SIZES = [(140, 40), (80, 24), (60, 20)]


@pytest.fixture(autouse=True)
def no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def drawn(app: HeatwireApp) -> list[list[Segment]]:
    return [[*strip] for strip in app.screen._compositor.render_strips(app.size)]


def style_of(app: HeatwireApp, words: str) -> Style:
    """The style of the first piece of the screen that holds some words."""
    for line in drawn(app):
        for segment in line:
            if words in segment.text:
                return segment.style or Style()
    raise AssertionError(f"{words!r} is not on the screen")


def is_plain(app: HeatwireApp) -> bool:
    return all(
        segment.style is None or (segment.style.color is None and segment.style.bgcolor is None)
        for line in drawn(app)
        for segment in line
    )


def reversed_lines(app: HeatwireApp) -> list[int]:
    return [y for y, line in enumerate(drawn(app)) if any(s.style and s.style.reverse and s.text.strip() for s in line)]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
async def test_no_colour_is_sent_whatever_is_shown(theme: str, size: tuple[int, int]) -> None:
    mistakes = [Problem("config.toml", 3, Severity.WARNING, "something is wrong")]
    app = an_app(marks=some_marks(), theme=theme, warnings=mistakes)
    async with running(app, size) as pilot:
        assert is_plain(app)
        for key in ("l", "z", "z", "h", "h", "O", "escape", "question_mark", "escape", "exclamation_mark", "escape"):
            await pilot.press(key)
            await pilot.pause()
            assert is_plain(app), key


@pytest.mark.parametrize("theme", THEMES)
async def test_the_cursor_of_the_pane_in_front_is_reversed(theme: str) -> None:
    app = an_app(theme=theme)
    async with running(app) as pilot:
        assert reversed_lines(app) == [1, 2]
        await pilot.press("j")
        assert reversed_lines(app) == [3, 4]
        await pilot.press("k", "l", "j", "j")
        # A related entry is under its cursor: the two lines of its title and what is known of it.
        await until(pilot, lambda: len(reversed_lines(app)) == 3)
        assert min(reversed_lines(app)) > 5
        await pilot.press("h", "h")
        await until(pilot, lambda: reversed_lines(app) == [3])


async def test_the_pane_in_front_has_a_bold_heading() -> None:
    app = an_app()
    async with running(app) as pilot:
        assert style_of(app, "All · 30").bold
        assert not style_of(app, "Article").bold
        await pilot.press("l")
        await pilot.pause()
        assert style_of(app, "Article").bold
        assert not style_of(app, "All · 30").bold


async def test_unread_articles_are_bold_and_have_a_sign() -> None:
    app = an_app(marks=some_marks())
    async with running(app) as pilot:
        await pilot.press("G")
        await pilot.press("g")
        await pilot.press("end")
        assert shows(app, " ● ")
        await pilot.press("home")
        assert not style_of(app, "When a tag").bold
        assert style_of(app, "Robots").bold


@pytest.mark.parametrize("theme", THEMES)
async def test_the_chosen_line_of_a_dialog_is_reversed(theme: str) -> None:
    app = an_app(theme=theme)
    async with running(app) as pilot:
        await pilot.press("O")
        await until(pilot, lambda: shows(app, "Open which link?"))
        await pilot.press("j")
        await pilot.pause()
        assert style_of(app, "original.example").reverse
        assert not style_of(app, "https://news.example/1/amp").reverse


@pytest.mark.parametrize("theme", THEMES)
async def test_the_chosen_command_of_the_palette_is_reversed(theme: str) -> None:
    app = an_app(theme=theme)
    async with running(app) as pilot:
        await pilot.press("colon")
        await until(pilot, lambda: shows(app, "Copy the link"))
        await pilot.press("down", "down")
        await until(pilot, lambda: shows(app, "▌Copy the link"))
        assert style_of(app, "Copy the link").reverse
        assert not style_of(app, "Open in the browser").reverse
        assert is_plain(app)


async def test_an_error_is_told_from_a_message() -> None:
    app = an_app(marks=Marks())
    async with running(app) as pilot:
        app.main.status.flash("all went well")
        await pilot.pause()
        assert not style_of(app, "all went well").reverse
        app.main.status.flash("the disk is full", "error")
        await pilot.pause()
        assert style_of(app, "the disk is full").reverse


async def test_colours_are_sent_where_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR")
    app = an_app()
    async with running(app):
        assert not is_plain(app)
        assert reversed_lines(app) == []


@pytest.mark.parametrize(
    ("style", "dark", "plain"),
    [
        ("bold #ffffff on #000000", True, "bold"),
        ("#000000 on #ffffff", True, "reverse"),
        ("#000000 on #ffffff", False, "none"),
        ("underline #eeeeee on #222222", False, "underline reverse"),
        ("reverse #ffffff on #000000", True, "reverse"),
        ("red", True, "none"),
        ("default on default", True, "none"),
        ("#123456 on #123456", True, "none"),
    ],
)
def test_exchanged_colours_become_reversed_letters(style: str, dark: bool, plain: str) -> None:
    (segment,) = NoColorFilter(lambda: dark).apply([Segment("x", Style.parse(style))], Color.parse("black"))
    assert segment.style == Style.parse(plain)
