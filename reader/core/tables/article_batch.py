"""Batches of articles: columns for sorting and counting, and records that are decoded one at a time.

A batch never changes. Loading processes send batches, a cache file is one, and the store keeps them, so that 100,000
articles take a few bytes each until one is shown.
"""

import json
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, chain, count, islice
from operator import eq
from typing import Protocol

from reader.core.model.article import Article, ArticleId
from reader.core.tables.article_codec import (
    ArticleRecord,
    BatchFlag,
    EncodedArticle,
    decode_article,
    decode_headline,
    decode_record,
    encode,
)

_MAGIC = b"HWBATCH3"
_PIECE = 1 << 22  # bytes of records that are read together
_HEAD = struct.Struct("<8sBxxxIIIQ")  # magic, byte order, articles, topics' JSON, checksum, records


class DamagedBatch(ValueError):
    """The bytes are not those of a batch, or were changed."""


def _checksum(names_and_columns: "bytes | memoryview", count: int) -> int:
    return zlib.crc32(names_and_columns, count)


class BatchData(Protocol):
    """Bytes in memory or in a file, of which only the slices that are taken are read."""

    def __len__(self) -> int:
        """The number of bytes."""

    def __getitem__(self, part: slice, /) -> bytes | memoryview:
        """A part of them; it is too short if a file was truncated."""


