"""Editing a text or a file in the user's editor, while the application is suspended."""

import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from textual.app import App, SuspendNotSupported

MAX_BYTES = 80_000
"""How much of the edited file is read."""


_LINE_OPTIONS = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf"), ("--goto", "{path}:{line}")),
    **dict.fromkeys(("subl", "zed", "hx", "helix", "micro"), ("{path}:{line}",)),
    **dict.fromkeys(("kate", "kwrite"), ("--line", "{line}", "{path}")),
    **dict.fromkeys(("notepad", "open", "xdg-open"), ("{path}",)),
}
"""How editors that do not understand `+LINE FILE` are asked for a line."""


class ExternalEditor:
    """Starts the user's editor.

    Args:
        app: the application to suspend meanwhile.
        command: the editor and its arguments, without the file.
        warn: shows why something was not edited.
    """

    def __init__(self, app: App[object], command: Sequence[str], warn: Callable[[str], object]) -> None:
        self._app = app
        self._command = command
        self._warn = warn

    def edit_text(self, text: str) -> str | None:
        """Open a text in the editor; the edited one, None if it was not edited."""
        try:
            with tempfile.TemporaryDirectory(prefix="heatwire-") as folder:
                file = Path(folder) / "note.md"
                file.write_text(text and f"{text}\n", encoding="utf-8")
                if not self._run([*self._command, str(file)], ": the note is unchanged"):
                    return None
                return file.read_bytes()[:MAX_BYTES].decode("utf-8", "replace")
        except OSError as error:
            self._warn(f"the note could not be edited: {error}")
            return None

    def edit_file(self, path: str, line: int | None) -> None:
        """Open a file in the editor, at a line (from 1) or at its beginning."""
        if not Path(path).is_file():
            self._warn(f"{path} is not a file")
            return
        # An absolute path: one that begins with "-" would be an option.
        self._run(line_arguments(self._command, str(Path(path).absolute()), line))

    def _run(self, words: Sequence[str], effect: str = "") -> bool:
        """Run the editor, and show why that failed and its `effect`; whether it did not."""
        if not self._command:
            self._warn("no editor found: set EDITOR")
            return False
        try:
            with self._app.suspend():
                code = subprocess.run(words, check=False).returncode
        except (SuspendNotSupported, OSError) as error:
            self._warn(f"{words[0]} could not be started: {error}")
            return False
        self._app.refresh()
        if code:
            self._warn(f"{words[0]} ended with status {code}{effect}")
        return not code


def line_arguments(command: Sequence[str], path: str, line: int | None) -> list[str]:
    """The words that open a file at a line, in the way that an editor understands."""
    if not line or not command:
        return [*command, path]
    name = Path(command[0]).name.lower().removesuffix(".exe")
    options = _LINE_OPTIONS.get(name, ("+{line}", "{path}"))
    return [*command, *(option.format(line=line, path=path) for option in options)]
