"""Tags and notes: what makes a bookmark worth keeping."""

from collections.abc import Sequence

from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId
from reader.core.model.marks import MarkChange, MarkKind, tag_key
from reader.core.text.normalization import quoted
from reader.ui.dialogs import lazy
from reader.ui.render.text import thousands
from reader.ui.view.news_view import Desk


class Annotating(Desk, inherit_bindings=False):
    """Actions on tags and notes."""

    def action_edit_tags(self) -> None:
        """Ask for the tags of the article or the selection."""
        self.settle()
        chosen, article = self.chosen, self.reading.article
        if not chosen and article is None:
            self.say("no article to tag")
            return
        ids = chosen or ((article.id,) if article else ())
        before = self._common_tags(ids)
        what = f"{thousands(len(ids))} articles" if len(ids) > 1 else quoted(self._title(ids[0], article))

        def answered(tags: tuple[str, ...] | None) -> None:
            if tags is not None:
                self._retag(ids, before, tags, None if chosen else article)

        self.app.push_screen(lazy.tags(what, before, self.store.tags()), answered)

    def _title(self, article: ArticleId, shown: Article | None) -> str:
        found = shown if shown is not None and shown.id == article else self.store.article(article)
        return found.title if found else ""

    def _common_tags(self, articles: Sequence[ArticleId]) -> tuple[str, ...]:
        """The tags that are on all of some articles."""
        first, *others = articles
        common = {tag_key(tag): tag for tag in self.store.mark(first).tags}
        for article in others:
            if not common:
                break
            keys = {tag_key(tag) for tag in self.store.mark(article).tags}
            common = {key: tag for key, tag in common.items() if key in keys}
        return tuple(common.values())

    def _retag(
        self, articles: Sequence[ArticleId], before: Sequence[str], after: Sequence[str], article: Article | None
    ) -> None:
        """Put the tags on that are new, and take away those that are not there any more: all in one step."""
        old, new = {tag_key(tag) for tag in before}, {tag_key(tag) for tag in after}
        put_on = [tag for tag in after if tag_key(tag) not in old]
        taken = [tag for tag in before if tag_key(tag) not in new]
        changes = [*((tag, True) for tag in put_on), *((tag, False) for tag in taken)]
        if not changes:
            return
        (text, value), *more = changes
        step = MarkChange(MarkKind.TAG, value, (), origin=self.origin, text=text, more=tuple(more))
        marks = ((one, self.store.mark(one)) for one in articles)
        concerned = tuple(one for one, mark in marks if step.after(mark) != mark)
        if concerned:
            parts = [f"{verb} {', '.join(tags)}" for verb, tags in (("tagged", put_on), ("took away", taken)) if tags]
            said = " · ".join(parts)
            label = f"{said}: {self._named(concerned, article)}"
            self.marking.change(replace(step, articles=concerned, label=label), said, article)
        self.list.clear_selection()

    def _named(self, articles: Sequence[ArticleId], article: Article | None) -> str:
        """Articles as the history names them: by title if it is one, else how many."""
        return f"“{self._title(articles[0], article)}”" if len(articles) == 1 else thousands(len(articles))

    def action_edit_note(self) -> None:
        """Write a note on the article that is read."""
        self.settle()
        article = self.reading.article
        if article is None:
            self.say("no article to write a note on")
            return
        before = self.store.mark(article.id).note

        def edit(text: str) -> str | None:
            from reader.ui.terminal.external_editor import EditorError, edit_text

            try:
                return edit_text(self.app, self.editor, text)
            except EditorError as error:
                self.app.notify(str(error), severity="warning", markup=False)
                return None

        def answered(note: str | None) -> None:
            if note is None or note == before:
                return
            said = "note kept" if note else "note taken away"
            label = f"{'wrote a note on' if note else 'took the note from'} “{article.title}”"
            step = MarkChange(MarkKind.NOTE, bool(note), (article.id,), label, origin=self.origin, text=note)
            self.marking.change(step, said, article)

        self.app.push_screen(lazy.note(quoted(article.title), before, edit), answered)
