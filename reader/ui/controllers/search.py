"""Searching: the line, what it finds, and the way back."""

import re
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from textual.widget import Widget

from reader.core.model.errors import HeatwireError, QueryError
from reader.core.model.listing import Listing
from reader.core.model.topic import TopicKey
from reader.core.store import Store
from reader.core.text.counting import count_noun
from reader.ui.commands.registry import first_key
from reader.ui.controllers.write_queue import WriteQueue
from reader.ui.render import search_hints
from reader.ui.render.text import Line
from reader.ui.view.back_stack import ViewSnapshot
from reader.ui.view.callbacks import Later, Notify, Spawn
from reader.ui.view.news_view import NewsView
from reader.ui.view.search_warmup import CompletionNames
from reader.ui.view.session_state import MOST_SEARCHES, SessionState
from reader.ui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from reader.core.model.query import Query

_MODULES = (
    "reader.core.text.tokenizer",
    "reader.core.model.query",
    "reader.core.search.query_fields",
    "reader.core.search.query_parser",
    "reader.core.search.highlighter",
    "reader.core.search.query_completion",
    "reader.core.search.word_index",
    "reader.core.search.masks",
    "reader.core.search.engine",
)
"""What searching needs and the first screen does not, in an order in which each takes little time."""

_PAUSE = 0.02
"""Seconds between two of them."""

FEW = 3
"""So many hits or fewer are few enough to suggest other words."""
_WORD = re.compile(r"(?!(?:AND|OR|NOT)\b)[^\W_]{3,}")

_CLICK = 0.4
"""Seconds within which a click that has begun is reported."""


