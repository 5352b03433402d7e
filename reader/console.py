"""Output of commands: data to stdout, messages to stderr."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Final, TextIO

_PROGRESS_WIDTH: Final = 40


def prepare(*streams: TextIO | None) -> None:
    """Make streams replace characters that their encoding lacks by "?" instead of failing."""
    for stream in streams:
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def write_lines(lines: Iterable[str]) -> None:
    """Write lines of data to stdout.

    Raises:
        OSError: stdout cannot be written to; BrokenPipeError if the process reading it has ended.
    """
    out = sys.stdout
    if out is None:
        return
    for line in lines:
        out.write(line + "\n")
    out.flush()


def narrate(*lines: str) -> None:
    """Write messages to stderr; a failure is ignored."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.writelines(f"{line}\n" for line in lines)
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def show_progress(text: str) -> None:
    """Show a short text in place of the one before, if stderr is a terminal; "" removes it."""
    stream = sys.stderr
    if stream is not None and is_terminal(stream):
        with suppress(OSError):
            stream.write(f"\r{text:<{_PROGRESS_WIDTH}}\r{text}")
            stream.flush()


def silence(stream: TextIO | None) -> None:
    """Discard the rest of a stream, so that closing it at exit cannot fail."""
    if stream is None:
        return
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal; a closed one is not."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def is_dumb_terminal() -> bool:
    """Whether the terminal (by TERM) cannot move its cursor, so that no full screen is possible."""
    return sys.platform != "win32" and os.environ.get("TERM", "").strip() in ("", "dumb")


def terminal_width(stream: TextIO | None) -> int | None:
    """The columns of a stream that is a terminal, None for any other."""
    if stream is None or not is_terminal(stream):
        return None
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named) > 0:
        return int(named)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
