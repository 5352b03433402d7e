"""How the list is shown, and what the program tells about itself: problems, keys, the manual."""

from collections.abc import Callable, Mapping

from reader.core.model.listing import Order
from reader.ui.render.list_row import Density
from reader.ui.view.callbacks import Ask, Notify, Spawn, run_if
from reader.ui.view.news_view import NewsView

Manual = Callable[[], Mapping[str, str]]
"""Reads the pages of the manual: Markdown by topic."""


HEAT = "heat: the attention a story gets"


class DisplayController:
    """Changes order and density, and opens the dialogs of the program.

    Args:
        manual: reads the manual; None where there is none.
    """

    def __init__(self, view: NewsView, manual: Manual | None, notify: Notify, ask: Ask, spawn: Spawn) -> None:
        self._view = view
        self._manual = manual
        self._notify = notify
        self._ask = ask
        self._spawn = spawn

    def next_order(self) -> None:
        """Sort by heat or by date, the cursor staying on its article; an order that the search asks for stays."""
        listing = self._view.listing
        if listing.query is not None and listing.query.sort is not None:
            self._notify("this search sets its own order: edit the search to change it", "warning")
            return
        self._view.show(listing.ordered(listing.order.next), self._view.article_list.article)
        if self._view.listing.order is Order.HEAT:
            self._notify(HEAT)

    def next_density(self) -> None:
        """Show one, two or three lines an article; as many as suit the width follow it from then on."""
        articles = self._view.article_list
        following = articles.density.next
        articles.set_density(None if following is Density.of_width(articles.content_width) else following)
        self._notify(f"{articles.density.value} rows")

    def show_problems(self) -> None:
        """Show the problems in the settings and the files."""
        from reader.ui.dialogs.problems_dialog import ProblemsDialog  # lazy: dialogs

        self._ask(ProblemsDialog(self._view.problems()))

    def show_keys(self) -> None:
        """Show all keys and what they would do now, and from there the manual."""
        from reader.ui.dialogs.key_help import KeyHelp  # lazy: dialogs

        answer = self._ask(KeyHelp(self._view.keymap, self._view.state()))
        self._spawn(run_if(answer, lambda: self.show_manual("keys")), "dialogs")

    @property
    def manual_topics(self) -> tuple[str, ...]:
        """The topics of the manual."""
        return tuple(self._manual()) if self._manual is not None else ()

    def show_manual(self, topic: str = "") -> None:
        """Open the manual at a topic, "" for its first page."""
        from reader.ui.dialogs.manual_dialog import ManualDialog  # lazy: dialogs

        pages = self._manual() if self._manual is not None else {}
        if pages:
            self._ask(ManualDialog(pages, topic or next(iter(pages))))
        else:
            self._notify("the manual is not installed", "warning")
