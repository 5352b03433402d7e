"""The events of loading on the pipe from the loading process: a length and a checksum, then the pickled event.

Only what the program's own child processes write is read in this way, and never a file.
"""

import io
import pickle
import struct
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, Any, Final

from reader.core.load_events import LoadEvent
from reader.core.tables.article_batch import ArticleBatch
from reader.services.loader.block_files import BlockFile, location

_HEAD: Final = struct.Struct(">QI")
LONGEST: Final = 2**32  # bytes; a longer frame is an error of the pipe and not an event


class DamagedFrame(ValueError):
    """Bytes on the pipe that are no event, or only a part of one."""


class _Pickler(pickle.Pickler):
    def __init__(self, file: IO[bytes], files: Sequence[BlockFile]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._files = files

    def persistent_id(self, value: object) -> tuple[int, int, int] | bytes | None:
        if not isinstance(value, ArticleBatch):
            return None
        batch = self._files[0].spill(value) if self._files and not location(value, self._files) else value
        return location(batch, self._files) or value.to_bytes()


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: IO[bytes], files: Sequence[BlockFile]) -> None:
        super().__init__(file)
        self._files = files

    def persistent_load(self, stored: tuple[int, int, int] | bytes) -> ArticleBatch:
        if isinstance(stored, bytes):
            return ArticleBatch.from_bytes(stored)
        number, start, end = stored
        return self._files[number].take(start, end)


def dump(value: object, files: Sequence[BlockFile]) -> memoryview:
    """A value as bytes; large batches in it go to the first of the files, unless they are in one of them already."""
    file = io.BytesIO()
    _Pickler(file, files).dump(value)
    return file.getbuffer()


def load(data: "bytes | memoryview", files: Sequence[BlockFile]) -> Any:
    """The value in bytes that `dump` made with the same files.

    Raises:
        DamagedFrame: the bytes are something else.
        DamagedBatch: a batch is not what was written.
    """
    try:
        return _Unpickler(io.BytesIO(data), files).load()
    except (pickle.UnpicklingError, EOFError) as error:
        raise DamagedFrame("not an event") from error


def write_event(pipe: IO[bytes], event: LoadEvent, files: Sequence[BlockFile] = ()) -> None:
    """Write one event and flush it; raises BrokenPipeError if the reading end is closed."""
    payload = dump(event, files)
    pipe.write(_HEAD.pack(len(payload), zlib.crc32(payload)))
    pipe.write(payload)
    pipe.flush()


def read_events(pipe: IO[bytes], files: Sequence[BlockFile] = ()) -> Iterator[LoadEvent]:
    """The events on a pipe, up to its end.

    Raises:
        DamagedFrame: the pipe holds something else or ends inside an event, or a batch is damaged.
    """
    while head := pipe.read(_HEAD.size):
        length, checksum = _HEAD.unpack(head) if len(head) == _HEAD.size else (0, 1)
        payload = pipe.read(length) if length <= LONGEST else b""
        if len(payload) != length or zlib.crc32(payload) != checksum:
            raise DamagedFrame("not an event")
        try:
            yield load(payload, files)
        except ValueError as error:
            raise DamagedFrame(str(error)) from error
