"""A store of marks in memory, for tests of the interface."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from reader.core.model.article import ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import NO_MARK, HistoryEntry, Mark, MarkChange, MarkKind, Mute, SavedSearch, UndoResult

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _State:
    """All that a step can change, and that undoing it gives back."""

    marks: dict[ArticleId, Mark]
    kept: dict[ArticleId, Bookmark]
    mutes: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Done:
    id: int
    at: float
    step: MarkChange
    changed: tuple[ArticleId, ...]
    before: _State
    after: _State


class Marks:
    """A store of marks in memory.

    `gate`, closed, holds every record back until it is opened; `refusal` makes each fail. What another
    window does is put in by `elsewhere`.
    """

    def __init__(self, trouble: str = "", notice: str = "", state: Mapping[str, str] | None = None) -> None:
        self.trouble = trouble
        self.notice = notice
        self.refusal = ""
        self.gate = threading.Event()
        self.gate.set()
        self.steps: list[MarkChange] = []
        self.threads: set[int] = set()
        self.state: dict[str, str] = dict(state or {})
        self.compacted: list[float] = []
        self._now = _State({}, {}, {})
        self._done: list[_Done] = []
        self._place = 0
        self._searches: tuple[SavedSearch, ...] = ()
        self._changed = False

    @property
    def readable(self) -> bool:
        """It always is."""
        return True

    def load(self) -> Mapping[ArticleId, Mark]:
        """All marks."""
        return dict(self._now.marks)

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks' copies."""
        marks = self._now.marks
        return tuple(kept for kept in self._now.kept.values() if marks.get(kept.article.id, NO_MARK).bookmarked)

    def _enter(self) -> None:
        self.threads.add(threading.get_ident())
        if not self.gate.wait(30):
            raise AssertionError("the test never opened the gate")
        if self.refusal:
            raise MarksUnavailable(self.refusal)

    def record(self, step: MarkChange, now: float) -> None:
        """Keep a step once the gate is open."""
        assert now == NOW.timestamp()
        self._enter()
        self.steps.append(step)
        self._set(step)

    def _set(self, step: MarkChange) -> None:
        before = self._now
        marks, kept, mutes = dict(before.marks), dict(before.kept), dict(before.mutes)
        for number in step.articles:
            marks[number] = step.after(marks.get(number, NO_MARK))
        for copy in step.copies:
            if marks.get(copy.id, NO_MARK).bookmarked and not before.marks.get(copy.id, NO_MARK).bookmarked:
                kept[copy.id] = Bookmark(copy, int(NOW.timestamp()))
        if step.kind is MarkKind.MUTED:
            mutes.pop(step.text, None)
            if step.value:
                mutes[step.text] = step.until
        changed = tuple(
            number for number in dict.fromkeys(step.articles) if marks[number] != before.marks.get(number, NO_MARK)
        )
        if changed or mutes != before.mutes:
            self._now = _State(marks, kept, mutes)
            new = self._done[-1].id + 1 if self._done else 1
            del self._done[self._place :]
            self._done.append(_Done(new, NOW.timestamp(), step, changed, before, self._now))
            self._place = len(self._done)

    def undo(self) -> UndoResult | None:
        """Take back the newest step that is in force."""
        return self._go(self._place - 1)

    def redo(self) -> UndoResult | None:
        """Do the oldest undone step again."""
        return self._go(self._place + 1)

    def go_back_to(self, step: int) -> UndoResult | None:
        """Undo or redo up to a step."""
        places = {done.id: place for place, done in enumerate(self._done, 1)}
        return self._go({0: 0, **places}.get(step, -1))

    def _go(self, place: int) -> UndoResult | None:
        self._enter()
        if place == self._place or not 0 <= place <= len(self._done):
            return None
        back = place < self._place
        passed = self._done[place : self._place] if back else self._done[self._place : place]
        self._now = passed[0].before if back else passed[-1].after
        self._place = place
        label = passed[0].step.label if len(passed) == 1 else f"{len(passed)} steps"
        marks = {number: self._now.marks.get(number, NO_MARK) for done in passed for number in done.changed}
        return UndoResult(label, marks, any(done.step.kind is MarkKind.MUTED for done in passed), back)

    def history(self, limit: int, before: int | None = None) -> tuple[HistoryEntry, ...]:
        """The steps, the newest first."""
        told = [
            HistoryEntry(done.id, done.at, done.step.label, done.step.origin, len(done.changed), place > self._place)
            for place, done in enumerate(self._done, 1)
            if before is None or done.id < before
        ]
        return tuple(reversed(told))[:limit]

    def compact(self, before: float) -> None:
        """Note that it was asked for."""
        self._enter()
        self.compacted.append(before)

    def mutes(self) -> tuple[Mute, ...]:
        """All mutes."""
        found = (Mute.of(key, until) for key, until in self._now.mutes.items())
        return tuple(mute for mute in found if mute is not None)

    def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches."""
        return self._searches

    def save_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Keep them."""
        self._enter()
        self._searches = tuple(searches)

    def elsewhere(self, *steps: MarkChange) -> None:
        """Another window records steps."""
        for step in steps:
            self._set(step)
        self._changed = True

    def changed_elsewhere(self) -> bool:
        """Whether another window recorded anything."""
        changed, self._changed = self._changed, False
        return changed

    def recall(self) -> Mapping[str, str]:
        """What was remembered."""
        return dict(self.state)

    def remember(self, values: Mapping[str, str]) -> None:
        """Keep it beside what is remembered."""
        self.state |= values

    def close(self) -> None:
        """There is nothing to let go of."""

    def kinds(self) -> list[tuple[MarkKind, bool, tuple[ArticleId, ...]]]:
        """What was kept, in order."""
        return [(step.kind, step.value, step.articles) for step in self.steps]
