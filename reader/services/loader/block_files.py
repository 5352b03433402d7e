"""Large blocks in files of a folder, mapped by whoever needs them and held in memory by nobody."""

import mmap
import os
from pathlib import Path
from typing import Final

from reader.core.tables.article_batch import ArticleBatch
from reader.storage.cache.mapped_file import mapped_block

SPOOLED: Final = 1000
"""Articles from which on a block is worth a file."""


class Spool:
    """Puts large blocks into files, each for one other process to map and remove.

    Where that cannot be done, a block stays as it is.

    Args:
        folder: where to; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # By identity: blocks whose files are still to be given away.
        self._files: dict[int, tuple[ArticleBatch, str]] = {}

    def pack(self, block: ArticleBatch) -> ArticleBatch:
        """The same block with its records in a file, if it is large."""
        if id(block) in self._files:
            return block
        written = self._written(block)
        return self._kept(*written) if written else block

    def adopted(self, name: str) -> ArticleBatch:
        """The block in a file that another process packed, as if it had been packed here.

        Raises:
            OSError: the file cannot be read.
            DamagedBatch: it is not what was written.
        """
        return self._kept(_mapped(name), name)

    def _kept(self, block: ArticleBatch, name: str) -> ArticleBatch:
        self._files[id(block)] = block, name
        return block

    def hold(self, block: ArticleBatch) -> ArticleBatch:
        """The same block with its records out of memory, for this process alone."""
        written = self._written(block)
        if written is None:
            return block
        _remove(written[1])
        return written[0]

    def file_of(self, block: ArticleBatch) -> str:
        """The file that holds a block, to be given away once; "" if there is none."""
        kept = self._files.pop(id(block), None) or self._written(block)
        return kept[1] if kept else ""

    def close(self) -> None:
        """Remove the files that were not given away."""
        for _, name in self._files.values():
            _remove(name)
        self._files.clear()

    def _written(self, block: ArticleBatch) -> tuple[ArticleBatch, str] | None:
        if block.count < SPOOLED:
            return None
        # Not at the top: small editions need none, and the interface never does.
        import tempfile

        name = ""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(suffix=".part", dir=self.folder)
            with open(handle, "wb") as file:
                for part in block.parts(block.records()):
                    file.write(part)
            return _mapped(name), name
        except (OSError, ValueError):
            _remove(name)
            return None


def taken(name: str) -> ArticleBatch:
    """The block in a file that was given away; it lives on in memory when its name is gone.

    Raises:
        OSError: the file cannot be read.
        DamagedBatch: it is not what was written.
    """
    try:
        return _mapped(name)
    finally:
        _remove(name)


def _mapped(name: str) -> ArticleBatch:
    with open(name, "rb") as file:
        return mapped_block(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _remove(name: str) -> None:
    try:
        os.unlink(name)
    except OSError:
        return
