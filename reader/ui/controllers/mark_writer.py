"""Changes of marks: written first, then shown."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId
from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import MarkChange, MarkKind
from reader.core.store import Store
from reader.ui.controllers.write_queue import ExternalState, PendingChange, WriteQueue
from reader.ui.view.callbacks import Notify, Spawn
from reader.ui.view.current_article import FullArticleLoader
from reader.ui.view.news_view import NewsView

Then = Callable[[], Awaitable[None]]

_BOOKMARKING = (MarkKind.BOOKMARKED, MarkKind.TAG, MarkKind.NOTE)
_AT_ONCE = 50
"""Copies made before the interface has its turn."""


class MarkWriter:
    """Writes changes of marks, and shows each once it is on the disk.

    Args:

    Attributes:
        on_trouble: called when marks may have become impossible to save, or possible again.
        on_external: called with what another window changed, beside the marks.
    """

    def __init__(
        self, view: NewsView, store: Store, queue: WriteQueue, loader: FullArticleLoader, notify: Notify, spawn: Spawn
    ) -> None:
        self._view = view
        self._store = store
        self._queue = queue
        self._loader = loader
        self._notify = notify
        self._spawn = spawn
        self.on_trouble: Callable[[], object] = lambda: None
        self.on_external: Callable[[ExternalState], object] = lambda _: None

    # -- the marks as they are

    def _value(self, kind: MarkKind, article: ArticleId) -> bool:
        """What a mark is, or will be when everything is written."""
        mark = self._store.mark(article)
        now = mark.read if kind is MarkKind.READ else mark.bookmarked
        return self._queue.pending_value(kind, article, now)

    def without_mark(self, kind: MarkKind, value: bool, articles: Sequence[ArticleId]) -> tuple[ArticleId, ...]:
        """Those of some articles whose mark is not `value` and will not be."""
        if not self._queue.idle:
            return tuple(article for article in articles if self._value(kind, article) is not value)
        return tuple(self._store.without_mark(kind, value, articles))

    def any_without(self, kind: MarkKind, value: bool, articles: Sequence[ArticleId]) -> bool:
        """Whether there is such an article."""
        return any(self._value(kind, article) is not value for article in articles)

    # -- changing them

    def toggle(self, kind: MarkKind, article: Article, on: str, off: str) -> None:
        """Set a mark or remove it, with a message for each."""
        value = not self._value(kind, article.id)
        self.set_one(kind, value, article, on if value else off)

    def set_one(self, kind: MarkKind, value: bool, article: Article, message: str) -> None:
        """Set a mark of one article unless it has that value."""
        if self._value(kind, article.id) is not value:
            label = f"{message} “{article.title}”"
            self.record(MarkChange(kind, value, (article.id,), label), message, article)

    def set_all(self, kind: MarkKind, value: bool, articles: Sequence[ArticleId], label: str) -> None:
        """Set a mark of many articles in one change; `label` is what is done, "{}" the number of those that change."""
        changing = self.without_mark(kind, value, articles)
        if changing:
            label = label.format(f"{len(changing):,}")
            self.record(MarkChange(kind, value, changing, label), label)

    def read_automatically(self, articles: Sequence[ArticleId]) -> None:
        """Mark articles read that were shown or opened: without a message, and beside the changes that are undone."""
        unread = self.without_mark(MarkKind.READ, True, articles)
        if unread:
            self.record(MarkChange(MarkKind.READ, True, unread, automatic=True))

    def record(
        self, change: MarkChange, message: str = "", article: Article | None = None, then: Then | None = None
    ) -> None:
        """Write a change, then show it.

        Args:
            change: what to change; where it was done and the copies that go with bookmarks are added here.
            message: shown when it is written; "" for none.
            article: the article of the change, if the store may not have it.
            then: what else is done when it is written.
        """
        pending = self._queue.announce(change.kind, change.value, change.articles, change.automatic)
        change = replace(change, origin=self._view.listing_name)
        self._spawn(self._write(pending, change, message, article, then), "marks")

    async def _write(
        self, pending: PendingChange, change: MarkChange, message: str, article: Article | None, then: Then | None
    ) -> None:
        try:
            written = await self._queue.write(pending, lambda: self._with_copies(change, article))
            more = self._store.add_copies(written.copies)
            self._view.apply(self._store.apply_mark_change(change), more=more)
            if then is not None:
                await then()
        except MarksUnavailable as error:
            # Reading by staying is not worth a message each time; the banner stays.
            self.fail(error, quiet=not message)
            return
        if message:
            self.confirm(message)
        await self.sync()

    async def _with_copies(self, change: MarkChange, article: Article | None) -> MarkChange:
        """The change with a copy of each article that it bookmarks, made when its turn has come."""
        if not change.value or change.kind not in _BOOKMARKING:
            return change
        copies: list[Article] = []
        for number, wanted in enumerate(change.articles):
            before = self._store.mark(wanted)
            if before.bookmarked or not change.after(before).bookmarked:
                continue
            found = article if article is not None and article.id == wanted else self._store.article(wanted)
            if found is not None:
                copies.append(await self._loader.load(found))
            if number % _AT_ONCE == _AT_ONCE - 1:
                await asyncio.sleep(0)
        return replace(change, copies=tuple(copies))

    def confirm(self, message: str) -> None:
        """Show what was done, and whether it is saved."""
        self._notify(f"{message}, but not saved" if self._queue.trouble else message)

    def fail(self, error: MarksUnavailable, quiet: bool = False) -> None:
        """Show that something could not be saved."""
        if not quiet:
            self._notify(str(error), "error")
        self.on_trouble()

    # -- other windows

    def sync_soon(self) -> None:
        """Take in what another window changed, in the background."""
        self._spawn(self.sync(), "external")

    async def sync(self) -> None:
        """Take in what another window changed."""
        found = await self._queue.reload_external()
        self.on_trouble()
        if found is None:
            return
        self._store.add_copies(found.copies)
        self._view.apply(self._store.replace_marks(found.marks), external=True)
        self.on_external(found)
