"""Making the bytes of a `SearchIndex`, piece by piece."""

import json
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import accumulate
from typing import Final

from reader.core.model.article import UNTITLED
from reader.core.search.search_index import (
    APART,
    BEGINNING,
    DENSE,
    IMAGE,
    RELATED,
    UNRATED,
    WHOLE,
    dense_key,
)
from reader.core.search.word_index import NEWS, Part, Searched, spaced

_LAST: Final = "\U0010ffff"
_PIECE: Final = 1 << 18
_LEAST: Final = 1000
_SHARE: Final = 4
"""Bits are kept of what is in more than one of so many places."""


def had_by(found: Searched) -> int:
    """What an article has, as in the section "having"."""
    return (IMAGE if found.image else 0) | (RELATED if found.related else 0)


class IndexBuilder:
    """Takes articles in the order of their places, and gives the bytes of their index.

    `parts` must be used up; then `directory` is where in these bytes the directory stands.

    Args:
        least: bits are kept of what is in more places than this, and in more than a share of all.
    """

    def __init__(self, least: int = _LEAST) -> None:
        self._least = least
        self._ids, self._qualities = array("q"), array("i")
        self._having, self._signatures = bytearray(), array("I")
        self._titles: list[str] = []
        self._lists: list[defaultdict[str, array[int]]] = [defaultdict(partial(array, "I")) for _ in NEWS]
        self._sections: dict[str, tuple[int, int]] = {}
        self._dense: dict[str, int] = {}
        self._written = 0
        self._names = lru_cache(1 << 13)(spaced)
        self.directory = (0, 0)

    def parts(self, articles: Iterable[tuple[int, Searched]]) -> Iterator[bytes]:
        """The bytes of the index of some articles, each with its id."""
        yield from self._texts(articles)
        yield from self._section("ids", [self._ids.tobytes()])
        yield from self._section("qualities", [self._qualities.tobytes()])
        yield from self._section("having", [bytes(self._having)])
        yield from self._section("signatures", [self._signatures.tobytes()])
        yield from self._ranked_titles()
        words = sorted(set().union(*self._lists))
        encoded = [word.encode() for word in words]
        yield from self._section("words", [b"".join(encoded)])
        yield from self._section("word starts", [array("I", accumulate(map(len, encoded), initial=0)).tobytes()])
        del encoded
        for part in NEWS:
            yield from self._postings(part, words)
        yield from self._section("dense", self._bits(words))
        start = self._written
        told = {"count": len(self._ids), "words": len(words), "sections": self._sections, "dense": self._dense}
        data = json.dumps(told, separators=(",", ":")).encode()
        self.directory = (start, start + len(data))
        yield data

    def _section(self, name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        start = self._written
        for piece in pieces:
            self._written += len(piece)
            yield piece
        self._sections[name] = (start, self._written - start)
        # Numbers stand where a machine reads them best.
        gap = bytes(-self._written % 8)
        self._written += len(gap)
        yield gap

    def _texts(self, articles: Iterable[tuple[int, Searched]]) -> Iterator[bytes]:
        starts = array("Q", [0])
        yield from self._section("texts", self._read(articles, starts))
        yield from self._section("text starts", [starts.tobytes()])

    def _read(self, articles: Iterable[tuple[int, Searched]], starts: "array[int]") -> Iterator[bytes]:
        held, size = list[bytes](), 0
        for place, (article, found) in enumerate(articles):
            self._ids.append(article)
            self._qualities.append(UNRATED if found.quality is None else found.quality)
            self._having.append(had_by(found))
            self._signatures.append(found.signature)
            text = self._take(place, found).encode()
            held.append(text)
            size += len(text)
            starts.append(starts[-1] + len(text))
            if size > _PIECE:
                yield b"".join(held)
                held, size = [], 0
        yield b"".join(held)

    def _take(self, place: int, found: Searched) -> str:
        """Note the words of an article; its text as it is kept."""
        texts = []
        for part, lines in zip(NEWS, found.texts, strict=True):
            # The names of providers and topics are few.
            words, text = spaced(lines) if part <= Part.EXCERPT else self._names(lines)
            texts.append(text)
            lists = self._lists[part]
            for word in set(words):
                lists[word].append(place)
        title = found.texts[Part.TITLE][0]
        self._titles.append("" if title == UNTITLED else texts[Part.TITLE].strip(" "))
        return APART.join(texts)

    def _ranked_titles(self) -> Iterator[bytes]:
        """For each place the rank of its title, from 1, and for each rank a place that has the title."""
        places = {title: place for place, title in enumerate(self._titles) if title}
        ranks = {title: rank for rank, title in enumerate(sorted(places), 1)}
        yield from self._section("titles", [array("I", map(places.__getitem__, ranks)).tobytes()])
        ranks[""] = 0
        yield from self._section("title ranks", [array("I", map(ranks.__getitem__, self._titles)).tobytes()])

    def _postings(self, part: Part, words: Sequence[str]) -> Iterator[bytes]:
        lists, none = self._lists[part], array("I")
        ends = array("I", accumulate((len(lists.get(word, none)) for word in words), initial=0))
        yield from self._section(f"ends {part}", [ends.tobytes()])
        rows = (lists[word].tobytes() for word in words if word in lists)
        yield from self._section(f"places {part}", rows)

    # -- bits

    def _bits(self, words: Sequence[str]) -> Iterator[bytes]:
        size = (len(self._ids) + 7) // 8
        at = 0
        for kind, parts in enumerate(DENSE):
            lists = [self._lists[part] for part in parts if part in NEWS]
            for how, word, mask in _Dense(words, lists, len(self._ids), self._least).masks():
                self._dense[dense_key(kind, how, word)] = at
                at += size
                yield int(mask.translate(_DIGITS), 2).to_bytes(size)


class _Dense:
    """Finds words and beginnings of words that are in very many places, and makes a mask of each."""

    def __init__(
        self, words: Sequence[str], lists: "Sequence[Mapping[str, array[int]]]", count: int, least: int
    ) -> None:
        self._words = words
        self._lists = lists
        self._count = count
        numbers = (sum(len(having[word]) for having in lists if word in having) for word in words)
        self._ends = array("Q", accumulate(numbers, initial=0))
        self._many = max(count // _SHARE, least)

    def masks(self) -> Iterator[tuple[str, str, bytes]]:
        """All of them: WHOLE or BEGINNING, the word, the mask."""
        for number, word in enumerate(self._words):
            if self._is_dense(number, number + 1):
                yield WHOLE, word, self._marked(number, number + 1)
        for start, end, beginning in self._longer(0, len(self._words), ""):
            if self._is_dense(start, end):
                yield from self._beginnings(start, end, beginning)

    def _is_dense(self, start: int, end: int) -> bool:
        return self._ends[end] - self._ends[start] > self._many

    def _marked(self, start: int, end: int) -> bytes:
        mask = bytearray(self._count)
        for word in self._words[start:end]:
            for having in self._lists:
                for place in having.get(word, ()):
                    mask[place] = 1
        return bytes(mask)

    def _longer(self, start: int, end: int, beginning: str) -> Iterator[tuple[int, int, str]]:
        """The words from `start` to `end` by what they begin with: one letter more than `beginning`."""
        while start < end:
            longer = self._words[start][: len(beginning) + 1]
            after = bisect_left(self._words, longer + _LAST, start, end) if len(longer) > len(beginning) else start + 1
            yield start, after, longer
            start = after

    def _beginnings(self, start: int, end: int, beginning: str) -> Generator[tuple[str, str, bytes], None, int]:
        """The masks of this beginning and of dense longer ones; returns its own."""
        found = 0
        for first, after, longer in self._longer(start, end, beginning):
            if len(longer) > len(beginning) and self._is_dense(first, after):
                found |= yield from self._beginnings(first, after, longer)
            else:
                found |= int.from_bytes(self._marked(first, after), "little")
        yield BEGINNING, beginning, found.to_bytes(self._count, "little")
        return found


_DIGITS: Final = bytes(48 + (number & 1) for number in range(256))
