"""Dialogs about links: choosing one, and showing one that cannot be opened here."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option


class LinkChoiceDialog(ModalScreen[str | None]):
    """Offers the links of one article; returns the chosen address."""

    BINDINGS = [
        Binding("escape,q", "dismiss", "close", id="links.close", tooltip="Close"),
        Binding("j", "down", "down", id="links.down", tooltip="Next link", show=False),
        Binding("k", "up", "up", id="links.up", tooltip="Previous link", show=False),
    ]

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._choices = choices

    def compose(self) -> ComposeResult:
        """The links, one an option."""
        with Vertical(classes="dialog"):
            yield Static("Open which link?", classes="dialog-title", markup=False)
            yield OptionList(
                *(
                    Option(Content.assemble(Content(f"{name}\n"), Content(url).stylize("dim")))
                    for name, url in self._choices
                )
            )
            yield Static("Enter open · Esc close", classes="dialog-foot", markup=False)

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index][1])

    def action_down(self) -> None:
        """Next link."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """Previous link."""
        self.query_one(OptionList).action_cursor_up()


class UnopenedLinkDialog(ModalScreen[None]):
    """Shows a whole link, selectable, and says why it is not opened."""

    BINDINGS = [
        Binding("escape,enter,q,o", "dismiss", "close", id="link.close", tooltip="Close"),
        Binding("y", "copy", "copy", id="link.copy", tooltip="Copy the link"),
    ]

    def __init__(self, url: str, reason: str) -> None:
        super().__init__()
        self._url = url
        self._reason = reason

    def compose(self) -> ComposeResult:
        """The reason and the link."""
        with Vertical(classes="dialog"):
            yield Static(f"Not opened: {self._reason}", classes="dialog-title", markup=False)
            yield Static(self._url, classes="dialog-link", markup=False)
            yield Static(
                "The link was copied, if the terminal allows it · select it with the mouse · y copy again · Esc close",
                classes="dialog-foot",
                markup=False,
            )

    def on_mount(self) -> None:
        """Copy the link at once."""
        self.action_copy()

    def action_copy(self) -> None:
        """Copy the link."""
        self.app.copy_to_clipboard(self._url)
