"""The functions that controllers are given instead of the screen and the application."""

from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from textual.screen import Screen
from textual.timer import Timer

Answer = TypeVar("Answer")

Clock = Callable[[], datetime]
"""Gives the present as an aware time in the user's zone."""

Spawn = Callable[[Coroutine[Any, Any, None], str], object]
"""Runs a coroutine in the background, in a group of workers."""

Copy = Callable[[str], Awaitable[str]]
"""Copies a text to the clipboard; awaiting gives how, in words."""

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


def confirm(ask: Ask, question: str) -> Awaitable[bool | None]:
    """Ask a yes-or-no question."""
    from reader.ui.dialogs.confirm_dialog import ConfirmDialog  # lazy: dialogs

    return ask(ConfirmDialog(question))


def choose(
    ask: Ask,
    title: str,
    options: Sequence[tuple[str, str]],
    own: str = "",
    check: Callable[[str], str] | None = None,
    keys: str = "Enter choose · Esc close",
    stacked: bool = False,
    later: Iterable[Sequence[tuple[str, str]]] = (),
) -> Awaitable[int | str | None]:
    """Offer a few options, or a line to type another one (see `ChoiceDialog`)."""
    from reader.ui.dialogs.choice_dialog import ChoiceDialog  # lazy: dialogs

    return ask(ChoiceDialog(title, options, own, check, keys, stacked, later))
