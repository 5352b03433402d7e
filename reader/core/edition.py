"""What was read from some paths, and from which files."""

from typing import NamedTuple


class FileState(NamedTuple):
    """What a file was when it was read: bytes, time of change in ns, and its article's id, 0 for none."""

    size: int
    mtime_ns: int
    article: int
