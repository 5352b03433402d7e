"""The command palette: commands, saved searches, pages of the manual."""

from textual.command import CommandPalette

from reader.core.model.article import Links
from reader.ui.app import HeatwireApp
from tests.ui.support import a_store, an_app, article, running, says, screen_text, shows, until


async def palette(app: HeatwireApp, typed: str) -> list[str]:
    """What the palette shows after something was typed."""
    async with running(app) as pilot:
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*typed)
        await until(pilot, lambda: any("key: " in line for line in screen_text(app)))
        return [part.strip() for line in screen_text(app) for part in line.split("│")]


async def test_the_palette_shows_keys_and_what_a_command_would_do() -> None:
    lines = await palette(an_app(), "bookm")
    assert "Bookmark the article or the selection, or remove the bookmark" in lines
    assert "key: b · now: bookmark it" in lines


async def test_the_palette_says_why_a_command_cannot_act() -> None:
    app = an_app(a_store([article(1, "Leads nowhere", links=Links())]))
    async with running(app) as pilot:
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*"copy")
        await until(pilot, lambda: shows(app, "key: y · not now: this article has no link"))
        await pilot.press("down", "enter")
        await until(pilot, lambda: says(app, "this article has no link"))
        assert app.screen is app.main


async def test_the_palette_lists_all_commands_but_itself_those_that_can_act_first() -> None:
    app = an_app()
    async with running(app, (140, 200)) as pilot:
        await pilot.press("colon")
        await until(pilot, lambda: shows(app, "not now: nothing to go forward to"))
        lines = [part.strip() for line in screen_text(app) for part in line.split("│")]
        keys = [line for line in lines if line.startswith("key: ")]
        assert len(keys) == len(app.main.BINDINGS) - 1
        dim = ["not now" in line for line in keys]
        assert dim == sorted(dim)
        assert "Search all commands" not in lines
        assert "Maximize" not in lines
