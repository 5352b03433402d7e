"""The events of loading on the pipe from the loading process: a length and a checksum, then the pickled event.

Only what the program's own child process writes is read in this way, and never a file.
"""

import io
import pickle
import struct
import zlib
from collections.abc import Iterator
from typing import IO, Final

from reader.core.model.load_events import LoadEvent
from reader.core.tables.article_batch import ArticleBatch
from reader.services.loader.block_files import Spool, taken

_HEAD: Final = struct.Struct(">QI")
LONGEST: Final = 2**32
"""Bytes; a longer frame is an error of the pipe and not an event."""


class DamagedFrame(ValueError):
    """Bytes on the pipe that are no event, or only a part of one."""


class _Pickler(pickle.Pickler):
    def __init__(self, file: IO[bytes], spool: Spool | None) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._spool = spool

    def persistent_id(self, value: object) -> str | bytes | None:
        if not isinstance(value, ArticleBatch):
            return None
        return (self._spool.file_of(value) if self._spool else "") or value.to_bytes()


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, stored: str | bytes) -> ArticleBatch:
        return taken(stored) if isinstance(stored, str) else ArticleBatch.from_bytes(stored)


def write_event(pipe: IO[bytes], event: LoadEvent, spool: Spool | None = None) -> None:
    """Write one event and flush it.

    Args:
        pipe: where to.
        event: what to write.
        spool: where large blocks go.

    Raises:
        BrokenPipeError: the reading end is closed.
    """
    file = io.BytesIO()
    _Pickler(file, spool).dump(event)
    payload = file.getbuffer()
    pipe.write(_HEAD.pack(len(payload), zlib.crc32(payload)))
    pipe.write(payload)
    pipe.flush()


def read_events(pipe: IO[bytes]) -> Iterator[LoadEvent]:
    """The events on a pipe, up to its end.

    Raises:
        DamagedFrame: the pipe holds something else or ends inside an event, or a block's file cannot be read.
    """
    while head := pipe.read(_HEAD.size):
        length, checksum = _HEAD.unpack(head) if len(head) == _HEAD.size else (0, 1)
        payload = pipe.read(length) if length <= LONGEST else b""
        if len(payload) != length or zlib.crc32(payload) != checksum:
            raise DamagedFrame("not an event")
        try:
            event: LoadEvent = _Unpickler(io.BytesIO(payload)).load()
        except (EOFError, OSError, ValueError) as error:
            raise DamagedFrame(str(error)) from error
        yield event
