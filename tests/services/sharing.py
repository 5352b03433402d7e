"""Reads a folder with a second process, and says what came: a program for `test_second_reader`.

    python -m tests.services.sharing HOW FOLDER SPOOL

Here and not in the tests, for a process with threads, as that of the tests may be, is not to be copied.
"""

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

import pytest

from reader.core.model.load_events import Added, Discovered, Finished, LoadEvent, Removed
from reader.core.tables.article_batch import ArticleBatch
from reader.services.loader import block_files as spools
from reader.services.loader import read_pool
from reader.services.loader.block_files import Spool
from reader.services.loader.read_pool import SecondReader
from reader.sources.files import folder_loader
from reader.sources.files.batch import Batch, one_by_one, read_batch

FIRST, BLOCK = 7, 20
_BEGUN, _BEGIN = os.pipe()
_ALIVE, _HELD = os.pipe()
_MAIN = os.getpid()


def _in_turn(paths: Sequence[str], quick: bool = False) -> Batch:
    """Read files here only when the other process has begun with some."""
    if os.getpid() == _MAIN:
        os.read(_BEGUN, 1)
        os.write(_BEGIN, b"x")
    else:
        os.write(_BEGIN, b"x")
    return read_batch(paths, quick)


def _dying(paths: Sequence[str], quick: bool = False) -> Batch:
    if os.getpid() == _MAIN:
        return _in_turn(paths, quick)
    os.write(_BEGIN, b"x")
    os._exit(3)


def _talking_nonsense(results: IO[bytes], *_: object) -> None:
    results.write(b"\x03\0\0\0\0\0\0\0abcd" * 10)
    results.flush()


def _leaving_no_file(results: IO[bytes], number: int, batch: Batch, spool: Spool) -> None:
    _deliver(results, number, batch, _Forgetful(spool.folder))


class _Forgetful(Spool):
    def file_of(self, block: ArticleBatch) -> str:
        name = super().file_of(block)
        if name:
            os.unlink(name)
        return name


_deliver = read_pool._deliver
_batch = read_pool._batch
_DELIVERED: list[Batch] = []


def _noted(message: tuple[Any, ...], paths: Sequence[str], spool: Spool) -> Batch:
    _DELIVERED.append(_batch(message, paths, spool))
    return _DELIVERED[-1]


def _outliving(paths: Sequence[str], quick: bool = False) -> Batch:
    """Here, die as soon as the other has begun; there, read only when that has happened."""
    if os.getpid() == _MAIN:
        os.read(_BEGUN, 1)
        os.kill(_MAIN, 9)
    print("began", flush=True)
    os.close(_HELD)
    os.write(_BEGIN, b"x")
    os.read(_ALIVE, 1)
    return read_batch(paths, quick)


def _refused() -> int:
    raise OSError("no more processes")


def _prepare(how: str) -> None:
    """Small parts, shared from the first file on; and what is to go wrong."""
    patch = pytest.MonkeyPatch()
    patch.setattr(folder_loader, "AT_ONCE", 0)
    patch.setattr(folder_loader, "SHARED", 0)
    patch.setattr(spools, "SPOOLED", BLOCK // 2)
    patch.setattr(os, "cpu_count", lambda: 2)
    patch.setattr(read_pool, "_batch", _noted)
    readers = {"dies": _dying, "outlived": _outliving, "alone": read_batch}
    patch.setattr(read_pool, "read_batch", readers.get(how, _in_turn))
    if how == "nonsense":
        patch.setattr(read_pool, "_deliver", _talking_nonsense)
    elif how == "no file":
        patch.setattr(read_pool, "_deliver", _leaving_no_file)
    elif how == "alone":
        patch.setattr(os, "fork", _refused)


def _told(event: LoadEvent) -> list[object]:
    match event:
        case Added(batch=block):
            return ["arrived", block.count, hashlib.sha256(block.to_bytes()).hexdigest()]
        case Discovered(files=files, topics=topics):
            return ["found", files, len(topics)]
        case Removed(articles=articles):
            return ["gone", *sorted(articles)]
        case Finished(problems=problems, failure=failure):
            return ["loaded", *map(str, problems), failure]
    return [type(event).__name__]


def main(how: str, folder: str, spool_folder: str) -> int:
    """Print the events, after each of the two readings what there is to keep, and how much the second process gave."""
    _prepare(how)
    spool = Spool(Path(spool_folder))
    readings: list[object] = []

    def keep(reading: folder_loader.Reading) -> None:
        problems = {path: list(map(str, found)) for path, found in reading.problems.items()}
        readings.append([list(reading.files.items()), sorted(reading.gone), problems])

    share = one_by_one if how == "one" else SecondReader(spool).share
    events = folder_loader.load(
        [folder], first=FIRST, block=BLOCK, done=keep, pack=spool.pack, hold=spool.hold, share=share
    )
    told = [_told(event) for event in events]
    print(json.dumps([told, readings, len(_DELIVERED)]))
    spool.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
