"""Changes of marks on their way to the disk: one at a time, in order, never on the thread of the interface."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from reader.core.model.article import Article, ArticleId
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import Mark, MarkChange, MarkKind, MarkStore, Mute, SavedSearch

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, eq=False)
class PendingChange:
    """A change that a key asked for and that is not written yet."""

    kind: MarkKind
    value: bool
    articles: Collection[ArticleId] = ()
    automatic: bool = False


class ExternalState(NamedTuple):
    """Everything on the disk after another window changed it."""

    marks: Mapping[ArticleId, Mark]
    copies: Sequence[Article]
    mutes: Sequence[Mute]
    searches: Sequence[SavedSearch]


class WriteQueue:
    """Hands changes to the mark store, each in a thread and in its turn.

    Args:
        marks: where marks are kept.
        clock: the present in seconds since 1970 (UTC).
    """

    def __init__(self, marks: MarkStore, clock: Callable[[], float]) -> None:
        self._marks = marks
        self._clock = clock
        self._turn = asyncio.Lock()
        self._pending: list[PendingChange] = []
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def trouble(self) -> str:
        """Why marks will not be saved, or ""."""
        return self._marks.trouble

    @property
    def notice(self) -> str:
        """What happened to the file of marks that the user should know, or ""."""
        return self._marks.notice

    @property
    def idle(self) -> bool:
        """Whether nothing is being written."""
        return not self._running

    def pending_value(self, kind: MarkKind, article: ArticleId, now: bool) -> bool:
        """The value that a mark will have when everything is written, `now` being the present one."""
        for change in reversed(self._pending):
            if change.kind is kind and article in change.articles:
                return change.value
        return now

    def announce(
        self, kind: MarkKind, value: bool, articles: Collection[ArticleId] = (), automatic: bool = False
    ) -> PendingChange:
        """Note a change in the moment of the key; `write` must follow."""
        change = PendingChange(kind, value, frozenset(articles), automatic)
        self._pending.append(change)
        self._begin()
        return change

    def retract(self) -> None:
        """Forget what was announced last and can be undone: an undo follows."""
        if last := next((change for change in reversed(self._pending) if not change.automatic), None):
            self._pending.remove(last)

    def _begin(self) -> None:
        self._running += 1
        self._idle.clear()

    def _end(self) -> None:
        self._running -= 1
        if not self._running:
            self._pending.clear()
            self._idle.set()

    async def write(self, pending: PendingChange, make: Callable[[], Awaitable[MarkChange]]) -> MarkChange:
        """Write what was announced. Changes are written in the order in which this is called.

        Args:
            pending: what `announce` gave.
            make: makes the change; it is called when its turn has come.

        Returns:
            The change that was written.

        Raises:
            MarksUnavailable: it could not be written.
        """
        try:
            async with self._turn:
                change = await make()
                await asyncio.to_thread(self._marks.record, change, self._clock())
        except MarksUnavailable:
            if pending in self._pending:
                self._pending.remove(pending)
            raise
        finally:
            self._end()
        return change

    async def run(self, work: Callable[[MarkStore, float], Result]) -> Result:
        """Do something else with the mark store, when all that came before is written.

        Args:
            work: called in a thread with the mark store and the present in seconds since 1970 (UTC).

        Raises:
            MarksUnavailable: it could not be done.
        """
        self._begin()
        try:
            return await self._in_turn(work)
        finally:
            self._end()

    async def _in_turn(self, work: Callable[[MarkStore, float], Result]) -> Result:
        async with self._turn:
            return await asyncio.to_thread(work, self._marks, self._clock())

    async def reload_external(self) -> ExternalState | None:
        """Everything on the disk if another window changed it, else None."""

        def load(marks: MarkStore, _: float) -> ExternalState | None:
            if not marks.changed_elsewhere():
                return None
            found, bookmarks, mutes = marks.load(), marks.bookmarks(), marks.mutes()
            state = ExternalState(found, [one.article for one in bookmarks], mutes, marks.searches())
            # What could not be read is what it was at the last good reading: no news.
            return state if marks.readable else None

        return await self._in_turn(load)

    async def remember(self, values: Mapping[str, str]) -> None:
        """Save what the program remembers between runs."""
        await self._in_turn(lambda marks, _: marks.remember(values))

    async def drain(self) -> None:
        """Wait until everything that was handed over is written."""
        await self._idle.wait()
