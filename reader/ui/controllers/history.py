"""Undo, redo and the history: what is kept goes back first, then what is shown."""

from collections.abc import Callable
from typing import NamedTuple

from reader.core.model.article import Article
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import HistoryEntry, MarkStore, Mute, UndoResult
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.dialogs import lazy
from reader.ui.view.news_view import Desk

Travel = Callable[[MarkStore, float], UndoResult | None]


class _Arrival(NamedTuple):
    """What came of going through the history; `mutes` is None where they are as before."""

    undone: UndoResult
    copies: tuple[Article, ...] = ()
    mutes: tuple[Mute, ...] | None = None


class Undoing(Desk, inherit_bindings=False):
    """Actions on the journal."""

    def action_undo(self) -> None:
        """Take back the last change of marks, whichever window made it."""
        self.keeper.withdraw()
        self._travel(lambda marks, now: marks.undo(now), "nothing to undo")

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self._travel(lambda marks, now: marks.redo(now), "nothing to redo")

    def action_show_history(self) -> None:
        """Show what was done, and go back to any of it."""

        async def load(before: int | None, count: int) -> tuple[HistoryEntry, ...]:
            return await self.keeper.ask(lambda marks, _: marks.history(count, before))

        def go_back(step: int | None) -> None:
            if step is not None:
                self._travel(lambda marks, now: marks.go_back_to(step, now), "that is how things stand already")

        self.app.push_screen(lazy.history(load, self.clock()), go_back)

    def _travel(self, travel: Travel, nothing: str) -> None:
        """Go through the history, and show what came of it; the cursor stays on its article."""
        self.settle()

        def go(marks: MarkStore, now: float) -> _Arrival | None:
            undone = travel(marks, now)
            if undone is None:
                return None
            lost = any(mark.bookmarked and article not in self.store for article, mark in undone.marks.items())
            copies = tuple(kept.article for kept in marks.bookmarks()) if lost else ()
            return _Arrival(undone, copies, marks.mutes() if undone.mutes else None)

        async def work() -> None:
            try:
                arrival = await self.keeper.ask(go)
            except MarksUnavailable as error:
                self.marking.failed(error)
                return
            if arrival is None:
                self.say(nothing)
            else:
                self._show_arrival(arrival)
            await self.marking.look()

        self.work(work, "marks")

    def _show_arrival(self, arrival: _Arrival) -> None:
        undone = arrival.undone
        missing = [article for article in arrival.copies if article.id not in self.store]
        if missing:
            self.store.apply(ArticleBatch.of(missing, kept=True))
        if arrival.mutes is not None:
            self.take_mutes(arrival.mutes)
        self.marking.put(undone.marks)
        said = f"{'undone' if undone.back else 'redone'}: {undone.label or 'one step'}"
        self.say(f"{said}, but not saved" if self.keeper.trouble else said)
