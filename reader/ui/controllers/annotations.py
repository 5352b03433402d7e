"""Tags and notes."""

from collections.abc import Awaitable, Callable, Sequence

from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId
from reader.core.model.marks import MarkChange, MarkKind, tag_key
from reader.core.store import Store
from reader.core.text.normalization import quoted
from reader.ui.commands.registry import first_key
from reader.ui.controllers.mark_writer import MarkWriter
from reader.ui.view.callbacks import Ask, Notify, Spawn, confirm
from reader.ui.view.news_view import NewsView, Targets
from reader.ui.view.session_state import NoteDraft

Edit = Callable[[str], str | None]
"""Has a text edited in the user's editor; gives the new one, or None if that failed (and shows why)."""


def _nothing() -> NoteDraft | None:
    """No note is being written."""
    return None


class AnnotationsController:
    """Edits tags and notes in dialogs.

    Args:
        draft: a note that the last run left unsaved.
    """

    def __init__(
        self,
        view: NewsView,
        store: Store,
        writer: MarkWriter,
        notify: Notify,
        ask: Ask,
        spawn: Spawn,
        edit: Edit,
        draft: NoteDraft | None = None,
    ) -> None:
        self._view = view
        self._store = store
        self._writer = writer
        self._notify = notify
        self._ask = ask
        self._spawn = spawn
        self._edit = edit
        self._draft = draft
        self._written: Callable[[], NoteDraft | None] = _nothing
        self._asking = False

    # -- tags

    def edit_tags(self) -> None:
        """Ask for the tags of the article or the selection."""
        from reader.ui.dialogs.tags_dialog import TagsDialog  # lazy: dialogs

        self._view.mark_user_active()
        targets = self._view.targets()
        if targets.ids:
            before = self._common_tags(targets.ids)
            answer = self._ask(TagsDialog(targets.name, before, self._store.tags()))
            self._spawn(self._retag(answer, before, targets), "dialogs")

    def _common_tags(self, articles: Sequence[ArticleId]) -> tuple[str, ...]:
        """The tags that all of some articles have."""
        first, *others = articles
        common = {tag_key(tag): tag for tag in self._store.mark(first).tags}
        for article in others:
            if not common:
                break
            keys = {tag_key(tag) for tag in self._store.mark(article).tags}
            common = {key: tag for key, tag in common.items() if key in keys}
        return tuple(common.values())

    async def _retag(self, answer: Awaitable[tuple[str, ...] | None], before: Sequence[str], targets: Targets) -> None:
        """Add the tags that are new and remove those that are missing, all in one change."""
        after = await answer
        if after is None:
            return
        old, new = {tag_key(tag) for tag in before}, {tag_key(tag) for tag in after}
        added = [tag for tag in after if tag_key(tag) not in old]
        removed = [tag for tag in before if tag_key(tag) not in new]
        tags = [*((tag, True) for tag in added), *((tag, False) for tag in removed)]
        if not tags:
            return
        (text, value), *more = tags
        change = MarkChange(MarkKind.TAG, value, (), text=text, more=tuple(more))
        marks = ((one, self._store.mark(one)) for one in targets.ids)
        changing = tuple(one for one, mark in marks if change.after(mark) != mark)
        if changing:
            parts = (("tagged", added), ("removed", removed))
            message = " · ".join(f"{verb} {', '.join(tags)}" for verb, tags in parts if tags)
            label = f"{message}: {self._view.targets_of(changing, targets.article).label}"
            self._writer.record(replace(change, articles=changing, label=label), message, targets.article)
        self._view.article_list.clear_selection()

    # -- notes

    def edit_note(self) -> None:
        """Ask for the note on the article that is shown."""
        from reader.ui.dialogs.note_dialog import NoteDialog  # lazy: dialogs

        self._view.mark_user_active()
        article = self._view.current.article
        if article is not None:
            before = self._store.mark(article.id).note
            draft = self._draft.text if self._draft and self._draft.article == article.id else ""
            dialog = NoteDialog(quoted(article.title), before, self._edit, draft)
            self._written = lambda: NoteDraft(article.id, dialog.unsaved)
            self._spawn(self._set_note(self._ask(dialog), before, article), "dialogs")

    @property
    def draft(self) -> NoteDraft | None:
        """The note that is being written and not saved, or else the one that an earlier run left."""
        written = self._written()
        return written if written and written.text else self._draft

    async def may_quit(self) -> bool:
        """Whether the program may end: asks if a note would be lost, which `draft` then no longer gives."""
        written = self._written()
        if not written or not written.text:
            return True
        if self._asking:
            return False
        self._asking = True
        answer = await confirm(self._ask, "Quit and discard the note?")
        self._asking = False
        if answer:
            self._finish(written.article)
        return bool(answer)

    def offer_draft(self) -> None:
        """Tell that a note is left from an earlier run."""
        if self._draft is not None:
            article = self._store.article(self._draft.article)
            on = f" on {quoted(article.title)}" if article else ""
            key = first_key("article.note", self._view.keymap)
            self._notify(f"a note{on} was not saved: press {key} there to go on writing", "warning")

    def _finish(self, article: ArticleId) -> None:
        """Forget what was written on an article: it is saved, or discarded."""
        self._written = _nothing
        if self._draft is not None and self._draft.article == article:
            self._draft = None

    async def _set_note(self, answer: Awaitable[str | None], before: str, article: Article) -> None:
        note = await answer
        self._finish(article.id)
        if note is not None and note != before:
            message = "note saved" if note else "note removed"
            label = f"{'wrote a note on' if note else 'removed the note from'} “{article.title}”"
            self._writer.record(
                MarkChange(MarkKind.NOTE, bool(note), (article.id,), label, text=note), message, article
            )
