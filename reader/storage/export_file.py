"""Writing a file so that there is never half of one: under another name beside it, then renamed."""

import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from reader.core.model.errors import HeatwireError
from reader.core.text.normalization import printable_path


class NotWritten(HeatwireError):
    """A file that could not be written; what was there before is as it was."""


def write_file(path: Path, lines: Iterable[str]) -> None:
    """Write lines as UTF-8 to a file; one that is there is replaced in one step, or not at all.

    What is no regular file (a pipe, a terminal) is written to as it is.

    Raises:
        NotWritten: it could not be written.
    """
    try:
        # The file that a link leads to is replaced, not the link.
        target = Path(os.path.realpath(path))
        mode = _mode(target)
        if mode is not None and not stat.S_ISREG(mode):
            with target.open("w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(f"{line}\n" for line in lines)
            return
        hidden = write_hidden(target, lines, mode)
        try:
            os.replace(hidden, target)
        except OSError:
            hidden.unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    except (OSError, ValueError) as error:
        raise NotWritten(f"{printable_path(path)} could not be written: {_words(error)}") from error


def write_hidden(target: Path, lines: Iterable[str], mode: int | None = None) -> Path:
    """Write lines to a new hidden file beside another, down to the disk; its path.

    Args:
        target: the file that it is to become.
        lines: what is in it.
        mode: the permissions it is to have; those of new files if None.

    Raises:
        OSError: it could not be written; it is gone again.
    """
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".tmp", dir=target.parent)
    hidden = Path(name)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(f"{line}\n" for line in lines)
            stream.flush()
            os.fsync(stream.fileno())
        hidden.chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
    except BaseException:
        hidden.unlink(missing_ok=True)
        raise
    return hidden


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        # Windows opens no folders.
        return
    try:
        os.fsync(handle)
    except OSError:
        # Some file systems know no such thing; the files themselves are there.
        pass
    finally:
        os.close(handle)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _umask() -> int:
    # There is no other way to ask for it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _words(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
