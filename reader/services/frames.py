"""The events of loading as bytes in a pipe: a kind, a length, and what it carries."""

import json
import mmap
import os
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import IO, Any, Final

from reader.core.article import ArticleId
from reader.core.block import Block, DamagedBlock
from reader.core.loading import Arrived, Found, Gone, Loaded, LoadEvent
from reader.core.problem import Problem, Severity
from reader.core.topic import Topic

_HEAD: Final = struct.Struct(">cQ")
_FOUND, _ARRIVED, _MAPPED, _GONE, _LOADED = b"F", b"A", b"M", b"G", b"L"
SPOOLED: Final = 1000
"""Articles from which on a block goes through a file."""
LONGEST: Final = 2**32
"""Bytes; a longer frame is a fault of the pipe and not a block."""


class DamagedFrame(ValueError):
    """Bytes in the pipe that are no frame, or only a part of one."""


def write_event(pipe: IO[bytes], event: LoadEvent, spool: Path | None = None) -> None:
    """Write one event and push it out.

    Args:
        pipe: where to.
        event: what to write.
        spool: a folder; a large block goes into a file there, which the reading side maps and removes.

    Raises:
        BrokenPipeError: nobody listens any more.
    """
    match event:
        case Arrived(block) if spool is not None and (file := _spooled(block, spool)):
            kind, payload = _MAPPED, os.fsencode(file)
        case Found(files, topics):
            kind, payload = _FOUND, _json([files, [astuple(topic) for topic in topics]])
        case Arrived(block):
            kind, payload = _ARRIVED, block.to_bytes()
        case Gone(articles):
            kind, payload = _GONE, _json(articles)
        case Loaded(problems, failure):
            kind, payload = _LOADED, _json([[astuple(problem) for problem in problems], failure])
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
        except (DamagedBlock, ValueError, TypeError, IndexError, KeyError) as error:
            raise DamagedFrame(str(error)) from error


def _spooled(block: Block, spool: Path) -> str:
    """Write a large block to a file; its path, "" if it is small or cannot be written."""
    if block.count < SPOOLED:
        return ""
    try:
        spool.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(suffix=".part", dir=spool)
        with open(handle, "wb") as file:
            for part in block.parts(block.records()):
                file.write(part)
    except OSError:
        return ""
    return name


def _mapped(name: str) -> Block:
    """The block in a spool file, which lives on in memory when its name is gone."""
    try:
        with open(name, "rb") as file:
            view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError as error:
        raise DamagedFrame(str(error)) from error
    finally:
        try:
            os.unlink(name)
        except OSError:
            pass
    return Block.from_bytes(view)


def _event(kind: bytes, payload: bytes) -> LoadEvent:
    if kind == _MAPPED:
        return Arrived(_mapped(os.fsdecode(payload)))
    if kind == _ARRIVED:
        return Arrived(Block.from_bytes(payload))
    fields = json.loads(payload)
    if kind == _FOUND:
        return Found(fields[0], tuple(map(_topic, fields[1])))
    if kind == _GONE:
        return Gone(tuple(map(ArticleId, fields)))
    if kind == _LOADED:
        return Loaded(tuple(map(_problem, fields[0])), fields[1])
    raise DamagedFrame(f"unknown kind {kind!r}")


def _json(value: object) -> bytes:
    # ASCII, so that nothing in a text can be beyond encoding.
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def _topic(record: list[Any]) -> Topic:
    whole: list[Any] = [tuple(field) if isinstance(field, list) else field for field in record]
    return Topic(*whole)


def _problem(record: list[Any]) -> Problem:
    path, line, severity, message = record
    return Problem(path, line, Severity(severity), message)
