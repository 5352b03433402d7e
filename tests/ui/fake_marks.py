"""A store of marks in memory, for tests of the interface."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from weakref import finalize

from reader.core.model.article import ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import HistoryEntry, Mark, MarkChange, MarkKind, Mute, SavedSearch, UndoResult
from reader.storage.marks import journal, queries, schema

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)

Result = TypeVar("Result")


class Marks:
    """The journal of marks on a database in memory.

    `gate`, closed, holds every write back until it is opened; `refusal` makes each fail. What another
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
        self._file = schema.in_memory()
        finalize(self, self._file.close)
        schema.migrate(self._file)
        self._changed = False

    @property
    def readable(self) -> bool:
        """It always is."""
        return True

    def load(self) -> Mapping[ArticleId, Mark]:
        """All marks."""
        return queries.read_marks(self._file)

    def bookmarks(self) -> tuple[Bookmark, ...]:
        """The bookmarks' copies."""
        return queries.read_bookmarks(self._file, strict=True)

    def _write(self, work: Callable[[], Result]) -> Result:
        self.threads.add(threading.get_ident())
        if not self.gate.wait(30):
            raise AssertionError("the test never opened the gate")
        if self.refusal:
            raise MarksUnavailable(self.refusal)
        with schema.transaction(self._file):
            return work()

    def record(self, step: MarkChange, now: float) -> None:
        """Keep a step once the gate is open."""
        assert now == NOW.timestamp()
        self._write(lambda: journal.apply(self._file, step, now))
        self.steps.append(step)

    def undo(self) -> UndoResult | None:
        """Take back the newest step that is in force."""
        return self._write(lambda: self._go(journal.undo_target(self._file)))

    def redo(self) -> UndoResult | None:
        """Do again what was undone last."""
        return self._write(lambda: self._go(journal.redo_target(self._file)))

    def go_back_to(self, step: int) -> UndoResult | None:
        """Undo and redo up to a step."""
        return self._write(lambda: self._go(step))

    def _go(self, step: int | None) -> UndoResult | None:
        return None if step is None else journal.go_to(self._file, step)

    def history(self, limit: int, before: int | None = None) -> tuple[HistoryEntry, ...]:
        """The steps, the newest first."""
        return journal.read_history(self._file, limit, before)

    def compact(self, before: float) -> None:
        """Note that it was asked for."""
        self._write(lambda: self.compacted.append(before))

    def mutes(self) -> tuple[Mute, ...]:
        """All mutes."""
        return queries.read_mutes(self._file)

    def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches."""
        return queries.read_searches(self._file)

    def save_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Keep them."""
        self._write(lambda: queries.write_searches(self._file, searches))

    def elsewhere(self, *steps: MarkChange) -> None:
        """Another window records steps."""
        with schema.transaction(self._file):
            for step in steps:
                journal.apply(self._file, step, NOW.timestamp())
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
        """Nothing is closed: tests look into it afterwards."""

    def kinds(self) -> list[tuple[MarkKind, bool, tuple[ArticleId, ...]]]:
        """What was kept, in order."""
        return [(step.kind, step.value, step.articles) for step in self.steps]
