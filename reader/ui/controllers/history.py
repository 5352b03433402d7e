"""Undo, redo and the history: the disk changes first, then the screen."""

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from reader.core.model.article import Article
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import HistoryEntry, MarkStore, Mute, UndoResult
from reader.core.store import Store
from reader.ui.controllers.mark_writer import MarkWriter
from reader.ui.controllers.write_queue import WriteQueue
from reader.ui.view.callbacks import Ask, Clock, Notify, Spawn
from reader.ui.view.news_view import NewsView

Travel = Callable[[MarkStore, float], UndoResult | None]


class _Outcome(NamedTuple):
    """The marks after an undo or redo; `mutes` is None if they did not change."""

    result: UndoResult
    copies: tuple[Article, ...] = ()
    mutes: tuple[Mute, ...] | None = None


class HistoryController:
    """Goes back and forward through the changes of marks.

    Args:
        set_mutes: takes other mutes into force.
    """

    def __init__(
        self,
        view: NewsView,
        store: Store,
        queue: WriteQueue,
        writer: MarkWriter,
        clock: Clock,
        notify: Notify,
        ask: Ask,
        spawn: Spawn,
        set_mutes: Callable[[Sequence[Mute]], object],
    ) -> None:
        self._view = view
        self._store = store
        self._queue = queue
        self._writer = writer
        self._clock = clock
        self._notify = notify
        self._ask = ask
        self._spawn = spawn
        self._set_mutes = set_mutes

    def undo(self) -> None:
        """Undo the last change, whichever window made it."""
        self._queue.retract()
        self._start(lambda marks, _: marks.undo(), "nothing to undo")

    def redo(self) -> None:
        """Redo what was undone last."""
        self._start(lambda marks, _: marks.redo(), "nothing to redo")

    def show_history(self) -> None:
        """Show the history, and go back to any point of it."""

        from reader.ui.dialogs.history_dialog import HistoryDialog  # lazy: dialogs

        async def load(before: int | None, count: int) -> tuple[HistoryEntry, ...]:
            return await self._queue.run(lambda marks, _: marks.history(count, before))

        self._spawn(self._go_back(self._ask(HistoryDialog(load, self._clock()))), "dialogs")

    async def _go_back(self, answer: Awaitable[int | None]) -> None:
        step = await answer
        if step is not None:
            self._start(lambda marks, _: marks.go_back_to(step), "already at this point")

    def _start(self, travel: Travel, nothing: str) -> None:
        self._view.mark_user_active()
        self._spawn(self._travel(travel, nothing), "marks")

    async def _travel(self, travel: Travel, nothing: str) -> None:
        """Go through the history, and show what changed; the cursor stays on its article."""

        def run(marks: MarkStore, now: float) -> _Outcome | None:
            result = travel(marks, now)
            if result is None:
                return None
            lost = any(mark.bookmarked and article not in self._store for article, mark in result.marks.items())
            copies = tuple(bookmark.article for bookmark in marks.bookmarks()) if lost else ()
            return _Outcome(result, copies, marks.mutes() if result.mutes else None)

        try:
            outcome = await self._queue.run(run)
        except MarksUnavailable as error:
            self._writer.fail(error)
            return
        if outcome is None:
            self._notify(nothing)
        else:
            self._show(outcome)
        await self._writer.sync()

    def _show(self, outcome: _Outcome) -> None:
        result = outcome.result
        self._store.add_copies(outcome.copies)
        if outcome.mutes is not None:
            self._set_mutes(outcome.mutes)
        self._view.apply(self._store.update_marks(result.marks), more=True)
        self._writer.confirm(f"{'undone' if result.back else 'redone'}: {result.label or 'one change'}")
