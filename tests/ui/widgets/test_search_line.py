"""The search line: what it tells of what is typed, and when."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot

from reader.ui.widgets.search_line import SearchLine
from tests.ui.support import screen_text
from tests.ui.widget_app import StyledApp


class Heard:
    """Notes what the line tells of; `answer` and `offer` are what it is told."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.answer = True
        self.offer: tuple[str, int] | None = None

    def resized(self) -> None:
        """Not of interest here."""

    def follow(self, text: str) -> None:
        """Something was typed."""
        self.said.append(text)

    def keep(self, text: str) -> bool:
        """Enter."""
        self.said.append(f"keep {text}")
        return self.answer

    def leave(self) -> None:
        """Escape."""
        self.said.append("leave")

    def widen(self, text: str, cursor: int) -> tuple[str, int]:
        """Ctrl+T."""
        return f"all {text}", cursor + 4

    def complete(self, text: str, cursor: int) -> tuple[str, int] | None:
        """Tab."""
        self.said.append(f"complete {text} at {cursor}")
        return self.offer


class OneLine(StyledApp):
    """Holds a search line, and notes keys that it leaves alone."""

    def __init__(self, heard: Heard) -> None:
        super().__init__()
        self.line = SearchLine(heard)
        self.keys: list[str] = []

    def compose(self) -> ComposeResult:
        """The line."""
        yield self.line


@asynccontextmanager
async def typing(text: str = "", past: tuple[str, ...] = ()) -> AsyncIterator[tuple[Pilot[None], SearchLine, Heard]]:
    heard = Heard()
    app = OneLine(heard)
    async with app.run_test(size=(40, 5)) as pilot:
        app.line.begin(text, past)
        app.line.focus()
        await pilot.pause()
        yield pilot, app.line, heard


async def test_every_key_is_told_of() -> None:
    async with typing() as (pilot, _line, heard):
        for key in "abc":
            await pilot.press(key)
        assert heard.said == ["a", "ab", "abc"]
        await pilot.press("backspace")
        assert heard.said[-1] == "ab"


async def test_keys_that_came_together_are_told_of_once() -> None:
    async with typing() as (pilot, line, heard):
        for key in "facial recognition":
            line.app.simulate_key(key)
        await pilot.pause()
        await pilot.pause()
        assert heard.said[-1] == "facial recognition"
        assert len(heard.said) <= 2


async def test_what_was_in_the_line_is_not_told_of_again() -> None:
    async with typing("kept") as (pilot, line, heard):
        await pilot.press("left", "right", "end")
        assert (line.value, line.cursor_position, heard.said) == ("kept", 4, [])


async def test_enter_keeps_what_was_typed_last() -> None:
    async with typing() as (pilot, line, heard):
        for key in ("a", "b", "enter"):
            line.app.simulate_key(key)
        await pilot.pause()
        await pilot.pause()
        assert heard.said[-2:] == ["ab", "keep ab"]
        assert not line.typing


async def test_the_line_stays_where_a_search_cannot_be_kept() -> None:
    async with typing() as (pilot, line, heard):
        heard.answer = False
        await pilot.press("a", "enter", "b")
        assert heard.said == ["a", "keep a", "ab"]
        assert line.typing


async def test_escape_leaves() -> None:
    async with typing() as (pilot, line, heard):
        await pilot.press("a", "escape")
        assert heard.said == ["a", "leave"]
        assert not line.typing


async def test_a_completion_takes_the_place_of_what_was_typed() -> None:
    async with typing() as (pilot, line, heard):
        await pilot.press("t", "tab")
        assert heard.said == ["t", "complete t at 1"]
        heard.offer = ("topic: x", 6)
        await pilot.press("tab")
        assert (line.value, line.cursor_position) == ("topic: x", 6)
        assert heard.said[-1] == "topic: x"
        assert line.has_focus


async def test_earlier_searches_come_back_and_what_was_typed_is_behind_them() -> None:
    async with typing(past=("third", "second", "first")) as (pilot, line, heard):
        await pilot.press("x")
        seen = []
        for key in ("up", "up", "up", "up", "down", "down", "down", "down"):
            await pilot.press(key)
            seen.append(line.value)
        assert seen == ["third", "second", "first", "first", "second", "third", "x", "x"]
        assert heard.said == ["x", "third", "second", "first", "second", "third", "x"]
        assert line.cursor_at_end


async def test_without_earlier_searches_the_arrows_do_nothing() -> None:
    async with typing("x") as (pilot, line, heard):
        await pilot.press("up", "down")
        assert (line.value, heard.said) == ("x", [])


@pytest.mark.parametrize("text", ["é", "顔認証", "👩\u200d🍳", "[/b][@click=app.quit]x[/]"])
async def test_any_text_can_be_pasted_and_is_drawn_as_it_is(text: str) -> None:
    async with typing() as (pilot, line, heard):
        line.insert_text_at_cursor(text)
        await pilot.pause()
        assert heard.said == [text]
        assert screen_text(line.app)[1].strip() == text


async def test_ctrl_t_widens_the_search() -> None:
    async with typing() as (pilot, search, _):
        await pilot.press("a", "ctrl+t")
        assert (search.value, search.cursor_position) == ("all a", 5)
