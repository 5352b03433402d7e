"""Marks on their way to the disk: one step at a time, in order, never on the interface's thread."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from reader.core.model.article import Article, ArticleId
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import Mark, MarkChange, MarkKind, MarkStore, Mute, SavedSearch

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, eq=False)
class Intent:
    """What a key asked for, in the moment of the key."""

    kind: MarkKind
    value: bool
    articles: Collection[ArticleId] = ()


class Elsewhere(NamedTuple):
    """All that is kept: the marks, the articles kept with bookmarks, the mutes, the saved searches."""

    marks: Mapping[ArticleId, Mark]
    kept: Sequence[Article]
    mutes: Sequence[Mute]
    searches: Sequence[SavedSearch]


class Keeper:
    """Hands steps to the store of marks and tells of each once it is kept.

    Args:
        marks: where marks are kept.
        clock: the present in seconds since 1970 (UTC).
    """

    def __init__(self, marks: MarkStore, clock: Callable[[], float]) -> None:
        self._marks = marks
        self._clock = clock
        self._turn = asyncio.Lock()
        self._intents: list[Intent] = []
        self._waiting = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def trouble(self) -> str:
        """Why marks will not be kept, or ""."""
        return self._marks.trouble

    @property
    def notice(self) -> str:
        """What happened to the file of marks that the reader should know, or ""."""
        return self._marks.notice

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._waiting

    def intends(self, kind: MarkKind, article: ArticleId, now: bool) -> bool:
        """What a mark will be once all that is under way is kept, `now` being what it is."""
        for intent in reversed(self._intents):
            if intent.kind is kind and article in intent.articles:
                return intent.value
        return now

    def intend(self, kind: MarkKind, value: bool, articles: Collection[ArticleId] = ()) -> Intent:
        """Note what a key asked for, in the moment of the key; `keep` must follow."""
        intent = Intent(kind, value, frozenset(articles))
        self._intents.append(intent)
        self._begin()
        return intent

    def withdraw(self) -> None:
        """An undo was asked for: what was intended last will not be so."""
        if self._intents:
            self._intents.pop()

    def _begin(self) -> None:
        self._waiting += 1
        self._idle.clear()

    def _end(self) -> None:
        self._waiting -= 1
        if not self._waiting:
            self._intents.clear()
            self._idle.set()

    async def keep(self, intent: Intent, make: Callable[[], Awaitable[MarkChange]]) -> MarkChange:
        """Keep what was intended. Steps are kept in the order in which this is called.

        Args:
            intent: what `intend` gave.
            make: makes the step; it is called when its turn has come.

        Returns:
            The step that was kept.

        Raises:
            MarksUnavailable: it could not be kept.
        """
        try:
            async with self._turn:
                step = await make()
                await asyncio.to_thread(self._marks.record, step, self._clock())
        except MarksUnavailable:
            if intent in self._intents:
                self._intents.remove(intent)
            raise
        finally:
            self._end()
        return step

    async def ask(self, work: Callable[[MarkStore, float], Result]) -> Result:
        """Do something else with the store of marks, when all that came before is kept.

        Args:
            work: called in a thread with the store and the present in seconds since 1970 (UTC).

        Raises:
            MarksUnavailable: it could not be done.
        """
        self._begin()
        try:
            async with self._turn:
                return await asyncio.to_thread(work, self._marks, self._clock())
        finally:
            self._end()

    async def elsewhere(self) -> Elsewhere | None:
        """What is kept now, if another window changed it, else None."""

        def look() -> Elsewhere | None:
            if not self._marks.changed_elsewhere():
                return None
            marks, kept, mutes = self._marks.load(), self._marks.bookmarks(), self._marks.mutes()
            # What could not be read is what it was at the last good reading: no news.
            found = Elsewhere(marks, [one.article for one in kept], mutes, self._marks.searches())
            return found if self._marks.readable else None

        async with self._turn:
            return await asyncio.to_thread(look)

    async def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches."""
        async with self._turn:
            return await asyncio.to_thread(self._marks.searches)

    async def save_searches(
        self, change: Callable[[Sequence[SavedSearch]], Sequence[SavedSearch]]
    ) -> tuple[SavedSearch, ...]:
        """Change the saved searches, which another window may have changed since they were last read.

        Args:
            change: what they are to be, from what they are.

        Returns:
            What they are now.

        Raises:
            MarksUnavailable: they could not be kept.
        """

        def save() -> tuple[SavedSearch, ...]:
            searches = tuple(change(self._marks.searches()))
            self._marks.save_searches(searches)
            return searches

        async with self._turn:
            return await asyncio.to_thread(save)

    async def remember(self, values: Mapping[str, str]) -> None:
        """Keep what the program remembers between runs."""
        async with self._turn:
            await asyncio.to_thread(self._marks.remember, values)

    async def settled(self) -> None:
        """Wait until all that was handed over is kept."""
        await self._idle.wait()
