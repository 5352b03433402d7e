"""Articles packed side by side: columns for sorting and counting, records decoded one at a time.

A block is made once and never changes. It is what a loading process sends, what a cache file holds
and what the store keeps, so that 100,000 articles cost a few bytes each until one is looked at.
"""

import json
import struct
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, chain, count, islice
from operator import eq
from typing import Any

from reader.core.model.article import Article, ArticleId
from reader.core.tables.article_codec import TOPICS, BatchFlag, EncodedArticle, article_of, encode

_READS = 32  # at 64 kB that the system maps with each, 2 MB
_MAGIC = b"HWBATCH3"
_HEAD = struct.Struct("<8sBxxxIIIQ")  # magic, byte order, articles, topics' JSON, checksum, records


class DamagedBatch(ValueError):
    """Bytes that are no block, or no longer one."""


def _checksum(names_and_columns: "bytes | memoryview", count: int) -> int:
    return zlib.crc32(names_and_columns, count)


class _PageReleaser:
    """The blocks in mapped files of which records were read, until there were enough to let their pages go."""

    def __init__(self) -> None:
        self._reads = 0
        self._blocks: dict[int, ArticleBatch] = {}

    def note(self, block: "ArticleBatch") -> None:
        self._reads += 1
        self._blocks[id(block)] = block
        if self._reads >= _READS:
            for touched in self._blocks.values():
                if touched.release_pages is not None:
                    touched.release_pages()
            self._reads = 0
            self._blocks.clear()


# One for all blocks: what many of them hold counts as much as what one does.
_page_releaser = _PageReleaser()


