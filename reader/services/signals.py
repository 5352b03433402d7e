"""Signals that end the program, and the exit codes that report them."""

import signal
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

# Windows has no SIGHUP and no SIGQUIT.
_NAMES: Final = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT")
ENDING: Final = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


def describe_exit(status: int) -> str:
    """How a process ended, in words, from its return code."""
    if status >= 0:
        return f"ended with exit code {status}"
    try:
        return f"was killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"was killed by signal {-status}"


def watch_signals(loop: "AbstractEventLoop", end: Callable[[int], None]) -> Callable[[], None]:
    """Call `end` in the loop when a signal asks the program to end, with the exit code: 143 for SIGTERM.

    Returns a function that stops watching. Where a loop cannot watch signals (Windows), nothing is watched.
    """
    watched: list[int] = []
    for number in ENDING:
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, end, 128 + number)
            watched.append(number)

    def stop() -> None:
        for number in watched:
            loop.remove_signal_handler(number)

    return stop
