"""Marking articles from the screen: kept first, then shown."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from textual.worker import Worker

from reader.core.article import Article
from reader.core.block import Block
from reader.core.errors import MarksUnavailable
from reader.core.marks import MarkKind
from reader.core.store import Change, Store
from reader.ui.completing import Completing
from reader.ui.keeping import Keeper


class Shower(Protocol):
    """A screen that shows changes of marks and runs workers."""

    def say(self, message: str, role: str = "message") -> None:
        """Say something in the status line."""

    def show_change(self, change: Change, elsewhere: bool = False) -> None:
        """Show what is different; `elsewhere` says that not only the marks of what is listed did."""

    def show_trouble(self) -> None:
        """Show what lasts: marks that will not be kept."""

    def work(self, work: Callable[[], Awaitable[None]], group: str) -> Worker[None]:
        """Run something in the background."""


class Marking:
    """Sets marks for a screen."""

    def __init__(self, screen: Shower, store: Store, keeper: Keeper, completing: Completing) -> None:
        self._completing = completing
        self._screen = screen
        self._store = store
        self._keeper = keeper

    def _now(self, kind: MarkKind, article: Article) -> bool:
        """What a mark is, or will be once all that is under way is kept."""
        mark = self._store.mark(article.id)
        now = mark.read if kind is MarkKind.READ else mark.bookmarked
        return self._keeper.intends(kind, article.id, now)

    def toggle(self, kind: MarkKind, article: Article, on_words: str, off_words: str) -> None:
        """Set a mark, or take it away."""
        value = not self._now(kind, article)
        self.set(kind, value, article, on_words if value else off_words)

    def set(self, kind: MarkKind, value: bool, article: Article, said: str = "") -> None:
        """Set a mark unless it is so already; `said` is for the status line, once it is kept."""
        if self._now(kind, article) is value:
            return

        self._keeper.intend(kind, value, article.id)

        async def keep() -> None:
            label = f"{said or 'read'} “{article.title}”"
            try:
                copy = await self._keeper.keep(kind, value, article, label, self._completing.whole)
            except MarksUnavailable as error:
                # Reading by staying is not worth a word each time; the banner says it for good.
                if said:
                    self._screen.say(str(error), "error")
                self._screen.show_trouble()
                return
            new = value and kind is MarkKind.BOOKMARKED and article.id not in self._store
            if new:
                self._store.apply(Block.of([copy], kept=True))
            self._screen.show_change(self._store.set_mark(kind, value, [article.id]), elsewhere=new)
            if said:
                self._screen.say(f"{said}, but not saved" if self._keeper.trouble else said)
            await self._look()

        self._screen.work(keep, "marks")

    def look_elsewhere(self) -> None:
        """Take in what another window marked."""
        self._screen.work(self._look, "elsewhere")

    async def _look(self) -> None:
        found = await self._keeper.elsewhere()
        self._screen.show_trouble()
        if found is None:
            return
        marks, kept = found
        missing = [article for article in kept if article.id not in self._store]
        if missing:
            self._store.apply(Block.of(missing, kept=True))
        self._screen.show_change(self._store.set_marks(marks), elsewhere=True)
