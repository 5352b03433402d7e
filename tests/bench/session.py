"""A program in a real pseudo-terminal, with a clock on what it writes.

What the program writes is given a time when it is read, and looked at only once the terminal has been
quiet for a while: the harness sleeps while the program works, and takes no processor from it. A frame
inside a synchronized update counts when the update ends.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tests.bench import process
from tests.bench.terminal import Answers, Screen

SIZE = (120, 40)
QUIET = 0.06
"""Seconds of silence that end a frame."""
PATIENCE = 0.05
"""Seconds between two looks at the memory."""
LONGEST = 1.0
"""Seconds of writing without a pause after which it is looked at nevertheless."""

Test = Callable[[], bool]


class Missed(Exception):
    """No frame showed in time what was waited for; the text holds the last one."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a key did: milliseconds to its frame, of processor time and bytes until all was quiet again."""

    passed: float
    busy: float
    size: int


class Session:
    """Runs a program; use it in a `with` statement.

    Args:
        words: the program and its arguments.
        environment: all its variables.
        end: keys that end it.
    """

    def __init__(self, words: Sequence[str], environment: Mapping[str, str], end: bytes = b"\x11") -> None:
        self.screen = Screen(*SIZE)
        self.peak = 0
        self.written = 0
        self._end = end
        self._answers = Answers(*SIZE)
        self._over = False
        self._gone = False
        self._looked = 0.0
        self.started = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if not self.pid:
            _become(words, environment)
        self._poll = select.poll()
        self._poll.register(self._terminal, select.POLLIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # -- waiting

    def wait(self, test: Test, timeout: float) -> None:
        """Wait until the screen passes a test, if it does not already, then for silence.

        Raises:
            Missed: it did not in time.
        """
        if self.screen.updating or not test():
            self.watch([test], timeout)

    def watch(self, tests: Sequence[Test], timeout: float, rest: float = 0.0) -> list[float]:
        """Wait for new frames that pass some tests, then for silence; when each was passed first.

        Args:
            tests: look at `screen`.
            timeout: seconds.
            rest: seconds between two looks at what was written, where the program writes without end.

        Raises:
            Missed: a test was not passed in time.
        """
        found: dict[int, float] = {}
        deadline = time.perf_counter() + timeout
        while len(found) < len(tests) and not self._over and time.perf_counter() < deadline:
            for at, data in self._chunks(deadline, rest):
                self.screen.feed(data)
                if not self.screen.updating:
                    passed = [number for number, test in enumerate(tests) if number not in found and test()]
                    found.update(dict.fromkeys(passed, at))
        if len(found) < len(tests):
            raise Missed("\n".join(self.screen.text))
        return [found[number] for number in range(len(tests))]

    def press(self, keys: bytes, test: Test, timeout: float = 10.0) -> Effect:
        """Send keys and wait for a new frame that passes a test, then for silence.

        Raises:
            Missed: there was none in time.
        """
        before, worked, start = self.written, self.busy, time.perf_counter()
        self.send(keys)
        (at,) = self.watch([test], timeout)
        return Effect((at - start) * 1000, self.busy - worked, self.written - before)

    def settle(self, seconds: float = 0.2) -> None:
        """Take in what is still written, until it has been quiet for some seconds."""
        while chunk := self._read(seconds):
            self.screen.feed(chunk[1])

    def send(self, keys: bytes) -> None:
        """Type keys."""
        while keys:
            keys = keys[os.write(self._terminal, keys) :]

    def _chunks(self, deadline: float, rest: float) -> list[tuple[float, bytes]]:
        """What is written until the terminal is quiet, and for `rest` seconds at least."""
        chunks: list[tuple[float, bytes]] = []
        until = time.perf_counter() + rest
        while not self._over and time.perf_counter() < min(deadline, until + LONGEST):
            chunk = self._read(QUIET if chunks else PATIENCE)
            if chunk:
                chunks.append(chunk)
            elif time.perf_counter() >= until:
                break
        return chunks

    def _read(self, timeout: float) -> tuple[float, bytes] | None:
        if self._over:
            return None
        ready = self._poll.poll(timeout * 1000)
        at = time.perf_counter()
        if at - self._looked > PATIENCE:
            self._looked = at
            self.peak = max(self.peak, self.resident)
        if not ready:
            return None
        try:
            data = os.read(self._terminal, 1 << 16)
        except OSError:
            data = b""
        at = time.perf_counter()
        self._over = not data
        self.written += len(data)
        if answers := self._answers.to(data):
            self.send(answers)
        return (at, data) if data else None

    # -- what it uses

    @property
    def resident(self) -> int:
        """Bytes of memory that the program and its children hold now."""
        return process.resident(self.pid)

    @property
    def alone(self) -> bool:
        """Whether the program has no children any more."""
        return len(process.tree(self.pid)) == 1

    @property
    def busy(self) -> float:
        """Milliseconds of processor time used so far."""
        return process.busy(self.pid)

    def most_resident(self) -> int:
        """The most bytes held: exact for the program, seen now and then for it and its children."""
        return max(self.peak, process.most_resident(self.pid))

    # -- the end

    def close(self) -> None:
        """End the program, kindly if it lets itself."""
        if self._gone:
            return
        self._gone = True
        try:
            self.send(self._end)
        except OSError:
            pass
        for sign, patience in ((0, 20.0), (signal.SIGTERM, 3.0), (signal.SIGKILL, 10.0)):
            if sign:
                os.kill(self.pid, sign)
            if self._ended_within(patience):
                break
        os.close(self._terminal)

    def _ended_within(self, patience: float) -> bool:
        until = time.perf_counter() + patience
        while time.perf_counter() < until:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return True
            if self._over or not self._read(0.02):
                time.sleep(0.005)
        return False


def _become(words: Sequence[str], environment: Mapping[str, str]) -> None:
    """In the child: turn into the program."""
    columns, lines = SIZE
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        os.execvpe(words[0], [*words], {**environment})
    finally:
        os.write(2, f"cannot start {words[0]}\r\n".encode())
        os._exit(127)
