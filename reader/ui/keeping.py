"""Marks on their way to the disk: one at a time, in order, never on the interface's thread."""

import asyncio
from collections.abc import Callable, Iterable, Mapping

from reader.core.article import Article, ArticleId
from reader.core.errors import MarksUnavailable
from reader.core.marks import Mark, MarkKind, MarkStore, Step


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

    async def keep(self, kind: MarkKind, value: bool, articles: Iterable[Article], label: str) -> str:
        """Keep one step.

        Returns:
            "" when it is on the disk, else why it is not, in words.
        """
        chosen = tuple(articles)
        step = Step(kind, value, tuple(article.id for article in chosen), label, _copies(kind, value, chosen))
        keys = [(kind, article) for article in step.articles]
        self._intended.update(dict.fromkeys(keys, value))
        self._waiting += 1
        self._idle.clear()
        try:
            async with self._turn:
                await asyncio.to_thread(self._marks.record, step, self._clock())
        except MarksUnavailable as error:
            for key in keys:
                if self._intended.get(key) is value:
                    del self._intended[key]
            return str(error)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._intended.clear()
                self._idle.set()
        return ""

    async def elsewhere(self) -> tuple[Mapping[ArticleId, Mark], tuple[Article, ...]] | None:
        """All marks and the articles kept with bookmarks, if another window changed them, else None."""

        def look() -> tuple[Mapping[ArticleId, Mark], tuple[Article, ...]] | None:
            if not self._marks.changed_elsewhere():
                return None
            return self._marks.load(), tuple(kept.article for kept in self._marks.bookmarks())

        async with self._turn:
            return await asyncio.to_thread(look)

    async def remember(self, values: Mapping[str, str]) -> None:
        """Keep what the program remembers between runs."""
        async with self._turn:
            await asyncio.to_thread(self._marks.remember, values)

    async def settled(self) -> None:
        """Wait until all that was handed over is kept."""
        await self._idle.wait()


def _copies(kind: MarkKind, value: bool, articles: tuple[Article, ...]) -> tuple[Article, ...]:
    return articles if kind is MarkKind.BOOKMARKED and value else ()
