"""A quick look whether paths hold anything to read, before the interface takes the terminal."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path

from reader.core.model.errors import NothingToRead

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
    return "" if _may_hold_article(path) else f"no articles here (files ending in {' or '.join(SUFFIXES)})"


def _may_hold_article(folder: Path) -> bool:
    linked = False
    waiting = [os.fspath(folder)]
    while waiting:
        try:
            # Entry by entry, for listing all of a large folder takes its time.
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if not _leads_to_folder(entry):
                        if entry.name.lower().endswith(SUFFIXES):
                            return True
                    elif entry.is_symlink():
                        linked = True
                    else:
                        waiting.append(entry.path)
        except OSError:
            continue
    # A folder may be a link to another: those the loading process looks into.
    return linked


def _leads_to_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
