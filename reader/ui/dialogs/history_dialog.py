"""The history of marks, from which the user can go back to any point."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import HistoryEntry
from reader.ui.dialogs.confirm_dialog import dismiss_if_confirmed
from reader.ui.dialogs.dialog import Dialog, dialog_box
from reader.ui.widgets.history_list import HistoryList

LoadPage = Callable[[int | None, int], Awaitable[tuple[HistoryEntry, ...]]]
"""Returns a number of entries before one, or the newest ones."""

PAGE = 200


class HistoryDialog(Dialog[int]):
    """Lists the history a page at a time; returns the id of the entry to go back to."""

    BINDINGS = [Binding("H", "dismiss", "close", id="history.close", tooltip="Close the history")]

    def __init__(self, load: LoadPage, now: datetime) -> None:
        super().__init__()
        self._load = load
        self._list = HistoryList(now, id="history")

    def compose(self) -> ComposeResult:
        """The entries."""
        yield dialog_box("", self._list, keys="Enter go back here · j/k move · Esc close", size="wide tall")

    def on_mount(self) -> None:
        """Load the newest entries."""
        self._load_more()

    @on(HistoryList.OlderRequested)
    def _load_more(self) -> None:
        self.run_worker(self._load_page(), group="history")

    async def _load_page(self) -> None:
        try:
            entries = await self._load(self._list.oldest, PAGE)
        except MarksUnavailable:
            entries = ()
        self._list.add(entries, complete=len(entries) < PAGE)

    @on(HistoryList.StepChosen)
    def _go_back(self, message: HistoryList.StepChosen) -> None:
        count = message.undone + message.redone
        if count <= 1:
            self.dismiss(message.step if count else None)
            return
        done = [f"{verb} {number:,}" for verb, number in (("undo", message.undone), ("redo", message.redone)) if number]
        dismiss_if_confirmed(self, f"{' and '.join(done).capitalize()} changes?", message.step)
