"""What the parts of the main screen have in common: the panes, the news, and how something is said."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from textual.screen import Screen
from textual.worker import Worker

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing
from reader.core.model.marks import Mute, SavedSearch
from reader.core.store import Change, Store
from reader.ui.controllers.mark_changes import Marking
from reader.ui.controllers.opening import Opening
from reader.ui.controllers.write_queue import Keeper
from reader.ui.view import labels
from reader.ui.view.current_article import Reading
from reader.ui.view.pane_focus import Panes
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.topic_sidebar import TopicSidebar


class Desk(Screen[None], inherit_bindings=False):
    """The main screen as its parts see it; each part adds actions, `MainScreen` has what is named here."""

    store: Store
    listing: Listing
    topics: TopicSidebar
    list: ArticleList
    detail: ArticleDetail
    panes: Panes
    reading: Reading
    marking: Marking
    opening: Opening
    keeper: Keeper
    clock: Callable[[], datetime]
    editor: Sequence[str]

    @property
    def origin(self) -> str:
        """What the listing is called, for the history."""
        return labels.name_of(self.listing, self.store)

    @property
    def chosen(self) -> Sequence[ArticleId]:
        """The selected articles, if commands are to act on them: not where one article is read on its own."""
        return () if self.panes.current == "detail" else self.list.selection.ids()

    def settle(self, dwell: bool = True) -> None:
        """The reader did something: what arrives moves the cursor no longer.

        Args:
            dwell: whether the article still counts as read after a while.
        """
        raise NotImplementedError

    def say(self, message: str, role: str = "message") -> None:
        """Say something in the status line for a while."""
        raise NotImplementedError

    def show_article(self, article: ArticleId | None) -> None:
        """Show an article in the detail pane."""
        raise NotImplementedError

    def switch_to(self, listing: Listing, anchor: ArticleId | None) -> None:
        """Show another listing, with the cursor on an article if it is there."""
        raise NotImplementedError

    def relist(self, anchor: ArticleId | None = None, follow: bool = False) -> None:
        """Choose the rows of the listing anew, with the cursor on an article.

        Args:
            anchor: the article; None for the first.
            follow: whether the cursor goes to the first if the article is not there.
        """
        raise NotImplementedError

    def show_change(self, change: Change, elsewhere: bool = False, more: bool = False) -> None:
        """Show what is different after marks changed.

        Args:
            change: what is different.
            elsewhere: whether another window did it: then nothing stays in a listing that it does not fit.
            more: whether articles may be in the listing that were not.
        """
        raise NotImplementedError

    def take_mutes(self, mutes: Sequence[Mute]) -> None:
        """Other mutes are in force."""
        raise NotImplementedError

    def take_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Other searches are saved."""
        raise NotImplementedError

    def work(self, work: Callable[[], Awaitable[None]], group: str) -> Worker[None]:
        """Run something in the background."""
        raise NotImplementedError

    def ask_first(self, question: str, do: Callable[[], None]) -> None:
        """Do something if the answer to a question is yes."""
        from reader.ui.dialogs.confirm_dialog import ConfirmDialog

        self.app.push_screen(ConfirmDialog(question), lambda yes: do() if yes else None)
