"""A text in the person's own editor, with the application out of the way."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from textual.app import App, SuspendNotSupported

from reader.ui.dialogs.note_dialog import MAX_LENGTH


class EditorError(Exception):
    """Why a text was not edited, in words."""


def edit_text(app: App[object], command: Sequence[str], text: str) -> str:
    """The text as it is after the editor has ended.

    Args:
        app: it lends the terminal to the editor.
        command: the editor and its arguments; the file comes after them.
        text: what to edit.

    Raises:
        EditorError: there is no editor, or it failed.
    """
    import tempfile

    if not command:
        raise EditorError("no editor: set EDITOR to the one you like")
    try:
        with tempfile.TemporaryDirectory(prefix="heatwire-") as folder:
            file = Path(folder) / "note.md"
            file.write_text(text and f"{text}\n", encoding="utf-8")
            with app.suspend():
                code = subprocess.run([*command, str(file)], check=False).returncode
            app.refresh()
            if code:
                raise EditorError(f"{command[0]} ended with status {code}: the note is as it was")
            return file.read_bytes()[: 4 * MAX_LENGTH].decode("utf-8", "replace")
    except (SuspendNotSupported, OSError) as error:
        raise EditorError(f"{command[0]} could not be started: {error}") from error
