"""Whether files came or went in the folders that are read: by the times of the folders, one `stat` each."""

import os
import time
from collections.abc import Callable, Sequence

from reader.sources.files.discovery import article_folders

SETTLED: float = 1.0
"""Seconds without a change after which files are taken to be complete."""


class FolderWatch:
    """Notices that files came or went; a file that is changed in place is not noticed.

    Args:
        paths: the files and folders that are read.
        clock: seconds since 1970.
    """

    def __init__(self, paths: Sequence[str | os.PathLike[str]], clock: Callable[[], float] = time.time) -> None:
        self._paths = paths
        self._clock = clock
        self._start = int(clock() * 1e9)
        self._seen: dict[str, int] = {}
        self._below: dict[str, tuple[int, list[str]]] = {}

    def changed(self) -> bool:
        """Whether anything changed since the last time, or at first since this object was made."""
        found = self._look()
        before, self._seen = self._seen or {place: min(time, self._start) for place, time in found.items()}, found
        if found == before:
            return False
        latest = max((time for place, time in found.items() if before.get(place) != time), default=0)
        if 0 <= self._clock() - latest / 1e9 < SETTLED:
            # Somebody is still writing: look again later.
            self._seen = before
            return False
        return True

    def _look(self) -> dict[str, int]:
        """The times of all folders, and of single files, in nanoseconds."""
        found: dict[str, int] = {}
        waiting = [folder for path in self._paths for folder in article_folders(os.fspath(path))]
        while waiting:
            place = waiting.pop()
            try:
                found[place] = time = os.stat(place).st_mtime_ns
                known = self._below.get(place)
                if known is None or known[0] != time:
                    known = self._below[place] = time, _folders_in(place)
            except OSError:
                continue
            waiting += known[1]
        return found


def _folders_in(place: str) -> list[str]:
    """The folders in a folder that are read with it; none in a file."""
    if not os.path.isdir(place):
        return []
    with os.scandir(place) as entries:
        return [entry.path for entry in entries if entry.name[0] != "." and entry.is_dir(follow_symlinks=False)]
