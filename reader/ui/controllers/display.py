"""How the list is shown, and what the program tells about itself: problems, keys, the manual."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from inspect import isawaitable
from typing import TYPE_CHECKING, NamedTuple

from reader.core.model.listing import Listing, Order
from reader.core.model.problem import Problem
from reader.core.tables.rows import Row
from reader.ui.commands.registry import first_key
from reader.ui.render.list_row import Density
from reader.ui.view.callbacks import Ask, Notify, Spawn
from reader.ui.view.news_view import NewsView

if TYPE_CHECKING:
    from reader.ui.commands.palette import Run
    from reader.ui.dialogs.palette_dialog import PaletteDialog

Manual = Callable[[], Mapping[str, str]]
"""Reads the pages of the manual: Markdown by topic."""


_MOST_TITLES = 30
"""Articles that the palette shows."""
_LEAST_LETTERS = 3
"""Letters from which the palette finds articles."""
HEAT = "heat: the attention a story gets"


class ThemeChoice(NamedTuple):
    """The themes of the application: gives them by name with a word on each, and changes to one."""

    all: Callable[[], Mapping[str, str]] = dict
    use: Callable[[str], object] = str


class DisplayController:
    """Changes order, density and theme, and opens the dialogs of the program.

    Args:
        manual: reads the manual; None where there is none.
        edit_file: opens a file in the user's editor, at a line if one is given.
        themes: the themes.
        run: runs what an entry of the palette does.
    """

    def __init__(
        self,
        view: NewsView,
        manual: Manual | None,
        edit_file: Callable[[str, int | None], object],
        notify: Notify,
        ask: Ask,
        spawn: Spawn,
        themes: ThemeChoice,
        run: "Callable[[Run], object]",
    ) -> None:
        self._view = view
        self._manual = manual
        self._edit_file = edit_file
        self._notify = notify
        self._ask = ask
        self._spawn = spawn
        self._themes = themes
        self._run = run

    def next_order(self) -> None:
        """Sort by heat or by date."""
        self.set_order(self._view.listing.order.next)

    def set_order(self, order: Order) -> None:
        """Sort, the cursor staying on its article; an order that the search asks for stays."""
        listing = self._view.listing
        if listing.query is not None and listing.query.sort is not None:
            self._notify("this search sets its own order: edit the search to change it", "warning")
            return
        self._view.show(listing.ordered(order), self._view.article_list.article)
        if self._view.listing.order is Order.HEAT:
            self._notify(HEAT)

    def next_density(self) -> None:
        """Show one, two or three lines an article; as many as suit the width follow it from then on."""
        articles = self._view.article_list
        following = articles.density.next
        self.set_density(None if following is Density.of_width(articles.content_width) else following)

    def set_density(self, density: Density | None) -> None:
        """Show so many lines an article, None for as many as suit the width."""
        articles = self._view.article_list
        articles.set_density(density)
        self._notify(f"{articles.density.value} rows")

    def set_theme(self, name: str) -> None:
        """Change the colours."""
        self._themes.use(name)

    def show_problems(self) -> None:
        """Show the problems in the settings and the files, and open the file of one in the user's editor."""
        from reader.ui.dialogs.problems_dialog import ProblemsDialog  # lazy: dialogs

        self._spawn(self._open_problem(self._ask(ProblemsDialog(self._view.problems()))), "dialogs")

    async def _open_problem(self, answer: Awaitable[Problem | None]) -> None:
        problem = await answer
        if problem is not None:
            self._edit_file(problem.path, problem.line)
            self._notify(f"{first_key('news.reload', self._view.keymap)} reads the folders again")

    def show_keys(self) -> None:
        """Show all keys and what they would do now, and run what the user chooses."""
        from reader.ui.dialogs.palette_dialog import key_help  # lazy: dialogs

        self._choose(key_help(self._view.keymap, self._view.state()))

    def show_palette(self) -> None:
        """Find commands, topics, settings and articles by their names, and run what the user chooses."""
        from reader.ui.dialogs.palette_dialog import command_palette  # lazy: dialogs

        view, store = self._view, self._view.store
        topics = ((topic, store.topic_count(topic.key)) for topic in store.topics.topics())
        pages = self._manual() if self._manual is not None else {}
        themes, find = self._themes.all(), self._find_titles
        self._choose(command_palette(view.keymap, view.state(), find, topics, view.saved, themes, pages))

    def _choose(self, dialog: "PaletteDialog") -> None:
        self._spawn(self._run_answer(self._ask(dialog)), "dialogs")

    async def _run_answer(self, answer: "Awaitable[Run | None]") -> None:
        run = await answer
        if run is not None:
            result = self._run(run)
            if isawaitable(result):
                await result

    def _find_titles(self, words: Sequence[str]) -> tuple[Sequence[Row], bool]:
        """The first articles with words in their titles, and whether others are not indexed yet."""
        if sum(map(len, words)) < _LEAST_LETTERS:
            return (), False
        view = self._view
        query = view.store.parse_query(" ".join(f"title:{word}*" for word in words))
        rows = view.store.select(Listing(query=query))[:_MOST_TITLES]
        view.warmup.start()
        return rows, view.warmup.missing > 0

    def show_manual(self, topic: str = "") -> None:
        """Open the manual at a topic, "" for its first page."""
        from reader.ui.dialogs.manual_dialog import ManualDialog  # lazy: dialogs

        pages = self._manual() if self._manual is not None else {}
        if pages:
            self._ask(ManualDialog(pages, topic or next(iter(pages))))
        else:
            self._notify("the manual is not installed", "warning")
