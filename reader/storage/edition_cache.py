"""Articles as they were read the last time, ready to be mapped into memory.

A cache file holds nothing that the reader made and can be deleted at any time. It is one block, then
a tail that says what it was made from:

    block · meta (JSON: topics, problems) · files (JSON: path -> size, mtime, article) · foot

Whatever is strange about it (a foreign owner, another version, a flipped bit) makes it as if it were
not there. It is replaced by renaming, never changed.
"""

import json
import mmap
import os
import struct
import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Final

from reader.core.article import ArticleId
from reader.core.block import Block, DamagedBlock
from reader.core.edition import FileState
from reader.core.joining import joined
from reader.core.problem import Problem, Severity
from reader.core.topic import Topic

FOLDER: Final = "editions"
KEPT: Final = 8
"""Cache files that are kept; those not used for longest go first."""

_MAGIC: Final = b"HWEDIT01"
_FOOT: Final = struct.Struct("<QQQIIQQ8s")  # block, meta, files: bytes; checksums; maker; stamp; magic


@dataclass(frozen=True, slots=True)
class CachedEdition:
    """An edition as it was read. `stamp` tells one writing from another."""

    stamp: int
    block: Block
    topics: tuple[Topic, ...]
    problems: tuple[Problem, ...]
    _files: memoryview
    _files_sum: int

    def files(self) -> dict[str, FileState] | None:
        """The files it was made from, by path; None if that part is damaged."""
        if zlib.crc32(self._files) != self._files_sum:
            return None
        table: dict[str, list[int]] = json.loads(bytes(self._files))
        return {path: FileState(*state) for path, state in table.items()}


def cache_file(folder: Path, paths: Iterable[str | os.PathLike[str]]) -> Path:
    """The cache file of an edition in the cache folder; paths are told apart by where they lie."""
    import hashlib

    places = "\0".join(os.path.abspath(os.fspath(path)) for path in paths)
    name = hashlib.blake2b(places.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return folder / FOLDER / f"{name}.edition"


def maker() -> int:
    """A number that changes whenever the code that reads articles does."""
    package = Path(__file__).resolve().parent.parent
    found = zlib.crc32(f"{sys.byteorder} {sys.version_info[:2]}".encode())
    for part in ("core", "sources", "storage"):
        with os.scandir(package / part) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.endswith(".py"):
                    state = entry.stat()
                    found = zlib.crc32(f"{entry.name} {state.st_size} {state.st_mtime_ns}".encode(), found)
    return found


def open_edition(file: Path) -> CachedEdition | None:
    """The cached edition in a file, mapped and not read; None if there is none that can be trusted."""
    try:
        view = _mapped(file)
        return None if view is None else _edition(view)
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None


def _mapped(file: Path) -> memoryview | None:
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        state = os.fstat(descriptor)
        if sys.platform != "win32" and (state.st_uid != os.geteuid() or state.st_mode & 0o022):
            return None
        if state.st_size < _FOOT.size:
            return None
        return memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))
    finally:
        os.close(descriptor)


def _edition(view: memoryview) -> CachedEdition | None:
    block_size, meta_size, files_size, meta_sum, files_sum, made_by, stamp, magic = _FOOT.unpack(view[-_FOOT.size :])
    if magic != _MAGIC or made_by != maker() or block_size + meta_size + files_size + _FOOT.size != len(view):
        return None
    meta = view[block_size : block_size + meta_size]
    if zlib.crc32(meta) != meta_sum:
        return None
    topics, problems = json.loads(bytes(meta))
    return CachedEdition(
        stamp,
        Block.from_bytes(view[:block_size]),
        tuple(map(_topic, topics)),
        tuple(_problem(*problem) for problem in problems),
        view[block_size + meta_size : -_FOOT.size],
        files_sum,
    )


def write_edition(
    file: Path,
    blocks: Sequence[Block],
    without: AbstractSet[ArticleId],
    topics: Sequence[Topic],
    problems: Sequence[Problem],
    files: Mapping[str, FileState],
) -> bool:
    """Write a cache file, replacing the one that is there; False if that cannot be done.

    Args:
        file: where.
        blocks: the articles; of one id the last counts.
        without: ids to leave out.
        topics: the topics that files define.
        problems: all that is wrong with the files.
        files: what the articles were read from.
    """
    meta = _json([[astuple(topic) for topic in topics], [astuple(problem) for problem in problems]])
    table = _json(files)
    stamp = int.from_bytes(os.urandom(8), "little")
    spare = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as target:
            size = sum(target.write(part) for part in joined(blocks, without))
            foot = _FOOT.pack(size, len(meta), len(table), zlib.crc32(meta), zlib.crc32(table), maker(), stamp, _MAGIC)
            target.write(meta)
            target.write(table)
            target.write(foot)
        os.replace(spare, file)
        _forget_old(file.parent)
    except (OSError, DamagedBlock):
        spare.unlink(missing_ok=True)
        return False
    return True


def _forget_old(folder: Path) -> None:
    found = sorted(folder.glob("*.edition"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in found[KEPT:]:
        old.unlink(missing_ok=True)


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def _topic(record: list[Any]) -> Topic:
    whole: list[Any] = [tuple(field) if isinstance(field, list) else field for field in record]
    return Topic(*whole)


def _problem(path: str, line: int | None, severity: str, message: str) -> Problem:
    return Problem(path, line, Severity(severity), message)
