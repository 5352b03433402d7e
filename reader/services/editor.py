"""The user's text editor."""

import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

_COMMON: Final = ("notepad",) if sys.platform == "win32" else ("sensible-editor", "nano", "vi")


class Editor(NamedTuple):
    """The words of a command that starts an editor, and where they come from; no words if there is no editor."""

    words: tuple[str, ...] = ()
    source: str = ""


def editor(environment: Mapping[str, str], which: Callable[[str], str | None] = shutil.which) -> Editor:
    """The editor in $VISUAL, else in $EDITOR, else a common one that is installed."""
    for variable in ("VISUAL", "EDITOR"):
        line = environment.get(variable, "").strip()
        if line:
            try:
                return Editor(tuple(shlex.split(line)), variable)
            except ValueError:
                return Editor((line,), variable)
    return next((Editor((name,), name) for name in _COMMON if which(name)), Editor())
