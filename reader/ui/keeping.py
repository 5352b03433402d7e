"""Marks on their way to the disk: one at a time, in order, never on the interface's thread."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

from reader.core.article import Article, ArticleId
from reader.core.errors import MarksUnavailable
from reader.core.marks import Mark, MarkKind, MarkStore, SavedSearch, Step

Whole = Callable[[Article], Awaitable[Article]]


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
        self._intended: dict[tuple[MarkKind, ArticleId], bool] = {}
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

    def intends(self, kind: MarkKind, article: ArticleId, now: bool) -> bool:
        """What a mark will be once all that is under way is kept, `now` being what it is."""
        return self._intended.get((kind, article), now)

    def intend(self, kind: MarkKind, value: bool, article: ArticleId) -> None:
        """Note what a key asked for, in the moment of the key; `keep` must follow."""
        self._intended[kind, article] = value
        self._waiting += 1
        self._idle.clear()

    async def keep(self, kind: MarkKind, value: bool, article: Article, label: str, whole: Whole) -> Article:
        """Keep what was intended. Steps are kept in the order in which this is called.

        Args:
            kind: what is marked.
            value: whether it is set or taken away.
            article: the article.
            label: the step in words.
            whole: makes the copy that is kept with a bookmark.

        Returns:
            The copy that was kept, or the article.

        Raises:
            MarksUnavailable: it could not be kept.
        """
        copies: tuple[Article, ...] = ()
        try:
            async with self._turn:
                if kind is MarkKind.BOOKMARKED and value:
                    article = await whole(article)
                    copies = (article,)
                step = Step(kind, value, (article.id,), label, copies)
                await asyncio.to_thread(self._marks.record, step, self._clock())
        except MarksUnavailable:
            if self._intended.get((kind, article.id)) is value:
                del self._intended[kind, article.id]
            raise
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._intended.clear()
                self._idle.set()
        return article

    async def elsewhere(self) -> tuple[Mapping[ArticleId, Mark], tuple[Article, ...]] | None:
        """All marks and the articles kept with bookmarks, if another window changed them, else None."""

        def look() -> tuple[Mapping[ArticleId, Mark], tuple[Article, ...]] | None:
            if not self._marks.changed_elsewhere():
                return None
            marks, kept = self._marks.load(), self._marks.bookmarks()
            # What could not be read is what it was at the last good reading: no news.
            return (marks, tuple(found.article for found in kept)) if self._marks.readable else None

        async with self._turn:
            return await asyncio.to_thread(look)

    async def searches(self) -> tuple[SavedSearch, ...]:
        """The saved searches."""
        async with self._turn:
            return await asyncio.to_thread(self._marks.searches)

    async def save_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Make these the saved searches.

        Raises:
            MarksUnavailable: they could not be kept.
        """
        async with self._turn:
            await asyncio.to_thread(self._marks.save_searches, searches)

    async def remember(self, values: Mapping[str, str]) -> None:
        """Keep what the program remembers between runs."""
        async with self._turn:
            await asyncio.to_thread(self._marks.remember, values)

    async def settled(self) -> None:
        """Wait until all that was handed over is kept."""
        await self._idle.wait()
