"""A second process that reads a part of the files, so that two cores are used.

It is forked and needs no start of its own. Both processes take the numbers of parts from one pipe until it is empty.
What the second does not deliver, because it died or could not begin, the first reads itself.
"""

import multiprocessing
import os
import struct
import sys
import threading
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from typing import Final

from reader.services.loader import wire
from reader.services.loader.block_files import BlockFile
from reader.sources.files.batch import ReadBatch, read_batch, read_in_order

_NUMBER: Final = struct.Struct("<I")
_MOST: Final = 4096
"""Parts whose numbers surely fit into a pipe."""

Parts = Sequence[Sequence[str]]


def read_parts(parts: Parts, quick: bool, files: Sequence[BlockFile] = ()) -> Iterator[ReadBatch]:
    """The batches of some parts, in their order, like `reader.sources.files.batch.read_in_order`.

    Args:
        parts: paths, each once.
        quick: whether to read only what a list needs.
        files: where the second process leaves large batches: the first of them, or none.
    """
    # Frameworks of macOS do not survive a fork.
    if sys.platform in ("win32", "darwin") or (os.cpu_count() or 1) < 2 or not 1 < len(parts) <= _MOST:
        yield from read_in_order(parts, quick)
        return
    numbers = _fill_pipe(len(parts))
    context = multiprocessing.get_context("fork")
    results, sender = context.Pipe(duplex=False)
    second = context.Process(target=_work, args=(numbers, sender, parts, quick, files), daemon=True)
    try:
        second.start()
    except OSError:
        # No more processes: this one takes all numbers.
        pass
    sender.close()
    done: dict[int, ReadBatch] = {}
    try:
        for wanted, part in enumerate(parts):
            while wanted not in done:
                number = _claim(numbers)
                if number is not None:
                    done[number] = read_batch(parts[number], quick)
                if not _receive(results, files, done, wait=number is None) and number is None:
                    done[wanted] = read_batch(part, quick)
            yield done.pop(wanted)
    finally:
        if second.pid is not None:
            second.kill()
            second.join()
        results.close()
        os.close(numbers)


def _receive(results: "Connection", files: Sequence[BlockFile], done: dict[int, ReadBatch], wait: bool) -> bool:
    """Take what the second process has read by now, with `wait` at least one batch; False if nothing more will come."""
    try:
        while results.poll(None if wait else 0):
            number, batch = wire.load(results.recv_bytes(), files)
            done[number] = batch
            wait = False
    except (EOFError, OSError, ValueError):
        return False
    return True


def _fill_pipe(count: int) -> int:
    """A pipe to read the numbers below `count` from."""
    numbers, filling = os.pipe()
    os.write(filling, b"".join(map(_NUMBER.pack, range(count))))
    os.close(filling)
    return numbers


def _claim(numbers: int) -> int | None:
    """The number of a part that neither process has taken; None if there is none."""
    # Reads of a pipe are atomic: no number is torn in two.
    data = os.read(numbers, _NUMBER.size)
    return int(_NUMBER.unpack(data)[0]) if data else None


def _work(numbers: int, sender: "Connection", parts: Parts, quick: bool, files: Sequence[BlockFile]) -> None:
    """The second process: read parts, and end with them or with the first process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while (number := _claim(numbers)) is not None:
        batch = wire.dump((number, read_batch(parts[number], quick)), files)
        try:
            sender.send_bytes(batch)
        except BrokenPipeError:
            # The first process has ended.
            return


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
