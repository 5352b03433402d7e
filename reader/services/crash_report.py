"""Crash reports: files that say where the program crashed, and nothing of what the user was reading."""

import os
import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from reader.storage.atomic_file import remove_oldest

FOLDER: Final = "crashes"
KEPT: Final = 10  # reports that are kept; the oldest are removed first


def write_report(folder: Path, error: BaseException, now: float, version: str = "") -> Path | None:
    """Write a report of a crash at `now` (seconds since 1970, UTC) to a new file in the subfolder `crashes`; its path.

    Only its owner can read it, and it leaves out the values of variables, which may hold what the user reads. None if
    it could not be written.
    """
    reports = folder / FOLDER
    stamp = datetime.fromtimestamp(now, UTC).strftime("%Y%m%dT%H%M%SZ")
    path = reports / f"crash-{stamp}-{os.getpid()}.txt"
    try:
        reports.mkdir(parents=True, exist_ok=True)
        # O_EXCL never follows a symbolic link.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(report(error, now, version))
        remove_oldest(reports.glob("crash-*.txt"), KEPT)
    except OSError:
        return None
    return path


def report(error: BaseException, now: float, version: str = "") -> str:
    """The text of a report."""
    lines = [
        f"heatwire {version}".rstrip(),
        f"Python {platform.python_version()} on {platform.platform()}",
        datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds"),
        f"TERM={os.environ.get('TERM', '')} encoding={getattr(sys.__stdout__, 'encoding', '')}",
        "",
    ]
    trace = traceback.TracebackException.from_exception(error, capture_locals=False)
    return "\n".join(lines) + "\n" + "".join(trace.format())
