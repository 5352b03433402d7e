"""The words of all articles of a store: an index that was made elsewhere, and one that grows."""

from array import array
from collections.abc import Sequence
from typing import Final

from reader.core.search.covering import Run, runs
from reader.core.search.query_sort import title_key
from reader.core.search.search_index import IMAGE, RELATED, UNRATED, SearchIndex
from reader.core.search.word_index import NEWS, GrowingIndex, Part, Searched, searched
from reader.core.tables.article_batch import DamagedBatch
from reader.core.tables.columns import Columns
from reader.core.tables.row_flags import RowFlag

_GONE: Final = bytes(bool(flags & RowFlag.GONE) for flags in range(256))


class SearchedWords:
    """Which slots of a store have words, which have images or related entries, their quality and title."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._index: SearchIndex | None = None
        self._runs: list[Run] = []
        self._covered = bytearray()
        self._at = 0
        self._growing = GrowingIndex()
        self._own: dict[int, Searched] = {}
        self.changes = 0
        """How often what words are found in has changed."""

    def use(self, index: SearchIndex | None, upto: int = 0) -> None:
        """Look for the words of the slots up to one in an index of what is there; None: no longer in any.

        This and what asks for words, pictures, qualities and titles raises DamagedIndex if it is damaged.
        """
        found = [] if index is None else runs(index.ids, self._columns.ids[:upto], self._columns.flags[:upto])
        self._index, self._runs = index, found
        self._growing, self._own = GrowingIndex(), {}
        self._covered, self._at = bytearray(self._columns.size), 0
        self.changes += 1
        for slot, _, length in found:
            self._covered[slot : slot + length] = b"\1" * length

    # -- how much is indexed

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
        gone = int.from_bytes(self._columns.flags.translate(_GONE), "little")
        return self._columns.size - (self.covered | gone).bit_count()

    def _extend(self) -> None:
        self._covered += bytes(self._columns.size - len(self._covered))

    def advance(self, count: int) -> bool:
        """Index some more articles; False if all are."""
        self._extend()
        flags, covered = self._columns.flags, self._covered
        while (slot := covered.find(0, self._at)) >= 0:
            self._at = slot
            if count <= 0:
                return True
            covered[slot] = 1
            if not flags[slot] & RowFlag.GONE:
                self._take(slot)
                count -= 1
        self._at = len(covered)
        return False

    def _take(self, slot: int) -> None:
        block, place = self._columns.at(slot)
        try:
            found = searched(block.searched(place))
        except DamagedBatch:
            # It is being read again, and then comes anew.
            return
        self._growing.add(slot, zip(NEWS, found.texts, strict=True))
        self._own[slot] = found
        self.changes += 1

    # -- what is asked of them

    def find(self, words: Sequence[str], prefix: bool, parts: Sequence[Part]) -> int:
        """The slots that have words side by side (see `WordIndex.find`), as a mask."""
        index = self._index
        mask = bytearray(self._columns.size)
        if index is not None:
            self._spread(index.find(words, prefix, parts), mask)
        own = self._growing.find(words, prefix, parts)
        own += bytes(len(mask) - len(own))
        return int.from_bytes(mask, "little") | int.from_bytes(own, "little")

    def _spread(self, found: bytes | bytearray, mask: bytearray) -> None:
        for slot, place, length in self._runs:
            mask[slot : slot + length] = found[place : place + length]

    def having(self, image: bool) -> int:
        """The slots with images, or else those with related entries, as a mask."""
        index, bit = self._index, IMAGE if image else RELATED
        mask = bytearray(self._columns.size)
        if index is not None:
            table = bytes(bool(number & bit) for number in range(256))
            self._spread(index.having.translate(table), mask)
        for slot, found in self._own.items():
            mask[slot] = found.image if image else found.related
        return int.from_bytes(mask, "little")

    def qualities(self) -> "array[int]":
        """The quality of each slot, UNRATED where there is none."""
        index = self._index
        column = array("i", [UNRATED]) * self._columns.size
        if index is not None:
            found = index.qualities
            for slot, place, length in self._runs:
                column[slot : slot + length] = found[place : place + length]
        for slot, own in self._own.items():
            column[slot] = UNRATED if own.quality is None else own.quality
        return column

    def titles(self) -> "array[int]":
        """By slot numbers that ascend as the titles do; 0 where there is no title."""
        index = self._index
        column = array("Q", bytes(8 * self._columns.size))
        keys = {slot: title_key(own.texts[Part.TITLE][0]) or "" for slot, own in self._own.items()}
        own_titles = sorted(set(keys.values()) - {""})
        # Between two titles of the index there is room for all that are not in it.
        step = len(own_titles) + 1
        numbers = {"": 0}
        for number, title in enumerate(own_titles, 1):
            rank, known = (0, False) if index is None else index.title_rank(title)
            numbers[title] = rank * step + (0 if known else number)
        if index is not None:
            ranks = array("Q", [rank * step for rank in index.title_ranks])
            for slot, place, length in self._runs:
                column[slot : slot + length] = ranks[place : place + length]
        for slot, title in keys.items():
            column[slot] = numbers[title]
        return column
