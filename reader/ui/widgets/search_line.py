"""The input line of the search."""

from collections.abc import Sequence
from typing import Protocol

from textual import events
from textual.binding import Binding
from textual.widgets import Input

from reader.ui.render.text import cell_width

SEARCHING = Binding.Group("In the search line")
_MAX_WAITS = 20
"""How often the line waits for further keys in the queue before it reports the text."""

_PASSED = ("program.", "app.", "pane.")
"""Commands of the screen whose keys work in the line, by the beginning of their ids."""


def _binding(key: str, action: str, label: str, name: str, tooltip: str) -> Binding:
    return Binding(key, action, label, id=f"search.{name}", tooltip=tooltip, group=SEARCHING)


class SearchHandler(Protocol):
    """Handles what is typed, within the same frame."""

    def resized(self) -> None:
        """The width of the line changed."""

    def follow(self, text: str) -> None:
        """Show the results of a text."""

    def keep(self, text: str) -> bool:
        """Accept the search; returns False if it has an error and the line stays open."""

    def leave(self) -> None:
        """Restore what was listed before."""

    def complete(self, text: str, cursor: int) -> tuple[str, int] | None:
        """The text with the word at the cursor completed and the new cursor, or None if there is no completion."""

    def widen(self, text: str, cursor: int) -> tuple[str, int]:
        """The text without the topic in which the search began, or with it again, and the new cursor."""


class SearchLine(Input):
    """A one-row input that reports keys typed in one go only once."""

    BINDINGS = [
        _binding("enter", "keep", "keep", "keep", "Keep the search"),
        _binding("escape", "leave", "cancel", "leave", "Cancel the search"),
        _binding("tab", "complete", "complete", "complete", "Insert the first completion"),
        _binding("ctrl+t", "widen", "all topics", "widen", "Search in all topics, or one"),
        _binding("up", "recall(1)", "earlier", "earlier", "Previous search"),
        _binding("down", "recall(-1)", "later", "later", "Next search"),
    ]

    def __init__(self, handler: SearchHandler, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, compact=True, select_on_focus=False, max_length=1000)
        self.cursor_blink = False
        self._handler = handler
        self._past: Sequence[str] = ()
        self._recalled = -1
        self._draft = ""
        self._reported = ""
        self._reporting = False
        self.typing = False
        """Whether the line is open."""

    def begin(self, text: str, past: Sequence[str]) -> None:
        """Open the line.

        Args:
            text: the search to begin with.
            past: earlier searches, the latest first.
        """
        self._past, self._recalled = past, -1
        self._reported = text
        self.value = text
        self.cursor_position = len(text)
        self.typing = True

    def end(self) -> None:
        """Close the line for keys."""
        self.typing = False

    def cell_of(self, index: int) -> int:
        """The cell of an index of the text, from the start of the line; it may be scrolled out of sight."""
        return cell_width(self.value[:index]) - int(self.scroll_x)

    def on_resize(self) -> None:
        """Report the new width."""
        if self.typing:
            self._handler.resized()

    def watch_value(self) -> None:
        """Report the text, once all keys in the queue are in it."""
        if self.typing and not self._reporting:
            self._reporting = True
            # Before the next frame, which should show the results.
            self.call_next(self._report, _MAX_WAITS)

    def _report(self, waits: int) -> None:
        if waits and (self.message_queue_size or self.app.message_queue_size):
            self.call_later(self._report, waits - 1)
            return
        self._reporting = False
        self._report_now()

    def _report_now(self) -> None:
        if self.typing and self.value != self._reported:
            self._reported = self.value
            self._handler.follow(self.value)

    async def on_key(self, event: events.Key) -> None:
        """Run the action of a key at once: bindings run later than letters that were typed after them."""
        if not self.typing:
            # It was typed right after the key that closed the line, and is meant for the new focus.
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
                # Ctrl+R searches the history in shells; here it must not redo a change of marks.
                event.stop()
                event.prevent_default()

    def action_keep(self) -> None:
        """Accept the search."""
        self._report_now()
        if self._handler.keep(self.value):
            self.end()

    def action_leave(self) -> None:
        """Cancel the search."""
        self.end()
        self._handler.leave()

    def action_complete(self) -> None:
        """Insert the first completion."""
        completed = self._handler.complete(self.value, self.cursor_position)
        if completed is not None:
            self.value, self.cursor_position = completed

    def action_widen(self) -> None:
        """Search all topics, or the one that was listed."""
        self.value, self.cursor_position = self._handler.widen(self.value, self.cursor_position)

    def action_recall(self, by: int) -> None:
        """Show an earlier (1) or later (-1) search; after the latest comes what was typed."""
        index = max(-1, min(self._recalled + by, len(self._past) - 1))
        if index == self._recalled:
            return
        if self._recalled < 0:
            self._draft = self.value
        self._recalled = index
        self.value = self._past[index] if index >= 0 else self._draft
        self.cursor_position = len(self.value)
