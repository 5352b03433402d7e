"""Searching from the main screen: the line, what it finds, and the way back."""

import sys
from collections.abc import Callable, Collection, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct
from textual.timer import Timer

from reader.core.model.article import ArticleId
from reader.core.model.errors import QueryError
from reader.core.model.listing import Listing
from reader.core.store import Store
from reader.ui.controllers.names import Names
from reader.ui.controllers.search_warmup import Growing
from reader.ui.render import search_hints
from reader.ui.render.highlights import Highlighter
from reader.ui.render.list_row import Density
from reader.ui.render.text import Line
from reader.ui.view.back_stack import Stop
from reader.ui.view.pane_focus import Panes
from reader.ui.view.session_state import PAST
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from textual.widget import Widget

    from reader.core.model.query import Query
    from reader.core.search.query_completion import Completion

_LANGUAGE = (
    "reader.core.text.tokenizer",
    "reader.core.model.query",
    "reader.core.search.query_fields",
    "reader.core.search.query_parser",
    "reader.core.search.matcher",
    "reader.core.search.query_completion",
    "reader.core.search.word_index",
    "reader.core.search.masks",
    "reader.core.search.engine",
)
"""What searching needs and the first screen does not, in an order in which each takes little time."""

_BREATH = 0.02
"""Seconds between two of them."""

_CLICK = 0.4
"""Seconds in which a click that began is told of."""


class Place(Struct, frozen=True):
    """What was listed and shown, to come back to."""

    listing: Listing
    article: ArticleId | None
    spot: tuple[int, int, Density]
    stop: Stop | None
    selected: Collection[ArticleId] = ()
    staying: Collection[ArticleId] = ()
    """What was listed though its marks fitted no longer."""


class Lister(Protocol):
    """A screen that lists articles."""

    store: Store
    listing: Listing
    list: ArticleList
    panes: Panes

    @property
    def place(self) -> Place:
        """What is listed and shown now."""

    def return_to(self, place: Place) -> None:
        """List and show what was."""

    def list_found(self, query: "Query", article: ArticleId | None) -> None:
        """List what a query finds, the cursor on an article if it is among that, else on the first."""

    def show_grown(self) -> None:
        """More may be found than before."""

    def show_mode(self, typing: bool) -> None:
        """Say which keys matter, now that a search is being typed or no more."""

    def keep_past(self) -> None:
        """Another search is to be remembered, however the program ends."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call back after some seconds."""

    def set_focus(self, widget: "Widget | None") -> None:
        """Give a widget the keys, at once."""


