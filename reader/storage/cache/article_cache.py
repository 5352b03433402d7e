"""Articles as they were read the last time, in one file that can be opened without reading them again.

A cache file holds nothing that the user made and can be deleted at any time. It is one batch, then a tail that says
what it was made from:

    batch · topics (JSON) · sources (what each file was, and the problems in it) · foot

A file that is strange in any way (another owner, another version, a flipped bit) is ignored. A file is replaced by
renaming, never changed. Opening it checks all but the records and the sources: checking those means reading
everything.
"""

import json
import os
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Final

from msgspec import Struct, convert, to_builtins

from reader.core.model.article import ArticleId
from reader.core.model.file_manifest import FileState, FileStates
from reader.core.model.problem import Problem
from reader.core.model.topic import Topic
from reader.core.tables.article_batch import ArticleBatch, merge_batches
from reader.storage.atomic_file import remove, remove_oldest, replacing, time_of
from reader.storage.cache.file_part import FilePart, open_private

try:
    # Of `hashlib`, which brings OpenSSL, only this is needed.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

FOLDER: Final = "editions"
KEPT: Final = 8  # cache files that are kept; the least recently used are removed first
LEFT_OVER: Final = 10 * 60  # seconds after which an unfinished file is taken to be abandoned

_MAGIC: Final = b"HWEDIT02"
# Bytes of the batch, the topics and the sources; a checksum of each; code fingerprint; revision; magic.
_FOOT: Final = struct.Struct("<QQQIIIxxxxQQ8s")
_SOURCES: Final = struct.Struct("<QQ")  # files, bytes of their paths

ProblemsByPath = Mapping[str, Sequence[Problem]]


class CachedArticles(Struct, frozen=True):
    """The articles in a cache file. `revision` tells one writing of the file from another."""

    revision: int
    batch: ArticleBatch
    topics: tuple[Topic, ...]
    _file: FilePart
    _batch_checksum: int
    _sources: tuple[int, int, int]  # start, end, checksum

    def is_sound(self) -> bool:
        """Whether all records are as they were written; reads all of them, but keeps none in memory."""
        return self._file.checksum(len(self.batch.data)) == self._batch_checksum

    def sources(self) -> tuple[FileStates, dict[str, tuple[Problem, ...]]] | None:
        """The files it was made from and the problems in them, by path; None if that part is damaged."""
        start, end, checksum = self._sources
        data = memoryview(self._file[start:end])
        if zlib.crc32(data) != checksum:
            return None
        count, size = _SOURCES.unpack_from(data)
        names = bytes(data[_SOURCES.size : _SOURCES.size + size]).decode("utf-8", "surrogatepass").split("\0")
        files, start = FileStates(), _SOURCES.size + size
        if count:
            files.paths = names
        for column in (files.sizes, files.times, files.articles):
            column.frombytes(data[start : start + count * column.itemsize])
            start += count * column.itemsize
        if not len(files) == len(files.sizes) == len(files.times) == len(files.articles):
            raise ValueError("the sources are cut short")
        return files, convert(json.loads(bytes(data[start:])), dict[str, tuple[Problem, ...]])


def cache_file(folder: Path, paths: Iterable[str | os.PathLike[str]]) -> Path:
    """The cache file, in the cache folder, of what is read from some paths."""
    # The paths as they are written count as well: the articles in the cache carry them.
    places = "\0".join(f"{os.fspath(path)}\0{os.path.abspath(path)}" for path in paths)
    name = blake2b(places.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return folder / FOLDER / f"{name}.edition"


def index_file(file: Path) -> Path:
    """Where the index of the words in a cache file is."""
    return file.with_suffix(".index")


def code_fingerprint() -> int:
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


def open_cache(file: Path) -> CachedArticles | None:
    """The articles in a cache file, whose records stay in the file; None if there is none that can be trusted."""
    try:
        part = open_private(file)
        return None if part is None else _cached(part)
    except (OSError, ValueError, TypeError, KeyError, IndexError, struct.error):
        return None


def _cached(file: FilePart) -> CachedArticles | None:
    foot = _FOOT.unpack(file[-_FOOT.size :])
    batch_size, topics_size, sources_size, batch_sum, topics_sum, sources_sum, made_by, revision, magic = foot
    sources_start = batch_size + topics_size
    if magic != _MAGIC or made_by != code_fingerprint() or sources_start + sources_size + _FOOT.size != len(file):
        return None
    topics = file[batch_size:sources_start]
    if zlib.crc32(topics) != topics_sum:
        return None
    return CachedArticles(
        revision,
        ArticleBatch.from_bytes(FilePart(file.file, 0, batch_size)),
        convert(json.loads(topics), tuple[Topic, ...]),
        file,
        batch_sum,
        (sources_start, sources_start + sources_size, sources_sum),
    )


def note_use(file: Path) -> None:
    """Note that a cache file is in use, so that others are removed before it, and remove what is not needed."""
    with suppress(OSError):
        os.utime(file)
        _clean_up(file)


def write_cache(
    file: Path,
    batches: Sequence[ArticleBatch],
    without: AbstractSet[ArticleId],
    topics: Sequence[Topic],
    problems: ProblemsByPath,
    files: Mapping[str, FileState],
) -> bool:
    """Write a cache file, replacing the one that is there; False if that cannot be done.

    Of several articles with one id the last counts; those in `without` are left out. `problems` and `files` are the
    problems in the files and their states, by path.
    """
    try:
        with replacing(file) as target:
            sums, sizes = [], []
            for parts in (merge_batches(batches, without), [_json(topics)], _encode_sources(files, problems)):
                found = size = 0
                for part in parts:
                    found = zlib.crc32(part, found)
                    size += target.write(part)
                sums.append(found)
                sizes.append(size)
            revision = int.from_bytes(os.urandom(8), "little") or 1
            target.write(_FOOT.pack(*sizes, *sums, code_fingerprint(), revision, _MAGIC))
    except (OSError, ValueError, OverflowError, MemoryError):
        # Without a cache the next start reads everything again.
        return False
    _clean_up(file)
    return True


def _encode_sources(files: Mapping[str, FileState], problems: ProblemsByPath) -> Iterator[bytes]:
    states = files if isinstance(files, FileStates) else FileStates(files)
    paths = "\0".join(states.paths).encode("utf-8", "surrogatepass")
    yield _SOURCES.pack(len(states), len(paths))
    yield paths
    yield from map(bytes, (states.sizes, states.times, states.articles))
    yield _json(problems)


def _clean_up(file: Path) -> None:
    """Remove the cache files that were not used for longest, and what others left unfinished."""
    folder, now = file.parent, time_of(file)
    for left in chain(folder.glob("*.new"), folder.glob("*.part")):
        if time_of(left) < now - LEFT_OVER:
            remove(left)
    for old in remove_oldest(folder.glob("*.edition"), KEPT):
        remove(index_file(old))


def _json(value: object) -> bytes:
    # Not by msgspec alone, which refuses lone surrogates: paths have them for bytes that are not UTF-8.
    return json.dumps(to_builtins(value), separators=(",", ":")).encode("ascii")
