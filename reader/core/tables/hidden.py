"""Articles that are off the lists for a time: muted, or snoozed."""

from array import array
from collections.abc import Iterable
from typing import Final

from reader.core.model.article import ArticleId
from reader.core.model.listing import View
from reader.core.model.marks import Mark, Mute
from reader.core.tables.columns import Columns
from reader.core.tables.mute_filter import MuteFilter
from reader.core.tables.row_flags import RowFlag, flag_table
from reader.core.tables.sort_index import SortIndex
from reader.core.tables.topic_index import TopicIndex

_PRESENT: Final = flag_table(0, int(RowFlag.GONE | RowFlag.KEPT))


class HiddenArticles:
    """The muted and snoozed articles, as of the `now` of the last `resurface`.

    A snoozed article resurfaces when its time has come: it is on top of every listing that has it until it is
    read or snoozed again. The methods that change what is hidden return the slots concerned.
    """

    def __init__(self, columns: Columns, topics: TopicIndex) -> None:
        self._columns = columns
        self.mutes = MuteFilter(columns, topics)
        self._now = 0.0
        self._snoozed: dict[ArticleId, int] = {}
        self._resurfaced: set[ArticleId] = set()

    def hides(self, slot: int) -> bool:
        """Whether the article of a slot is to be off the lists."""
        return bool(self.mutes.muted[slot]) or self._columns.ids[slot] in self._snoozed

    def add_slots(self, base: int) -> list[int]:
        """Take in the new slots from `base` on."""
        slots = self._columns.slots
        snoozed = [slots[article] for article in self._snoozed if slots.get(article, -1) >= base]
        return self.mutes.add_slots(base) + snoozed

    def set_mutes(self, mutes: Iterable[Mute], now: float, order: SortIndex) -> list[int]:
        """Replace the mutes (see `MuteFilter.set`)."""
        return self.mutes.set(mutes, now, order)

    def update_marks(self, marks: Iterable[tuple[ArticleId, Mark]]) -> list[int]:
        """Take in the new marks of some articles."""
        if not self._snoozed and not self._resurfaced:
            # The usual case, and there may be many marks.
            marks = [(article, mark) for article, mark in marks if mark.snoozed]
        concerned = []
        for article, mark in marks:
            if mark.snoozed or article in self._snoozed or article in self._resurfaced:
                self._snoozed.pop(article, None)
                self._resurfaced.discard(article)
                if mark.snoozed > self._now:
                    self._snoozed[article] = mark.snoozed
                elif mark.snoozed and not mark.read:
                    self._resurfaced.add(article)
                if article in self._columns.slots:
                    concerned.append(self._columns.slots[article])
        return concerned

    def resurface(self, now: float) -> tuple[list[int], frozenset[ArticleId]]:
        """Lift expired mutes and bring back articles whose time has come; returns those, too."""
        concerned = self.mutes.lift_expired(now)
        self._now = max(now, self._now)
        due = [article for article, until in self._snoozed.items() if until <= self._now]
        concerned += self.update_marks((article, self._columns.marks[article]) for article in due)
        return concerned, frozenset(article for article in due if article in self._columns.slots)

    @property
    def next_due(self) -> int | None:
        """When the next article resurfaces or the next mute expires (seconds since 1970, UTC); None for never."""
        times = [*self._snoozed.values(), *self.mutes.times()]
        return min(times, default=None)

    def pinned_first(self, slots: "array[int]") -> "array[int]":
        """Sorted slots, with those of resurfaced articles moved to the front."""
        present = self._columns.slots
        top = {present[article] for article in self._resurfaced if article in present}
        first = [slot for slot in slots if slot in top] if top else []
        return array("I", [*first, *(slot for slot in slots if slot not in top)]) if first else slots

    def count(self, view: View) -> int:
        """How many articles the view MUTED or SNOOZED has."""
        return self.in_view(view).count(1) if self.mutes or self._snoozed else 0

    def in_view(self, view: View) -> bytes:
        """For each slot 1 if its article is in the view MUTED or SNOOZED, else 0."""
        present = self._columns.flags.translate(_PRESENT)
        count = len(present)
        if view is View.SNOOZED:
            hidden = bytearray(count)
            for article in self._snoozed:
                if article in self._columns.slots:
                    hidden[self._columns.slots[article]] = 1
        elif not self.mutes:
            return bytes(count)
        else:
            hidden = self.mutes.muted
        both = int.from_bytes(present, "little") & int.from_bytes(hidden, "little")
        return both.to_bytes(count, "little")
