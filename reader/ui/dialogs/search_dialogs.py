"""Dialogs about saved searches: giving one a name, and putting them in order."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from reader.core.model.marks import SavedSearch
from reader.core.text.cleaning import clean_line

LONGEST_NAME = 60
_FOOT = "Enter list it · r rename · K up · J down · d delete · Esc close"


class SearchNameDialog(ModalScreen[str | None]):
    """Asks what a search is to be called; returns the name.

    Args:
        query: the search in writing.
        name: the name to begin with.
        taken: the names that other searches have.
    """

    BINDINGS = [Binding("escape", "dismiss", "close", id="searchname.close", tooltip="Close")]

    def __init__(self, query: str, name: str = "", taken: Sequence[str] = ()) -> None:
        super().__init__()
        self._query = query
        self._name_before = name
        self._taken = {other.casefold() for other in taken}

    def compose(self) -> ComposeResult:
        """The search, and a line for its name."""
        with Vertical(classes="dialog"):
            yield Static("Name of the search", classes="dialog-title", markup=False)
            yield Static(self._query, classes="dialog-link", markup=False)
            line = Input(self._name_before, max_length=LONGEST_NAME, compact=True, classes="dialog-input")
            line.cursor_blink = False
            yield line
            yield Static("Enter save · Esc close", classes="dialog-foot", markup=False)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        name = clean_line(event.value)
        if not name:
            self._say("A search needs a name · Esc close")
        elif name.casefold() in self._taken:
            self._say("Another search has this name · Esc close")
        else:
            self.dismiss(name)

    def _say(self, words: str) -> None:
        self.query_one(".dialog-foot", Static).update(words)


class ArrangedSearches(NamedTuple):
    """The saved searches as they are to be, and the one to list, if any."""

    searches: tuple[SavedSearch, ...]
    chosen: SavedSearch | None = None


class SavedSearchesDialog(ModalScreen[ArrangedSearches]):
    """Lists the saved searches, to be chosen, renamed, moved and deleted."""

    BINDINGS = [
        Binding("escape,q,ampersand", "close", "close", id="searches.close", tooltip="Close"),
        Binding("j", "down", "down", id="searches.down", tooltip="Next search", show=False),
        Binding("k", "up", "up", id="searches.up", tooltip="Previous search", show=False),
        Binding("J,shift+down", "move(1)", "move down", id="searches.later", tooltip="Move it down"),
        Binding("K,shift+up", "move(-1)", "move up", id="searches.earlier", tooltip="Move it up"),
        Binding("r", "rename", "rename", id="searches.rename", tooltip="Give it another name"),
        Binding("d,delete", "delete", "delete", id="searches.delete", tooltip="Delete it"),
        Binding("y", "really_delete", "yes", id="searches.yes", tooltip="Yes, delete it", show=False),
    ]

    def __init__(self, searches: Sequence[SavedSearch], place: int = 0) -> None:
        super().__init__()
        self._searches = list(searches)
        self._place = place
        self._asking: SavedSearch | None = None

    def compose(self) -> ComposeResult:
        """One option a search."""
        with Vertical(classes="dialog"):
            yield Static("Saved searches", classes="dialog-title", markup=False)
            yield OptionList(*(Option(_said(search)) for search in self._searches))
            yield Static(_FOOT, classes="dialog-foot", markup=False)

    def on_mount(self) -> None:
        """The cursor is on the search that was asked for."""
        self._show(self._place)

    @property
    def _options(self) -> OptionList:
        return self.query_one(OptionList)

    def _show(self, place: int) -> None:
        options = self._options
        options.clear_options()
        options.add_options([Option(_said(search)) for search in self._searches])
        if self._searches:
            options.highlighted = max(0, min(place, len(self._searches) - 1))
        self._ask(None)

    def _ask(self, search: SavedSearch | None) -> None:
        """Ask whether a search is really to be deleted; None for not any more."""
        self._asking = search
        foot = f"Delete “{search.name}”? y delete · any other key keeps it" if search else _FOOT
        if not self._searches:
            foot = "None is left. Press & in a search to save it · Esc close"
        self.query_one(".dialog-foot", Static).update(foot)

    def on_key(self, event: events.Key) -> None:
        """Any key but the one that was asked for takes the question back."""
        if self._asking is not None and event.key not in ("y", "escape"):
            self._ask(None)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(ArrangedSearches(tuple(self._searches), self._searches[event.option_index]))

    def action_close(self) -> None:
        """Close; what was arranged is kept."""
        if self._asking is not None:
            self._ask(None)
            return
        self.dismiss(ArrangedSearches(tuple(self._searches)))

    def action_down(self) -> None:
        """Next search."""
        self._options.action_cursor_down()

    def action_up(self) -> None:
        """Previous search."""
        self._options.action_cursor_up()

    def action_move(self, by: int) -> None:
        """Move the search up or down."""
        place = self._options.highlighted
        if place is not None and 0 <= place + by < len(self._searches):
            self._searches.insert(place + by, self._searches.pop(place))
            self._show(place + by)

    def action_rename(self) -> None:
        """Give the search another name."""
        place = self._options.highlighted
        if place is None:
            return
        search = self._searches[place]
        taken = [other.name for other in self._searches if other is not search]

        def rename(name: str | None) -> None:
            if name is not None:
                self._searches[place] = SavedSearch(name, search.query)
                self._show(place)

        self.app.push_screen(SearchNameDialog(search.query, search.name, taken), rename)

    def action_delete(self) -> None:
        """Ask whether the search is to be deleted."""
        place = self._options.highlighted
        if place is not None:
            self._ask(self._searches[place])

    def action_really_delete(self) -> None:
        """Delete the search that was asked about."""
        if self._asking is not None:
            place = self._searches.index(self._asking)
            del self._searches[place]
            self._show(place)


def _said(search: SavedSearch) -> Content:
    return Content.assemble(Content(f"{search.name}\n"), Content(search.query).stylize("dim"))
