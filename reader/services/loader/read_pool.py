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
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Final

from reader.services.loader import wire
from reader.services.loader.block_files import BlockFile
from reader.sources.files.batch import ReadBatch, read_batch, read_in_order

_NUMBER: Final = struct.Struct("<I")
_MOST: Final = 4096  # parts whose numbers surely fit into a pipe

Parts = Sequence[Sequence[str]]


def read_parts(parts: Parts, quick: bool, files: Sequence[BlockFile] = ()) -> Iterator[ReadBatch]:
    """The batches of some parts, in their order, like `reader.sources.files.batch.read_in_order`.

    The second process leaves large batches in the first of the files.
    """
    # Frameworks of macOS do not survive a fork.
    if sys.platform in ("win32", "darwin") or (os.cpu_count() or 1) < 2 or not 1 < len(parts) <= _MOST:
        yield from read_in_order(parts, quick)
        return
    # The numbers of the parts are read from a pipe.
    numbers, filling = os.pipe()
    os.write(filling, b"".join(map(_NUMBER.pack, range(len(parts)))))
    os.close(filling)
    context = multiprocessing.get_context("fork")
    results, sender = context.Pipe(duplex=False)
    second = context.Process(target=_work, args=(numbers, results, sender, parts, quick, files), daemon=True)
    # Without a second process, this one takes all numbers.
    with suppress(OSError):
        second.start()
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


def _claim(numbers: int) -> int | None:
    """The number of a part that neither process has taken; None if there is none."""
    # Reads of a pipe are atomic: no number is torn in two.
    data = os.read(numbers, _NUMBER.size)
    return int(_NUMBER.unpack(data)[0]) if data else None


def _work(
    numbers: int, results: "Connection", sender: "Connection", parts: Parts, quick: bool, files: Sequence[BlockFile]
) -> None:
    """The second process: read parts, and end with them or with the first process."""
    # Only the first process reads: when it has ended, sending fails.
    results.close()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while (number := _claim(numbers)) is not None:
        batch = wire.dump((number, read_batch(parts[number], quick)), files)
        try:
            sender.send_bytes(batch)
        except BrokenPipeError:
            return  # The first process has ended.


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
