"""The status line: keys, state, messages, at any width."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from reader.ui.commands.command import CommandState
from reader.ui.commands.registry import hints
from reader.ui.widgets import status_line
from reader.ui.widgets.status_line import Hint, StatusLine
from tests.ui.support import EMOJI, LIVE, WIDE, screen_text, until
from tests.ui.widget_app import OneWidget

HINTS = hints("list", {}, CommandState(unread=1))
STATE = ("hottest", "1,234 unread", "! 3 problems")


@asynccontextmanager
async def shown(width: int = 80) -> AsyncIterator[tuple[Pilot[None], OneWidget, StatusLine]]:
    status = StatusLine(id="status")
    app = OneWidget(status)
    async with app.run_test(size=(width, 5), message_hook=app.hear) as pilot:
        status.show(HINTS, STATE)
        await pilot.pause()
        yield pilot, app, status


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (
            140,
            " Enter open  o browser  m mark read  n next unread  b bookmark  / search  s sort  ? keys",
        ),
        (80, " Enter open  o browser  m mark read  ? keys"),
        (60, " Enter open  o browser  m mark read  ? keys"),
        (30, " ? keys"),
    ],
)
async def test_the_last_key_stays_where_room_is_short(width: int, expected: str) -> None:
    async with shown(width) as (_pilot, app, _status):
        line = screen_text(app)[-1]
        assert cell_len(line) == width
        assert line.startswith(f"{expected} ")


@pytest.mark.parametrize(
    ("width", "expected"),
    [(140, "hottest · 1,234 unread · ! 3 problems"), (80, "1,234 unread · ! 3 problems"), (60, "! 3 problems")],
)
async def test_the_last_part_of_the_state_stays_where_room_is_short(width: int, expected: str) -> None:
    async with shown(width) as (_pilot, app, _status):
        assert screen_text(app)[-1].endswith(f"  {expected} ")


async def test_a_message_takes_the_place_of_the_state_and_gives_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_line, "FLASH_SECONDS", 0.05)
    async with shown() as (pilot, app, status):
        status.flash("marked read")
        await pilot.pause()
        assert screen_text(app)[-1].endswith(" marked read ")
        await until(pilot, lambda: screen_text(app)[-1].endswith("! 3 problems "))
        status.flash("first")
        status.flash("not saved", "error")
        await pilot.pause(0.1)
        assert screen_text(app)[-1].endswith(" not saved ")
        status.clear()
        await pilot.pause()
        assert screen_text(app)[-1].endswith("! 3 problems ")


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("message", [WIDE, EMOJI, LIVE, "[/b]", "a long message " * 20])
@pytest.mark.parametrize("level", ["message", "warning", "error"])
async def test_any_message_is_shown_as_it_is_or_cut(message: str, level: str, width: int) -> None:
    async with shown(width) as (pilot, app, status):
        status.flash(message, level)
        await pilot.pause()
        line = screen_text(app)[-1]
        assert cell_len(line) == width
        assert f" {message} " in line or "…" in line


async def test_a_click_on_a_key_does_what_the_key_does() -> None:
    async with shown() as (pilot, app, _status):
        line = screen_text(app)[-1]
        for words in ("o browser", "? keys"):
            await pilot.click("#status", offset=(line.index(words), 0))
        clicked = [message.command for message in app.said if isinstance(message, StatusLine.HintClicked)]
        assert clicked == ["article.open", "program.keys"]


async def test_a_click_elsewhere_does_nothing() -> None:
    async with shown() as (pilot, app, _status):
        await pilot.click("#status", offset=(78, 0))
        assert app.said == []


async def test_j_k_is_a_hint_and_no_button() -> None:
    async with shown(200) as (pilot, app, _status):
        line = screen_text(app)[-1]
        await pilot.click("#status", offset=(line.index("j/k move"), 0))
        assert [
            message for message in app.said if isinstance(message, StatusLine.HintClicked) and message.command
        ] == []


async def test_what_cannot_act_is_dim() -> None:
    async with shown() as (pilot, _app, status):
        status.show((Hint("o", "browser", "article.open", dim=True), Hint("?", "keys", "program.keys")), ())
        await pilot.pause()
        spans = {span.text.strip(): span.role for span in status._keys(80)}
        assert spans == {"o": "off", "browser": "off", "?": "key", "keys": "label"}
