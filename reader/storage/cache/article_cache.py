"""Articles as they were read the last time, ready to be mapped into memory.

A cache file holds nothing that the reader made and can be deleted at any time. It is one block, then
a tail that says what it was made from:

    block · topics (JSON) · sources (what each file was, and what was wrong with it) · foot

Whatever is strange about it (a foreign owner, another version, a flipped bit) makes it as if it were
not there. It is replaced by renaming, never changed. Of the sources and the records of the block only
whoever needs them all looks whether they are sound: that reads all of the file.
"""

import json
import mmap
import os
import struct
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import astuple

from reader.core.model.article import ArticleId
from reader.core.model.file_manifest import FileState, FileStates
from reader.core.model.problem import Problem, Severity
from reader.core.model.topic import Topic
from reader.core.tables.article_batch import ArticleBatch, merge_batches
from reader.storage.atomic_file import remove, replacing
from reader.storage.cache.mapped_file import mapped_block, trusted

FOLDER: Final = "editions"
KEPT: Final = 8
"""Cache files that are kept; those not used for longest go first."""
LEFT_OVER: Final = 24 * 60 * 60
"""Seconds after which a file that someone did not get to rename or remove is nobody's any more."""

_MAGIC: Final = b"HWEDIT02"
# Bytes of the block, the topics and the sources; a checksum of each; maker; stamp; magic.
_FOOT: Final = struct.Struct("<QQQIIIxxxxQQ8s")
_SOURCES: Final = struct.Struct("<QQ")  # files, bytes of their paths
_SLICE: Final = 1 << 22

ProblemsByPath = Mapping[str, Sequence[Problem]]


class CachedEdition(Struct, frozen=True):
    """An edition as it was read. `stamp` tells one writing from another."""

    stamp: int
    block: ArticleBatch
    topics: tuple[Topic, ...]
    _blocks: memoryview
    _block_sum: int
    _sources: memoryview
    _sources_sum: int

    def is_sound(self) -> bool:
        """Whether all articles are as they were written; reads all of them, but keeps none in memory."""
        found = 0
        for start in range(0, len(self._blocks), _SLICE):
            part = self._blocks[start : start + _SLICE]
            found = zlib.crc32(part, found)
            _let_go(part)
        return found == self._block_sum

    def sources(self) -> tuple[FileStates, dict[str, tuple[Problem, ...]]] | None:
        """The files it was made from and what was wrong with them, by path; None if that part is damaged."""
        if zlib.crc32(self._sources) != self._sources_sum:
            return None
        count, size = _SOURCES.unpack_from(self._sources)
        names = bytes(self._sources[_SOURCES.size : _SOURCES.size + size]).decode("utf-8", "surrogatepass").split("\0")
        files, start = FileStates(), _SOURCES.size + size
        if count:
            files.paths = names
        for column in (files.sizes, files.times, files.articles):
            column.frombytes(self._sources[start : start + count * column.itemsize])
            start += count * column.itemsize
        if not len(files) == len(files.sizes) == len(files.times) == len(files.articles):
            raise ValueError("the sources are cut short")
        told: dict[str, list[list[Any]]] = json.loads(bytes(self._sources[start:]))
        return files, {path: tuple(_problem(*problem) for problem in problems) for path, problems in told.items()}