class ArticleBatch:
    """Articles by their place, 0 … count-1.

    `ids` and `when` (seconds since 1970, UTC, or UNDATED) are arrays of 64-bit numbers, `heat` (0 … MAX_HEAT, or
    NO_HEAT) and `quality` (or NO_QUALITY) of 32-bit numbers, and `flags` are bytes (BatchFlag). `topics` are pairs of
    the name of a topic and the places of its articles, ascending. The records are at the end of `data`, in order.
    """

    __slots__ = ("_base", "_starts", "_sums", "count", "data", "flags", "heat", "ids", "quality", "topics", "when")

    def __init__(
        self,
        ids: "array[int]",
        when: "array[int]",
        heat: "array[int]",
        quality: "array[int]",
        flags: bytes,
        topics: "tuple[tuple[str, array[int]], ...]",
        starts: "array[int]",
        sums: "array[int]",
        data: BatchData,
        base: int = 0,
    ) -> None:
        self.count = len(ids)
        self.ids, self.when, self.heat, self.quality = ids, when, heat, quality
        self.flags, self.topics = flags, topics
        self._starts, self._sums, self.data, self._base = starts, sums, data, base

    @classmethod
    def of(cls, articles: Iterable[Article], kept: bool = False) -> "ArticleBatch":
        """The batch of articles, in their order; `kept` means that they are bookmarks' copies."""
        return cls.of_encoded(encode(article, kept) for article in articles)

    @classmethod
    def of_encoded(cls, articles: Iterable[EncodedArticle]) -> "ArticleBatch":
        """The batch of encoded articles, in their order."""
        ids, when, heat, quality = array("q"), array("q"), array("i"), array("i")
        sizes, sums = array("Q"), array("I")
        flags = bytearray()
        topics: dict[str, array[int]] = {}
        records: list[bytes] = []
        for place, (number, published, warmth, rating, marks, names, record) in enumerate(articles):
            ids.append(number)
            when.append(published)
            heat.append(warmth)
            quality.append(rating)
            flags.append(marks)
            for name in names if len(names) < 2 else dict.fromkeys(names):
                places = topics.get(name)
                if places is None:
                    places = topics[name] = array("I")
                places.append(place)
            records.append(record)
            sizes.append(len(record))
            sums.append(zlib.crc32(record))
        starts = array("Q", accumulate(sizes, initial=0))
        return cls(ids, when, heat, quality, bytes(flags), tuple(topics.items()), starts, sums, b"".join(records))

    def _record(self, place: int) -> bytes:
        return bytes(self.data[self._base + self._starts[place] : self._base + self._starts[place + 1]])

    def _sound_record(self, place: int) -> bytes:
        data = self._record(place)
        if zlib.crc32(data) != self._sums[place]:
            raise DamagedBatch(f"record {place} does not match its checksum")
        return data

    def article(self, place: int) -> Article:
        """The whole article at a place.

        Raises:
            DamagedBatch: its record does not match its checksum.
        """
        numbers = self.ids[place], self.when[place], self.heat[place], self.quality[place], self.flags[place]
        return decode_article(*numbers, self._sound_record(place))

    def encoded(self, place: int) -> EncodedArticle:
        """The article at a place as it was encoded (raises like `article`)."""
        numbers = self.ids[place], self.when[place], self.heat[place], self.quality[place], self.flags[place]
        data = self._sound_record(place)
        return EncodedArticle(*numbers, decode_record(data).topics, data)

    def headline(self, place: int) -> tuple[str, str]:
        """The title and the provider's label of the article at a place (raises like `article`)."""
        headline = decode_headline(self._sound_record(place))
        return headline.title, headline.label

    def record(self, place: int) -> ArticleRecord:
        """The record of the article at a place (raises like `article`)."""
        return decode_record(self._sound_record(place))

    def without(self, articles: AbstractSet[ArticleId]) -> "ArticleBatch":
        """The same batch without some articles; of an id that is in it twice the last one stays."""
        return ArticleBatch.from_bytes(b"".join(merge_batches([self], articles)))

    def to_bytes(self) -> bytes:
        """The batch as bytes for `from_bytes`, on machines of the same byte order."""
        return b"".join(self.parts(self.records()))

    def parts(self, records: "Iterable[bytes | memoryview]") -> "Iterator[bytes | memoryview]":
        """The same bytes piece by piece; `records` are those of the articles, in order."""
        names = json.dumps([[name, len(places)] for name, places in self.topics]).encode()
        names += b" " * (-len(names) % 8)
        columns = b"".join(
            [
                self.ids.tobytes(),
                self.when.tobytes(),
                self._starts.tobytes(),
                self.heat.tobytes(),
                self.quality.tobytes(),
                self._sums.tobytes(),
                *(places.tobytes() for _, places in self.topics),
                self.flags,
            ]
        )
        head = _HEAD.pack(
            _MAGIC, sys.byteorder == "big", self.count, len(names), _checksum(names + columns, self.count), len(columns)
        )
        yield head
        yield names
        yield columns
        yield from records

    def records(self, places: Sequence[int] | None = None) -> "Iterator[bytes | memoryview]":
        """The records at some places, or of all articles, piece by piece."""
        if places is not None:
            yield from map(self._record, places)
            return
        for start in range(self._base, len(self.data), _PIECE):
            yield self.data[start : start + _PIECE]

    def size(self, place: int) -> int:
        """The size of the record at a place in bytes."""
        return self._starts[place + 1] - self._starts[place]

    def checksum(self, place: int) -> int:
        return self._sums[place]

    @property
    def has_partial(self) -> bool:
        """Whether some article is partial."""
        return any(flags & BatchFlag.PARTIAL for flags in set(self.flags))

    def is_sound(self) -> bool:
        """Whether every record matches its checksum; reads all of them."""
        return all(zlib.crc32(self._record(place)) == checksum for place, checksum in enumerate(self._sums))

    @classmethod
    def from_bytes(cls, data: BatchData) -> "ArticleBatch":
        """The batch in `data`; its records stay there until they are needed.

        Raises:
            DamagedBatch: the bytes are not a batch of this version and byte order, or were changed.
        """
        try:
            magic, big, count, names_size, checksum, columns_size = _HEAD.unpack(data[: _HEAD.size])
        except struct.error as error:
            raise DamagedBatch("too short") from error
        if magic != _MAGIC or big != (sys.byteorder == "big"):
            raise DamagedBatch("not a batch of this version")
        base = _HEAD.size + names_size + columns_size
        columns = memoryview(data[_HEAD.size : base])
        if len(columns) != names_size + columns_size or _checksum(columns, count) != checksum:
            raise DamagedBatch("the columns do not match their checksum")
        topics = json.loads(bytes(columns[:names_size]))
        columns = columns[names_size:]
        place = 0

        def take(code: str, length: int) -> "array[int]":
            nonlocal place
            column = array(code)
            size = length * column.itemsize
            column.frombytes(columns[place : place + size])
            place += size
            return column

        ids, when = take("q", count), take("q", count)
        starts, heat, quality, sums = take("Q", count + 1), take("i", count), take("i", count), take("I", count)
        postings = tuple((name, take("I", length)) for name, length in topics)
        flags = bytes(columns[place:])
        if len(flags) != count or (count and starts[count] != len(data) - base):
            raise DamagedBatch("the records are incomplete")
        return cls(ids, when, heat, quality, flags, postings, starts, sums, data, base)


