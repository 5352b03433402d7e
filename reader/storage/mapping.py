"""Blocks in mapped files, whose pages are let go again."""

import mmap
from collections.abc import Callable

from reader.core.block import Block


def mapped_block(mapped: mmap.mmap, size: int | None = None) -> Block:
    """The block in the first `size` bytes of a mapped file, in all of them if None.

    Raises:
        DamagedBlock: they are no block.
    """
    block = Block.from_bytes(memoryview(mapped)[:size])
    block.let_go = letting_go(mapped)
    if block.let_go is not None:
        # The columns were copied: their pages are not needed a second time.
        block.let_go()
    return block


def letting_go(mapped: mmap.mmap) -> Callable[[], None] | None:
    """What makes pages that were read count as our memory no longer; they can be read again."""
    if not hasattr(mmap, "MADV_DONTNEED"):
        return None
    return lambda: mapped.madvise(mmap.MADV_DONTNEED)
