"""The last frame of the interface, shown again before the interface is imported, which takes ten times as long.

A saved frame is shown only if everything that it was drawn from is unchanged: the arguments, the terminal and
its size, the settings, the marks, the cache, the folders, the program and, for relative dates, the time. Any
doubt means no frame. The interface then draws the same screen over it.
"""

import os
import signal
import sys
import time
import zlib

if sys.platform != "win32":
    import termios
    import tty

# Not from `typing`: its import takes a third of the time that there is.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

FOLDER = "screens"
MAX_BYTES = 1 << 20  # larger files are not read
ENTER = "\x1b[?1049h"
_BEFORE, _AFTER = "\x1b[?25l\x1b[?2026h", "\x1b[?2026l"
_LEAVE = "\x1b[?1049l\x1b[?25h"
_LATE = 0.02
_MAGIC = "heatwire screen 2"
_SUFFIX = ".screen"
_LEFT_OVER = 60  # seconds after which an unfinished file is taken to be abandoned
_SEPARATOR = "\n--\n"
_VARIABLES = (
    "TERM",
    "COLORTERM",
    "COLORFGBG",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
    "LINES",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
)
_PREFIXES = ("HEATWIRE_", "TEXTUAL", "XDG_")
_SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT")
KEPT = 10
"""Frames that are kept; the oldest are removed first."""


class FirstFrame:
    """A frame on the screen, until the interface takes the terminal over or `restore_terminal` removes it.

    `attributes` are the terminal's from before, for whoever restores them.
    """

    def __init__(self, terminal: int) -> None:
        self.attributes: list[Any] = termios.tcgetattr(terminal)
        self._terminal = terminal
        self._shown = True
        _restore_on_signal(self)
        # The same mode as the interface sets: keys typed now are neither echoed nor interpreted, and reach it later.
        changed: list[Any] = termios.tcgetattr(terminal)
        changed[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
        changed[tty.IFLAG] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
        termios.tcsetattr(terminal, termios.TCSANOW, changed)

    def hand_over(self) -> None:
        """Leave the terminal to the interface."""
        self._shown = False

    def restore_terminal(self) -> None:
        """Put the terminal back as it was, unless it was handed over."""
        if self._shown:
            self._shown = False
            _write(self._terminal, _LEAVE)
            termios.tcsetattr(self._terminal, termios.TCSANOW, self.attributes)


def show_frame(argv: "Sequence[str]") -> FirstFrame | None:
    """Show the frame saved for the same arguments if it is still valid; None if nothing was shown."""
    if sys.platform == "win32":
        return None
    try:
        head, _, text = _checked(_read(argv)).partition(_SEPARATOR)
        if not text or not _is_valid(head.split("\n"), argv):
            return None
        terminal = sys.__stdout__.fileno() if sys.__stdout__ else -1
        if not os.isatty(terminal) or not os.isatty(0) or not _is_foreground(terminal):
            return None
        frame = FirstFrame(terminal)
        _write(terminal, ENTER + _BEFORE + text + _AFTER)
    except (OSError, ValueError):
        return None
    return frame


def save_frame(argv: "Sequence[str]", text: str, until: float, files: "Iterable[str]") -> None:
    """Save a frame for the next start with the same arguments. A failure is ignored: that start is only slower.

    `text` draws the frame on an empty screen, `until` is the time (seconds since 1970) until which its relative dates
    are right, and `files` are the paths of what it was drawn from; they need not exist.
    """
    paths = list(files)
    temporary = ""
    try:
        file = _path(argv)
        head = [str(time.time()), str(until), str(len(paths)), *paths, *_fingerprint(argv, paths)]
        content = "\n".join(head) + _SEPARATOR + text
        os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
        temporary = f"{file}.{os.getpid()}"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with open(descriptor, "w", encoding="utf-8", errors="surrogateescape", newline="") as target:
            target.write(f"{_MAGIC}\n{_checksum(content)}\n{content}")
        os.replace(temporary, file)
        _remove_old(os.path.dirname(file))
    except (OSError, ValueError):
        _remove(temporary)


def _remove_old(folder: str) -> None:
    """Remove all frames but the latest, and what was left unfinished."""
    found = sorted((entry.stat().st_mtime, entry.path) for entry in os.scandir(folder))
    frames = [path for _, path in found if path.endswith(_SUFFIX)]
    unfinished = [path for changed, path in found if not path.endswith(_SUFFIX) and changed < time.time() - _LEFT_OVER]
    for path in (*frames[:-KEPT], *unfinished):
        _remove(path)


def discard_frame(argv: "Sequence[str]") -> None:
    """Remove the frame saved for these arguments."""
    try:
        _remove(_path(argv))
    except OSError:
        return


def has_changed_since(moment: float, paths: "Iterable[str]") -> bool:
    """Whether one of some files or folders has changed since a moment, in seconds since 1970; in doubt it has."""
    # The status time cannot be set back; the clock of a file system is some milliseconds late.
    return any(state.st_ctime >= moment - _LATE for state in map(_stat, paths) if state is not None)


def watched_folders(path: str) -> "tuple[str, ...]":
    """The folders whose modification time changes when an article or a topic of a PATH is added or removed."""
    parts = ("_news", "news", "topics", os.path.join("_data", "topics"))
    return (path, *(os.path.join(path, part) for part in parts))


def _read(argv: "Sequence[str]") -> str:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(_path(argv), flags)
    with open(descriptor, encoding="utf-8", errors="surrogateescape", newline="") as file:
        state = os.fstat(descriptor)
        # Its text drives the terminal: it must be a regular file that no other user can have written.
        trusted = state.st_mode & 0o170022 == 0o100000 and state.st_uid == os.geteuid() and state.st_size <= MAX_BYTES
        return file.read() if trusted else ""


def _checked(content: str) -> str:
    """What was written, without its checksum; "" if it is damaged or of another version."""
    magic, checksum, text = content.split("\n", 2)
    return text if (magic, checksum) == (_MAGIC, _checksum(text)) else ""


def _checksum(text: str) -> str:
    return f"{zlib.crc32(text.encode('utf-8', 'surrogateescape')):08x}"


def _is_valid(head: "list[str]", argv: "Sequence[str]") -> bool:
    made, until, count, *rest = head
    paths, fingerprint = rest[: int(count)], rest[int(count) :]
    in_time = float(made) <= time.time() < float(until)
    return in_time and fingerprint == _fingerprint(argv, paths)


def _fingerprint(argv: "Sequence[str]", paths: "Sequence[str]") -> "list[str]":
    """Everything that must be unchanged, one line each."""
    size = os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1)
    context = (os.getcwd(), [*argv], _variables(os.environ), size.columns, size.lines)
    return [ascii(context), *_program_files(), *map(_file_state, paths)]


