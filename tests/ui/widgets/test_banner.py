"""The lines over the panes: trouble lasts, notes can be dismissed."""

from reader.core.model.problem import Problem, Severity
from tests.ui.support import Marks, an_app, running, says, screen_text, shows, until

MISTAKES = [Problem("config.toml", line, Severity.WARNING, f"mistake {line}") for line in (3, 8)]


async def test_mistakes_in_the_settings_take_one_line_that_can_be_dismissed() -> None:
    app = an_app(warnings=MISTAKES)
    async with running(app) as pilot:
        assert screen_text(app)[0].strip() == "2 problems in the settings · ! show · Esc hide"
        assert says(app, "! 2 problems")
        await pilot.press("escape")
        await until(pilot, lambda: not shows(app, "in the settings"))
        assert app.main.view.panes.current == "list", "the key did nothing else"
        assert says(app, "! 2 problems"), "they are still there"


async def test_mistakes_in_the_settings_are_the_first_problems() -> None:
    app = an_app(warnings=MISTAKES)
    async with running(app) as pilot:
        app.main.view.progress.problems = (Problem("a.md", 1, Severity.ERROR, "no title"),)
        await pilot.press("exclamation_mark")
        await until(pilot, lambda: shows(app, "no title"))
        text = "\n".join(screen_text(app))
        assert text.index("mistake 3") < text.index("mistake 8") < text.index("no title")


async def test_the_first_start_says_what_is_open_and_what_to_press() -> None:
    app = an_app(welcome="This is the built-in edition.")
    async with running(app) as pilot:
        first, second, *_ = screen_text(app)
        assert first.strip() == "This is the built-in edition."
        assert second.strip() == "Heat is the attention a story gets · j/k move · Enter read · ? keys · Esc hide"
        await pilot.click("#banner")
        await until(pilot, lambda: not shows(app, "built-in"))


async def test_trouble_stays_when_the_notes_are_dismissed() -> None:
    app = an_app(marks=Marks(trouble="bookmarks will not be saved"), welcome="This is the built-in edition.")
    async with running(app) as pilot:
        assert shows(app, "This is the built-in edition.")
        await pilot.press("escape")
        await until(pilot, lambda: not shows(app, "built-in"))
        assert shows(app, "bookmarks will not be saved")


async def test_other_starts_have_no_banner() -> None:
    app = an_app()
    async with running(app):
        assert not app.main.query_one("#banner").display


async def test_the_welcome_is_not_in_the_screen_that_the_next_start_shows() -> None:
    app = an_app(welcome="This is the built-in edition.")
    async with running(app) as pilot:
        assert shows(app, "built-in")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.last_frame is not None)
        assert app.last_frame is not None
        assert "built-in" not in app.last_frame.frame
        assert "Topics" in app.last_frame.frame
