"""Going from article to article by way of related entries, and back."""

from typing import Protocol

from reader.core.model.article import Article, ArticleId
from reader.core.store import Store
from reader.ui.view import labels
from reader.ui.view.back_stack import Stop, Trail
from reader.ui.view.current_article import Reading
from reader.ui.view.pane_focus import Panes
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.article_list import ArticleList


class Shower(Protocol):
    """A screen that shows articles."""

    store: Store
    list: ArticleList
    detail: ArticleDetail
    panes: Panes
    reading: Reading

    def settle(self) -> None:
        """The reader did something: what arrives moves the cursor no longer."""

    def say(self, message: str, role: str = "message") -> None:
        """Say something in the status line for a while."""

    def show_article(self, article: ArticleId | None) -> None:
        """Show an article of the store."""

    def show_entry(self, entry: Article) -> None:
        """Show a related entry that the store does not have."""


class Going:
    """Knows where the reader has been."""

    def __init__(self, screen: Shower) -> None:
        self._screen = screen
        self.trail = Trail(lambda stop: stop.entry is not None or stop.article in screen.store)

    def arrive(self, stop: Stop | None, otherwise: str = "") -> None:
        """Show what is at a stop; where there is none, say so."""
        screen = self._screen
        if stop is None:
            screen.say(otherwise)
            return
        if stop.entry is not None and stop.article not in screen.store:
            screen.show_entry(stop.entry)
        else:
            screen.list.move_to(stop.article)
            screen.show_article(stop.article)
        screen.detail.restore_scroll(stop.place)

    def show_related(self, number: int) -> None:
        """Go to a related entry, by its number from 0."""
        screen = self._screen
        here, article = screen.reading.stop, screen.reading.article
        if here is None or article is None:
            return
        if number >= len(article.related):
            screen.say(labels.related_count(len(article.related)))
            return
        entry = article.related[number]
        screen.settle()
        self.trail.leave(here)
        self.arrive(Stop(entry.id, entry))
        if screen.panes.single:
            screen.panes.go("detail")

    def back(self) -> None:
        """Back to the article before."""
        self.arrive(self.trail.back(self._screen.reading.stop), "nothing to go back to")

    def forward(self) -> None:
        """Forward again."""
        self.arrive(self.trail.forward(self._screen.reading.stop), "nothing to go forward to")


class GoingActions:
    """The commands that go from article to article, for a screen."""

    going: Going

    def action_show_related(self, number: int) -> None:
        """Go to a related entry, by its number from 0."""
        self.going.show_related(number)

    def action_go_back(self) -> None:
        """Back to the article before."""
        self.going.back()

    def action_go_forward(self) -> None:
        """Forward again."""
        self.going.forward()
