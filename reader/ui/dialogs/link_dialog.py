"""A dialog that shows a link that cannot be opened here."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from reader.ui.dialogs.dialog import Dialog, dialog_box


class UnopenedLinkDialog(Dialog[None]):
    """Copies a link, shows it in full so that the mouse can select it, and says why it is not opened."""

    BINDINGS = [
        Binding("enter,o", "dismiss", "close", id="link.close", tooltip="Close"),
        Binding("y", "copy", "copy", id="link.copy", tooltip="Copy the link"),
    ]

    def __init__(self, url: str, reason: str) -> None:
        super().__init__()
        self._url, self._reason = url, reason

    def compose(self) -> ComposeResult:
        """The reason and the link."""
        yield dialog_box(
            f"Not opened: {self._reason}",
            Static(self._url, classes="dialog-link", markup=False),
            keys="copied, if your terminal allows it · select it with the mouse · y copy again · Esc close",
        )

    def on_mount(self) -> None:
        """Copy the link at once."""
        self.action_copy()

    def action_copy(self) -> None:
        """Copy the link."""
        self.app.copy_to_clipboard(self._url)
