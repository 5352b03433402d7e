"""Signals that end the program, and the exit codes that report them."""

import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

ENDING: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name)
)  # Windows has no SIGHUP.


def exit_code(number: int) -> int:
    """The exit code after a signal: 143 for SIGTERM, 129 for SIGHUP, 130 for SIGINT."""
    return 128 + number


def describe_exit(status: int) -> str:
    """How a process ended, in words, from its return code."""
    if status >= 0:
        return f"ended with exit code {status}"
    try:
        return f"was killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"was killed by signal {-status}"


def watch_signals(loop: "AbstractEventLoop", end: Callable[[int], None]) -> Callable[[], None]:
    """Call `end` in the loop, with the exit code, when a signal asks the program to end.

    Returns:
        A function that stops watching. Where a loop cannot watch signals (Windows), nothing is watched.
    """
    watched: list[int] = []
    for number in ENDING:
        try:
            loop.add_signal_handler(number, end, exit_code(number))
        except (NotImplementedError, RuntimeError, ValueError):
            continue
        watched.append(number)

    def stop() -> None:
        for number in watched:
            loop.remove_signal_handler(number)

    return stop
