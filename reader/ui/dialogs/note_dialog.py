"""The dialog of a note, written here or in the person's own editor."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from reader.core.text.cleaning import clean_body
from reader.ui.dialogs.confirm_dialog import ConfirmDialog

LONGEST = 20_000

Edit = Callable[[str], str | None]
"""Has a text edited elsewhere; gives the new one, or None where that did not work (and says why)."""


def note_of(text: str) -> str:
    """A note as it is kept: sound text without blanks at its ends."""
    lines = (line.rstrip() for line in clean_body(text, limit=LONGEST).split("\n"))
    return "\n".join(lines).strip("\n")


class NoteDialog(ModalScreen[str | None]):
    """Edits a note; returns the new one, "" for none.

    Args:
        title: what the note is on.
        note: the note as it is.
        edit: has it edited in the person's own editor.
    """

    BINDINGS = [
        Binding("ctrl+s", "keep", "keep", id="note.keep", tooltip="Keep the note", priority=True),
        Binding("ctrl+e", "edit", "editor", id="note.edit", tooltip="Write it in your own editor", priority=True),
        Binding("escape", "leave", "close", id="note.close", tooltip="Close; asks if the note was changed"),
    ]

    def __init__(self, title: str, note: str, edit: Edit) -> None:
        super().__init__()
        self._title, self._note, self._edit = title, note, edit

    def compose(self) -> ComposeResult:
        """The note, and how to keep it."""
        with Vertical(classes="dialog tall"):
            yield Static(f"Note on {self._title}", classes="dialog-title", markup=False)
            text = TextArea(self._note, compact=True, highlight_cursor_line=False)
            text.cursor_blink = False
            yield text
            yield Static("Ctrl+S keep · Ctrl+E editor · Esc close", classes="dialog-foot", markup=False)

    def on_mount(self) -> None:
        """Go on writing at the end."""
        text = self.query_one(TextArea)
        text.move_cursor(text.document.end)

    def action_keep(self) -> None:
        """Keep the note."""
        self.dismiss(note_of(self.query_one(TextArea).text))

    def action_edit(self) -> None:
        """Write it in the person's own editor, and come back here."""
        text = self.query_one(TextArea)
        edited = self._edit(text.text)
        if edited is not None:
            text.text = note_of(edited)
            text.move_cursor(text.document.end)

    def action_leave(self) -> None:
        """Close, asking first if the note was changed."""
        if note_of(self.query_one(TextArea).text) == note_of(self._note):
            self.dismiss(None)
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.dismiss(None)

        self.app.push_screen(ConfirmDialog("Throw away what you wrote?"), answered)