class SearchController:
    """Opens the search line and shows what it finds. It is the `SearchHandler` of the line.

    Args:
        focus: gives a widget the keys at once.
        past: earlier searches, the latest first.
    """

    def __init__(
        self,
        view: NewsView,
        store: Store,
        queue: WriteQueue,
        notify: Notify,
        spawn: Spawn,
        later: Later,
        focus: Callable[[Widget], object],
        past: tuple[str, ...] = (),
    ) -> None:
        self._view = view
        self._store = store
        self._queue = queue
        self._notify = notify
        self._spawn = spawn
        self._later = later
        self._focus = focus
        self.past = past
        self._names = CompletionNames(store, later)
        self._line: SearchLine | None = None
        self._before: ViewSnapshot | None = None
        self._text = ""
        self._scope = ""
        self._error: tuple[str, int] | None = None
        self._lingers = False

    @property
    def _typing(self) -> bool:
        return self._line is not None and self._line.typing

    def prepare(self) -> None:
        """Import what searching needs, a bit at a time, so that no key waits for it."""
        missing = next((name for name in _MODULES if name not in sys.modules), None)
        if missing is not None:
            import_module(missing)
            self._later(_PAUSE, self.prepare)

    # -- the line opens and closes

    async def open(self) -> None:
        """Open the search line, with the search in force if there is one."""
        view = self._view
        view.panes.bring_to_front("list")
        self._before = view.snapshot()
        query = view.listing.query
        if view.home is None:
            view.home = self._before
            topic = view.listing.topic
            self._scope = f"{self._names.condition('topic', self._store.topics.name(topic))} " if topic else ""
            self._text = query.text if query is not None else self._scope
        if self._line is None:
            self._line = SearchLine(self, id="search")
            await view.article_list.mount(self._line)
        self._line.display = True
        self._error = None
        self._names.collect()
        self._line.begin(self._text, self.past)
        self._focus(self._line)
        self._show_hints()
        view.show_typing(True)
        self._later(_PAUSE, self.prepare)

    def _close(self) -> None:
        self._lingers = False
        if self._line is not None:
            self._line.end()
            self._line.display = False
        self._view.article_list.pin_lines(())
        self._view.show_typing(False)

    def pane_focused(self, pane: str) -> None:
        """A pane has the focus; if it was not the line that gave it away, the search is kept as it is."""
        if self._line is not None and self._line.typing and not self._line.has_focus:
            query = self._view.listing.query
            if query is None:
                self._view.home = None
            elif self._error is None:
                self._remember(self._line.value)
            else:
                self._text = query.text
            self._line.end()
            # A click in the list is yet to be reported; if its rows moved away before that, it would hit another.
            self._lingers = True
            self._later(_CLICK, self.end_lingering)
            self._view.show_typing(False)
        if self._lingers and pane != "list":
            self._close()

    def end_lingering(self) -> None:
        """Hide a line that no longer takes keys but looks as if it did."""
        if self._lingers:
            self._close()

    def resized(self) -> None:
        """Show the hints of the line in its new width."""
        self._show_hints()

    def _show_hints(self) -> None:
        line, width = self._line, self._view.article_list.content_width
        if line is None or not line.typing:
            return
        lines: list[Line] = []
        if self._error is not None:
            message, column = self._error
            lines = search_hints.error_lines(message, line.cell_of(column), width)
        if self._scope and line.value.startswith(self._scope):
            name, key = self._store.topics.name(self._topic), first_key("search.widen", self._view.keymap)
            lines.append(search_hints.scope_line(name, key, width))
        if suggestion := self._suggestion(line.value, typing=True):
            lines.append(search_hints.note_line(suggestion, width))
        if not line.value.strip():
            lines.append(search_hints.examples_line(width))
        elif not self._is_scope(line.value):
            candidates = self._names.complete(line.value, line.cursor_position).candidates
            lines += [search_hints.completions_line(candidates, width)] if candidates or not lines else []
        self._view.article_list.pin_lines([search_hints.prompt_line(), *lines])

    @property
    def _topic(self) -> TopicKey:
        home = self._view.home
        return (home and home.listing.topic) or TopicKey("")

    def _is_scope(self, text: str) -> bool:
        """Whether a text is nothing but the topic in which the search began."""
        return bool(self._scope) and text.strip() == self._scope.strip()

    def widen(self, text: str, cursor: int) -> tuple[str, int]:
        """The text without the topic in which the search began, or with it again; and the cursor in it."""
        if not self._scope:
            return text, cursor
        if text.startswith(self._scope.strip()):
            rest = text[len(self._scope.strip()) :].lstrip()
            return rest, max(0, cursor - len(text) + len(rest))
        return self._scope + text, cursor + len(self._scope)

    def _suggestion(self, text: str, typing: bool = False) -> str:
        """What the beginnings of the words find, if there are few hits and that are more; else ""."""
        hits, query = len(self._view.article_list.rows), self._view.listing.query
        if hits > FEW or query is None or self._error is not None or '"' in text or self._view.missing:
            return ""
        words = text.split()
        # The last word that is typed is taken as the beginning of one anyway.
        open_words = words[:-1] if typing and not text[-1:].isspace() else words
        longer = [f"{word}*" if _WORD.fullmatch(word) else word for word in open_words]
        if longer == open_words:
            return ""
        wanted = " ".join([*longer, *words[len(longer) :]])
        try:
            found = self._store.search.count(Listing(query=self._store.parse_query(wanted, unfinished=typing)))
        except QueryError:
            return ""
        return f"{wanted} finds {found:,}" if found > hits else ""

    def run(self, text: str) -> None:
        """List what a text finds, without the line; an error is shown."""
        try:
            query = self._store.parse_query(text)
        except HeatwireError as error:
            self._notify(str(error), "error")
            return
        if self._typing or self._lingers:
            self._close()
        self._view.home = self._view.home or self._view.snapshot()
        self._view.panes.go_to("list")
        self._view.show_results(query)
        self._remember(text)
        self._suggest(text)

    def show_provider(self, name: str) -> None:
        """List the articles of a provider."""
        self.run(self._names.condition("provider", name))

    def _suggest(self, text: str, typing: bool = False) -> None:
        if suggestion := self._suggestion(text, typing):
            self._notify(f"{count_noun(len(self._view.article_list.rows), 'article')} found · {suggestion}")

    # -- what is typed in the line

    def follow(self, text: str) -> None:
        """Show what a text finds; after an error the last result stays."""
        self._error = None
        try:
            empty = not text.strip() or self._is_scope(text)
            self._find(None if empty else self._store.parse_query(text, unfinished=True))
        except QueryError as error:
            self._error = str(error), error.column
            self._find_valid_part(text[: error.column])
        self._show_hints()

    def _find_valid_part(self, text: str) -> None:
        """List what the beginning of a text finds: an error must not look like an empty result."""
        while not self._view.article_list.rows:
            text = text.rpartition(" ")[0].strip()
            try:
                self._find(self._store.parse_query(text) if text else None)
            except QueryError:
                continue
            if not text:
                return

    def _find(self, query: "Query | None") -> None:
        """List what a query finds; without one, what was listed before."""
        home, before = self._view.home, self._before
        if home is None or before is None:
            return
        if query is None:
            self._view.restore(home)
        elif query != self._view.listing.query:
            self._view.show_results(query, before.article)

    def keep(self, text: str) -> bool:
        """Keep the search and go to the list; False if the text has an error. Without a text the search is left."""
        if self._error is not None:
            return False
        if not text.strip() or self._is_scope(text):
            self.go_home()
        else:
            self._remember(text)
            self._suggest(text, typing=True)
        self._close()
        self._focus(self._view.article_list)
        return True

    def _remember(self, text: str) -> None:
        """Add a search to the earlier ones, and save these: the program may end in any way."""
        self._text = text
        self.past = (text, *(past for past in self.past if past.strip() != text.strip()))[:MOST_SEARCHES]
        values = SessionState(past=self.past).values()
        self._spawn(self._queue.remember({"past": values["past"]}), "remembering")

    def leave(self) -> None:
        """Leave the line, and show what was listed when it was opened."""
        before = self._before
        self._close()
        self._focus(self._view.article_list)
        if before is not None:
            if before is self._view.home:
                self._view.home = None
            self._view.restore(before)

    def go_home(self) -> bool:
        """Leave the search in force, and show what was listed before it; False if there is none."""
        home, self._view.home = self._view.home, None
        if home is None:
            return False
        if self._lingers:
            self._close()
        self._view.restore(home)
        return True

    def forget(self) -> None:
        """Forget what was listed before the search: something else is shown."""
        self._view.home = None
        if self._typing or self._lingers:
            self._close()

    def complete(self, text: str, cursor: int) -> tuple[str, int] | None:
        """The text with the first completion at the cursor, and the cursor after it; None if there is none.

        While nothing but the topic is typed, the completion is to search all topics.
        """
        if self._is_scope(text):
            return self.widen(text, cursor)
        start, candidates = self._names.complete(text, cursor)
        if not candidates:
            return None
        begun, rest = text[:start] + candidates[0], text[cursor:]
        if not rest and candidates[0][-1] not in ":<>=":
            # A value that was chosen is complete, and not the beginning of another.
            begun += " "
        return begun + rest, len(begun)