def merge_batches(
    batches: Sequence[ArticleBatch], without: AbstractSet[ArticleId] = frozenset()
) -> "Iterator[bytes | memoryview]":
    """The bytes of a batch with the articles of several, piece by piece; of one id the last to arrive is taken."""
    kept: list[Sequence[int]] = [range(batch.count) for batch in batches]
    if without or not _are_distinct(batches):
        kept = list(_last_of_each(batches, without))
    chosen = list(zip(batches, kept, strict=True))
    return _columns(chosen).parts(record for batch, places in chosen for record in _records(batch, places))


def _are_distinct(batches: Sequence[ArticleBatch]) -> bool:
    """Whether no id is there twice, which is the usual case."""
    ids = sorted(chain.from_iterable(batch.ids for batch in batches))
    return not any(map(eq, ids, islice(ids, 1, None)))


def _last_of_each(batches: Sequence[ArticleBatch], without: AbstractSet[ArticleId]) -> "Iterator[array[int]]":
    """For each batch the places of the articles to keep."""
    last: dict[int, int] = {}
    for number, batch in enumerate(batches):
        last.update(dict.fromkeys(batch.ids, number))
    for number, batch in enumerate(batches):
        # The last place counts within a batch, too.
        places = {article: place for place, article in enumerate(batch.ids) if last[article] == number}
        yield array("I", sorted(place for article, place in places.items() if article not in without))


def _records(batch: ArticleBatch, places: Sequence[int]) -> "Iterator[bytes | memoryview]":
    return batch.records(None if len(places) == batch.count else places)


def _columns(chosen: list[tuple[ArticleBatch, Sequence[int]]]) -> ArticleBatch:
    """A batch of the chosen articles, without their records."""
    ids, when, heat, quality, sums = array("q"), array("q"), array("i"), array("i"), array("I")
    flags = bytearray()
    sizes = array("Q")
    topics: dict[str, array[int]] = {}
    for batch, places in chosen:
        base = len(ids)
        ids.extend(batch.ids[place] for place in places)
        when.extend(batch.when[place] for place in places)
        heat.extend(batch.heat[place] for place in places)
        quality.extend(batch.quality[place] for place in places)
        sums.extend(map(batch.checksum, places))
        flags += bytes(batch.flags[place] for place in places)
        sizes.extend(map(batch.size, places))
        place_now = {} if len(places) == batch.count else dict(zip(places, count(base), strict=False))
        for name, having in batch.topics:
            now = topics.setdefault(name, array("I"))
            if place_now:
                now.extend(place_now[place] for place in having if place in place_now)
            elif places:
                now.extend(base + place for place in having)
    starts = array("Q", accumulate(sizes, initial=0))
    # Topics that no article has any more are left out.
    having_any = tuple((name, having) for name, having in topics.items() if having)
    return ArticleBatch(ids, when, heat, quality, bytes(flags), having_any, starts, sums, b"")