def _variables(environment: "Mapping[str, str]") -> "list[tuple[str, str]]":
    return sorted(item for item in environment.items() if item[0] in _VARIABLES or item[0].startswith(_PREFIXES))


def _program_files() -> "list[str]":
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    found = []
    for folder in (package, os.path.join(os.path.dirname(package), "styles")):
        for at, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if name not in ("__pycache__", "seeds")]
            found += [_file_state(os.path.join(at, name)) for name in names if name.endswith((".py", ".tcss"))]
    return sorted(found)


def _file_state(path: str) -> str:
    state = _stat(path)
    return f"{state.st_size} {state.st_mtime_ns} {state.st_ino} {state.st_dev}" if state else "-"


def _stat(path: str) -> "os.stat_result | None":
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def _is_foreground(terminal: int) -> bool:
    """Whether this process may write to the terminal: it is not a background job."""
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return True  # The terminal has no job control.


def _path(argv: "Sequence[str]") -> str:
    """The file for the frame of a command; raises OSError if there is no home folder or no current folder."""
    named = os.environ.get("HEATWIRE_CACHE_DIR", "").strip()
    if not named:
        home = "~/Library/Caches" if sys.platform == "darwin" else os.environ.get("XDG_CACHE_HOME", "").strip()
        named = os.path.join(home or "~/.cache", "heatwire")
    folder = os.path.expanduser(named)
    if folder.startswith("~"):
        raise FileNotFoundError(folder)
    name = zlib.crc32(ascii((os.getcwd(), [*argv])).encode())
    return os.path.join(os.path.abspath(folder), FOLDER, f"{name:08x}{_SUFFIX}")


def _restore_on_signal(frame: FirstFrame) -> None:
    """Restore the terminal before a signal ends the program; the interface replaces these handlers."""

    def end(number: int, _: object) -> None:
        try:
            frame.restore_terminal()
        finally:
            os._exit(128 + number)

    for name in _SIGNALS:
        signal.signal(getattr(signal, name), end)
    # A stop from elsewhere would leave the terminal raw; the interface can stop.
    signal.signal(signal.SIGTSTP, lambda *_: None)


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
