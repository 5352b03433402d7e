"""What commands would do now: the answers, the help and the palette."""

import pytest
from textual.command import CommandPalette

from reader.core.model.article import Links
from reader.core.model.listing import Order
from reader.core.store import Store
from reader.ui.app import HeatwireApp
from reader.ui.commands.availability import NOW, WHY_NOT, Answer, Situation, answer
from reader.ui.commands.key_table import help_rows
from reader.ui.commands.registry import remappable
from reader.ui.dialogs.key_help import key_table
from reader.ui.render.list_row import Density
from reader.ui.view.situation import situation_of
from tests.ui.support import a_store, an_app, article, running, says, screen_text, shows, until

STILL = Situation()


def test_every_answer_is_for_a_command_that_is_there() -> None:
    assert {*WHY_NOT, *NOW} <= {command.id for command in remappable()}


@pytest.mark.parametrize(
    ("command", "situation", "found"),
    [
        ("article.open", STILL, Answer()),
        ("article.open", STILL._replace(links=0), Answer(why_not="this article has no link")),
        ("article.open", STILL._replace(article=False, links=0), Answer(why_not="no article")),
        ("article.links", STILL._replace(links=3), Answer("3 links")),
        ("article.links", STILL, Answer("open the only one")),
        ("article.bookmark", STILL, Answer("bookmark it")),
        ("article.bookmark", STILL._replace(bookmarked=True), Answer("remove it")),
        ("article.bookmark", STILL._replace(article=False), Answer(why_not="no article")),
        ("article.read", STILL._replace(read=True), Answer("mark it unread")),
        ("article.read", STILL._replace(entry=True), Answer(why_not="it is not among the articles here")),
        ("related.1", STILL, Answer(why_not="there are no related entries")),
        ("related.2", STILL._replace(related=1), Answer(why_not="there is 1 related entry")),
        ("related.9", STILL._replace(related=9), Answer()),
        ("trail.back", STILL, Answer(why_not="nothing to go back to")),
        ("trail.forward", STILL._replace(ahead=True), Answer()),
        ("pane.left", STILL._replace(pane="sidebar"), Answer(why_not="this is the leftmost pane")),
        ("pane.right", STILL._replace(pane="detail"), Answer(why_not="this is the rightmost pane")),
        ("pane.out", STILL, Answer("to the topics")),
        ("pane.out", STILL._replace(pane="detail"), Answer("to the list")),
        ("pane.out", STILL._replace(pane="sidebar", drawer=True), Answer("to the list")),
        ("pane.out", STILL._replace(pane="sidebar"), Answer(why_not="this is the outermost pane")),
        ("pane.out", STILL._replace(pane="sidebar", zoomed=True), Answer("show all panes")),
        ("topic.next", STILL._replace(last=True), Answer(why_not="this is the last one")),
        ("list.sort", STILL, Answer("newest first")),
        ("list.sort", STILL._replace(order=Order.DATE), Answer("hottest first")),
        ("list.density", STILL._replace(density=Density.ROOMY), Answer("compact: 1 line")),
        ("pane.zoom", STILL._replace(zoomed=True), Answer("all again")),
        ("program.problems", STILL._replace(problems=1234), Answer("1,234 problems")),
        ("program.quit", STILL, Answer()),
        ("no.such", STILL, Answer()),
    ],
)
def test_a_command_says_what_it_would_do(command: str, situation: Situation, found: Answer) -> None:
    assert answer(command, situation) == found


async def test_the_situation_is_that_of_the_screen() -> None:
    app = an_app()
    async with running(app) as pilot:
        assert situation_of(app.main) == Situation(
            links=3, related=3, listed=30, unread=30, first=False, last=False, pane="list"
        )
        await pilot.press("b", "m", "k", "1", "l", "z", "s", "d")
        await until(pilot, lambda: app.main.store.counts.bookmarks == 1)
        found = situation_of(app.main)
        assert found == Situation(
            related=0, behind=True, pane="detail", zoomed=True, listed=30, unread=29,
            order=Order.DATE, density=Density.ROOMY,
        )  # fmt: skip
        await pilot.press("backspace")
        found = situation_of(app.main)
        assert (found.bookmarked, found.read, found.behind, found.ahead) == (True, True, False, True)


async def test_nothing_listed_is_a_situation_too() -> None:
    app = an_app(Store())
    async with running(app) as pilot:
        assert situation_of(app.main) == Situation(article=False, links=0, listed=0)
        await pilot.press("question_mark")
        await until(pilot, lambda: shows(app, "in a browser (no article)"))


async def test_the_help_shows_what_cannot_act_dim_and_why() -> None:
    table = key_table(help_rows({}, Situation(bookmarked=True, behind=True)), 90)
    lines = table.plain.splitlines()
    assert "  b                Bookmark the article or the selection, or remove it (now: remove it)" in lines
    assert "  Backspace Alt+←  Back to the article before" in lines
    dim = {table.plain[span.start : span.end].strip() for span in table.spans if span.style == "dim"}
    assert "Forward again (nothing to go forward to)" in dim
    assert "Back to the article before" not in dim


# -- the palette


async def palette(app: HeatwireApp, typed: str) -> list[str]:
    """What the palette shows after something was typed."""
    async with running(app) as pilot:
        await pilot.press("colon")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await pilot.press(*typed)
        await until(pilot, lambda: any("key: " in line for line in screen_text(app)))
        return [line.strip() for line in screen_text(app)]


async def test_the_palette_shows_keys_and_what_a_command_would_do() -> None:
    lines = await palette(an_app(), "bookm")
    assert "Bookmark the article or the selection, or remove it" in lines
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
        lines = [line.strip() for line in screen_text(app)]
        keys = [line for line in lines if line.startswith("key: ")]
        assert len(keys) == len(app.main.BINDINGS) - 1
        dim = ["not now" in line for line in keys]
        assert dim == sorted(dim)
        assert "Search all commands" not in lines
        assert "Maximize" not in lines
