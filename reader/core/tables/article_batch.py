"""Articles packed side by side: columns for sorting and counting, records decoded one at a time.

A block is made once and never changes. It is what a loading process sends, what a cache file holds
and what the store keeps, so that 100,000 articles cost a few bytes each until one is looked at.
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
_PIECE = 1 << 22  # bytes of records that are read at once
_HEAD = struct.Struct("<8sBxxxIIIQ")  # magic, byte order, articles, topics' JSON, checksum, records


class DamagedBatch(ValueError):
    """Bytes that are no block, or no longer one."""


def _checksum(names_and_columns: "bytes | memoryview", count: int) -> int:
    return zlib.crc32(names_and_columns, count)


class BatchData(Protocol):
    """Bytes that are read as far as they are sliced: in memory or in a file."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, part: slice, /) -> bytes | memoryview:
        """A part of them; it is too short where a file has lost its end."""


class ArticleBatch:
    """A number of articles, by their place 0 … count-1.

    `ids` and `when` are arrays of 64-bit numbers, `heat` and `quality` of 32-bit, `flags` bytes (BatchFlag);
    `topics` are pairs of a topic's name and the places of its articles, ascending. `data` holds the
    records, in their order at its end.
    """

    __slots__ = (
        "_base",
        "_starts",
        "_sums",
        "count",
        "data",
        "flags",
        "heat",
        "ids",
        "quality",
        "topics",
        "when",
    )

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
        """Pack articles, in their order; `kept` says that they are bookmarks' copies."""
        return cls.of_encoded(encode(article, kept) for article in articles)

    @classmethod
    def of_encoded(cls, articles: Iterable[EncodedArticle]) -> "ArticleBatch":
        """The block of packed articles, in their order."""
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
            DamagedBatch: its bytes are not what was packed.
        """
        numbers = self.ids[place], self.when[place], self.heat[place], self.quality[place], self.flags[place]
        return decode_article(*numbers, self._sound_record(place))

    def encoded(self, place: int) -> EncodedArticle:
        """The article at a place as it was packed (raises like `article`)."""
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
        """The block as bytes that `from_bytes` takes, on machines of the same byte order."""
        return b"".join(self.parts(self.records()))

    def parts(self, records: "Iterable[bytes | memoryview]") -> "Iterator[bytes | memoryview]":
        """The same bytes piece by piece, `records` standing for those of the articles, in order."""
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
        """The bytes of the articles at some places, of all if None; for joining blocks."""
        if places is not None:
            yield from map(self._record, places)
            return
        for start in range(self._base, len(self.data), _PIECE):
            yield self.data[start : start + _PIECE]

    def size(self, place: int) -> int:
        """How many bytes the record at a place has."""
        return self._starts[place + 1] - self._starts[place]

    def checksum(self, place: int) -> int:
        """The checksum of the record at a place."""
        return self._sums[place]

    @property
    def has_partial(self) -> bool:
        """Whether some article was not read whole."""
        return any(flags & BatchFlag.PARTIAL for flags in set(self.flags))

    def is_sound(self) -> bool:
        """Whether every record matches its checksum; reads all of them."""
        return all(zlib.crc32(self._record(place)) == checksum for place, checksum in enumerate(self._sums))

    @classmethod
    def from_bytes(cls, data: BatchData) -> "ArticleBatch":
        """The block in `data`, whose records stay there until they are asked for.

        Raises:
            DamagedBatch: the bytes are not a block of this version and byte order, or were changed.
        """
        try:
            magic, big, count, names_size, checksum, columns_size = _HEAD.unpack(data[: _HEAD.size])
        except struct.error as error:
            raise DamagedBatch("too short") from error
        if magic != _MAGIC or big != (sys.byteorder == "big"):
            raise DamagedBatch("not a block of this version")
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
            raise DamagedBatch("the records are cut short")
        return cls(ids, when, heat, quality, flags, postings, starts, sums, data, base)


def merge_batches(
    blocks: Sequence[ArticleBatch], without: AbstractSet[ArticleId] = frozenset()
) -> "Iterator[bytes | memoryview]":
    """The bytes of a block with the articles of several; of one id the last counts.

    Args:
        blocks: in the order of their arrival.
        without: ids to leave out.
    """
    kept: list[Sequence[int]] = [range(block.count) for block in blocks]
    if without or not _are_distinct(blocks):
        kept = list(_last_of_each(blocks, without))
    chosen = list(zip(blocks, kept, strict=True))
    return _columns(chosen).parts(record for block, places in chosen for record in _records(block, places))


def _are_distinct(blocks: Sequence[ArticleBatch]) -> bool:
    """Whether no id is there twice, as it mostly is."""
    ids = sorted(chain.from_iterable(block.ids for block in blocks))
    return not any(map(eq, ids, islice(ids, 1, None)))


def _last_of_each(blocks: Sequence[ArticleBatch], without: AbstractSet[ArticleId]) -> "Iterator[array[int]]":
    """For each block the places of the articles to keep."""
    last: dict[int, int] = {}
    for number, block in enumerate(blocks):
        last.update(dict.fromkeys(block.ids, number))
    for number, block in enumerate(blocks):
        # Of one block the last place counts, too.
        places = {article: place for place, article in enumerate(block.ids) if last[article] == number}
        yield array("I", sorted(place for article, place in places.items() if article not in without))


def _records(block: ArticleBatch, places: Sequence[int]) -> "Iterator[bytes | memoryview]":
    return block.records(None if len(places) == block.count else places)


def _columns(chosen: list[tuple[ArticleBatch, Sequence[int]]]) -> ArticleBatch:
    """A block of the chosen articles without their records."""
    ids, when, heat, quality, sums = array("q"), array("q"), array("i"), array("i"), array("I")
    flags = bytearray()
    sizes = array("Q")
    topics: dict[str, array[int]] = {}
    for block, places in chosen:
        base = len(ids)
        ids.extend(block.ids[place] for place in places)
        when.extend(block.when[place] for place in places)
        heat.extend(block.heat[place] for place in places)
        quality.extend(block.quality[place] for place in places)
        sums.extend(map(block.checksum, places))
        flags += bytes(block.flags[place] for place in places)
        sizes.extend(map(block.size, places))
        place_now = {} if len(places) == block.count else dict(zip(places, count(base), strict=False))
        for name, having in block.topics:
            now = topics.setdefault(name, array("I"))
            if place_now:
                now.extend(place_now[place] for place in having if place in place_now)
            elif places:
                now.extend(base + place for place in having)
    starts = array("Q", accumulate(sizes, initial=0))
    # A topic that only left-out articles had is none any more.
    having_any = tuple((name, having) for name, having in topics.items() if having)
    return ArticleBatch(ids, when, heat, quality, bytes(flags), having_any, starts, sums, b"")
