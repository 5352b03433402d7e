"""The screen of the history, from which one can go back to any step."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.core.model.errors import MarksUnavailable
from reader.core.model.marks import HistoryEntry
from reader.ui.dialogs.confirm_dialog import Confirm
from reader.ui.render.text import thousands
from reader.ui.widgets.history_list import HistoryList

Load = Callable[[int | None, int], Awaitable[tuple[HistoryEntry, ...]]]
"""Gives so many steps before one, or the newest ones."""

PAGE = 200


class History(ModalScreen[int | None]):
    """Lists the steps a page at a time; returns the step to go back to."""

    BINDINGS = [Binding("escape,q,H", "dismiss", "close", id="history.close", tooltip="Close the history")]

    def __init__(self, load: Load, now: datetime) -> None:
        super().__init__()
        self._load = load
        self._list = HistoryList(now, id="history")

    def compose(self) -> ComposeResult:
        """The steps, and how to go back."""
        with Vertical(classes="dialog wide tall"):
            yield self._list
            yield Static("Enter go back to here · j/k move · Esc close", classes="dialog-foot", markup=False)

    def on_mount(self) -> None:
        """Load the newest steps."""
        self._list.focus()
        self._load_more()

    @on(HistoryList.Wanted)
    def _load_more(self) -> None:
        self.run_worker(self._load_page(), group="history")

    async def _load_page(self) -> None:
        try:
            steps = await self._load(self._list.oldest, PAGE)
        except MarksUnavailable:
            steps = ()
        self._list.add(steps, complete=len(steps) < PAGE)

    @on(HistoryList.Chosen)
    def _go_back(self, message: HistoryList.Chosen) -> None:
        if message.affected <= 1:
            self.dismiss(message.step if message.affected else None)
            return
        verb = "Undo" if message.back else "Redo"

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(message.step)

        self.app.push_screen(Confirm(f"{verb} {thousands(message.affected)} steps?"), answered)
