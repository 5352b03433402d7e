"""Marking articles from the screen: kept first, then shown."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from msgspec.structs import replace
from textual.worker import Worker

from reader.core.model.article import Article, ArticleId
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import Mark, MarkChange, MarkKind, Mute, SavedSearch
from reader.core.store import Change, Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.controllers.write_queue import Keeper
from reader.ui.render.text import thousands
from reader.ui.view.completing import Completing

_BOOKMARKING = (MarkKind.BOOKMARKED, MarkKind.TAG, MarkKind.NOTE)
_AT_ONCE = 50
"""Copies made before the interface has its turn."""


class Shower(Protocol):
    """A screen that shows changes of marks and runs workers."""

    @property
    def origin(self) -> str:
        """What the listing is called, for the history."""

    def say(self, message: str, role: str = "message") -> None:
        """Say something in the status line."""

    def show_change(self, change: Change, elsewhere: bool = False, more: bool = False) -> None:
        """Show what is different: done by another window, or such that there may be more to list."""

    def take_mutes(self, mutes: Sequence[Mute]) -> None:
        """Other mutes are in force."""

    def take_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Other searches are saved."""

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

    # -- what is so

    def _now(self, kind: MarkKind, article: ArticleId) -> bool:
        """What a mark is, or will be once all that is under way is kept."""
        mark = self._store.mark(article)
        now = mark.read if kind is MarkKind.READ else mark.bookmarked
        return self._keeper.intends(kind, article, now)

    def lacking(self, kind: MarkKind, value: bool, articles: Sequence[ArticleId]) -> tuple[ArticleId, ...]:
        """Those of some articles whose mark is not `value`, nor about to be."""
        if not self._keeper.idle:
            return tuple(article for article in articles if self._now(kind, article) is not value)
        return tuple(self._store.without_mark(kind, value, articles))

    def lacks(self, kind: MarkKind, value: bool, articles: Sequence[ArticleId]) -> bool:
        """Whether one of some articles has a mark that is not `value`, nor about to be."""
        return any(self._now(kind, article) is not value for article in articles)

    # -- one article

    def toggle(self, kind: MarkKind, article: Article, on_words: str, off_words: str) -> None:
        """Set a mark, or take it away."""
        value = not self._now(kind, article.id)
        self.set(kind, value, article, on_words if value else off_words)

    def set(self, kind: MarkKind, value: bool, article: Article, said: str = "") -> None:
        """Set a mark unless it is so already; `said` is for the status line, once it is kept."""
        if self._now(kind, article.id) is not value:
            label = f"{said or 'read'} “{article.title}”"
            self.change(MarkChange(kind, value, (article.id,), label, origin=self._screen.origin), said, article)

    # -- many

    def set_all(self, kind: MarkKind, value: bool, articles: Sequence[ArticleId], said: str, aloud: bool = True) -> int:
        """Set a mark of many articles in one step; says how many lacked it.

        Args:
            kind: what is marked.
            value: whether it is set or taken away.
            articles: which articles.
            said: what is done in words, "{}" standing for how many.
            aloud: whether the status line says so, too.
        """
        lacking = self.lacking(kind, value, articles)
        if lacking:
            label = said.format(thousands(len(lacking)))
            self.change(MarkChange(kind, value, lacking, label, origin=self._screen.origin), label if aloud else "")
        return len(lacking)

    # -- any step

    def change(self, step: MarkChange, said: str = "", article: Article | None = None) -> None:
        """Keep a step, then show what it changed.

        Args:
            step: what to do; the copies that go with bookmarks are made here.
            said: for the status line, once it is kept; "" where it is not worth a word.
            article: the article of the step, where the store may not have it.
        """
        intent = self._keeper.intend(step.kind, step.value, step.articles)

        async def make() -> MarkChange:
            return await self._with_copies(step, article)

        async def keep() -> None:
            try:
                kept = await self._keeper.keep(intent, make)
            except MarksUnavailable as error:
                self.failed(error, aloud=bool(said))
                return
            missing = [copy for copy in kept.copies if copy.id not in self._store]
            if missing:
                self._store.apply(ArticleBatch.of(missing, kept=True))
            self._screen.show_change(self._store.apply_mark_change(step), more=bool(missing))
            if said:
                self._screen.say(f"{said}, but not saved" if self._keeper.trouble else said)
            await self.look()

        self._screen.work(keep, "marks")

    def failed(self, error: MarksUnavailable, aloud: bool = True) -> None:
        """Say that something could not be kept."""
        # Reading by staying is not worth a word each time; the banner says it for good.
        if aloud:
            self._screen.say(str(error), "error")
        self._screen.show_trouble()

    async def _with_copies(self, step: MarkChange, article: Article | None) -> MarkChange:
        """The step with a copy of each article that it bookmarks, made when its turn has come."""
        if not step.value or step.kind not in _BOOKMARKING:
            return step
        copies: list[Article] = []
        for number, wanted in enumerate(step.articles):
            before = self._store.mark(wanted)
            if before.bookmarked or not step.after(before).bookmarked:
                continue
            found = article if article is not None and article.id == wanted else self._store.article(wanted)
            if found is not None:
                copies.append(await self._completing.whole(found))
            if number % _AT_ONCE == _AT_ONCE - 1:
                await asyncio.sleep(0)
        return replace(step, copies=tuple(copies))

    # -- what others did

    def put(self, marks: Mapping[ArticleId, Mark]) -> None:
        """Show marks that are kept already."""
        self._screen.show_change(self._store.update_marks(marks), more=True)

    def look_elsewhere(self) -> None:
        """Take in what another window marked."""
        self._screen.work(self.look, "elsewhere")

    async def look(self) -> None:
        """The same, without a worker of its own."""
        found = await self._keeper.elsewhere()
        self._screen.show_trouble()
        if found is None:
            return
        missing = [article for article in found.kept if article.id not in self._store]
        if missing:
            self._store.apply(ArticleBatch.of(missing, kept=True))
        self._screen.show_change(self._store.replace_marks(found.marks), elsewhere=True)
        self._screen.take_mutes(found.mutes)
        self._screen.take_searches(found.searches)
