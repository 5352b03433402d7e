"""Files that are written whole or not at all: under another name, which is then replaced by theirs."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from reader.core.model.errors import HeatwireError
from reader.core.text.normalization import printable_path

_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class NotWritten(HeatwireError):
    """A file could not be written; an existing one was left as it was."""


@contextmanager
def replacing(file: Path) -> Iterator[IO[bytes]]:
    """A private file (mode 0600) to write to, which replaces `file` when the block ends; its folder is created.

    An exception in the block, or an OSError at its end, leaves `file` as it was.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with spare_file(file, 0o600) as (spare, stream):
        yield stream
        stream.close()
        os.replace(spare, file)


def replace_text(path: Path, lines: Iterable[str]) -> None:
    """Write lines as UTF-8 to a file of the user, and to the disk; an existing file keeps its permissions.

    What is no regular file (a pipe, a terminal) is written to directly.

    Raises:
        NotWritten: it could not be written.
    """
    try:
        # A link stays, and the file that it leads to is replaced.
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            with target.open("w", encoding="utf-8", newline="") as pipe:
                pipe.writelines(f"{line}\n" for line in lines)
            return
        with spare_file(target, 0o666) as (spare, stream):
            _write_through(stream, lines)
            if mode is not None:
                spare.chmod(stat.S_IMODE(mode))
            os.replace(spare, target)
        sync_folder(target.parent)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise NotWritten(f"cannot write {printable_path(path)}: {reason}") from error


def create_text(path: Path, lines: Iterable[str]) -> bool:
    """Write lines as UTF-8 to a new file; False, and nothing is written, if the name is taken."""
    if os.path.lexists(path):
        return False
    with spare_file(path, 0o666) as (spare, stream):
        _write_through(stream, lines)
        try:
            # Unlike a rename, this never replaces a file that was created in between.
            os.link(spare, path)
        except FileExistsError:
            return False
        except OSError:
            # Not every file system has links.
            if os.path.lexists(path):
                return False
            os.replace(spare, path)
    return True


@contextmanager
def spare_file(file: Path, mode: int) -> Iterator[tuple[Path, IO[bytes]]]:
    """A new file beside another, and a stream to write to it; removed at the end unless it was renamed."""
    # A random name, for another window may be writing the same file.
    spare = file.with_name(f".{file.name[:80]}.{os.urandom(6).hex()}.new")
    descriptor = os.open(spare, _FLAGS, mode)
    try:
        with open(descriptor, "wb") as stream:
            yield spare, stream
    finally:
        remove(spare)


def _write_through(stream: IO[bytes], lines: Iterable[str]) -> None:
    """Write lines to the disk, and close the stream."""
    stream.writelines(f"{line}\n".encode() for line in lines)
    stream.flush()
    os.fsync(stream.fileno())
    stream.close()


def sync_folder(folder: Path) -> None:
    """Write a folder's names to the disk, where the system (not Windows) and the file system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove(file: str | Path) -> None:
    """Remove a file if it exists and can be removed."""
    with suppress(OSError):
        os.unlink(file)


def remove_oldest(files: Iterable[Path], keep: int) -> list[Path]:
    """Remove all but the `keep` latest of some files; those that were removed."""
    old = sorted(files, key=lambda file: (time_of(file), file.name), reverse=True)[keep:]
    for file in old:
        remove(file)
    return old


def time_of(file: Path) -> float:
    """When a file was changed (seconds since 1970, UTC); 0 if it no longer exists."""
    try:
        return file.lstat().st_mtime
    except OSError:
        return 0.0
