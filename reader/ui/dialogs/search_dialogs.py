"""Dialogs about saved searches: naming one, and managing all."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Input, OptionList, Static

from reader.core.model.marks import SavedSearch
from reader.core.text.normalization import normalize_line
from reader.ui.dialogs.dialog import Dialog, dialog_box, option_list, text_line, two_lines

MAX_NAME_LENGTH = 60
_KEYS = "Enter open · r rename · J/K move · d delete · Esc close"


class SearchNameDialog(Dialog[str]):
    """Asks for the name of a search.

    Args:
        query: the search as text.
        name: the name to begin with.
        taken: the names of the other searches.
    """

    def __init__(self, query: str, name: str = "", taken: Sequence[str] = ()) -> None:
        super().__init__()
        self._query, self._old_name = query, name
        self._taken = {other.casefold() for other in taken}

    def compose(self) -> ComposeResult:
        """The search, and a line for its name."""
        query = Static(self._query, classes="dialog-link", markup=False)
        line = text_line(self._old_name, max_length=MAX_NAME_LENGTH, select=True)
        yield dialog_box("Name this search", query, line, keys="Enter save · Esc close")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        name = normalize_line(event.value)
        if not name:
            self.show_keys("enter a name · Esc close")
        elif name.casefold() in self._taken:
            self.show_keys("another search has this name · Esc close")
        else:
            self.dismiss(name)


class ArrangedSearches(NamedTuple):
    """The saved searches after the dialog, and the one to open, if any."""

    searches: tuple[SavedSearch, ...]
    chosen: SavedSearch | None = None


class SavedSearchesDialog(Dialog[ArrangedSearches]):
    """Lists the saved searches, to be opened, renamed, moved and deleted."""

    BINDINGS = [
        Binding("escape,q,ampersand", "close", "close", id="searches.close", tooltip="Close"),
        Binding("J,shift+down", "reorder(1)", "move down", id="searches.later", tooltip="Move the search down"),
        Binding("K,shift+up", "reorder(-1)", "move up", id="searches.earlier", tooltip="Move the search up"),
        Binding("r", "rename", "rename", id="searches.rename", tooltip="Rename the search"),
        Binding("d,delete", "delete", "delete", id="searches.delete", tooltip="Delete the search"),
        Binding("y", "confirm_delete", "yes", id="searches.yes", tooltip="Yes, delete the search", show=False),
    ]

    def __init__(self, searches: Sequence[SavedSearch], index: int = 0) -> None:
        super().__init__()
        self._searches = list(searches)
        self._first = index
        self._deleting: SavedSearch | None = None

    def compose(self) -> ComposeResult:
        """One option a search."""
        yield dialog_box("Saved searches", option_list(()), keys=_KEYS)

    def on_mount(self) -> None:
        """Highlight the search to begin with."""
        self._show(self._first)

    @property
    def _options(self) -> OptionList:
        return self.query_one(OptionList)

    def _show(self, index: int) -> None:
        self._options.set_options(two_lines(search.name, search.query) for search in self._searches)
        if self._searches:
            self._options.highlighted = max(0, min(index, len(self._searches) - 1))
        self._ask(None)

    def _ask(self, search: SavedSearch | None) -> None:
        """Ask whether to delete a search; None ends the question."""
        self._deleting = search
        keys = f"Delete “{search.name}”? y delete · any other key cancels" if search else _KEYS
        self.show_keys(keys if self._searches else "No saved searches. Press & in a search to save it · Esc close")

    def on_key(self, event: events.Key) -> None:
        """Any key but `y` ends the question."""
        if self._deleting is not None and event.key not in ("y", "escape"):
            self._ask(None)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(ArrangedSearches(tuple(self._searches), self._searches[event.option_index]))

    def action_close(self) -> None:
        """End the question, else close and keep the changes."""
        if self._deleting is not None:
            self._ask(None)
        else:
            self.dismiss(ArrangedSearches(tuple(self._searches)))

    def action_reorder(self, by: int) -> None:
        """Move the search up or down."""
        index = self._options.highlighted
        if index is not None and 0 <= index + by < len(self._searches):
            self._searches.insert(index + by, self._searches.pop(index))
            self._show(index + by)

    def action_rename(self) -> None:
        """Ask for another name."""
        index = self._options.highlighted
        if index is None:
            return
        search = self._searches[index]
        taken = [other.name for other in self._searches if other is not search]

        def rename(name: str | None) -> None:
            if name is not None:
                self._searches[index] = SavedSearch(name, search.query)
                self._show(index)

        self.app.push_screen(SearchNameDialog(search.query, search.name, taken), rename)

    def action_delete(self) -> None:
        """Ask whether to delete the search."""
        index = self._options.highlighted
        if index is not None:
            self._ask(self._searches[index])

    def action_confirm_delete(self) -> None:
        """Delete the search that was asked about."""
        if self._deleting is not None:
            index = self._searches.index(self._deleting)
            del self._searches[index]
            self._show(index)
