"""Where commands write: data to stdout, narration to stderr."""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO


def prepare(*streams: TextIO | None) -> None:
    """Make streams write what their encoding lacks as "?" instead of failing."""
    for stream in streams:
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def write_lines(lines: Iterable[str]) -> None:
    """Write lines of data to stdout.

    Raises:
        OSError: stdout takes no more; BrokenPipeError where its reader has gone.
    """
    out = sys.stdout
    if out is None:
        return
    for line in lines:
        out.write(line + "\n")
    out.flush()


def narrate(line: str) -> None:
    """Write one line beside the data, to stderr; nobody listening is no fault."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO | None) -> None:
    """Send the rest of a stream nowhere, so that closing it at the end cannot fail."""
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
    """Whether a stream is a terminal; a closed one is none."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:
        return False


def is_poor_terminal() -> bool:
    """Whether the terminal (TERM) says that it cannot move its cursor, so that it can show no screen."""
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


def json_text(value: object) -> str:
    """A value as JSON on one line, readable where stdout is UTF-8 and in ASCII elsewhere."""
    import json

    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "").replace("_", "")
    text = json.dumps(value, ensure_ascii=encoding != "utf8")
    # A lone surrogate (a file name's odd byte) is no character: nothing else could read it.
    return text.encode("utf-8", "replace").decode("utf-8") if encoding == "utf8" else text


def json_array(values: Iterable[object]) -> Iterator[str]:
    """The lines of a JSON array, one value a line."""
    opening = "["
    for value in values:
        yield opening + json_text(value)
        opening = ","
    yield "[]" if opening == "[" else "]"
