"""An index of words in memory, for articles that arrived after the stored index was made, and for notes."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from reader.core.search.word_index import Part
from reader.core.text.tokenizer import tokens

_LAST: Final = "\U0010ffff"


class GrowingIndex:
    """Finds the slots whose texts have words; texts can be added at any time."""

    def __init__(self) -> None:
        self._slots: list[dict[str, array[int]]] = [{} for _ in Part]
        self._vocabulary: dict[Part, list[str]] = {}
        # By slot, the words of each part written so that a phrase is a substring: " new york \n nytimes com ".
        self._texts: dict[int, list[tuple[Part, str]]] = {}
        self._size = 0

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, slot: int, texts: Iterable[tuple[Part, Sequence[str]]]) -> None:
        """Add the texts of a slot that is not in the index yet."""
        written = self._texts[slot] = []
        for part, lines in texts:
            words = [tokens(line) for line in lines]
            written.append((part, "\n".join([f" {' '.join(line)} " for line in words])))
            slots = self._slots[part]
            for word in set(chain.from_iterable(words)):
                having = slots.get(word)
                if having is None:
                    having = slots[word] = array("I")
                    self._vocabulary.pop(part, None)
                having.append(slot)
        self._size = max(self._size, slot + 1)

    def find(self, words: Sequence[str], prefix: bool, parts: Sequence[Part]) -> bytearray:
        """The slots that have words next to each other in one text (see `WordIndex.find`): a byte each, 1 or 0."""
        *whole, last = words
        found = self._having(last, prefix, parts)
        if not whole:
            return found
        candidates = int.from_bytes(found, "little")
        for word in whole:
            candidates &= int.from_bytes(self._having(word, False, parts), "little")
        phrase = f" {' '.join(words)}" if prefix else f" {' '.join(words)} "
        found = bytearray(candidates.to_bytes(self._size, "little"))
        slot = found.find(1)
        while slot >= 0:
            found[slot] = any(phrase in text for part, text in self._texts[slot] if part in parts)
            slot = found.find(1, slot + 1)
        return found

    def _having(self, word: str, prefix: bool, parts: Sequence[Part]) -> bytearray:
        mask = bytearray(self._size)
        for slots in self.slots(word, prefix, parts):
            for slot in slots:
                mask[slot] = 1
        return mask

    def slots(self, word: str, prefix: bool, parts: Sequence[Part]) -> "Iterator[array[int]]":
        """The slots that have a word, or with `prefix` one that begins so; a slot may come more than once."""
        for part in parts:
            slots = self._slots[part]
            if not prefix:
                if word in slots:
                    yield slots[word]
                continue
            vocabulary = self._vocabulary.get(part)
            if vocabulary is None:
                vocabulary = self._vocabulary[part] = sorted(slots)
            start, end = bisect_left(vocabulary, word), bisect_left(vocabulary, word + _LAST)
            yield from map(slots.__getitem__, vocabulary[start:end])
