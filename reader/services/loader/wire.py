"""The events of loading as bytes in a pipe: a kind, a length, and what it carries."""

import json
import os
import struct
from collections.abc import Iterator
from typing import IO, Any, Final

from msgspec.structs import astuple

from reader.core.model.article import ArticleId
from reader.core.model.load_events import Anew, Arrived, Found, Gone, Indexed, Listed, Loaded, LoadEvent
from reader.core.model.problem import Problem, Severity
from reader.core.model.topic import Topic
from reader.core.tables.article_batch import ArticleBatch, DamagedBatch
from reader.services.loader.block_files import Spool, taken
from reader.storage.cache.stored_index import StoredIndex

_HEAD: Final = struct.Struct(">cQ")
_FOUND, _ANEW, _ARRIVED, _MAPPED, _GONE, _LISTED, _LOADED, _INDEXED = b"F", b"N", b"A", b"M", b"G", b"I", b"L", b"X"
LONGEST: Final = 2**32
"""Bytes; a longer frame is a fault of the pipe and not a block."""


class DamagedFrame(ValueError):
    """Bytes in the pipe that are no frame, or only a part of one."""


def write_event(pipe: IO[bytes], event: LoadEvent, spool: Spool | None = None) -> None:
    """Write one event and push it out.

    Args:
        pipe: where to.
        event: what to write.
        spool: where large blocks go; the reading side maps and removes them.

    Raises:
        BrokenPipeError: nobody listens any more.
    """
    match event:
        case Arrived(block) if spool is not None and (file := spool.file_of(block)):
            kind, payload = _MAPPED, os.fsencode(file)
        case Found(files, topics):
            kind, payload = _FOUND, _json([files, [astuple(topic) for topic in topics]])
        case Arrived(block):
            kind, payload = _ARRIVED, block.to_bytes()
        case Anew():
            kind, payload = _ANEW, b"[]"
        case Listed():
            kind, payload = _LISTED, b"[]"
        case Gone(articles):
            kind, payload = _GONE, _json(articles)
        case Loaded(problems, failure):
            kind, payload = _LOADED, _json([[_record(problem) for problem in problems], failure])
        case Indexed(source):
            kind, payload = _INDEXED, _json(source if isinstance(source, StoredIndex) else None)
    pipe.write(_HEAD.pack(kind, len(payload)))
    pipe.write(payload)
    pipe.flush()


def read_events(pipe: IO[bytes]) -> Iterator[LoadEvent]:
    """The events in a pipe, up to its end.

    Raises:
        DamagedFrame: the pipe holds something else, or ends inside a frame.
    """
    while head := pipe.read(_HEAD.size):
        if len(head) < _HEAD.size:
            raise DamagedFrame("cut short")
        kind, length = _HEAD.unpack(head)
        if length > LONGEST:
            raise DamagedFrame("too long")
        payload = pipe.read(length)
        if len(payload) < length:
            raise DamagedFrame("cut short")
        try:
            yield _event(kind, payload)
        except (DamagedBatch, OSError, ValueError, TypeError, IndexError, KeyError) as error:
            raise DamagedFrame(str(error)) from error


def _event(kind: bytes, payload: bytes) -> LoadEvent:
    if kind == _MAPPED:
        return Arrived(taken(os.fsdecode(payload)))
    if kind == _ARRIVED:
        return Arrived(ArticleBatch.from_bytes(payload))
    fields = json.loads(payload)
    if kind == _FOUND:
        return Found(fields[0], tuple(map(_topic, fields[1])))
    if kind == _LISTED:
        return Listed()
    if kind == _ANEW:
        return Anew()
    if kind == _GONE:
        return Gone(tuple(map(ArticleId, fields)))
    if kind == _LOADED:
        return Loaded(tuple(map(_problem, fields[0])), fields[1])
    if kind == _INDEXED:
        return Indexed(None if fields is None else StoredIndex(*fields))
    raise DamagedFrame(f"unknown kind {kind!r}")


def _json(value: object) -> bytes:
    # ASCII, so that nothing in a text can be beyond encoding.
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def _topic(record: list[Any]) -> Topic:
    whole: list[Any] = [tuple(field) if isinstance(field, list) else field for field in record]
    return Topic(*whole)


def _record(problem: Problem) -> tuple[str, int | None, str, str]:
    return problem.path, problem.line, problem.severity, problem.message


def _problem(record: list[Any]) -> Problem:
    path, line, severity, message = record
    return Problem(path, line, Severity(severity), message)
