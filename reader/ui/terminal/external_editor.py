"""Editing a text in the user's editor, while the application is suspended."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from textual.app import App, SuspendNotSupported

MAX_BYTES = 80_000
"""How much of the edited file is read."""


class EditorError(Exception):
    """Why a text was not edited."""


def edit_text(app: App[object], command: Sequence[str], text: str) -> str:
    """Open a text in an editor and return the edited one.

    Args:
        app: the application to suspend meanwhile.
        command: the editor and its arguments, without the file.
        text: what to edit.

    Raises:
        EditorError: there is no editor, or it failed.
    """
    if not command:
        raise EditorError("no editor found: set EDITOR")
    try:
        with tempfile.TemporaryDirectory(prefix="heatwire-") as folder:
            file = Path(folder) / "note.md"
            file.write_text(text and f"{text}\n", encoding="utf-8")
            with app.suspend():
                code = subprocess.run([*command, str(file)], check=False).returncode
            app.refresh()
            if code:
                raise EditorError(f"{command[0]} ended with status {code}: the note is unchanged")
            return file.read_bytes()[:MAX_BYTES].decode("utf-8", "replace")
    except (SuspendNotSupported, OSError) as error:
        raise EditorError(f"{command[0]} could not be started: {error}") from error
