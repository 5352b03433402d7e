"""An index of the words of all articles of an edition, in bytes that are looked at only where a search leads.

The bytes are sections, and a directory (JSON) that says where each is. Places are the articles' own in the
edition. By words in ascending order, for each part of an article, the places that have them stand in one row,
so that the words with one beginning are one slice of it. Where a word or a beginning is all over the place,
a bit for each place is kept as well, and is quicker.
"""

import json
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from reader.core.model.query import Field
from reader.core.search.word_index import PARTS, Part, WordIndex


class DamagedIndex(ValueError):
    """Bytes of an index that are not what was written."""


Take = Callable[[int, int], memoryview]
"""Gives the bytes from a start to an end if they are what was written; else raises DamagedIndex."""

DENSE: Final = tuple(PARTS[field] for field in Field)
"""The parts for which bits are kept, all together: by their place here."""
WHOLE, BEGINNING = "=", "*"
IMAGE, RELATED = 1, 2
"""What an article has, as bits of the section "having"."""
UNRATED: Final = -(2**31)
"""The quality of an article that has none."""
APART: Final = "\f"
"""Stands between the parts of an article's text."""

_MANY: Final = 500
_TOGETHER: Final = 2048
_LAST: Final = "\U0010ffff".encode()
_ZERO_ONE: Final = bytes(number & 1 for number in range(256))


def dense_key(kind: int, how: str, word: str) -> str:
    """The name of some bits: of which of DENSE, of the whole word or of what begins with it."""
    return f"{kind}{how}{word}"


