"""Articles that are off the lists for a time: muted, or snoozed."""

from array import array
from collections.abc import Iterable, Mapping
from typing import Final

from reader.core.model.article import ArticleId
from reader.core.model.listing import View
from reader.core.model.marks import Mark, Mute
from reader.core.tables.mute_filter import Look, Mutes, SlotsOf
from reader.core.tables.rows import RowFlag, fitting

_THERE: Final = fitting(0, int(RowFlag.GONE | RowFlag.KEPT))


class HiddenArticles:
    """What hides articles, as of the `now` of the last waking.

    A snoozed article whose time has come was resurfaced: it stands on top of every listing that holds it
    until it is read, or snoozed again. The methods that change what is hidden give the slots concerned.

    Args:
        ids: the id of each slot.
        flags: the RowFlags of each slot.
        slots: the present slot of each article. These three are the store's own, and only looked at.
        look: what mutes look at, of a slot.
        slots_of: the slots of a topic and its descendants.
    """

    def __init__(
        self, ids: "array[int]", flags: bytearray, slots: Mapping[ArticleId, int], look: Look, slots_of: SlotsOf
    ) -> None:
        self._ids, self._flags, self._slots = ids, flags, slots
        self.mutes = Mutes(look, slots_of)
        self._now = 0.0
        self._snoozed: dict[ArticleId, int] = {}
        self._woken: set[ArticleId] = set()

    def hides(self, slot: int) -> bool:
        """Whether the article of a slot is to be off the lists."""
        return bool(self.mutes.muted[slot]) or self._ids[slot] in self._snoozed

    def arrived(self, base: int, places: "array[int]") -> list[int]:
        """Take in new slots from `base` on; `places` are theirs after it, the first to be listed first."""
        concerned = self.mutes.arrived(base, places)
        concerned += [self._slots[article] for article in self._snoozed if self._slots.get(article, -1) >= base]
        return concerned

    def set_mutes(self, mutes: Iterable[Mute], now: float, slots: Iterable[int]) -> list[int]:
        """Make these the mutes (see `Mutes.set`)."""
        return self.mutes.set(mutes, now, slots)

    def marked(self, marks: Iterable[tuple[ArticleId, Mark]]) -> list[int]:
        """Articles have got these marks."""
        if not self._snoozed and not self._woken:
            # So it is mostly, however many are marked.
            marks = [(article, mark) for article, mark in marks if mark.snoozed]
        concerned = []
        for article, mark in marks:
            if mark.snoozed or article in self._snoozed or article in self._woken:
                self._snoozed.pop(article, None)
                self._woken.discard(article)
                if mark.snoozed > self._now:
                    self._snoozed[article] = mark.snoozed
                elif mark.snoozed and not mark.read:
                    self._woken.add(article)
                if article in self._slots:
                    concerned.append(self._slots[article])
        return concerned

    def resurface(self, now: float, marks: Mapping[ArticleId, Mark]) -> tuple[list[int], frozenset[ArticleId]]:
        """Lift mutes that have run out, and wake articles whose time has come; gives those, too."""
        concerned = self.mutes.run_out(now)
        self._now = max(now, self._now)
        woken = [article for article, until in self._snoozed.items() if until <= self._now]
        concerned += self.marked((article, marks[article]) for article in woken)
        return concerned, frozenset(article for article in woken if article in self._slots)

    @property
    def next_due(self) -> int | None:
        """When the next article wakes or the next mute runs out (seconds since 1970, UTC); None for never."""
        times = [*self._snoozed.values(), *self.mutes.times()]
        return min(times, default=None)

    def pinned_first(self, slots: "array[int]") -> "array[int]":
        """Some slots in order, those of woken articles before all others."""
        top = {self._slots[article] for article in self._woken if article in self._slots}
        first = [slot for slot in slots if slot in top] if top else []
        return array("I", [*first, *(slot for slot in slots if slot not in top)]) if first else slots

    def count(self, view: View) -> int:
        """How many articles a view of hidden articles has."""
        return self.chosen(view).count(1) if self.mutes or self._snoozed else 0

    def chosen(self, view: View) -> bytes:
        """For each slot 1 if its article is in a view of hidden articles, else 0."""
        there = self._flags.translate(_THERE)
        count = len(there)
        if view is View.SNOOZED:
            hidden = bytearray(count)
            for article in self._snoozed:
                if article in self._slots:
                    hidden[self._slots[article]] = 1
        elif not self.mutes:
            return bytes(count)
        else:
            hidden = self.mutes.muted
        both = int.from_bytes(there, "little") & int.from_bytes(hidden, "little")
        return both.to_bytes(count, "little")
