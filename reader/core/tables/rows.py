"""The rows of a listing: a lazy, immutable sequence."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from enum import IntFlag
from itertools import compress
from typing import Protocol, overload

from msgspec import Struct

from reader.core.model.article import NO_HEAT, ArticleId
from reader.core.tables.article_codec import BatchFlag


class RowFlag(IntFlag):
    """What is known of an article beside its numbers; `ARCHIVED`, `VIDEO`, `KEPT` and `PARTIAL` are a block's."""

    ARCHIVED = BatchFlag.ARCHIVED
    VIDEO = BatchFlag.VIDEO
    KEPT = BatchFlag.KEPT
    READ = 8
    BOOKMARKED = 16
    PARTIAL = BatchFlag.PARTIAL
    GONE = 32
    """Replaced or removed: in no listing any more."""
    HIDDEN = 128
    """Muted or snoozed: in no listing but those of such articles, and of bookmarks."""


def fitting(wanted: int, refused: int) -> bytes:
    """A table by flags: 1 where all that is wanted is there and nothing that is refused."""
    return bytes(flags & (wanted | refused) == wanted for flags in range(256))


UNREAD = fitting(0, int(RowFlag.READ | RowFlag.GONE))
"""The table of what is unread."""


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
        """Whether the article was read."""
        return bool(self.flags & RowFlag.READ)

    @property
    def bookmarked(self) -> bool:
        """Whether the article is bookmarked."""
        return bool(self.flags & RowFlag.BOOKMARKED)

    @property
    def archived(self) -> bool:
        """Whether the article is off the front page."""
        return bool(self.flags & RowFlag.ARCHIVED)

    @property
    def heat_known(self) -> bool:
        """Whether the data gives a heat."""
        return self.heat != NO_HEAT


class RowMaker(Protocol):
    """Makes rows of slots, the store's own numbers of articles."""

    def row(self, slot: int) -> Row:
        """The row of a slot, with the marks of now."""

    def slot_id(self, slot: int) -> ArticleId:
        """The id of a slot."""

    def slots_of(self, article: ArticleId) -> Sequence[int]:
        """The slots that have held an article, the present one first."""

    def ids_of(self, slots: Iterable[int]) -> Iterator[ArticleId]:
        """The ids of some slots."""

    def fits(self, table: bytes) -> bytes:
        """For every slot what a table says of its flags, as of now."""


class Rows(Sequence[Row]):
    """Articles in order. Making a row costs the same wherever it stands; the order never changes.

    Marks are not frozen: a row made later shows the marks of then.
    """

    __slots__ = ("_maker", "_slots")

    def __init__(self, maker: RowMaker, slots: "array[int]") -> None:
        self._maker = maker
        self._slots = slots

    def __len__(self) -> int:
        return len(self._slots)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> "Rows": ...
    def __getitem__(self, place: int | slice) -> "Row | Rows":
        if isinstance(place, slice):
            return Rows(self._maker, self._slots[place])
        return self._maker.row(self._slots[place])

    def id_at(self, place: int) -> ArticleId:
        """The id at a place, without making a row."""
        return self._maker.slot_id(self._slots[place])

    def ids(self) -> Iterator[ArticleId]:
        """All ids in order."""
        return self._maker.ids_of(self._slots)

    def ids_fitting(self, table: bytes) -> Iterator[ArticleId]:
        """The ids of the articles whose flags fit now, in order; `table` is made by `fitting`."""
        fits = map(self._maker.fits(table).__getitem__, self._slots)
        return self._maker.ids_of(compress(self._slots, fits))

    def find(self, table: bytes, start: int, by: int = 1) -> int | None:
        """The first place at which an article's flags fit now, or None. Reads flags alone and makes no row.

        Args:
            table: which flags fit, made by `fitting`.
            start: the place to begin with.
            by: 1 to look downwards, -1 upwards.
        """
        places = range(max(0, start), len(self)) if by > 0 else range(min(start, len(self) - 1), -1, -1)
        if not places:
            return None
        slots = self._slots[places.start :] if by > 0 else reversed(self._slots[: places.start + 1])
        return next(compress(places, map(self._maker.fits(table).__getitem__, slots)), None)

    def same_as(self, other: "Rows") -> bool:
        """Whether these are the same articles in the same order."""
        return self._maker is other._maker and self._slots == other._slots

    def place_of(self, article: ArticleId | None) -> int | None:
        """Where an article stands, or None."""
        if article is None:
            return None
        for slot in self._maker.slots_of(article):
            try:
                return self._slots.index(slot)
            except ValueError:
                continue
        return None


class NoRows:
    """A maker for the empty sequence."""

    def row(self, slot: int) -> Row:
        """There is none."""
        raise IndexError(slot)

    def slot_id(self, slot: int) -> ArticleId:
        """There is none."""
        raise IndexError(slot)

    def slots_of(self, article: ArticleId) -> Sequence[int]:
        """There is none."""
        del article
        return ()

    def ids_of(self, slots: Iterable[int]) -> Iterator[ArticleId]:
        """There are none."""
        del slots
        return iter(())

    def fits(self, table: bytes) -> bytes:
        """There are none."""
        del table
        return b""


EMPTY = Rows(NoRows(), array("I"))
