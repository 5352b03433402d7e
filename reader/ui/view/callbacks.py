"""The functions that controllers are given instead of the screen and the application."""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any, Protocol, TypeVar

from textual.screen import Screen
from textual.timer import Timer

Answer = TypeVar("Answer")

Clock = Callable[[], datetime]
"""Gives the present as an aware time in the user's zone."""

Spawn = Callable[[Coroutine[Any, Any, None], str], object]
"""Runs a coroutine in the background, in a group of workers."""

Later = Callable[[float, Callable[[], object]], Timer]
"""Calls back after some seconds, unless the timer is stopped."""


class Notify(Protocol):
    """Shows a message in the status line."""

    def __call__(self, message: str, level: str = "message") -> None:
        """Show it for a few seconds; `level` is message, warning or error."""


class Ask(Protocol):
    """Opens a dialog."""

    def __call__(self, dialog: Screen[Answer]) -> Awaitable[Answer | None]:
        """Open it at once, so that the next key is for it; awaiting gives the answer, None if it was closed."""


async def run_if(answer: Awaitable[bool | None], do: Callable[[], object]) -> None:
    """Do something if the answer to a question is yes."""
    if await answer:
        do()
