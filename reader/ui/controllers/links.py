"""The links of the screen: opened, chosen, copied, one article's or those of the selection."""

from collections.abc import Sequence

from reader.core.model.article import Article, ArticleId
from reader.core.model.marks import MarkKind
from reader.ui.dialogs import lazy
from reader.ui.render.text import thousands
from reader.ui.view.news_view import Desk

ASK_ABOVE = 10
"""More links than these are opened only after asking."""


class Linking(Desk, inherit_bindings=False):
    """Actions on links."""

    def action_open_link(self) -> None:
        """Open the link, or those of the selection; that counts as having read the articles."""
        chosen = self.chosen
        if len(chosen) > ASK_ABOVE:
            self.ask_first(f"Open {thousands(len(chosen))} links at once?", lambda: self._open_all(chosen))
        elif chosen:
            self._open_all(chosen)
        else:
            self._open_one()

    def _open_one(self) -> None:
        if self.reading.article is not None:
            self.open_url(self.reading.article.url)

    def open_url(self, url: str) -> None:
        """Open a link of the article that is read."""
        self.opening.open(url)
        if url:
            self.mark_read()

    def mark_read(self) -> None:
        """The article that is shown counts as read."""
        if self.reading.article is not None and not self.reading.entry:
            self.marking.set(MarkKind.READ, True, self.reading.article)

    def _found(self, chosen: Sequence[ArticleId]) -> tuple[Article, ...]:
        found = map(self.store.article, chosen)
        return tuple(article for article in found if article is not None and article.url)

    def _open_all(self, chosen: Sequence[ArticleId]) -> None:
        found = self._found(chosen)
        if not found:
            self.say("none of the selected articles has a link", "warning")
            return
        self.opening.open_all([article.url for article in found])
        self.marking.set_all(MarkKind.READ, True, [article.id for article in found], "opened {}", aloud=False)
        self.list.clear_selection()

    def action_choose_link(self) -> None:
        """Offer the links of the article."""
        choices = self.reading.article.links.choices() if self.reading.article else ()
        if len(choices) < 2:
            self._open_one()
            return
        self.app.push_screen(
            lazy.link_choice(choices),
            lambda found: self.open_url(choices[found][1]) if isinstance(found, int) else None,
        )

    def action_copy_link(self) -> None:
        """Copy the link, or those of the selection, a line each."""
        chosen = self.chosen
        if not chosen:
            self.opening.copy(self.reading.article.url if self.reading.article else "")
            return
        found = self._found(chosen)
        if not found:
            self.say("none of the selected articles has a link", "warning")
            return
        self.app.copy_to_clipboard("\n".join(article.url for article in found))
        without = len(chosen) - len(found)
        said = "copied 1 link" if len(found) == 1 else f"copied {thousands(len(found))} links"
        self.say(f"{said}, {thousands(without)} without one" if without else said)