class SearchIndex(WordIndex):
    """Finds places by the words of their articles.

    Args:
        take: gives bytes; all here raise what it raises, a DamagedIndex.
        directory: where the directory stands, from its start to its end.
    """

    def __init__(self, take: Take, directory: tuple[int, int]) -> None:
        self._take = take
        told: dict[str, Any] = json.loads(bytes(take(*directory)))
        self._sections: dict[str, tuple[int, int]] = told["sections"]
        self._dense: dict[str, int] = told["dense"]
        self._count: int = told["count"]
        self._words = _Vocabulary(self._section("words"), self._section("word starts"), told["words"])

    def _section(self, name: str) -> Take:
        start, length = self._sections[name]

        def take(first: int, end: int) -> memoryview:
            if not 0 <= first <= end <= length:
                raise DamagedIndex(f"{name} ends at {length}")
            return self._take(start + first, start + end)

        return take

    def _column(self, name: str, code: str) -> "array[int]":
        column = array(code)
        column.frombytes(self._section(name)(0, self._sections[name][1]))
        return column

    @property
    def size(self) -> int:
        """How many articles there are."""
        return self._count

    @property
    def ids(self) -> "array[int]":
        """The id of each place."""
        return self._column("ids", "q")

    @property
    def qualities(self) -> "array[int]":
        """The quality of each place, or UNRATED."""
        return self._column("qualities", "i")

    @property
    def having(self) -> bytes:
        """For each place IMAGE, RELATED, both or 0."""
        return bytes(self._section("having")(0, self._count))

    @property
    def having_at(self) -> tuple[int, int]:
        """Where that stands in the bytes, from its start to its end."""
        start, length = self._sections["having"]
        return start, start + length

    @property
    def signatures(self) -> "array[int]":
        """The `Searched.signature` of each place."""
        return self._column("signatures", "I")

    @property
    def title_ranks(self) -> "array[int]":
        """Where the title of each place stands among all titles, from 1; 0 where there is none."""
        return self._column("title ranks", "I")

    def title_rank(self, title: str) -> tuple[int, bool]:
        """The rank of the last title that is not after one, and whether it is that title.

        Args:
            title: its `reader.core.search.query_sort.title_key`.
        """
        places, wanted = self._column("titles", "I"), title.encode()
        rank = bisect_right(places, wanted, key=self._title)
        return rank, rank > 0 and self._title(places[rank - 1]) == wanted

    def _title(self, place: int) -> bytes:
        return self._text(place).partition(APART.encode())[0].strip(b" ")

    def _having(self, word: str, prefix: bool, parts: Sequence[Part]) -> bytearray:
        if parts in DENSE:
            kind = DENSE.index(tuple(parts))
            start = self._dense.get(dense_key(kind, BEGINNING if prefix else WHOLE, word))
            if start is not None:
                return self._bits(start)
        return super()._having(word, prefix, parts)

    def _bits(self, start: int) -> bytearray:
        bits = int.from_bytes(self._section("dense")(start, start + (self._count + 7) // 8))
        return bytearray(format(bits, f"0{self._count}b").encode().translate(_ZERO_ONE))

    def places(self, word: str, prefix: bool, parts: Sequence[Part]) -> Iterator[Iterable[int]]:
        """The places that have a word, or with `prefix` one that starts so."""
        start, end = self._words.span(word, prefix)
        if start == end:
            return
        for part in parts:
            if part is not Part.NOTES:
                ends = self._section(f"ends {part}")
                first, last = (_number(ends, number) for number in (start, end))
                yield self._section(f"places {part}")(first * 4, last * 4).cast("I").tolist()

    def _text(self, place: int) -> bytes:
        starts = self._section("text starts")(place * 8, place * 8 + 16).cast("Q")
        return bytes(self._section("texts")(starts[0], starts[1]))

    def _verified(self, mask: bytes, phrase: str, parts: Sequence[Part]) -> bytearray:
        if mask.count(1) < _MANY:
            return super()._verified(mask, phrase, parts)
        # So many are read together: one by one each would cost ten times as much.
        starts, take = self._column("text starts", "Q"), self._section("texts")
        found, looked_for = bytearray(self._count), phrase.encode()
        for start in range(0, self._count, _TOGETHER):
            end = min(start + _TOGETHER, self._count)
            texts = bytes(take(starts[start], starts[end]))
            ends = [place - starts[start] for place in starts[start : end + 1]]
            for number in _holding(texts, ends, looked_for, mask[start:end]):
                found[start + number] = self.has_phrase(start + number, phrase, parts)
        return found

    def has_phrase(self, place: int, phrase: str, parts: Sequence[Part]) -> bool:
        """Whether `spaced` text of a place has a phrase."""
        text, looked_for = self._text(place), phrase.encode()
        if looked_for not in text:
            return False
        pieces = text.split(APART.encode())
        return any(looked_for in pieces[part] for part in parts if part < len(pieces))


def _holding(texts: bytes, ends: list[int], wanted: bytes, mask: bytes) -> Iterator[int]:
    """Which of some texts hold something; they stand side by side, and only those of the mask matter."""
    if mask.count(1) * 3 < len(mask):
        number = mask.find(1)
        while number >= 0:
            if texts.find(wanted, ends[number], ends[number + 1]) >= 0:
                yield number
            number = mask.find(1, number + 1)
        return
    at = texts.find(wanted)
    while at >= 0:
        number = bisect_right(ends, at) - 1
        if mask[number]:
            yield number
        at = texts.find(wanted, ends[number + 1])


class _Vocabulary(Sequence[bytes]):
    """The words, ascending, in UTF-8."""

    def __init__(self, words: Take, starts: Take, count: int) -> None:
        self._words = words
        self._starts = starts
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: Any) -> Any:
        starts = self._starts(number * 4, number * 4 + 8).cast("I")
        return bytes(self._words(starts[0], starts[1]))

    def span(self, word: str, prefix: bool) -> tuple[int, int]:
        """The numbers of the words that are this one, or with `prefix` that start so: the first and the end."""
        wanted = word.encode()
        start = bisect_left(self, wanted)
        if prefix:
            return start, bisect_left(self, wanted + _LAST, start)
        return start, start + (start < self._count and self[start] == wanted)


def _number(take: Take, number: int) -> int:
    return int.from_bytes(take(number * 4, number * 4 + 4), sys.byteorder)
