"""Mapped files: which of them can be trusted, blocks in them, and pages that are let go again."""

import mmap
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from reader.core.tables.article_batch import ArticleBatch


def mapped_block(mapped: mmap.mmap, size: int | None = None) -> ArticleBatch:
    """The block in the first `size` bytes of a mapped file, in all of them if None.

    Raises:
        DamagedBatch: they are no block.
    """
    block = ArticleBatch.from_bytes(memoryview(mapped)[:size])
    block.release_pages = letting_go(mapped)
    if block.release_pages is not None:
        # The columns were copied: their pages are not needed a second time.
        block.release_pages()
    return block


def letting_go(mapped: mmap.mmap) -> Callable[[], None] | None:
    """What makes pages that were read count as our memory no longer; they can be read again."""
    if not hasattr(mmap, "MADV_DONTNEED"):
        return None
    return lambda: mapped.madvise(mmap.MADV_DONTNEED)


def trusted(file: Path, least: int) -> mmap.mmap | None:
    """A file of our own that nobody else can write, mapped; None if it is another's, no file or shorter than `least`.

    Raises:
        OSError: it cannot be opened.
    """
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode) or state.st_size < least:
            return None
        if sys.platform != "win32" and (state.st_uid != os.geteuid() or state.st_mode & 0o022):
            return None
        return mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
    finally:
        os.close(descriptor)
