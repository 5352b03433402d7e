"""Reads a folder with a second process, and prints what came: a program for `test_read_pool`.

    python -m tests.services.sharing HOW FOLDER SPOOL

Here and not in the tests, for a process with threads, as that of the tests may be, must not be forked.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from reader.core.load_events import Added, Discovered, Finished, LoadEvent, Removed
from reader.core.tables.article_batch import ArticleBatch
from reader.services.loader import block_files, read_pool
from reader.services.loader.block_files import BlockFile, create_unnamed, location
from reader.services.loader.read_pool import read_parts
from reader.sources.files import folder_loader, folder_reader
from reader.sources.files.batch import ReadBatch, read_batch, read_in_order
from reader.sources.files.read_state import ReadState

FIRST, BLOCK = 7, 20
_BEGUN, _BEGIN = os.pipe()
_ALIVE, _HELD = os.pipe()
_MAIN = os.getpid()


def _in_turn(paths: Sequence[str], quick: bool = False) -> ReadBatch:
    """Read files here only when the other process has begun with some."""
    if os.getpid() == _MAIN:
        os.read(_BEGUN, 1)
        os.write(_BEGIN, b"x")
    else:
        os.write(_BEGIN, b"x")
    return read_batch(paths, quick)


def _dying(paths: Sequence[str], quick: bool = False) -> ReadBatch:
    if os.getpid() == _MAIN:
        return _in_turn(paths, quick)
    os.write(_BEGIN, b"x")
    os._exit(3)


def _outliving(paths: Sequence[str], quick: bool = False) -> ReadBatch:
    """Here, die as soon as the other has begun; there, read only when that has happened."""
    if os.getpid() == _MAIN:
        os.read(_BEGUN, 1)
        os.kill(_MAIN, 9)
    print("began", flush=True)
    os.close(_HELD)
    os.write(_BEGIN, b"x")
    os.read(_ALIVE, 1)
    return read_batch(paths, quick)


_receive = read_pool._receive
_DELIVERED: set[int] = set()


def _noted(results: "Connection", files: Sequence[BlockFile], done: dict[int, ReadBatch], wait: bool) -> bool:
    before = set(done)
    goes_on = _receive(results, files, done, wait)
    for number in done.keys() - before:
        batch = done[number].articles
        assert batch.count < BLOCK // 2 or location(batch, files)
        _DELIVERED.add(number)
    return goes_on


def _nonsense(value: object, files: Sequence[BlockFile]) -> bytes:
    return b"nonsense"


def _misplaced(batch: ArticleBatch, files: Sequence[BlockFile]) -> tuple[int, int, int]:
    return 0, 5, 500


def _refused() -> int:
    raise OSError("no more processes")


def _prepare(how: str) -> None:
    """Small parts, shared from the first file on; and what is to go wrong."""
    patch = pytest.MonkeyPatch()
    patch.setattr(folder_loader, "QUICK", 0)
    patch.setattr(folder_reader, "SHARED", 0)
    patch.setattr(block_files, "SPILLED", BLOCK // 2)
    patch.setattr(os, "cpu_count", lambda: 2)
    patch.setattr(read_pool, "_receive", _noted)
    readers = {"dies": _dying, "outlived": _outliving, "alone": read_batch}
    patch.setattr(read_pool, "read_batch", readers.get(how, _in_turn))
    if how == "nonsense":
        patch.setattr("reader.services.loader.wire.dump", _nonsense)
    elif how == "misplaced":
        patch.setattr("reader.services.loader.wire.location", _misplaced)
    elif how == "alone":
        patch.setattr(os, "fork", _refused)


def _told(event: LoadEvent) -> list[object]:
    match event:
        case Added(batch=batch):
            return ["arrived", batch.count, hashlib.sha256(batch.to_bytes()).hexdigest()]
        case Discovered(files=files, topics=topics):
            return ["found", files, len(topics)]
        case Removed(articles=articles):
            return ["gone", *sorted(articles)]
        case Finished(problems=problems, failure=failure):
            return ["loaded", *map(str, problems), failure]
    return [type(event).__name__]


def main(how: str, folder: str, spool: str) -> int:
    """Print the events, after each of the two readings what there is to keep, and how much the second process gave."""
    _prepare(how)
    sent, private, second = (create_unnamed(Path(spool)) for _ in range(3))
    assert sent
    assert private
    assert second
    readings: list[object] = []

    def keep(reading: ReadState) -> None:
        problems = {path: list(map(str, found)) for path, found in reading.problems.items()}
        readings.append([list(reading.files.items()), sorted(reading.gone), problems])

    def share(parts: Sequence[Sequence[str]], quick: bool) -> Iterator[ReadBatch]:
        return read_in_order(parts, quick) if how == "one" else read_parts(parts, quick, [second])

    events = folder_loader.load_files(
        [folder], first=FIRST, most=BLOCK, done=keep, spill=sent.spill, spill_private=private.spill, read_parts=share
    )
    told = [_told(event) for event in events]
    print(json.dumps([told, readings, len(_DELIVERED)]))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
