"""Signals that end the program."""

import asyncio
import os
import signal

import pytest

from reader.services.signals import describe_exit, watch_signals


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
async def test_a_signal_ends_with_its_code(number: int, code: int) -> None:
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()
    before = signal.getsignal(signal.SIGINT)
    forget = watch_signals(loop, ended.set_result)
    os.kill(os.getpid(), number)
    assert await asyncio.wait_for(ended, 10) == code
    forget()
    assert signal.getsignal(signal.SIGINT) in (before, signal.default_int_handler)


@pytest.mark.parametrize(
    ("status", "words"),
    [(0, "ended with exit code 0"), (3, "ended with exit code 3"), (-9, "was killed by SIGKILL"), (-250, "signal 250")],
)
def test_how_a_process_ended_is_said_in_words(status: int, words: str) -> None:
    assert describe_exit(status).endswith(words)
