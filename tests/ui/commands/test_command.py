"""What commands would do now, and why they are blocked."""

import pytest
from msgspec.structs import replace

from reader.core.model.listing import Order
from reader.core.store import Store
from reader.ui.commands.command import Availability, CommandState
from reader.ui.commands.registry import BY_ID
from reader.ui.render.list_row import Density
from tests.ui.support import an_app, running, says, shows, until

STILL = CommandState()


@pytest.mark.parametrize(
    ("command", "state", "found"),
    [
        ("article.open", STILL, Availability()),
        ("article.open", replace(STILL, links=0), Availability(blocked="this article has no link")),
        ("article.open", replace(STILL, article=False, links=0), Availability(blocked="no article")),
        ("article.links", replace(STILL, links=3), Availability("3 links")),
        ("article.links", STILL, Availability("open the only link")),
        ("article.bookmark", STILL, Availability("bookmark it")),
        ("article.bookmark", replace(STILL, bookmarked=True), Availability("remove the bookmark")),
        ("article.bookmark", replace(STILL, article=False), Availability(blocked="no article")),
        ("article.read", replace(STILL, read=True), Availability("go to the next")),
        ("article.unread", replace(STILL, read=True), Availability()),
        ("article.unread", STILL, Availability(blocked="it is unread")),
        ("article.read", replace(STILL, external=True), Availability(blocked="this article is not in your library")),
        ("related.1", replace(STILL, pane="detail"), Availability(blocked="this article has no related entries")),
        (
            "related.2",
            replace(STILL, related=1, pane="detail"),
            Availability(blocked="this article has 1 related entry"),
        ),
        ("related.9", replace(STILL, related=9), Availability()),
        ("trail.back", STILL, Availability(blocked="nothing to go back to")),
        ("trail.forward", replace(STILL, forward=True), Availability()),
        ("pane.left", replace(STILL, pane="sidebar"), Availability(blocked="this is the leftmost pane")),
        ("pane.right", replace(STILL, pane="detail"), Availability(blocked="this is the rightmost pane")),
        ("pane.out", STILL, Availability("to the topics")),
        ("pane.out", replace(STILL, pane="detail"), Availability("to the list")),
        ("pane.out", replace(STILL, pane="sidebar", drawer=True), Availability("to the list")),
        ("pane.out", replace(STILL, pane="sidebar"), Availability(blocked="nothing to go back to")),
        ("pane.out", replace(STILL, pane="sidebar", zoomed=True), Availability("show all panes")),
        ("topic.next", replace(STILL, last_topic=True), Availability(blocked="this is the last entry")),
        ("list.sort", STILL, Availability("newest first")),
        ("list.sort", replace(STILL, order=Order.DATE), Availability("hottest first")),
        ("list.density", replace(STILL, density=Density.ROOMY), Availability("compact: 1 line")),
        ("pane.zoom", replace(STILL, zoomed=True), Availability("all panes")),
        ("program.problems", replace(STILL, problems=1234), Availability("1,234 problems")),
        ("related.3", STILL, Availability()),
        ("program.quit", STILL, Availability()),
        ("pane.leave", STILL, Availability("quit")),
        ("pane.leave", replace(STILL, searching=True), Availability("leave the search")),
        ("pane.leave", replace(STILL, pane="detail", zoomed=True), Availability("show all panes")),
        ("pane.leave", replace(STILL, pane="sidebar", drawer=True), Availability("to the list")),
        ("article.open", replace(STILL, selected=1200, article=False, links=0), Availability("1,200 selected")),
        ("article.note", replace(STILL, selected=2, article=False), Availability(blocked="no article")),
        ("unread.next", replace(STILL, unread=0), Availability(blocked="no unread article")),
        ("unread.next", replace(STILL, unread=0, beyond=True), Availability()),
        ("list.select", replace(STILL, listed=0), Availability(blocked="nothing is listed")),
    ],
)
def test_a_command_says_what_it_would_do(command: str, state: CommandState, found: Availability) -> None:
    assert BY_ID[command].availability(state) == found


async def test_the_state_is_that_of_the_screen() -> None:
    app = an_app()
    async with running(app) as pilot:
        assert app.main.view.state() == CommandState(links=3, related=3, listed=30, unread=30)
        await pilot.press("b", "m", "k", "1", "l", "z", "s", "d")
        await until(pilot, lambda: app.main.view.store.counts.bookmarks == 1)
        found = app.main.view.state()
        assert found == CommandState(
            related=0, back=True, pane="detail", zoomed=True, topics_hidden=True, listed=30, unread=29,
            order=Order.DATE, density=Density.ROOMY,
        )  # fmt: skip
        await pilot.press("backspace")
        found = app.main.view.state()
        assert (found.bookmarked, found.read, found.back, found.forward) == (True, True, False, True)


async def test_nothing_listed_is_a_state_too() -> None:
    app = an_app(Store())
    async with running(app) as pilot:
        assert app.main.view.state() == CommandState(article=False, links=0, listed=0)
        await pilot.press("question_mark")
        await until(pilot, lambda: shows(app, "Bookmark, or remove it (no article)"))


async def test_a_blocked_command_says_why_and_does_nothing() -> None:
    app = an_app(Store())
    async with running(app) as pilot:
        for key, reason in (("b", "no article"), ("A", "nothing is listed"), ("backspace", "nothing to go back to")):
            await pilot.press(key)
            assert says(app, reason), key
