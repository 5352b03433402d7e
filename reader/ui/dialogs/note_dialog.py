"""The dialog of a note, written here or in the user's editor."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import TextArea

from reader.core.text.cleaning import clean_body
from reader.ui.dialogs.confirm_dialog import dismiss_if_confirmed
from reader.ui.dialogs.dialog import Dialog, dialog_box

MAX_LENGTH = 20_000

Edit = Callable[[str], str | None]
"""Opens a text in an editor; returns the new one, or None after an error that it has shown itself."""


def clean_note(text: str) -> str:
    """A note as it is saved: cleaned, without blank lines around it or blanks at the ends of its lines."""
    lines = (line.rstrip() for line in clean_body(text, limit=MAX_LENGTH).split("\n"))
    return "\n".join(lines).strip("\n")


class NoteDialog(Dialog[str]):
    """Edits a note; returns the new one, "" for none.

    Args:
        title: what the note is on.
        note: the present note.
        edit: opens it in the user's editor.
        draft: what is edited instead of the present note; "" for that.
    """

    BINDINGS = [
        Binding("ctrl+s", "save", "save", id="note.keep", tooltip="Save the note", priority=True),
        Binding("ctrl+e", "edit", "editor", id="note.edit", tooltip="Open the note in your editor", priority=True),
        Binding("escape,q", "close", "close", id="note.close", tooltip="Close, asking first if the note was changed"),
    ]

    def __init__(self, title: str, note: str, edit: Edit, draft: str = "") -> None:
        super().__init__()
        self._title, self._note, self._edit = title, note, edit
        self._area = TextArea(draft or note, compact=True, highlight_cursor_line=False)
        self._area.cursor_blink = False

    @property
    def unsaved(self) -> str:
        """The note as it is now; "" if it was not changed."""
        text = clean_note(self._area.text)
        return "" if text == clean_note(self._note) else text

    def compose(self) -> ComposeResult:
        """The note."""
        keys = "Ctrl+S save · Ctrl+E open in editor · Esc close"
        yield dialog_box(f"Note on {self._title}", self._area, keys=keys, size="tall")

    def on_mount(self) -> None:
        """Put the cursor at the end."""
        self._area.move_cursor(self._area.document.end)

    def action_save(self) -> None:
        """Return the note."""
        self.dismiss(clean_note(self._area.text))

    def action_edit(self) -> None:
        """Open the note in the user's editor, and go on here."""
        edited = self._edit(self._area.text)
        if edited is not None:
            self._area.text = clean_note(edited)
            self._area.move_cursor(self._area.document.end)

    def action_close(self) -> None:
        """Close, asking first if the note was changed."""
        if clean_note(self._area.text) == clean_note(self._note):
            self.dismiss(None)
        else:
            dismiss_if_confirmed(self, "Discard your changes?")
