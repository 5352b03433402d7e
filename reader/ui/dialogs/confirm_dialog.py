"""A question that is answered by yes or no."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static


class ConfirmDialog(ModalScreen[bool]):
    """Asks; only `y` is a yes."""

    BINDINGS = [
        Binding("y", "dismiss(True)", "yes", id="confirm.yes", tooltip="Do it"),
        Binding("n,escape,q", "dismiss(False)", "no", id="confirm.no", tooltip="Leave all as it is"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question, and how to answer."""
        with Vertical(classes="dialog small"):
            yield Static(self._question, classes="dialog-text", markup=False)
            yield Static("y yes · n no", classes="dialog-foot", markup=False)
