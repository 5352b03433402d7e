"""Drive a program that was installed as a stranger would: in a pseudo-terminal, by its keys.

python tests/drive_installed.py COMMAND ...

Exits 0 when the command showed the built-in edition with the hottest article chosen, followed keys, kept
a bookmark, and left the terminal as it found it.
"""

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

import pyte

COLUMNS, LINES = 120, 40
PATIENCE = 180.0


class Terminal:
    """A program in a pseudo-terminal, and what its screen shows."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.screen = pyte.Screen(COLUMNS, LINES)
        self.raw = b""
        self._stream = pyte.ByteStream(self.screen)
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.execvpe(command[0], command, environment)

    def wait_for(self, text: str, patience: float = PATIENCE) -> None:
        """Read until the screen shows a text."""
        end = time.monotonic() + patience
        while text not in "\n".join(self.screen.display):
            if time.monotonic() > end or not self._read(0.2):
                shown = "\n".join(self.screen.display)
                raise SystemExit(f"{text!r} was never shown; the screen was:\n{shown}")

    def _read(self, timeout: float) -> bool:
        if select.select([self._fd], [], [], timeout)[0]:
            try:
                data = os.read(self._fd, 65536)
            except OSError:
                return False
            self.raw += data
            self._stream.feed(data)
        return True

    def send(self, keys: str) -> None:
        """Press keys."""
        os.write(self._fd, keys.encode())

    def end(self) -> int:
        """Read to the end; the exit status."""
        while self._read(0.2):
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def main(command: list[str]) -> int:
    """Drive the command; 0 if all went well."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "HEATWIRE_DATA_DIR": f"{folder}/data",
            "HEATWIRE_CONFIG_DIR": f"{folder}/config",
            "HEATWIRE_CACHE_DIR": f"{folder}/cache",
        }
        terminal = Terminal(command, environment)
        terminal.wait_for("hottest first")
        terminal.wait_for("Related (")
        cursor = next(line for line in terminal.screen.display if "▌" in line)
        print(f"first row: {cursor[cursor.index('▌') :].strip()[:60]}")
        terminal.send("b")
        terminal.wait_for("★ bookmarked", 30)
        terminal.send("j?")
        terminal.wait_for("Mark read and go on", 30)
        terminal.send("\x1b")
        time.sleep(0.3)  # A lone Esc is one only after a pause.
        terminal.send("q")
        status = terminal.end()
        if status or b"\x1b[?1049l" not in terminal.raw:
            print(f"it ended with {status} or left the terminal in its other screen")
            return 1
        return _bookmark_is_kept(command, environment)


def _bookmark_is_kept(command: list[str], environment: dict[str, str]) -> int:
    if len(command) > 1:
        return 0
    done = subprocess.run([*command, "bookmarks", "--json"], env=environment, capture_output=True, check=True)
    if len(json.loads(done.stdout)) != 1:
        print("the bookmark was not kept")
        return 1
    version = subprocess.run([*command, "--version"], env=environment, capture_output=True, check=True, text=True)
    print(f"{version.stdout.strip()}: starts, shows, keeps and leaves ({Path(command[0]).name})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
