"""A pseudo-terminal that a test runs a program in."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).parents[2]
PATIENCE = 40.0


class Terminal:
    """Runs Python with some words in a terminal of its own and collects all that it writes."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (100, 30)) -> None:
        self._master, self._slave = pty.openpty()
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.before = termios.tcgetattr(self._slave)
        self.output = b""
        self._gone = False
        self.process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env={**_plain(), **env},
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            start_new_session=True,
        )

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if not self._gone:
            os.close(self._master)
            os.close(self._slave)

    def _take(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return False
        self.output += os.read(self._master, 1 << 16)
        return True

    def wait_for(self, text: str) -> None:
        """Read until a text was written since the last call."""
        start, end = len(self.output), monotonic() + PATIENCE
        wanted = text.encode()
        while wanted not in self.output[max(0, start - len(wanted)) :]:
            if monotonic() > end or self.process.poll() is not None:
                raise AssertionError(f"no {text!r} in {self.output[-2000:]!r}")
            self._take(0.2)

    def type(self, keys: str | bytes) -> None:
        """Press keys."""
        os.write(self._master, keys.encode() if isinstance(keys, str) else keys)

    def send(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def end(self) -> int:
        """Read to the program's end; its exit status."""
        end = monotonic() + PATIENCE
        while self.process.poll() is None:
            if monotonic() > end:
                raise AssertionError(f"it never ended: {self.output[-2000:]!r}")
            self._take(0.05)
        while self._take(0.0):
            pass
        return self.process.returncode

    def vanish(self) -> None:
        """Take the terminal away, as closing its window does."""
        os.close(self._master)
        os.close(self._slave)
        self._gone = True

    @property
    def after(self) -> list[object]:
        """The terminal's settings now."""
        return list(termios.tcgetattr(self._slave))

    def last_of(self, mode: str) -> str:
        """Whether a private mode of the terminal was last set ("h") or taken back ("l"); "" if neither."""
        on, off = self.output.rfind(f"\x1b[?{mode}h".encode()), self.output.rfind(f"\x1b[?{mode}l".encode())
        return "" if on == off else "h" if on > off else "l"


def _plain() -> dict[str, str]:
    kept = ("PATH", "HOME", "HEATWIRE_CONFIG_DIR", "HEATWIRE_DATA_DIR", "HEATWIRE_CACHE_DIR")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    return {**found, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
