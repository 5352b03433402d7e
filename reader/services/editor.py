"""The person's own editor."""

import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

_USUAL: Final = ("notepad",) if sys.platform == "win32" else ("sensible-editor", "nano", "vi")


class Editor(NamedTuple):
    """The words that start an editor, and what named it; no words where there is none."""

    words: tuple[str, ...] = ()
    source: str = ""


def editor(environment: Mapping[str, str], which: Callable[[str], str | None] = shutil.which) -> Editor:
    """The editor of $VISUAL, else of $EDITOR, else a usual one."""
    for variable in ("VISUAL", "EDITOR"):
        line = environment.get(variable, "").strip()
        if line:
            try:
                return Editor(tuple(shlex.split(line)), variable)
            except ValueError:
                return Editor((line,), variable)
    return next((Editor((name,), name) for name in _USUAL if which(name)), Editor())
