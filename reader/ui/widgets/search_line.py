"""The line in which a search is typed."""

from collections.abc import Sequence
from typing import Protocol

from textual import events
from textual.binding import Binding
from textual.widgets import Input

from reader.ui.render.text import cell_width

SEARCHING = Binding.Group("In the search line")
_PATIENCE = 20
"""How often the line waits for more keys that have arrived before it tells of those it has."""

_PASSED = ("program.", "app.", "pane.")
"""What keys of the screen may do while the line is open, by the beginnings of their ids."""


def _binding(key: str, action: str, words: str, name: str, tooltip: str) -> Binding:
    return Binding(key, action, words, id=f"search.{name}", tooltip=tooltip, group=SEARCHING)


class SearchHandler(Protocol):
    """Who is told what is typed, within the same frame."""

    def resized(self) -> None:
        """The line is of another width."""

    def follow(self, text: str) -> None:
        """Show what this finds."""

    def keep(self, text: str) -> bool:
        """The search is as it should be; False if it cannot be kept and the line stays."""

    def leave(self) -> None:
        """Go back to what was before."""

    def complete(self, text: str, cursor: int) -> tuple[str, int] | None:
        """The text with the word at the cursor completed, and the cursor then; None where nothing is on offer."""


class SearchLine(Input):
    """An input of one row. What is typed in one go is told of once."""

    BINDINGS = [
        _binding("enter", "keep", "keep", "keep", "Keep the search and go to the list"),
        _binding("escape", "leave", "back", "leave", "Back to what was listed before"),
        _binding("tab", "complete", "complete", "complete", "Take the first completion"),
        _binding("up", "recall(1)", "earlier", "earlier", "The search before"),
        _binding("down", "recall(-1)", "later", "later", "The search after"),
    ]

    def __init__(self, searcher: SearchHandler, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, compact=True, select_on_focus=False, max_length=1000)
        self.cursor_blink = False
        self._searcher = searcher
        self._past: Sequence[str] = ()
        self._place = -1
        self._draft = ""
        self._told = ""
        self._telling = False
        self.typing = False
        """Whether what is typed is a search, and not yet or no more."""

    def begin(self, text: str, past: Sequence[str]) -> None:
        """Take a search in, to be gone on with.

        Args:
            text: what is in the line.
            past: earlier searches, the latest first.
        """
        self._past, self._place = past, -1
        self._told = text
        self.value = text
        self.cursor_position = len(text)
        self.typing = True

    def end(self) -> None:
        """Take no more keys."""
        self.typing = False

    def cell_of(self, place: int) -> int:
        """The cell, from the start of the line, in which a place of the text is shown now; it may be out of sight."""
        return cell_width(self.value[:place]) - int(self.scroll_x)

    def on_resize(self) -> None:
        """What is said beside the line follows its width."""
        if self.typing:
            self._searcher.resized()

    def watch_value(self) -> None:
        """Tell of it, once all keys that have arrived are in the text."""
        if self.typing and not self._telling:
            self._telling = True
            # Before the next frame: what is found is to be in it.
            self.call_next(self._tell, _PATIENCE)

    def _tell(self, patience: int) -> None:
        if patience and (self.message_queue_size or self.app.message_queue_size):
            self.call_later(self._tell, patience - 1)
            return
        self._telling = False
        self._tell_now()

    def _tell_now(self) -> None:
        if self.typing and self.value != self._told:
            self._told = self.value
            self._searcher.follow(self.value)

    async def on_key(self, event: events.Key) -> None:
        """Do what a key does at once: as a binding it would wait, and letters that came behind it would not."""
        if not self.typing:
            # It came right after the one that ended the search, and is for whoever has the keys now.
            event.stop()
            event.prevent_default()
            self.app.simulate_key(event.key)
        elif not event.is_printable:
            active = self.screen.active_bindings.get(event.key)
            if active is not None and active.node is self:
                event.stop()
                event.prevent_default()
                await self.run_action(active.binding.action)
            elif active is not None and not (active.binding.id or "").startswith(_PASSED):
                # Ctrl+R looks for an earlier line elsewhere; here it must not redo what was undone.
                event.stop()
                event.prevent_default()

    def action_keep(self) -> None:
        """Keep the search."""
        self._tell_now()
        if self._searcher.keep(self.value):
            self.end()

    def action_leave(self) -> None:
        """Go back to what was before."""
        self.end()
        self._searcher.leave()

    def action_complete(self) -> None:
        """Take what is on offer."""
        completed = self._searcher.complete(self.value, self.cursor_position)
        if completed is not None:
            self.value, self.cursor_position = completed

    def action_recall(self, by: int) -> None:
        """Put an earlier (1) or later (-1) search into the line; beyond the last one is what was typed."""
        place = max(-1, min(self._place + by, len(self._past) - 1))
        if place == self._place:
            return
        if self._place < 0:
            self._draft = self.value
        self._place = place
        self.value = self._past[place] if place >= 0 else self._draft
        self.cursor_position = len(self.value)
