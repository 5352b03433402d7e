"""The person's own editor."""

import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from typing import Final

_USUAL: Final = ("notepad",) if sys.platform == "win32" else ("sensible-editor", "nano", "vi")


def editor_command(
    environment: Mapping[str, str], which: Callable[[str], str | None] = shutil.which
) -> tuple[str, ...]:
    """The words that start the editor of $VISUAL, else $EDITOR, else a usual one; none where there is no editor."""
    for variable in ("VISUAL", "EDITOR"):
        line = environment.get(variable, "").strip()
        if line:
            try:
                return tuple(shlex.split(line))
            except ValueError:
                return (line,)
    return next(((name,) for name in _USUAL if which(name)), ())
