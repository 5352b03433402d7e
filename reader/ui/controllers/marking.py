"""Getting through the news: marks on one article or many, and from one unread article to the next."""

from collections.abc import Sequence

from reader.core.model.article import ArticleId
from reader.core.model.marks import MarkKind
from reader.core.tables.row_flags import UNREAD
from reader.core.tables.rows import Rows
from reader.ui.controllers.unread import next_unread
from reader.ui.render.text import thousands
from reader.ui.view.news_view import Desk

ASK_ABOVE = 20
"""More articles than these are marked read at once only after asking."""


class Triage(Desk, inherit_bindings=False):
    """Actions on marks."""

    # -- one or the selection

    def action_toggle_bookmark(self) -> None:
        """Bookmark the article or the selection, or remove the bookmark."""
        self.settle()
        if chosen := self.chosen:
            value = self.marking.lacks(MarkKind.BOOKMARKED, True, chosen)
            self._set_chosen(MarkKind.BOOKMARKED, value, chosen, "bookmarked {}" if value else "removed {} bookmarks")
        elif self.reading.article is not None:
            self.marking.toggle(MarkKind.BOOKMARKED, self.reading.article, "bookmarked", "bookmark removed")

    def action_toggle_read(self) -> None:
        """Mark the article read or unread and go on to the next, or mark the selection."""
        self.settle(dwell=False)
        if chosen := self.chosen:
            value = self.marking.lacks(MarkKind.READ, True, chosen)
            self._set_chosen(MarkKind.READ, value, chosen, "marked {} read" if value else "marked {} unread")
        elif self.reading.article is not None and not self.reading.entry:
            self.marking.toggle(MarkKind.READ, self.reading.article, "marked read", "marked unread")
            if self.reading.id == self.list.article:
                self.list.action_move(1)

    def _set_chosen(self, kind: MarkKind, value: bool, chosen: Sequence[ArticleId], said: str) -> None:
        """Mark the selection; that uses it up, so that no later key acts on what one thinks of no more."""
        self.marking.set_all(kind, value, chosen, said)
        self.list.clear_selection()

    # -- all that is listed

    def action_mark_listed_read(self) -> None:
        """Mark all that is listed now read."""
        self._mark_rows_read(self.list.rows, "listed")

    def action_mark_above_read(self) -> None:
        """Mark all above the cursor read."""
        self._mark_rows_read(self.list.rows[: self.list.cursor], "above")

    def action_mark_below_read(self) -> None:
        """Mark all below the cursor read."""
        self._mark_rows_read(self.list.rows[self.list.cursor + 1 :], "below")

    def _mark_rows_read(self, rows: Rows, where: str) -> None:
        """Mark rows read: those that are there at the key, whatever arrives until the answer."""
        self.settle()
        unread = self.marking.lacking(MarkKind.READ, True, tuple(rows.ids_in(UNREAD)))
        if not unread:
            self.say(f"nothing unread is {where}")
        elif len(unread) > ASK_ABOVE:
            self.ask_first(f"Mark {thousands(len(unread))} articles read?", lambda: self._mark_read(unread))
        else:
            self._mark_read(unread)

    def _mark_read(self, unread: Sequence[ArticleId]) -> None:
        self.marking.set_all(MarkKind.READ, True, unread, "marked {} read")

    # -- from one to the next

    def action_step_unread(self, by: int) -> None:
        """To the next or previous unread article, in another topic if there is none in this one."""
        self.settle()
        rows, cursor = self.list.rows, self.list.cursor
        found = next_unread(self.store, self.listing, rows, cursor, self.topics.topics, by)
        if found is None:
            here = bool(rows) and not rows[cursor].read
            where = " in this search" if self.listing.query is not None and self.store.counts.unread > here else ""
            self.say(f"no {'other ' if here else ''}unread article{where}")
            return
        if found.listing is not None:
            self.switch_to(found.listing, found.article)
        else:
            self.list.move_to(found.article)
        self.show_article(found.article)
        if found.said:
            self.say(found.said)
