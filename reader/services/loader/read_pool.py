"""A second process that reads a part of the files, so that two cores are used.

It is a copy of this process (`fork`): it needs no start. Both take parts of the work from one pipe until
it is empty. What the second does not deliver, because it died or could not begin, the first reads itself.
"""

import marshal
import os
import select
import signal
import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from typing import IO, Any, Final, NoReturn

from reader.core.model.file_manifest import FileStates
from reader.core.model.problem import Problem, Severity
from reader.core.tables.article_batch import ArticleBatch, DamagedBatch
from reader.services.loader.block_files import Spool
from reader.sources.files.batch import Batch, one_by_one, read_batch

_NUMBER: Final = struct.Struct("<I")
_HEAD: Final = struct.Struct("<Q")
_MOST: Final = 4096
"""Parts whose numbers surely fit into a pipe."""
_CHUNK: Final = 1 << 16

Parts = Sequence[Sequence[str]]


class SecondReader:
    """Shares the reading of files with a second process.

    Args:
        spool: where the second process leaves large blocks.
        private: descriptors that the second process must not hold open.
    """

    def __init__(self, spool: Spool, private: Sequence[int] = ()) -> None:
        self._spool = spool
        self._private = private

    def share(self, parts: Parts, quick: bool) -> Iterator[Batch]:
        """The batches of some parts, in their order, like `reader.sources.files.batch.one_by_one`."""
        second = self._begun(parts, quick) if _can_fork() and 1 < len(parts) <= _MOST else None
        if second is None:
            yield from one_by_one(parts, quick)
            return
        done: dict[int, Batch] = {}
        try:
            for wanted, part in enumerate(parts):
                while wanted not in done:
                    number = second.claim()
                    if number is not None:
                        done[number] = read_batch(parts[number], quick)
                        done.update(second.delivered(wait=False))
                    elif second.alive:
                        done.update(second.delivered(wait=True))
                    else:
                        done[wanted] = read_batch(part, quick)
                yield done.pop(wanted)
        finally:
            second.end()

    def _begun(self, parts: Parts, quick: bool) -> "_Second | None":
        """The second process at work; None if there can be none."""
        open_ends: list[int] = []
        try:
            numbers, filling = os.pipe()
            open_ends += numbers, filling
            os.write(filling, b"".join(map(_NUMBER.pack, range(len(parts)))))
            os.close(open_ends.pop())
            results, sending = os.pipe()
            open_ends += results, sending
            process = os.fork()
        except OSError:
            for end in open_ends:
                os.close(end)
            return None
        if process == 0:
            _work(numbers, sending, (results, *self._private), parts, quick, Spool(self._spool.folder))
        os.close(sending)
        return _Second(process, numbers, results, parts, self._spool)


class _Second:
    """What the first process sees of the second: numbers of parts to take, and what the second made of others."""

    def __init__(self, process: int, numbers: int, results: int, parts: Parts, spool: Spool) -> None:
        self.alive = True
        self._process = process
        self._numbers, self._results = numbers, results
        self._parts = parts
        self._spool = spool
        self._received = bytearray()

    def claim(self) -> int | None:
        """The number of a part that nobody has taken; None if there is none."""
        return _claimed(self._numbers)

    def delivered(self, wait: bool) -> dict[int, Batch]:
        """What has come by now; with `wait`, something or the end of the process."""
        found: dict[int, Batch] = {}
        try:
            while self.alive and select.select([self._results], [], [], None if wait and not found else 0)[0]:
                data = os.read(self._results, _CHUNK)
                self.alive = bool(data)
                self._received += data
                found.update(self._unpacked())
        except (OSError, ValueError, TypeError, EOFError, IndexError, DamagedBatch):
            # Out of step, or a file is gone: whatever is missing is read here.
            self.alive = False
        return found

    def _unpacked(self) -> Iterator[tuple[int, Batch]]:
        received = self._received
        while len(received) >= _HEAD.size:
            end = _HEAD.size + _HEAD.unpack_from(received)[0]
            if len(received) < end:
                return
            message = marshal.loads(received[_HEAD.size : end])
            del received[:end]
            number = message[0]
            yield number, _batch(message, self._parts[number], self._spool)

    def end(self) -> None:
        """End the process, whatever it does; what it has left in files is the spool's to remove."""
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        while self.alive:
            self.delivered(wait=True)
        os.close(self._numbers)
        os.close(self._results)


def _can_fork() -> bool:
    # Frameworks of macOS do not stand it; and with one core there is nothing to gain.
    return sys.platform not in ("win32", "darwin") and hasattr(os, "fork") and (os.cpu_count() or 1) > 1


def _claimed(numbers: int) -> int | None:
    # Reads of a pipe are atomic: no number is torn in two.
    token = os.read(numbers, _NUMBER.size)
    return int(_NUMBER.unpack(token)[0]) if len(token) == _NUMBER.size else None


def _work(numbers: int, sending: int, close: Sequence[int], parts: Parts, quick: bool, spool: Spool) -> NoReturn:
    """The second process. It ends with the work, or when nobody takes its results any more."""
    status = 1
    try:
        for end in close:
            os.close(end)
        with open(sending, "wb") as results:
            while (number := _claimed(numbers)) is not None:
                _deliver(results, number, read_batch(parts[number], quick), spool)
        status = 0
    finally:
        # Nothing of what the first process would do at its end is ours to do.
        os._exit(status)


def _deliver(results: IO[bytes], number: int, batch: Batch, spool: Spool) -> None:
    block, files = spool.pack(batch.block), batch.files
    problems = {
        path: [(problem.path, problem.line, str(problem.severity), problem.message) for problem in found]
        for path, found in batch.problems.items()
    }
    columns = [column.tobytes() for column in (files.sizes, files.times, files.articles)]
    name = spool.file_of(block)
    message = marshal.dumps((number, name, b"" if name else block.to_bytes(), columns, problems))
    try:
        results.write(_HEAD.pack(len(message)) + message)
        results.flush()
    except BrokenPipeError:
        if name:
            os.unlink(name)
        raise


def _batch(message: tuple[Any, ...], paths: Sequence[str], spool: Spool) -> Batch:
    _, name, data, columns, told = message
    sizes, times, articles = (array("q", column) for column in columns)
    if not len(sizes) == len(times) == len(articles) == len(paths):
        raise ValueError("not what was asked for")
    block = spool.adopted(name) if name else ArticleBatch.from_bytes(data)
    problems = {
        path: tuple(Problem(place, line, Severity(severity), text) for place, line, severity, text in found)
        for path, found in told.items()
    }
    return Batch(block, FileStates.of_columns(paths, sizes, times, articles), problems)
