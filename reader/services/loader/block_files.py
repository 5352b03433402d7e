"""Large batches in files that the loading process shares with the application.

The files have no name, so that nothing of them stays behind, however the processes end.
"""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from reader.core.tables.article_batch import ArticleBatch
from reader.storage.cache.file_part import FilePart, OpenFile

SPILLED: Final = 1000  # articles from which on a batch is worth a place in a file


class BlockFile(OpenFile):
    """A file of batches. One process appends to it; all that inherit the descriptor can read them."""

    def spill(self, batch: ArticleBatch) -> ArticleBatch:
        """The same batch with its records in this file; unchanged if it is small or cannot be written."""
        if batch.count < SPILLED or location(batch, [self]):
            return batch
        try:
            start = os.fstat(self.descriptor).st_size
            return self.take(start, self._write(start, batch.parts(batch.records())))
        except (OSError, ValueError):
            return batch

    def take(self, start: int, end: int) -> ArticleBatch:
        """The batch at a place in the file (raises like `ArticleBatch.from_bytes`)."""
        return ArticleBatch.from_bytes(FilePart(self, start, end))

    def _write(self, at: int, parts: Iterable[bytes | memoryview]) -> int:
        for part in parts:
            view = memoryview(part)
            while view:
                written = os.pwrite(self.descriptor, view, at)
                at, view = at + written, view[written:]
        return at


def location(batch: ArticleBatch, files: Sequence[BlockFile]) -> tuple[int, int, int] | None:
    """Where a batch is: the number of the file, start and end; None if it is in none of them."""
    part = batch.data
    if not isinstance(part, FilePart):
        return None
    return next(((number, part.start, part.end) for number, file in enumerate(files) if file is part.file), None)


def create_unnamed(folder: Path) -> BlockFile | None:
    """A new file in a folder, which need not exist; None where the system has no such files or refuses one."""
    if not hasattr(os, "pwrite"):
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if hasattr(os, "O_TMPFILE"):
            # Not every file system has them.
            with suppress(OSError):
                return BlockFile(os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o600))
        name = folder / f"{os.urandom(8).hex()}.part"
        file = BlockFile(os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        name.unlink()
    except OSError:
        return None
    return file
