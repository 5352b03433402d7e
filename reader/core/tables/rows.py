"""The rows of a listing: a lazy, immutable sequence."""

from array import array
from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Final, cast, overload

from msgspec import Struct

from reader.core.model.article import NO_HEAT, ArticleId
from reader.core.tables.article_batch import DamagedBatch
from reader.core.tables.columns import Columns
from reader.core.tables.row_flags import RowFlag

DAMAGED: Final = "(damaged in the cache; reading it again)"
"""The title of an article whose record does not match its checksum; it is loaded again and then replaced."""


class Row(Struct, frozen=True):
    """What a list shows of an article. `when`: seconds since 1970 or UNDATED; `heat`: 0 or more, or NO_HEAT."""

    id: ArticleId
    title: str
    provider: str
    when: int
    heat: int
    flags: int

    @property
    def read(self) -> bool:
        return bool(self.flags & RowFlag.READ)

    @property
    def bookmarked(self) -> bool:
        return bool(self.flags & RowFlag.BOOKMARKED)

    @property
    def archived(self) -> bool:
        """Whether the article is off the front page."""
        return bool(self.flags & RowFlag.ARCHIVED)

    @property
    def heat_known(self) -> bool:
        """Whether the data gives a heat."""
        return self.heat != NO_HEAT


def make_row(columns: Columns, slot: int) -> Row:
    """The row of a slot, with its present marks."""
    batch, place = columns.at(slot)
    try:
        title, provider = batch.headline(place)
    except DamagedBatch:
        title, provider = DAMAGED, ""
    return Row(ArticleId(batch.ids[place]), title, provider, batch.when[place], batch.heat[place], columns.flags[slot])


class Rows(Sequence[Row]):
    """Articles in order. Making a row costs the same at every place; the order never changes.

    Marks are not frozen: a row shows the marks of the moment when it is made.
    """

    __slots__ = ("_columns", "_hottest", "_slots")

    def __init__(self, columns: Columns, slots: "array[int]") -> None:
        self._columns = columns
        self._slots = slots
        self._hottest: int | None = None

    def __len__(self) -> int:
        return len(self._slots)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> "Rows": ...
    def __getitem__(self, place: int | slice) -> "Row | Rows":
        if isinstance(place, slice):
            return Rows(self._columns, self._slots[place])
        return make_row(self._columns, self._slots[place])

    def id_at(self, place: int) -> ArticleId:
        """The id at a place, without making a row."""
        return self._columns.slot_id(self._slots[place])

    def ids(self) -> Iterator[ArticleId]:
        """All ids in order."""
        return cast("Iterator[ArticleId]", map(self._columns.ids.__getitem__, self._slots))

    def ids_in(self, table: bytes) -> Iterator[ArticleId]:
        """The ids of the articles whose present flags are in a `flag_table`, in order."""
        return compress(self.ids(), map(self._columns.flags.translate(table).__getitem__, self._slots))

    def find(self, table: bytes, start: int, by: int = 1) -> int | None:
        """The first place from `start` on at which an article's present flags are in a `flag_table`, or None.

        The search goes downwards, or with `by` -1 upwards, and makes no row.
        """
        places = range(max(0, start), len(self)) if by > 0 else range(min(start, len(self) - 1), -1, -1)
        if not places:
            return None
        slots = self._slots[places.start :] if by > 0 else reversed(self._slots[: places.start + 1])
        return next(compress(places, map(self._columns.flags.translate(table).__getitem__, slots)), None)

    def hottest(self, first: int | None = None) -> int:
        """The largest heat, 0 where none is known.

        Args:
            first: look at only so many rows, because they are sorted by heat; None for all, which is done once.
        """
        if first is not None:
            return max(0, max(map(self._columns.heat.__getitem__, self._slots[:first]), default=0))
        if self._hottest is None:
            self._hottest = max(0, max(map(self._columns.heat.__getitem__, self._slots), default=0))
        return self._hottest

    def same_as(self, other: "Rows") -> bool:
        """Whether these are the same articles in the same order."""
        return self._columns is other._columns and self._slots == other._slots

    def place_of(self, article: ArticleId | None) -> int | None:
        """The place of an article, or None."""
        if article is None:
            return None
        for slot in self._columns.slots_of(article):
            try:
                return self._slots.index(slot)
            except ValueError:
                continue
        return None


EMPTY: Final = Rows(Columns(), array("I"))
