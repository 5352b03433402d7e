"""A quick look whether paths hold anything to read, before the interface takes the terminal."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from reader.core.errors import NothingToRead

SUFFIXES = (".md", ".markdown")


def require_candidates(paths: Sequence[Path]) -> None:
    """Make sure that each path exists and holds a file that may be an article.

    It stops at the first such file, so that a large folder costs no more than a small one.

    Raises:
        NothingToRead: one does not; the message is one line that names it.
    """
    for path in paths:
        reason = _reason(path)
        if reason:
            raise NothingToRead(f"{path}: {reason}")


def _reason(path: Path) -> str:
    """Why a path cannot hold an article, or ""."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return "no such file or folder"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except ValueError:
        return "a path cannot hold a NUL"
    if not stat.S_ISDIR(mode):
        return "" if stat.S_ISREG(mode) else "not a regular file"
    names = (name for _, _, names in os.walk(path, followlinks=False) for name in names)
    if any(name.lower().endswith(SUFFIXES) for name in names):
        return ""
    # A folder may be a link to another: those the loading process looks into.
    linked = any(os.path.islink(os.path.join(at, name)) for at, folders, _ in os.walk(path) for name in folders)
    return "" if linked else f"no articles here (files ending in {' or '.join(SUFFIXES)})"
