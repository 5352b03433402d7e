"""Marks of `heatwire --plain`: on the disk first, then in the store."""

from collections.abc import Callable

from reader.cli.read_all import hide, take_marks
from reader.core.model.article import Article
from reader.core.model.marks import MarkChange, MarkKind, MarkStore, UndoResult
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch

_SAID = {
    (MarkKind.BOOKMARKED, True): "bookmarked",
    (MarkKind.BOOKMARKED, False): "bookmark removed",
    (MarkKind.READ, True): "marked read",
    (MarkKind.READ, False): "marked unread",
}


class PlainMarks:
    """Sets marks and takes them back.

    Args:
        store: shows them.
        marks: keeps them.
        clock: the present in seconds since 1970 (UTC).
        whole: reads the rest of an article of which the store has only a part.
    """

    def __init__(
        self, store: Store, marks: MarkStore, clock: Callable[[], float], whole: Callable[[Article], Article]
    ) -> None:
        self._store = store
        self._marks = marks
        self._clock = clock
        self._whole = whole

    def toggle(self, kind: MarkKind, article: Article) -> str:
        """Set a mark or take it away; what was done, in words.

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """
        mark = self._store.mark(article.id)
        value = not (mark.read if kind is MarkKind.READ else mark.bookmarked)
        self.set(kind, value, article)
        said = _SAID[kind, value]
        saved = ", but not saved" if self._marks.trouble else ""
        return f"{said[:1].upper()}{said[1:]}{saved}: {article.title}"

    def set(self, kind: MarkKind, value: bool, article: Article) -> None:
        """Set a mark, unless it is so already.

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """
        mark = self._store.mark(article.id)
        if (mark.read if kind is MarkKind.READ else mark.bookmarked) is value:
            return
        copies = (self._whole(article),) if kind is MarkKind.BOOKMARKED and value else ()
        label = f"{_SAID[kind, value]} “{article.title}”"
        self._marks.record(MarkChange(kind, value, (article.id,), label, copies), self._clock())
        if copies and article.id not in self._store:
            self._store.apply(ArticleBatch.of(copies, kept=True))
        self._store.set_mark(kind, value, [article.id])

    def undo(self) -> str:
        """Take back the last step; what was done, in words.

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """
        return self._moved(self._marks.undo(self._clock()), "There is nothing to undo.")

    def redo(self) -> str:
        """Do the last step again that was taken back; what was done, in words.

        Raises:
            MarksUnavailable: it could not be kept; nothing was changed.
        """
        return self._moved(self._marks.redo(self._clock()), "There is nothing to redo.")

    def look_elsewhere(self) -> None:
        """Take in what another window marked."""
        if self._marks.changed_elsewhere():
            self.load()

    def load(self) -> None:
        """Take in all marks, the copies of bookmarks, and what is muted or snoozed."""
        take_marks(self._store, self._marks, self._clock())

    def _moved(self, done: UndoResult | None, otherwise: str) -> str:
        if done is None:
            return otherwise
        self._store.update_marks(done.marks)
        if done.mutes:
            hide(self._store, self._marks, self._clock())
        return f"{'Undone' if done.back else 'Done again'}: {done.label}"