class Searching:
    """Knows what is searched for, what was listed before, and what was searched for earlier.

    Args:
        screen: where it is shown.
        past: earlier searches, the latest first.
    """

    def __init__(self, screen: Lister, past: Sequence[str] = ()) -> None:
        self._screen = screen
        self.past = tuple(past)
        self.growing = Growing(screen.store, screen.set_timer, screen.show_grown)
        self._names = Names(screen.store, screen.set_timer)
        self._line: SearchLine | None = None
        self._home: Place | None = None
        self._before: Place | None = None
        self._text = ""
        self._wrong: tuple[str, int] | None = None
        self._lingers = False

    # -- how things stand

    @property
    def typing(self) -> bool:
        """Whether the search line is open."""
        return self._line is not None and self._line.typing

    @property
    def missing(self) -> int:
        """How many articles a search in force cannot find yet."""
        return self.growing.missing if self._screen.listing.query is not None else 0

    @property
    def home(self) -> Place | None:
        """What was listed before the search; None where none is in force."""
        return self._home

    def sought(self, listing: Listing) -> Highlighter | None:
        """Finds what to highlight in a listing; the index goes on growing as long as it needs one."""
        if listing.query is None:
            return None
        from reader.core.search.matcher import highlighter

        self.growing.start()
        return highlighter(listing.query)

    def prepare(self) -> None:
        """Import what searching needs, a bit at a time, so that no key waits for it."""
        missing = next((name for name in _LANGUAGE if name not in sys.modules), None)
        if missing is not None:
            import_module(missing)
            self._screen.set_timer(_BREATH, self.prepare)

    # -- the line opens and closes

    async def open(self) -> None:
        """Open the search line, with the search that is in force if one is."""
        screen = self._screen
        screen.panes.bring("list")
        self._before = screen.place
        query = screen.listing.query
        if self._home is None:
            self._home = self._before
            self._text = query.text if query is not None else ""
        if self._line is None:
            self._line = SearchLine(self, id="search")
            await screen.list.mount(self._line)
        self._line.display = True
        self._wrong = None
        self._names.collect()
        self._line.begin(self._text, self.past)
        screen.set_focus(self._line)
        self._show_beside()
        screen.show_mode(typing=True)
        screen.set_timer(_BREATH, self.prepare)

    def _close(self) -> None:
        self._lingers = False
        if self._line is not None:
            self._line.end()
            self._line.display = False
        self._screen.list.pin_lines(())
        self._screen.show_mode(typing=False)

    def focused(self, pane: str) -> None:
        """The reader went to a pane by other means than the line's keys: the search is kept as it is."""
        if self.typing and self._line is not None and not self._line.has_focus:
            query = self._screen.listing.query
            if query is None:
                self._home = None
            elif self._wrong is None:
                self._note(self._line.value)
            else:
                self._text = query.text
            self._line.end()
            # A click in the list is still to be told of; rows that moved away from under it would take it wrong.
            self._lingers = True
            self._screen.set_timer(_CLICK, self._tidy)
            self._screen.show_mode(typing=False)
        if self._lingers and pane != "list":
            self._close()

    def _tidy(self) -> None:
        """A line that is not typed in any more goes: it looks as if it took keys."""
        if self._lingers:
            self._close()

    def moved(self) -> None:
        """The list's cursor moved."""
        self._tidy()

    def resized(self) -> None:
        """Say what is beside the line in its new width."""
        self._show_beside()

    def _show_beside(self) -> None:
        line, width = self._line, self._screen.list.content_width
        if line is None or not line.typing:
            return
        beside: list[Line] = []
        if self._wrong is not None:
            message, column = self._wrong
            beside = search_hints.error_lines(message, line.cell_of(column), width)
        if not line.value.strip():
            beside.append(search_hints.examples_line(width))
        else:
            offered = self._offered(line.value, line.cursor_position).candidates
            beside += [search_hints.completions_line(offered, width)] if offered or not beside else []
        self._screen.list.pin_lines([search_hints.prompt_line(), *beside])

    def run(self, text: str) -> None:
        """List what a text finds, without the line.

        Raises:
            QueryError: it cannot be understood.
        """
        query = understood(text, self._screen.store)
        if self.typing or self._lingers:
            self._close()
        self._home = self._home or self._screen.place
        self._screen.panes.go("list")
        self._screen.list_found(query, None)
        self._note(text)

    # -- what the line tells of

    def follow(self, text: str) -> None:
        """Show what a text finds; what is wrong with it is said, and the last good result stays."""
        self._wrong = None
        try:
            self._find(understood(text, self._screen.store, unfinished=True) if text.strip() else None)
        except QueryError as error:
            self._wrong = str(error), error.column
            self._show_sound_part(text[: error.column])
        self._show_beside()

    def _show_sound_part(self, text: str) -> None:
        """What cannot be understood must not look like what is not there: list what its beginning finds."""
        while not self._screen.list.rows:
            text = text.rpartition(" ")[0].strip()
            try:
                self._find(understood(text, self._screen.store) if text else None)
            except QueryError:
                continue
            if not text:
                return

    def _find(self, query: "Query | None") -> None:
        """List what a query finds; without one, what was listed before."""
        home, before = self._home, self._before
        if home is None or before is None:
            return
        if query is None:
            self._screen.return_to(home)
        elif query != self._screen.listing.query:
            self._screen.list_found(query, before.article)

    def keep(self, text: str) -> bool:
        """Keep the search and go to the list; without one it is left."""
        if self._wrong is not None:
            return False
        if not text.strip():
            self.leave_kept()
        else:
            self._note(text)
        self._close()
        self._screen.set_focus(self._screen.list)
        return True

    def _note(self, text: str) -> None:
        """Remember a search that was kept."""
        self._text = text
        self.past = (text, *(past for past in self.past if past.strip() != text.strip()))[:PAST]
        self._screen.keep_past()

    def leave(self) -> None:
        """Leave the line: what was listed when it was opened is back."""
        before = self._before
        self._close()
        self._screen.set_focus(self._screen.list)
        if before is not None:
            if before is self._home:
                self._home = None
            self._screen.return_to(before)

    def leave_kept(self) -> bool:
        """Leave the search that is in force; False if none is."""
        home, self._home = self._home, None
        if home is None:
            return False
        if self._lingers:
            self._close()
        self._screen.return_to(home)
        return True

    def forget(self) -> None:
        """Something else is listed: there is no search to go back from."""
        self._home = None
        if self.typing or self._lingers:
            self._close()

    def complete(self, text: str, cursor: int) -> tuple[str, int] | None:
        """The text with the first of what is on offer at the cursor, and the cursor behind that."""
        start, candidates = self._offered(text, cursor)
        if not candidates:
            return None
        begun, rest = text[:start] + candidates[0], text[cursor:]
        if not rest and candidates[0][-1] not in ":<>=":
            # A value that was chosen is all of it, not the beginning of another.
            begun += " "
        return begun + rest, len(begun)

    def _offered(self, text: str, cursor: int) -> "Completion":
        # Not at the top: only a search needs it.
        from reader.core.search.query_completion import complete

        return complete(text, cursor, self._names.vocabulary)


def understood(text: str, store: Store, unfinished: bool = False) -> "Query":
    """A text as a query whose topics exist.

    Args:
        text: what was typed.
        store: has the topics.
        unfinished: whether the last word may go on.

    Raises:
        QueryError: it cannot be understood; the message says why, its column where.
    """
    # Not at the top: only a search needs it.
    from reader.core.search.matcher import check_topics
    from reader.core.search.query_parser import parse

    query = parse(text, unfinished)
    check_topics(query, store.find_topic)
    return query
