"""A yes-or-no question."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from reader.ui.dialogs.dialog import Answer, Dialog, dialog_box


class ConfirmDialog(Dialog[bool]):
    """Returns True for `y`, anything else means no."""

    BINDINGS = [
        Binding("y", "dismiss(True)", "yes", id="confirm.yes", tooltip="Yes"),
        Binding("n", "dismiss(False)", "no", id="confirm.no", tooltip="No"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """The question and its keys."""
        yield dialog_box(
            "", Static(self.question, classes="dialog-text", markup=False), keys="y yes · n no", size="small"
        )


def dismiss_if_confirmed(dialog: Dialog[Answer], question: str, answer: Answer | None = None) -> None:
    """Ask a question on top of a dialog, and dismiss the dialog with an answer after a yes."""

    def dismiss(yes: bool | None) -> None:
        if yes:
            dialog.dismiss(answer)

    if dialog.app.screen is dialog:
        dialog.app.push_screen(ConfirmDialog(question), dismiss)
