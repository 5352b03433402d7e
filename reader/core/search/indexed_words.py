"""The words of all articles of a store: in a stored index, and in a growing one for what that does not have."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import compress
from typing import Final, NamedTuple

from reader.core.search.growing_index import GrowingIndex
from reader.core.search.word_index import NEWS, Part, SearchedArticle, WordIndex, searched_article, title_key
from reader.core.tables.article_batch import DamagedBatch
from reader.core.tables.columns import Columns
from reader.core.tables.row_flags import RowFlag, flag_table

_GONE: Final = flag_table(int(RowFlag.GONE), 0)
_CURRENT: Final = flag_table(0, int(RowFlag.GONE | RowFlag.KEPT))
_KEPT: Final = frozenset(flags for flags in range(256) if flags & RowFlag.KEPT)


class Run(NamedTuple):
    """Articles that are next to each other both in the store and in the stored index."""

    slot: int
    place: int
    length: int


class IndexedWords:
    """Finds the slots of words, and has their titles, and whether they have images or related entries."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._index: WordIndex | None = None
        self._runs: list[Run] = []
        self._covered = bytearray()
        self._next = 0
        self._growing = GrowingIndex()
        self._own: dict[int, SearchedArticle] = {}
        self.changes = 0
        """Counts the changes of what can be found."""

    def use(self, index: WordIndex | None, upto: int = 0) -> None:
        """Use a stored index for the slots before `upto`; None: use none from now on.

        This and all that asks for words, titles, images and related entries raises DamagedIndex.
        """
        runs = [] if index is None else align_slots(index.ids, self._columns.ids[:upto], self._columns.flags[:upto])
        self._index, self._runs = index, runs
        self._growing, self._own = GrowingIndex(), {}
        self._covered, self._next = bytearray(self._columns.size), 0
        self.changes += 1
        for slot, _, length in runs:
            self._covered[slot : slot + length] = b"\1" * length

    # -- how much is indexed

    @property
    def grown(self) -> int:
        """How many articles are in the growing index."""
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
        """Index `count` more articles; returns whether there are others left."""
        self._extend()
        flags, covered = self._columns.flags, self._covered
        while (slot := covered.find(0, self._next)) >= 0:
            self._next = slot
            if count <= 0:
                return True
            covered[slot] = 1
            if not flags[slot] & RowFlag.GONE:
                self._add(slot)
                count -= 1
        self._next = len(covered)
        return False

    def _add(self, slot: int) -> None:
        batch, place = self._columns.at(slot)
        try:
            article = searched_article(batch.record(place))
        except DamagedBatch:
            # It is being read again, and comes anew.
            return
        self._growing.add(slot, zip(NEWS, article.texts, strict=True))
        self._own[slot] = article
        self.changes += 1

    # -- what is in the indexes

    def find(self, words: Sequence[str], prefix: bool, parts: Sequence[Part]) -> int:
        """The slots that have words next to each other (see `WordIndex.find`), as a mask."""
        mask = int.from_bytes(self._growing.find(words, prefix, parts), "little")
        if self._index is not None:
            mask |= self._spread(self._index.find(words, prefix, parts))
        return mask

    def _spread(self, found: bytes | bytearray) -> int:
        """The mask by slot of a mask by place."""
        mask = bytearray(self._columns.size)
        for slot, place, length in self._runs:
            mask[slot : slot + length] = found[place : place + length]
        return int.from_bytes(mask, "little")

    def having(self, what: int) -> int:
        """The slots with IMAGE or RELATED, as a mask."""
        mask = bytearray(self._columns.size)
        for slot, article in self._own.items():
            mask[slot] = bool(article.has & what)
        own = int.from_bytes(mask, "little")
        if self._index is None:
            return own
        table = bytes(bool(flags & what) for flags in range(256))
        return own | self._spread(self._index.flags.translate(table))

    def titles(self) -> "array[int]":
        """By slot, numbers that ascend as the titles do; 0 for an article without a title."""
        column = array("Q", bytes(8 * self._columns.size))
        keys = {slot: title_key(article.texts[Part.TITLE][0]) or "" for slot, article in self._own.items()}
        own = sorted(set(keys.values()) - {""})
        titles = self._index.titles if own and self._index is not None else []
        # Between two titles of the stored index there is room for all others.
        step = len(own) + 1
        numbers = {"": 0}
        for number, title in enumerate(own, 1):
            rank = bisect_right(titles, title)
            numbers[title] = rank * step + (0 if rank and titles[rank - 1] == title else number)
        if self._index is not None:
            spaced = array("Q", [rank * step for rank in self._index.title_ranks])
            for slot, place, length in self._runs:
                column[slot : slot + length] = spaced[place : place + length]
        for slot, title in keys.items():
            column[slot] = numbers[title]
        return column


def align_slots(indexed: "array[int]", ids: "array[int]", flags: bytearray) -> list[Run]:
    """Where the articles of an index (their ids by place) are in a store (ids and flags by slot).

    Bookmarks' copies are left out, for they may be older; slots of gone articles may be among the others.
    """
    if not indexed:
        return []
    # Mostly they are all there, in the same order.
    first = ids.index(indexed[0]) if indexed[0] in ids else 0
    if ids[first : first + len(indexed)] == indexed and not _KEPT.intersection(flags[first : first + len(indexed)]):
        return [Run(first, 0, len(indexed))]
    current = flags.translate(_CURRENT)
    slots = dict(zip(compress(ids, current), compress(range(len(ids)), current), strict=True))
    runs: list[Run] = []
    for place, article in enumerate(indexed):
        slot = slots.get(article, -1)
        if slot < 0:
            continue
        if runs and (runs[-1].slot + runs[-1].length, runs[-1].place + runs[-1].length) == (slot, place):
            runs[-1] = Run(runs[-1].slot, runs[-1].place, runs[-1].length + 1)
        else:
            runs.append(Run(slot, place, 1))
    return runs
