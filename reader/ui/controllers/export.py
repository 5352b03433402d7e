"""Exports: articles written for other programs, the one that is read or those of the selection."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.core.model.article import Article, ArticleId
from reader.core.model.bookmark import Bookmark, Exported, Exporter
from reader.core.model.errors import HeatwireError, PathTaken
from reader.core.text.normalization import printable_path, quoted
from reader.ui.dialogs import lazy
from reader.ui.render.text import thousands
from reader.ui.view.completing import Completing
from reader.ui.view.news_view import Desk

if TYPE_CHECKING:
    from reader.ui.dialogs.export_dialog import ExportRequest

_AT_ONCE = 50
"""Articles read before the interface has its turn."""


class Exporting(Desk, inherit_bindings=False):
    """The action that exports."""

    completing: Completing
    exporter: Exporter | None
    exported: tuple[str, str] = ("md", "")
    """The form and the path of the last time; "" for a path of today."""

    def action_export(self) -> None:
        """Ask for form and path, and write the article or the selection there."""
        self.settle()
        chosen, article = self.chosen, self.reading.article
        if self.exporter is None or not (chosen or article):
            self.say("nothing to export")
            return
        ids = chosen or ((article.id,) if article else ())
        what = quoted(article.title) if article and not chosen else _counted(len(ids))
        form, path = self.exported

        def answered(wanted: "ExportRequest | None") -> None:
            if wanted is not None:
                self.exported = wanted.form, wanted.path
                self._export(wanted, ids, None if chosen else article)

        path = path or f"~/heatwire-{self.clock().date().isoformat()}.md"
        self.app.push_screen(lazy.export(what, form, path), answered)

    def _export(
        self, wanted: "ExportRequest", ids: Sequence[ArticleId], article: Article | None, over: bool = False
    ) -> None:
        exporter = self.exporter
        if exporter is None:
            return

        async def work() -> None:
            try:
                bookmarks = await self._gathered(ids, article)
                done = await asyncio.to_thread(exporter, wanted.form, wanted.path, bookmarks, over)
            except PathTaken as error:
                self.ask_first(f"{error}: replace it?", lambda: self._export(wanted, ids, article, over=True))
            except HeatwireError as error:
                self.say(str(error), "error")
            else:
                self._tell(done, wanted.path)

        self.say("exporting …")
        self.work(work, "exporting")

    async def _gathered(self, ids: Sequence[ArticleId], shown: Article | None) -> list[Bookmark]:
        """The articles, all of each, with what was written on them."""
        kept = await self.keeper.ask(lambda marks, _: {one.article.id: one.when for one in marks.bookmarks()})
        found = []
        for number, wanted in enumerate(ids, 1):
            article = shown if shown is not None and shown.id == wanted else self.store.article(wanted)
            if article is not None:
                mark, whole = self.store.mark(wanted), await self.completing.whole(article)
                found.append(Bookmark(whole, kept.get(wanted, 0), mark.tags, mark.note))
            if not number % _AT_ONCE:
                await asyncio.sleep(0)
        return found

    def _tell(self, done: Exported, path: str) -> None:
        said = f"{_counted(done.articles)} in {printable_path(path)}"
        if done.left_out:
            said = f"{thousands(done.left_out)} without a link left out · {said}"
        if done.warnings:
            more = f" and {len(done.warnings) - 1} more" if len(done.warnings) > 1 else ""
            said = f"{said} · {done.warnings[0]}{more}"
        self.say(said, "warning" if done.left_out or done.warnings else "message")


def _counted(count: int) -> str:
    return f"{thousands(count)} article{'' if count == 1 else 's'}"
