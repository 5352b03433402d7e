"""A second process that reads a part of the files, so that two cores are used.

It is forked and needs no start of its own. What it does not deliver, because it died or could not begin, this
process reads itself.
"""

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from typing import cast

from reader.services.loader import wire
from reader.services.loader.block_files import BlockFile
from reader.sources.files.batch import Batch, one_by_one, read_batch

Parts = Sequence[Sequence[str]]


def read_parts(parts: Parts, quick: bool, file: BlockFile | None = None) -> Iterator[Batch]:
    """The batches of some parts, in their order, like `reader.sources.files.batch.one_by_one`.

    Args:
        parts: paths, each once.
        quick: whether to read only what a list needs.
        file: where the second process leaves large batches.
    """
    pool = _start() if len(parts) > 1 else None
    if pool is None:
        yield from one_by_one(parts, quick)
        return
    try:
        futures = [_submit(pool, part, quick, file) for part in parts]
        # Parts that the second process has not begun, each reserved for this one when it is asked for.
        reserved = (number for number, future in enumerate(futures) if future.cancel())
        read_here: dict[int, Batch] = {}
        for wanted, future in enumerate(futures):
            while not future.done() and (number := next(reserved, None)) is not None:
                read_here[number] = read_batch(parts[number], quick)
            batch = read_here.pop(wanted) if wanted in read_here else _result(future, file)
            yield batch or read_batch(parts[wanted], quick)
    finally:
        for process in multiprocessing.active_children():
            process.kill()
        pool.shutdown(cancel_futures=True)


def _start() -> ProcessPoolExecutor | None:
    """A pool of one process; None where there can be none, or nothing is to be gained."""
    # Frameworks of macOS do not survive a fork.
    if sys.platform in ("win32", "darwin") or (os.cpu_count() or 1) < 2:
        return None
    try:
        return ProcessPoolExecutor(1, multiprocessing.get_context("fork"), _end_with_parent)
    except (OSError, ImportError, NotImplementedError, ValueError):
        # No semaphores here, say in a container without /dev/shm.
        return None


def _submit(pool: ProcessPoolExecutor, part: Sequence[str], quick: bool, file: BlockFile | None) -> "Future[bytes]":
    try:
        return pool.submit(_read, part, quick, None if file is None else file.descriptor)
    except (OSError, BrokenExecutor):
        # No process could be started.
        return Future()


def _result(future: "Future[bytes]", file: BlockFile | None) -> Batch | None:
    """What the second process read; None if it is lost."""
    try:
        return cast("Batch", wire.load(future.result(), [file] if file else []))
    except (BrokenExecutor, OSError, ValueError, EOFError):
        return None


# -- in the second process


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()

    def end() -> None:
        if parent is not None:
            wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=end, daemon=True).start()


def _read(paths: Sequence[str], quick: bool, descriptor: int | None) -> bytes:
    files = [] if descriptor is None else [BlockFile(os.dup(descriptor))]
    return bytes(wire.dump(read_batch(paths, quick), files))
