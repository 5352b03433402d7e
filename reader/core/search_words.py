"""The words of all articles of a store: an index that was made elsewhere, and one that grows."""

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.core.block import DamagedBlock
from reader.core.rows import RowFlag
from reader.core.word_index import NEWS, GrowingIndex, Part, Searched, searched

if TYPE_CHECKING:
    from reader.core.search_index import SearchIndex
    from reader.core.store import Store

UNRATED: Final = -(2**31)
"""The quality of an article that has none."""

_GONE: Final = bytes(bool(flags & RowFlag.GONE) for flags in range(256))


class _Run(NamedTuple):
    """Articles side by side both in the store and in an index."""

    slot: int
    place: int
    length: int


class SearchedWords:
    """Which slots of a store have words, which have images or related entries, and their quality."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._index: SearchIndex | None = None
        self._runs: list[_Run] = []
        self._covered = bytearray()
        self._at = 0
        self._growing = GrowingIndex()
        self._own: dict[int, Searched] = {}
        self.changes = 0
        """How often what words are found in has changed."""

    def use(self, index: "SearchIndex") -> None:
        """Look for the words of what has arrived so far in an index of it."""

    @property
    def grown(self) -> int:
        """How many articles are indexed in memory."""
        return len(self._growing)

    @property
    def covered(self) -> int:
        """The slots that are indexed, as a mask."""
        self._extend()
        return int.from_bytes(self._covered, "little")

    def missing(self) -> int:
        """How many articles are not indexed."""
        self._extend()
        gone = int.from_bytes(self._store.flags.translate(_GONE), "little")
        return len(self._covered) - (self.covered | gone).bit_count()

    def _extend(self) -> None:
        self._covered += bytes(self._store.size - len(self._covered))

    def advance(self, count: int) -> bool:
        """Index some more articles; False if all were."""
        self._extend()
        flags, covered = self._store.flags, self._covered
        while count > 0:
            slot = self._at = covered.find(0, self._at)
            if slot < 0:
                self._at = len(covered)
                return False
            covered[slot] = 1
            if not flags[slot] & RowFlag.GONE:
                self._take(slot)
                count -= 1
        return True

    def _take(self, slot: int) -> None:
        block, place = self._store.at(slot)
        try:
            found = searched(block.searched(place))
        except DamagedBlock:
            # It is being read again, and then comes anew.
            return
        self._growing.add(slot, zip(NEWS, found.texts, strict=True))
        self._own[slot] = found
        self.changes += 1

    def find(self, words: Sequence[str], prefix: bool, parts: Sequence[Part]) -> int:
        """The slots that have words side by side (see `WordIndex.find`), as a mask."""
        mask = self._growing.find(words, prefix, parts)
        mask += bytes(self._store.size - len(mask))
        return int.from_bytes(mask, "little")

    def having(self, image: bool) -> int:
        """The slots with images, or else those with related entries, as a mask."""
        mask = bytearray(self._store.size)
        for slot, found in self._own.items():
            mask[slot] = found.image if image else found.related
        return int.from_bytes(mask, "little")

    def qualities(self) -> "array[int]":
        """The quality of each slot, UNRATED where there is none."""
        column = array("i", [UNRATED]) * self._store.size
        for slot, found in self._own.items():
            if found.quality is not None:
                column[slot] = found.quality
        return column
