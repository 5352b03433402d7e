"""Marks in plain mode: saved first, then shown."""

from collections.abc import Callable

from reader.cli.read_all import apply_marks, hide_articles
from reader.core.model.article import Article
from reader.core.model.marks import MarkChange, MarkKind, MarkStore, UndoResult
from reader.core.store import Store

_PAST = {
    (MarkKind.BOOKMARKED, True): "bookmarked",
    (MarkKind.BOOKMARKED, False): "bookmark removed",
    (MarkKind.READ, True): "marked read",
    (MarkKind.READ, False): "marked unread",
}


class PlainMarks:
    """Sets, undoes and redoes marks; each raises MarksUnavailable if that could not be saved, and changes nothing then.

    `clock` gives the seconds since 1970 (UTC); `read_full` reads the rest of an article of which only a part was read.
    """

    def __init__(
        self, store: Store, marks: MarkStore, clock: Callable[[], float], read_full: Callable[[Article], Article]
    ) -> None:
        self._store, self._marks, self._clock, self._read_full = store, marks, clock, read_full

    def toggle_bookmark(self, article: Article) -> str:
        """Set or remove a bookmark; what was done, as a sentence."""
        return self.set(MarkKind.BOOKMARKED, not self._store.mark(article.id).bookmarked, article)

    def set(self, kind: MarkKind, value: bool, article: Article) -> str:
        """Set or remove a mark; what was done, as a sentence."""
        self._record(kind, value, article)
        unsaved = ", but not saved" if self._marks.trouble else ""
        return f"{_PAST[kind, value].capitalize()}{unsaved}: {article.title}"

    def read_automatically(self, article: Article) -> None:
        """Mark an article read that was shown or opened, beside the changes that are undone (see `set`)."""
        self._record(MarkKind.READ, True, article, automatic=True)

    def _record(self, kind: MarkKind, value: bool, article: Article, automatic: bool = False) -> None:
        mark = self._store.mark(article.id)
        if (mark.read if kind is MarkKind.READ else mark.bookmarked) is value:
            return
        copies = (self._read_full(article),) if kind is MarkKind.BOOKMARKED and value else ()
        label = f"{_PAST[kind, value]} “{article.title}”"
        self._marks.record(MarkChange(kind, value, (article.id,), label, copies, automatic=automatic), self._clock())
        self._store.add_copies(copies)
        self._store.set_mark(kind, value, [article.id])

    def undo(self) -> str:
        """Undo the last change; what was undone, as a sentence."""
        return self._moved(self._marks.undo(), "There is nothing to undo.")

    def redo(self) -> str:
        """Redo the last change that was undone; what was redone, as a sentence."""
        return self._moved(self._marks.redo(), "There is nothing to redo.")

    def reload_external(self) -> None:
        """Load the marks again if another window has changed them."""
        if self._marks.changed_elsewhere():
            self.load()

    def load(self) -> None:
        """Load all marks, the copies of bookmarked articles, mutes and snoozes."""
        apply_marks(self._store, self._marks, self._clock())

    def _moved(self, done: UndoResult | None, nothing: str) -> str:
        if done is None:
            return nothing
        self._store.update_marks(done.marks)
        if done.mutes:
            hide_articles(self._store, self._marks, self._clock())
        return f"{'Undone' if done.back else 'Redone'}: {done.label}"
