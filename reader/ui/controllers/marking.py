"""Bookmarks and read marks, of one article or of many."""

from collections.abc import Sequence

from reader.core.model.article import ArticleId
from reader.core.model.marks import MarkKind
from reader.core.tables.row_flags import UNREAD
from reader.core.tables.rows import Rows
from reader.core.text.counting import count_noun
from reader.ui.controllers.mark_writer import MarkWriter
from reader.ui.view.callbacks import Ask, Notify, Spawn, confirm, run_if
from reader.ui.view.news_view import NewsView

ASK_ABOVE = 20
"""More articles than these are marked read at once only after asking."""


class MarkingController:
    """Marks articles as bookmarked or read."""

    def __init__(self, view: NewsView, writer: MarkWriter, notify: Notify, ask: Ask, spawn: Spawn) -> None:
        self._view = view
        self._writer = writer
        self._notify = notify
        self._ask = ask
        self._spawn = spawn

    def toggle_bookmark(self) -> None:
        """Bookmark the article or the selection, or remove the bookmark."""
        self._view.mark_user_active()
        targets = self._view.targets()
        if targets.article is not None:
            self._writer.toggle(MarkKind.BOOKMARKED, targets.article, "bookmarked", "bookmark removed")
        else:
            value = self._writer.any_without(MarkKind.BOOKMARKED, True, targets.ids)
            label = "bookmarked {}" if value else "removed {} bookmarks"
            self._mark_selection(MarkKind.BOOKMARKED, value, targets.ids, label)

    def mark_read(self) -> None:
        """Mark the article read and go to the next, or mark the selection."""
        self._set_read(True)

    def mark_unread(self) -> None:
        """Mark the article or the selection unread."""
        self._set_read(False)

    def _set_read(self, value: bool) -> None:
        self._view.mark_user_active(dwell=False)
        targets, done = self._view.targets(), "read" if value else "unread"
        if targets.article is None:
            self._mark_selection(MarkKind.READ, value, targets.ids, f"marked {{}} {done}")
        elif not self._view.current.is_external:
            self._writer.set_one(MarkKind.READ, value, targets.article, f"marked {done}")
            if value and targets.article.id == self._view.article_list.article:
                self._view.article_list.action_move(1)

    def _mark_selection(self, kind: MarkKind, value: bool, articles: Sequence[ArticleId], label: str) -> None:
        """Mark the selection and drop it, so that no later key acts on what the user has forgotten."""
        self._writer.set_all(kind, value, articles, label)
        self._view.article_list.clear_selection()

    def read_current(self) -> None:
        """Mark the article that is shown as read, without a message."""
        article = self._view.current.article
        if article is not None and not self._view.current.is_external:
            self._writer.read_automatically((article.id,))

    def mark_listed_read(self) -> None:
        """Mark everything listed as read."""
        self._mark_rows_read(self._view.article_list.rows, "listed")

    def mark_above_read(self) -> None:
        """Mark everything above the cursor as read."""
        listed = self._view.article_list
        self._mark_rows_read(listed.rows[: listed.cursor], "above")

    def mark_below_read(self) -> None:
        """Mark everything below the cursor as read."""
        listed = self._view.article_list
        self._mark_rows_read(listed.rows[listed.cursor + 1 :], "below")

    def _mark_rows_read(self, rows: Rows, where: str) -> None:
        """Mark rows read: those that are there now, whatever arrives until the answer."""
        self._view.mark_user_active()
        unread = self._writer.without_mark(MarkKind.READ, True, tuple(rows.ids_in(UNREAD)))
        if not unread:
            self._notify(f"no unread articles {where}")
        elif len(unread) > ASK_ABOVE:
            answer = confirm(self._ask, f"Mark {count_noun(len(unread), 'article')} as read?")
            self._spawn(run_if(answer, lambda: self._mark_read(unread)), "dialogs")
        else:
            self._mark_read(unread)

    def _mark_read(self, unread: Sequence[ArticleId]) -> None:
        self._writer.set_all(MarkKind.READ, True, unread, "marked {} read")
