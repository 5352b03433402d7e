"""Parts of open files that are read as far as they are sliced.

Nothing is mapped into memory: a mapped file that another program cuts short ends the process that reads it.
"""

import os
import stat
import sys
import zlib
from pathlib import Path
from typing import Final

_SLICE: Final = 1 << 20


class OpenFile:
    """A file that stays open, under whatever name; its descriptor is closed with this object."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __del__(self) -> None:
        os.close(self.descriptor)

    def read(self, start: int, size: int) -> bytes:
        """The bytes from `start` on; fewer than `size` at the end of the file, none where it cannot be read."""
        try:
            if sys.platform == "win32":
                os.lseek(self.descriptor, start, os.SEEK_SET)
                return os.read(self.descriptor, size)
            return os.pread(self.descriptor, size, start)
        except OSError:
            return b""


class FilePart:
    """A part of an open file, from `start` to `end`."""

    def __init__(self, file: OpenFile, start: int, end: int) -> None:
        self.file, self.start, self.end = file, start, end

    def __len__(self) -> int:
        return self.end - self.start

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(len(self))
        return self.file.read(self.start + start, max(0, end - start))

    def checksum(self, end: int) -> int:
        """The CRC-32 of the bytes before `end`, few of which are in memory at a time."""
        found = 0
        for start in range(0, end, _SLICE):
            found = zlib.crc32(self[start : min(start + _SLICE, end)], found)
        return found


def open_private(file: Path) -> FilePart | None:
    """All of a file that belongs to the user and that nobody else can write; None if it is another's, or no file."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    opened = OpenFile(os.open(file, flags))
    state = os.fstat(opened.descriptor)
    if not stat.S_ISREG(state.st_mode):
        return None
    if sys.platform != "win32" and (state.st_uid != os.geteuid() or state.st_mode & 0o022):
        return None
    return FilePart(opened, 0, state.st_size)
