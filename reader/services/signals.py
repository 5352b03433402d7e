"""The signals that end the program, and the exit codes that say so."""

import asyncio
import signal
from collections.abc import Callable
from typing import Final

ENDING: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGINT") if hasattr(signal, name)
)  # Windows has no SIGHUP.


def exit_code(number: int) -> int:
    """What a program returns that a signal ended: 143 for SIGTERM, 129 for SIGHUP, 130 for SIGINT."""
    return 128 + number


def watch_signals(loop: asyncio.AbstractEventLoop, end: Callable[[int], None]) -> Callable[[], None]:
    """Have `end` called in the loop with the exit code when a signal asks the program to end.

    Returns:
        A function that takes the watch away again. Where the loop cannot watch signals (Windows),
        nothing is watched.
    """
    watched: list[int] = []
    for number in ENDING:
        try:
            loop.add_signal_handler(number, end, exit_code(number))
        except (NotImplementedError, RuntimeError, ValueError):
            continue
        watched.append(number)

    def forget() -> None:
        for number in watched:
            loop.remove_signal_handler(number)

    return forget