class ArticleBatch:
    """A number of articles, by their place 0 … count-1.

    `ids` and `when` are arrays of 64-bit numbers, `heat` of 32-bit, `flags` bytes (BatchFlag);
    `topics` are pairs of a topic's name and the places of its articles, ascending.
    """

    __slots__ = (
        "_blob",
        "_starts",
        "_sums",
        "count",
        "flags",
        "heat",
        "ids",
        "release_pages",
        "topics",
        "when",
    )

    def __init__(
        self,
        ids: "array[int]",
        when: "array[int]",
        heat: "array[int]",
        flags: bytes,
        topics: "tuple[tuple[str, array[int]], ...]",
        starts: "array[int]",
        sums: "array[int]",
        blob: "bytes | memoryview",
    ) -> None:
        self.count = len(ids)
        self.release_pages: Callable[[], None] | None = None
        """Called now and then after records were read, if they are in a mapped file: its pages fill memory."""
        self.ids, self.when, self.heat, self.flags, self.topics = ids, when, heat, flags, topics
        self._starts, self._sums, self._blob = starts, sums, blob

    @classmethod
    def of(cls, articles: Iterable[Article], kept: bool = False) -> "ArticleBatch":
        """Pack articles, in their order; `kept` says that they are bookmarks' copies."""
        return cls.of_encoded(encode(article, kept) for article in articles)

    @classmethod
    def of_encoded(cls, articles: Iterable[EncodedArticle]) -> "ArticleBatch":
        """The block of packed articles, in their order."""
        ids, when, heat = array("q"), array("q"), array("i")
        sizes, sums = array("Q"), array("I")
        flags = bytearray()
        topics: dict[str, array[int]] = {}
        records: list[bytes] = []
        for place, (number, published, warmth, marks, names, record) in enumerate(articles):
            ids.append(number)
            when.append(published)
            heat.append(warmth)
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
        return cls(ids, when, heat, bytes(flags), tuple(topics.items()), starts, sums, b"".join(records))

    def _fields(self, place: int) -> list[Any]:
        data = bytes(self._blob[self._starts[place] : self._starts[place + 1]])
        if zlib.crc32(data) != self._sums[place]:
            raise DamagedBatch(f"record {place} does not match its checksum")
        fields: list[Any] = json.loads(data)
        if self.release_pages is not None:
            _page_releaser.note(self)
        return fields

    def article(self, place: int) -> Article:
        """The whole article at a place.

        Raises:
            DamagedBatch: its bytes are not what was packed.
        """
        return article_of(self.ids[place], self.when[place], self.heat[place], self.flags[place], self._fields(place))

    def encoded(self, place: int) -> EncodedArticle:
        """The article at a place as it was packed (raises like `article`)."""
        topics = tuple(self._fields(place)[TOPICS])
        record = bytes(self._blob[self._starts[place] : self._starts[place + 1]])
        return EncodedArticle(self.ids[place], self.when[place], self.heat[place], self.flags[place], topics, record)

    def headline(self, place: int) -> tuple[str, str]:
        """The title and the provider's label of the article at a place (raises like `article`)."""
        fields = self._fields(place)
        return fields[0], fields[1] or fields[2]

    def searched(self, place: int) -> "tuple[str, str, str, str, list[str], int | None, bool, bool]":
        """What is searched of the article at a place (raises like `article`).

        Title, excerpt, the provider's name and domain, topics, quality, whether it has images and related.
        """
        fields = self._fields(place)
        return fields[0], fields[3], fields[1], fields[2], fields[6], fields[5], bool(fields[9]), bool(fields[12])

    def to_bytes(self) -> bytes:
        """The block as bytes that `from_bytes` takes, on machines of the same byte order."""
        return b"".join(self.parts([self._blob]))

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
        if places is None:
            yield self._blob
            return
        starts = self._starts
        for place in places:
            yield self._blob[starts[place] : starts[place + 1]]

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
        starts, blob = self._starts, self._blob
        return all(
            zlib.crc32(blob[starts[place] : starts[place + 1]]) == checksum for place, checksum in enumerate(self._sums)
        )

    @classmethod
    def from_bytes(cls, data: "bytes | memoryview") -> "ArticleBatch":
        """The block in `data`; a memoryview (of a mapped file) is used in place, not copied.

        Raises:
            DamagedBatch: the bytes are not a block of this version and byte order, or were changed.
        """
        view = memoryview(data)
        try:
            magic, big, count, names_size, checksum, columns_size = _HEAD.unpack_from(view)
        except struct.error as error:
            raise DamagedBatch("too short") from error
        if magic != _MAGIC or big != (sys.byteorder == "big"):
            raise DamagedBatch("not a block of this version")
        blob_start = _HEAD.size + names_size + columns_size
        columns = view[_HEAD.size + names_size : blob_start]
        if len(columns) != columns_size or _checksum(view[_HEAD.size : blob_start], count) != checksum:
            raise DamagedBatch("the columns do not match their checksum")
        topics = json.loads(bytes(view[_HEAD.size : _HEAD.size + names_size]))
        place = 0

        def take(code: str, length: int) -> "array[int]":
            nonlocal place
            column = array(code)
            size = length * column.itemsize
            column.frombytes(columns[place : place + size])
            place += size
            return column

        ids, when = take("q", count), take("q", count)
        starts, heat, sums = take("Q", count + 1), take("i", count), take("I", count)
        postings = tuple((name, take("I", length)) for name, length in topics)
        flags = bytes(columns[place:])
        blob = view[blob_start:]
        if len(flags) != count or (count and starts[count] != len(blob)):
            raise DamagedBatch("the records are cut short")
        return cls(ids, when, heat, flags, postings, starts, sums, blob)


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
    ids, when, heat, sums = array("q"), array("q"), array("i"), array("I")
    flags = bytearray()
    sizes = array("Q")
    topics: dict[str, array[int]] = {}
    for block, places in chosen:
        base = len(ids)
        ids.extend(block.ids[place] for place in places)
        when.extend(block.when[place] for place in places)
        heat.extend(block.heat[place] for place in places)
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
    return ArticleBatch(ids, when, heat, bytes(flags), having_any, starts, sums, b"")
