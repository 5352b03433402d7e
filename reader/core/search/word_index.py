"""Which articles have a word: what a search asks of every index of words, and an index that grows in memory."""

import zlib
from abc import ABC, abstractmethod
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from itertools import chain
from typing import Final, NamedTuple

from reader.core.model.query import Field
from reader.core.text.tokenizer import tokens


class Part(IntEnum):
    """The parts of an article that words are looked for in.

    PROVIDER is what is shown of the provider, DOMAIN its domain where that is something else, NOTES the
    reader's own tags and note.
    """

    TITLE = 0
    EXCERPT = 1
    PROVIDER = 2
    TOPICS = 3
    DOMAIN = 4
    NOTES = 5


PARTS: Final[dict[Field, tuple[Part, ...]]] = {
    Field.ANY: (Part.TITLE, Part.EXCERPT, Part.PROVIDER, Part.TOPICS, Part.NOTES),
    Field.TITLE: (Part.TITLE,),
    Field.EXCERPT: (Part.EXCERPT,),
}
NEWS: Final = tuple(part for part in Part if part is not Part.NOTES)
"""The parts that come with the news, in the order of `Searched.texts`."""

_LAST: Final = "\U0010ffff"


class Searched(NamedTuple):
    """What is searched of an article; `texts` are by NEWS: provider and topics have several, never joined."""

    texts: tuple[tuple[str, ...], ...]
    quality: int | None = None
    image: bool = False
    related: bool = False

    @property
    def signature(self) -> int:
        """A checksum of all but what it has in pictures and related entries, which may be read later."""
        return zlib.crc32(repr((self.texts, self.quality)).encode("utf-8", "surrogatepass"))


def searched(fields: tuple[str, str, str, str, list[str], int | None, bool, bool]) -> Searched:
    """What is searched of an article, from `ArticleBatch.searched`."""
    title, excerpt, name, domain, topics, quality, image, related = fields
    label = name or domain
    texts = (title,), (excerpt,), (label,), tuple(topics), (domain if domain != label else "",)
    return Searched(texts, quality, image, related)


def spaced(texts: Iterable[str]) -> tuple[list[str], str]:
    """The words of some texts, and the same written so that a phrase is a substring.

    Each word stands between blanks, each text between lines' ends: " new york \\n nytimes com ".
    """
    lists = [tokens(text) for text in texts]
    if len(lists) == 1:
        return lists[0], f" {' '.join(lists[0])} "
    return list(chain.from_iterable(lists)), "\n".join([f" {' '.join(found)} " for found in lists])


class WordIndex(ABC):
    """Answers which places have a word or a phrase, as a mask: a byte for each place, 1 or 0."""

    def find(self, words: Sequence[str], prefix: bool, parts: Sequence[Part]) -> bytearray:
        """The places that have the words side by side in one text of one of the parts.

        Args:
            words: folded.
            prefix: whether the last word may go on.
            parts: where to look.
        """
        found = self._having(words[0], prefix and len(words) == 1, parts)
        if len(words) == 1:
            return found
        candidates = int.from_bytes(found, "little")
        for number, word in enumerate(words[1:], 2):
            having = self._having(word, prefix and number == len(words), parts)
            candidates &= int.from_bytes(having, "little")
        mask = candidates.to_bytes(self.size, "little")
        phrase = f" {' '.join(words)}" if prefix else f" {' '.join(words)} "
        return self._verified(mask, phrase, parts)

    def _having(self, word: str, prefix: bool, parts: Sequence[Part]) -> bytearray:
        mask = bytearray(self.size)
        for places in self.places(word, prefix, parts):
            for place in places:
                mask[place] = 1
        return mask

    def _verified(self, mask: bytes, phrase: str, parts: Sequence[Part]) -> bytearray:
        found = bytearray(self.size)
        place = mask.find(1)
        while place >= 0:
            if self.has_phrase(place, phrase, parts):
                found[place] = 1
            place = mask.find(1, place + 1)
        return found

    @property
    @abstractmethod
    def size(self) -> int:
        """One more than the highest place."""

    @abstractmethod
    def places(self, word: str, prefix: bool, parts: Sequence[Part]) -> Iterator[Iterable[int]]:
        """The places that have a word, or with `prefix` one that starts so; some perhaps more than once."""

    @abstractmethod
    def has_phrase(self, place: int, phrase: str, parts: Sequence[Part]) -> bool:
        """Whether `spaced` text of a place has a phrase."""


class GrowingIndex(WordIndex):
    """An index in memory, for what arrived last and for small stores."""

    def __init__(self) -> None:
        self._lists: list[dict[str, array[int]]] = [{} for _ in Part]
        self._sorted: dict[Part, list[str]] = {}
        self._texts: dict[int, list[tuple[Part, str]]] = {}
        self._size = 0

    def __len__(self) -> int:
        return len(self._texts)

    @property
    def size(self) -> int:
        """One more than the highest place."""
        return self._size

    def add(self, place: int, texts: Iterable[tuple[Part, Sequence[str]]]) -> None:
        """Take in the texts of a place that was not there before."""
        kept = self._texts[place] = []
        for part, lines in texts:
            found, text = spaced(lines)
            kept.append((part, text))
            lists = self._lists[part]
            for word in set(found):
                having = lists.get(word)
                if having is None:
                    having = lists[word] = array("I")
                    self._sorted.pop(part, None)
                having.append(place)
        self._size = max(self._size, place + 1)

    def places(self, word: str, prefix: bool, parts: Sequence[Part]) -> Iterator[Iterable[int]]:
        """The places that have a word, or with `prefix` one that starts so."""
        for part in parts:
            lists = self._lists[part]
            if prefix:
                known = self._sorted.get(part)
                if known is None:
                    known = self._sorted[part] = sorted(lists)
                for number in range(bisect_left(known, word), bisect_left(known, word + _LAST)):
                    yield lists[known[number]]
            elif word in lists:
                yield lists[word]

    def has_phrase(self, place: int, phrase: str, parts: Sequence[Part]) -> bool:
        """Whether `spaced` text of a place has a phrase."""
        return any(phrase in text for part, text in self._texts[place] if part in parts)
