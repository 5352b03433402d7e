"""A dialog that shows a link that cannot be opened here."""

from collections.abc import Awaitable, Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from reader.ui.dialogs.dialog import Dialog, dialog_box


class UnopenedLinkDialog(Dialog[None]):
    """Copies a link, shows it in full so that the mouse can select it, and says why it is not opened.

    Args:
        url: the link.
        reason: why it is not opened.
        copy: copies a text to the clipboard; awaiting gives how, in words.
    """

    BINDINGS = [
        Binding("enter,o", "dismiss", "close", id="link.close", tooltip="Close"),
        Binding("y", "copy", "copy", id="link.copy", tooltip="Copy the link"),
    ]

    def __init__(self, url: str, reason: str, copy: Callable[[str], Awaitable[str]]) -> None:
        super().__init__()
        self._url, self._reason, self._copy = url, reason, copy

    def compose(self) -> ComposeResult:
        """The reason and the link."""
        yield dialog_box(
            f"Not opened: {self._reason}",
            Static(self._url, classes="dialog-link", markup=False),
            keys="y copy · Esc close",
        )

    def on_mount(self) -> None:
        """Copy the link at once."""
        self.action_copy()

    def action_copy(self) -> None:
        """Copy the link, and show how."""
        self.run_worker(self._copy_link(), group="copying")

    async def _copy_link(self) -> None:
        self.show_keys(f"{await self._copy(self._url)} · Esc close")
