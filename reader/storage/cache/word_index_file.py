"""The index of an edition's words, in a file beside the edition's.

It can be deleted at any time, and whatever is strange about it makes it as if it were not there:

    the bytes of the index · a checksum of each chunk of them · foot

A chunk is looked at whether it is sound when it is needed, for most never are. The file is replaced by
renaming, never changed.
"""

import mmap
import struct
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, starmap
from pathlib import Path
from typing import Final

from reader.core.search.index_building import IndexBuilder, had_by
from reader.core.search.search_index import DamagedIndex, SearchIndex
from reader.core.search.word_index import Searched, searched
from reader.core.tables.article_batch import ArticleBatch
from reader.storage.atomic_file import replacing
from reader.storage.cache.article_cache import maker
from reader.storage.cache.mapped_file import letting_go, trusted

_MAGIC: Final = b"HWINDEX1"
# Bytes of the index, where its directory starts and ends, stamp of the edition, maker; checksum of all this and the
# chunks' checksums; magic.
_FOOT: Final = struct.Struct("<QQQQQ")
_END: Final = struct.Struct("<Ixxxx8s")
_CHUNK: Final = 1 << 15
_HELD: Final = 1 << 23
"""Bytes that are looked at before pages are let go."""


class IndexFile:
    """An index in a mapped file; what is taken from it is sound.

    Raises:
        ValueError: it is not what was written.
    """

    def __init__(self, mapped: mmap.mmap) -> None:
        self._view = memoryview(mapped)
        self._let_go = letting_go(mapped)
        self._taken = 0
        end = len(mapped) - _END.size
        found, magic = _END.unpack_from(mapped, end)
        self.size, *directory, self.stamp, self.maker = _FOOT.unpack_from(mapped, end - _FOOT.size)
        self._sums = array("I")
        sums = self._view[self.size : end - _FOOT.size]
        self._sums.frombytes(sums)
        self._sound = bytearray(len(self._sums))
        self.directory = (directory[0], directory[1])
        if magic != _MAGIC or len(self._sums) != -(-self.size // _CHUNK) or found != _sum(self._view[self.size : end]):
            raise DamagedIndex("not an index of this version")

    def take(self, start: int, end: int) -> memoryview:
        """The bytes from `start` to `end`.

        Raises:
            DamagedIndex: they are not what was written.
        """
        for chunk in range(start // _CHUNK, -(-end // _CHUNK)):
            if not self._sound[chunk]:
                self._check(chunk)
        self._taken += end - start
        if self._taken > _HELD and self._let_go is not None:
            self._taken = 0
            self._let_go()
        return self._view[start:end]

    def _check(self, chunk: int) -> None:
        part = self._view[chunk * _CHUNK : min((chunk + 1) * _CHUNK, self.size)]
        if _sum(part) != self._sums[chunk]:
            raise DamagedIndex(f"chunk {chunk} does not match its checksum")
        self._sound[chunk] = 1
        self._taken += len(part)

    def check(self) -> None:
        """Look at all of it.

        Raises:
            DamagedIndex: it is not what was written.
        """
        for start in range(0, self.size, _CHUNK):
            self.take(start, min(start + _CHUNK, self.size))


def open_index(file: Path, stamp: int) -> SearchIndex | None:
    """The index of the edition of a stamp; None if there is none that can be trusted."""
    found = _opened(file, stamp)
    try:
        return None if found is None else SearchIndex(found.take, found.directory)
    except (ValueError, TypeError, KeyError):
        return None


def has_index(file: Path, stamp: int) -> bool:
    """Whether there is one, all of it sound: looks at all of it."""
    found = _opened(file, stamp)
    try:
        if found is not None:
            found.check()
    except DamagedIndex:
        return False
    return found is not None


def _opened(file: Path, stamp: int) -> IndexFile | None:
    found = _mapped(file)
    return found if found is not None and (found.stamp, found.maker) == (stamp, maker()) else None


def _mapped(file: Path) -> IndexFile | None:
    try:
        mapped = trusted(file, _FOOT.size + _END.size)
        return None if mapped is None else IndexFile(mapped)
    except (OSError, ValueError, struct.error):
        return None


def write_index(file: Path, block: ArticleBatch, stamp: int) -> bool:
    """Write the index of an edition's articles, replacing the one that is there; False if that cannot be done.

    If that one is of the same articles, and only what they have in pictures and related entries has come
    to light since, most of it is taken over.

    Args:
        file: where.
        block: the articles.
        stamp: that of their edition.
    """
    sums = _Sums()
    try:
        parts, directory = _renewed(file, block) or _made(block)
        with replacing(file) as target:
            for part in parts:
                target.write(part)
                sums.add(part)
            end = sums.taken() + _FOOT.pack(sums.size, *directory(), stamp, maker())
            target.write(end + _END.pack(_sum(end), _MAGIC))
    except (OSError, ValueError, OverflowError, MemoryError):
        # Whatever it is, it costs no more than a slower search.
        return False
    return True


def _made(block: ArticleBatch) -> tuple[Iterable[bytes | memoryview], Callable[[], tuple[int, int]]]:
    """The bytes of an index, and what says where its directory is once they are used up."""
    builder = IndexBuilder()
    return builder.parts(_searched(block)), lambda: builder.directory


def _renewed(
    file: Path, block: ArticleBatch
) -> tuple[Iterable[bytes | memoryview], Callable[[], tuple[int, int]]] | None:
    """The same from the index that is there; None if it is of other articles, or damaged."""
    found = _mapped(file)
    if found is None or found.maker != maker():
        return None
    try:
        found.check()
        index = SearchIndex(found.take, found.directory)
        if index.ids != block.ids:
            return None
        having = bytearray()
        for (_, now), signature in zip(_searched(block), index.signatures, strict=True):
            if now.signature != signature:
                return None
            having.append(had_by(now))
    except DamagedIndex:
        return None
    start, end = index.having_at
    pieces = ((0, start), (end, found.size))
    before, after = (starmap(found.take, _cut(*piece)) for piece in pieces)
    return chain(before, [bytes(having)], after), lambda: found.directory


def _cut(start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(start, end, _HELD):
        yield at, min(at + _HELD, end)


def _searched(block: ArticleBatch) -> Iterator[tuple[int, Searched]]:
    for place, article in enumerate(block.ids):
        yield article, searched(block.searched(place))


class _Sums:
    """Makes a checksum of each chunk of bytes that come in pieces."""

    def __init__(self) -> None:
        self.size = 0
        self._sums = array("I")
        self._last = 0

    def add(self, part: bytes | memoryview) -> None:
        """Take in a piece."""
        view = memoryview(part)
        while view:
            room = _CHUNK - self.size % _CHUNK
            self._last = zlib.crc32(view[:room], self._last)
            self.size += len(view[:room])
            view = view[room:]
            if self.size % _CHUNK == 0:
                self._end_chunk()

    def _end_chunk(self) -> None:
        self._sums.append(self._last)
        self._last = 0

    def taken(self) -> bytes:
        """The checksums of all chunks."""
        if self.size % _CHUNK:
            self._end_chunk()
        return self._sums.tobytes()


def _sum(part: bytes | memoryview) -> int:
    return zlib.crc32(part)
