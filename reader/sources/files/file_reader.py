"""Reads the bytes and the text of a file, whatever the path leads to."""

import codecs
import os
import stat
from typing import Final

FILE_LIMIT: Final = 1024 * 1024
# Without O_NONBLOCK a FIFO would block for ever; O_NOCTTY keeps a terminal from becoming the controlling one.
_FLAGS: Final = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT")
)
# Some file systems accept times that 64 bits cannot hold.
_MOST_NS: Final = 2**63 - 1
CANNOT_READ: Final = "cannot be read"
"""How the reason begins if the system refused access, and not because of the contents."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Unreadable(Exception):
    """A file, or a piece of YAML, that cannot be used: the reason in words, and the line where known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def read_file(path: str, limit: int = FILE_LIMIT) -> bytes:
    """The bytes of a regular file of at most `limit` bytes; never blocks.

    Raises:
        Unreadable: there is no such file.
    """
    return read_with_state(path, limit)[0]


def read_with_state(path: str, limit: int = FILE_LIMIT) -> tuple[bytes, int, int]:
    """The bytes of a file as from `read_file`, and its `file_state` before they were read (raises like that)."""
    try:
        handle = os.open(path, _FLAGS)
    except OSError as error:
        raise Unreadable(cannot_read(error)) from error
    except ValueError as error:
        raise Unreadable(f"{CANNOT_READ}: a path cannot contain a NUL") from error
    try:
        state = os.fstat(handle)
        if not stat.S_ISREG(state.st_mode):
            raise Unreadable("not a regular file")
        size = state.st_size
        if size > limit:
            raise Unreadable(f"too large: {size:,} bytes (the limit is {limit:,})")
        data = os.read(handle, size + 1)
        # A file that has the size it claims is complete; those under /proc claim none and come in pieces.
        if len(data) != size or not size:
            data = _rest(handle, data, limit)
        return data, size, state.st_mtime_ns & _MOST_NS
    except OSError as error:
        raise Unreadable(cannot_read(error)) from error
    finally:
        os.close(handle)


def file_state(path: str) -> tuple[int, int]:
    """The size and the time of change (ns) of the file at a path; (-1, -1) if there is none."""
    try:
        state = os.stat(path)
    except (OSError, ValueError):
        return -1, -1
    return state.st_size, state.st_mtime_ns & _MOST_NS


def cannot_read(error: OSError) -> str:
    """The reason for a failed access in words, without the path."""
    return f"{CANNOT_READ}: {(error.strerror or type(error).__name__).lower()}"


def decode(data: bytes) -> tuple[str, int | None]:
    """The text of a file with `\\n` for every line break, and the line of its first byte that is not UTF-8.

    Such bytes become U+FFFD; the line is None if there are none.

    Raises:
        Unreadable: it is UTF-16.
    """
    if data.startswith(_UTF16):
        raise Unreadable("the file is UTF-16; save it as UTF-8", 1)
    data = data.removeprefix(codecs.BOM_UTF8)
    bad: int | None = None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].replace(b"\r\n", b"\n")
        bad = 1 + before.count(b"\n") + before.count(b"\r")
        text = data.decode("utf-8", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, bad


def _rest(handle: int, data: bytes, limit: int) -> bytes:
    while len(data) <= limit and (more := os.read(handle, limit + 1 - len(data))):
        data += more
    if len(data) > limit:
        raise Unreadable(f"too large: more than {limit:,} bytes")
    return data
