"""Files that are there whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(file: Path) -> Iterator[IO[bytes]]:
    """A file to write, that takes the place of another once all of it is written; after an exception it is none.

    Raises:
        OSError: it cannot be written, or cannot take its place.
    """
    # Not at the top: a start from the cache writes nothing.
    import tempfile

    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # A name of its own, for there may be another window that writes the same file; mode 0600.
    descriptor, spare = tempfile.mkstemp(suffix=".new", dir=file.parent)
    try:
        with open(descriptor, "wb") as target:
            yield target
        os.replace(spare, file)
    except BaseException:
        remove(spare)
        raise


def remove(file: str | Path) -> None:
    """Remove a file if it is there and can be removed."""
    try:
        os.unlink(file)
    except OSError:
        return


def remove_oldest(files: Iterable[Path], keep: int) -> list[Path]:
    """Remove all but the `keep` latest of some files; those that were removed."""
    old = sorted(files, key=lambda file: (time_of(file), file.name), reverse=True)[keep:]
    for file in old:
        remove(file)
    return old


def time_of(file: Path) -> float:
    """When a file was changed (seconds since 1970, UTC); 0 if it is no longer there."""
    try:
        return file.lstat().st_mtime
    except OSError:
        return 0.0
