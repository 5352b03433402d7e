"""Exports: the article or the selection written to a file for other programs."""

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from reader.core.model.bookmark import Bookmark, Exported, Exporter
from reader.core.model.errors import HeatwireError, PathTaken
from reader.core.store import Store
from reader.core.text.counting import count_noun
from reader.core.text.normalization import printable_path
from reader.ui.controllers.write_queue import WriteQueue
from reader.ui.view.callbacks import Ask, Clock, Notify, Spawn, confirm
from reader.ui.view.current_article import FullArticleLoader
from reader.ui.view.news_view import NewsView, Targets

if TYPE_CHECKING:
    from reader.ui.dialogs.export_dialog import ExportRequest

_AT_ONCE = 50
"""Articles read before the interface has its turn."""


class ExportController:
    """Exports articles.

    Args:
        queue: has the times at which articles were bookmarked.
        exporter: writes the file; None where nothing can be exported.
    """

    def __init__(
        self,
        view: NewsView,
        store: Store,
        queue: WriteQueue,
        loader: FullArticleLoader,
        exporter: Exporter | None,
        clock: Clock,
        notify: Notify,
        ask: Ask,
        spawn: Spawn,
    ) -> None:
        self._view = view
        self._store = store
        self._queue = queue
        self._loader = loader
        self._exporter = exporter
        self._clock = clock
        self._notify = notify
        self._ask = ask
        self._spawn = spawn
        self._last = ("md", "")
        """Form and path of the last export; "" for a path with the present date."""

    def export(self) -> None:
        """Ask for form and path, and write the article or the selection there."""
        from reader.ui.dialogs.export_dialog import ExportDialog  # lazy: dialogs

        self._view.mark_user_active()
        targets, (form, path) = self._view.targets(), self._last
        if self._exporter is None or not targets.ids:
            self._notify("nothing to export")
            return
        path = path or f"~/heatwire-{self._clock().date().isoformat()}.md"
        answer = self._ask(ExportDialog(targets.name, form, path))
        self._spawn(self._export(self._exporter, answer, targets), "exporting")

    async def _export(self, exporter: Exporter, answer: "Awaitable[ExportRequest | None]", targets: Targets) -> None:
        request = await answer
        if request is None:
            return
        self._last = request.form, request.path
        self._notify("exporting …")
        try:
            try:
                done = await self._write(exporter, request, targets)
            except PathTaken as error:
                if not await confirm(self._ask, f"{error}: replace it?"):
                    return
                done = await self._write(exporter, request, targets, over=True)
        except HeatwireError as error:
            self._notify(str(error), "error")
        else:
            self._report(done, request.path)

    async def _write(
        self, exporter: Exporter, request: "ExportRequest", targets: Targets, over: bool = False
    ) -> Exported:
        bookmarks = await self._bookmarks(targets)
        return await asyncio.to_thread(exporter, request.form, request.path, bookmarks, over)

    async def _bookmarks(self, targets: Targets) -> list[Bookmark]:
        """The targets in full, with what was written on them."""
        kept = await self._queue.run(lambda marks, _: {one.article.id: one.when for one in marks.bookmarks()})
        found = []
        for number, wanted in enumerate(targets.ids, 1):
            article = targets.article or self._store.article(wanted)
            if article is not None:
                mark, full = self._store.mark(wanted), await self._loader.load(article)
                found.append(Bookmark(full, kept.get(wanted, 0), mark.tags, mark.note))
            if not number % _AT_ONCE:
                await asyncio.sleep(0)
        return found

    def _report(self, done: Exported, path: str) -> None:
        message = f"{count_noun(done.articles, 'article')} in {printable_path(path)}"
        if done.left_out:
            message = f"{done.left_out:,} without a link left out · {message}"
        if done.warnings:
            more = f" and {len(done.warnings) - 1} more" if len(done.warnings) > 1 else ""
            message = f"{message} · {done.warnings[0]}{more}"
        self._notify(message, "warning" if done.left_out or done.warnings else "message")