def cache_file(folder: Path, paths: Iterable[str | os.PathLike[str]]) -> Path:
    """The cache file of an edition in the cache folder; paths are told apart by where they lie."""
    try:
        # Of `hashlib`, which brings OpenSSL, only this is needed.
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b

    # As they are written, too, for so they are in the cache.
    places = "\0".join(f"{os.fspath(path)}\0{os.path.abspath(path)}" for path in paths)
    name = blake2b(places.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return folder / FOLDER / f"{name}.edition"


def index_of(file: Path) -> Path:
    """Where the index of the words of a cached edition is."""
    return file.with_suffix(".index")


def maker() -> int:
    """A number that changes whenever the code that reads articles does."""
    package = Path(__file__).resolve().parents[2]
    found = zlib.crc32(f"{sys.byteorder} {sys.version_info[:2]}".encode())
    for part in ("core", "sources", "storage"):
        for folder, folders, names in os.walk(package / part):
            folders.sort()
            for name in sorted(names):
                if name.endswith(".py"):
                    state = os.stat(os.path.join(folder, name))
                    found = zlib.crc32(f"{name} {state.st_size} {state.st_mtime_ns}".encode(), found)
    return found


def open_edition(file: Path) -> CachedEdition | None:
    """The cached edition in a file, mapped and not read; None if there is none that can be trusted."""
    try:
        mapped = trusted(file, _FOOT.size)
        return None if mapped is None else _edition(memoryview(mapped))
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None


def _edition(view: memoryview) -> CachedEdition | None:
    foot = _FOOT.unpack(view[-_FOOT.size :])
    block_size, topics_size, sources_size, block_sum, topics_sum, sources_sum, made_by, stamp, magic = foot
    if magic != _MAGIC or made_by != maker() or block_size + topics_size + sources_size + _FOOT.size != len(view):
        return None
    topics = view[block_size : block_size + topics_size]
    if zlib.crc32(topics) != topics_sum:
        return None
    return CachedEdition(
        stamp,
        _block(view, block_size),
        tuple(map(_topic, json.loads(bytes(topics)))),
        view[:block_size],
        block_sum,
        view[block_size + topics_size : -_FOOT.size],
        sources_sum,
    )


def _block(view: memoryview, size: int) -> ArticleBatch:
    mapped = view.obj
    return mapped_block(mapped, size) if isinstance(mapped, mmap.mmap) else ArticleBatch.from_bytes(view[:size])


def note_use(file: Path) -> None:
    """Note that a cache file is in use, so that others are forgotten before it."""
    try:
        os.utime(file)
    except OSError:
        return


def write_edition(
    file: Path,
    blocks: Sequence[ArticleBatch],
    without: AbstractSet[ArticleId],
    topics: Sequence[Topic],
    problems: ProblemsByPath,
    files: Mapping[str, FileState],
) -> bool:
    """Write a cache file, replacing the one that is there; False if that cannot be done.

    Args:
        file: where.
        blocks: the articles; of one id the last counts.
        without: ids to leave out.
        topics: the topics that files define.
        problems: what is wrong with the files, by path.
        files: what the articles were read from, by path.
    """
    try:
        with replacing(file) as target:
            sums, sizes = [], []
            parts = (
                merge_batches(blocks, without),
                [_json([astuple(topic) for topic in topics])],
                _packed(files, problems),
            )
            for part in parts:
                found, size = _written(part, target.write)
                sums.append(found)
                sizes.append(size)
            stamp = int.from_bytes(os.urandom(8), "little") or 1
            target.write(_FOOT.pack(*sizes, *sums, maker(), stamp, _MAGIC))
    except (OSError, ValueError, OverflowError, MemoryError):
        # Whatever it is, it costs no more than the time to read all again.
        return False
    _forget_old(file)
    return True


def _written(parts: "Iterable[bytes | memoryview]", write: Callable[[bytes | memoryview], int]) -> tuple[int, int]:
    """Write parts; their checksum and how many bytes they are."""
    found = size = held = 0
    views: dict[int, memoryview] = {}
    for part in parts:
        found = zlib.crc32(part, found)
        size += write(part)
        if isinstance(part, memoryview):
            views[id(part.obj)] = part
            held += len(part)
        if held > _SLICE:
            for view in views.values():
                _let_go(view)
            views.clear()
            held = 0
    return found, size


def _packed(files: Mapping[str, FileState], problems: ProblemsByPath) -> Iterator[bytes]:
    states = files if isinstance(files, FileStates) else FileStates(files)
    paths = "\0".join(states.paths).encode("utf-8", "surrogatepass")
    yield _SOURCES.pack(len(states), len(paths))
    yield paths
    yield from map(bytes, (states.sizes, states.times, states.articles))
    yield _json(
        {
            path: [(problem.path, problem.line, problem.severity, problem.message) for problem in found]
            for path, found in problems.items()
        }
    )


def _let_go(part: memoryview) -> None:
    """Have what was read of a mapped file count as our memory no longer; it can be read again."""
    mapped = part.obj
    if isinstance(mapped, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)


def _forget_old(file: Path) -> None:
    """Remove the editions that were not used for longest, and what others left lying about."""
    folder = file.parent
    now = _time_of(file)
    for left in chain(folder.glob("*.new"), folder.glob("*.part")):
        if _time_of(left) < now - LEFT_OVER:
            remove(left)
    for old in sorted(folder.glob("*.edition"), key=_time_of, reverse=True)[KEPT:]:
        remove(old)
        remove(index_of(old))


def _time_of(file: Path) -> float:
    """When a file was used; now and then another window has removed it."""
    try:
        return file.lstat().st_mtime
    except OSError:
        return 0.0


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def _topic(record: list[Any]) -> Topic:
    whole: list[Any] = [tuple(field) if isinstance(field, list) else field for field in record]
    return Topic(*whole)


def _problem(path: str, line: int | None, severity: str, message: str) -> Problem:
    return Problem(path, line, Severity(severity), message)
