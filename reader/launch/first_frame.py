"""The last screen, shown again before the interface is imported, which takes ten times as long.

It is shown only while nothing that made it has changed: the words of the command, the terminal and its
size, the settings, the marks, the cache, the folders, the program and, for what it says of time, the
time. Whatever is strange makes it as if it were not there. The interface then draws the same over it.
"""

import os
import sys
import time

# Not from `typing`, whose import takes a third of the time that there is.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

FOLDER = "screens"
LARGEST = 1 << 20
"""Bytes; a longer file is none of ours."""
ENTER = "\x1b[?1049h"
_BEFORE, _AFTER = "\x1b[?25l\x1b[?2026h", "\x1b[?2026l"
_LEAVE = "\x1b[?1049l\x1b[?25h"
_MAGIC = "heatwire screen 1"
_SEPARATOR = "\n--\n"
_TOLD = ("TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "LANG", "LC_ALL", "LC_CTYPE", "TZ")
_PREFIXES = ("HEATWIRE_", "TEXTUAL", "XDG_")
_ENDING = ("SIGTERM", "SIGHUP")


class Replay:
    """A screen that is shown, until the interface has the terminal or `take_back` restores it.

    Attributes:
        attributes: those of the terminal from before, for whoever restores it.
    """

    def __init__(self, terminal: int) -> None:
        import termios
        import tty

        self.attributes: list[Any] = termios.tcgetattr(terminal)
        self._terminal = terminal
        self._shown = True
        # As the interface has it: keys wait for it, unseen and uninterpreted.
        changed: list[Any] = termios.tcgetattr(terminal)
        changed[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        changed[tty.IFLAG] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        termios.tcsetattr(terminal, termios.TCSANOW, changed)

    def hand_over(self) -> None:
        """The interface has the terminal now."""
        self._shown = False

    def take_back(self) -> None:
        """Leave the terminal as it was, unless the interface has it."""
        if self._shown:
            import termios

            self._shown = False
            _write(self._terminal, _LEAVE)
            termios.tcsetattr(self._terminal, termios.TCSANOW, self.attributes)


def replay(words: "Sequence[str]") -> Replay | None:
    """Show the last screen of the same command, if it is still true; None if nothing was shown."""
    if sys.platform == "win32":
        return None
    try:
        head, _, frame = _kept(words).partition(_SEPARATOR)
        if not frame or not _is_true(head.split("\n"), words):
            return None
        terminal = sys.__stdout__.fileno() if sys.__stdout__ else -1
        if not os.isatty(terminal) or not os.isatty(0) or not _in_front(terminal):
            return None
        shown = Replay(terminal)
        _end_kindly(shown)
        _write(terminal, ENTER + _BEFORE + frame + _AFTER)
    except (OSError, ValueError):
        return None
    return shown


def keep(words: "Sequence[str]", frame: str, until: float, files: "Iterable[str]") -> None:
    """Keep a screen for the next start; where that cannot be done, that start shows it a little later.

    Args:
        words: those of the command.
        frame: what draws the screen on an empty one.
        until: seconds since 1970 until which what it says of time is true.
        files: paths of what it was made from; they need not exist.
    """
    paths = list(files)
    spare = ""
    try:
        file = _file(words)
        head = [_MAGIC, str(time.time()), str(until), str(len(paths)), *paths, *_witness(words, paths)]
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        spare = f"{file}.{os.getpid()}"
        descriptor = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with open(descriptor, "w", encoding="utf-8", errors="surrogateescape", newline="") as target:
            target.write("\n".join(head) + _SEPARATOR + frame)
        os.replace(spare, file)
    except (OSError, ValueError):
        _remove(spare)


def forget(words: "Sequence[str]") -> None:
    """Keep no screen for the next start."""
    try:
        _remove(_file(words))
    except OSError:
        return


def folders_of(path: str) -> "tuple[str, ...]":
    """The folders that change when an article or a topic of a PATH comes or goes."""
    parts = ("_news", "news", "topics", os.path.join("_data", "topics"))
    return (path, *(os.path.join(path, part) for part in parts))


def _kept(words: "Sequence[str]") -> str:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(_file(words), flags)
    with open(descriptor, encoding="utf-8", errors="surrogateescape", newline="") as file:
        state = os.fstat(descriptor)
        # It drives the terminal: a regular file that nobody else may have written.
        sound = state.st_mode & 0o170022 == 0o100000 and state.st_uid == os.geteuid() and state.st_size <= LARGEST
        return file.read() if sound else ""


def _is_true(head: "list[str]", words: "Sequence[str]") -> bool:
    magic, made, until, count, *rest = head
    paths, witness = rest[: int(count)], rest[int(count) :]
    in_time = float(made) <= time.time() < float(until)
    return magic == _MAGIC and in_time and witness == _witness(words, paths)


def _witness(words: "Sequence[str]", paths: "Sequence[str]") -> "list[str]":
    """What has to be the same, line by line."""
    size = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1)
    situation = (os.getcwd(), [*words], _told(os.environ), size.columns, size.lines)
    return [ascii(situation), *_code(), *map(_state, paths)]


def _told(environment: "Mapping[str, str]") -> "list[tuple[str, str]]":
    return sorted(item for item in environment.items() if item[0] in _TOLD or item[0].startswith(_PREFIXES))


def _code() -> "list[str]":
    """The state of the program's own files."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    found = []
    for folder in (package, os.path.join(os.path.dirname(package), "styles")):
        for at, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if name not in ("__pycache__", "seeds")]
            found += [_state(os.path.join(at, name)) for name in names if name.endswith((".py", ".tcss"))]
    return sorted(found)


def _state(path: str) -> str:
    try:
        state = os.stat(path)
    except (OSError, ValueError):
        return "-"
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ino} {state.st_dev}"


def _in_front(terminal: int) -> bool:
    """Whether the terminal is ours to write to, and not that of a job in front of this one."""
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return True  # It controls no jobs.


def _file(words: "Sequence[str]") -> str:
    """Where the screen of a command is kept.

    Raises:
        OSError: there is no such place.
    """
    import zlib

    named = os.environ.get("HEATWIRE_CACHE_DIR", "").strip()
    if not named:
        home = "~/Library/Caches" if sys.platform == "darwin" else os.environ.get("XDG_CACHE_HOME", "").strip()
        named = os.path.join(home or "~/.cache", "heatwire")
    folder = os.path.expanduser(named)
    if folder.startswith("~"):
        raise FileNotFoundError(folder)
    name = zlib.crc32(ascii((os.getcwd(), [*words])).encode())
    return os.path.join(os.path.abspath(folder), FOLDER, f"{name:08x}.screen")


def _end_kindly(shown: Replay) -> None:
    """Have a signal that ends the program restore the terminal first, as long as the interface does not."""
    import signal

    def end(number: int, _: object) -> None:
        shown.take_back()
        os._exit(128 + number)

    for name in _ENDING:
        signal.signal(getattr(signal, name), end)


def _write(terminal: int, text: str) -> None:
    data = text.encode("utf-8", "replace")
    while data:
        data = data[os.write(terminal, data) :]


def _remove(path: str) -> None:
    if path:
        try:
            os.unlink(path)
        except OSError:
            return
