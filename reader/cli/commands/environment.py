"""What is around the program: versions, the terminal, other packages."""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Final

from reader.version import VERSION

Looked = tuple[str, object, str, str]
"""What was looked at, how it is, and what is wrong with it and what to do, or ""."""

_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_AGAIN: Final = "install heatwire again"
SMALLEST: Final = (60, 20)
"""Columns and lines in which everything can be used."""


def versions() -> Iterator[Looked]:
    """The versions of the program and of what it rests on; Textual is not imported for it."""
    import platform
    import sqlite3
    from importlib import metadata

    try:
        installed = metadata.version("heatwire")
        needed = metadata.requires("heatwire") or []
    except metadata.PackageNotFoundError:
        installed, needed = "", []
    fault = f"the installation says {installed}, the program {VERSION}" if installed not in ("", VERSION) else ""
    yield "heatwire", VERSION, fault, _AGAIN
    yield "Python", f"{platform.python_version()} ({platform.python_implementation()})", "", ""
    for line in needed:
        name = _NAME.match(line)
        if name is None or "extra ==" in line:
            continue
        try:
            version = metadata.version(name[0])
        except metadata.PackageNotFoundError:
            yield name[0], "missing", f"{name[0]} is not installed", _AGAIN
            continue
        yield (
            name[0],
            version,
            "" if fits(version, line) else f"{name[0]} {version} is not what is needed: {line}",
            _AGAIN,
        )
    yield "SQLite", f"{sqlite3.sqlite_version} ({'with' if _has_full_text() else 'without'} FTS5)", "", ""


def fits(version: str, requirement: str) -> bool:
    """Whether a version is within the limits that a requirement such as "textual<9,>=8.2.8" sets."""
    found = _numbers(version)
    limits = re.findall(r"(>=|<)\s*([0-9.]+)", requirement)
    return all(found >= _numbers(limit) if sign == ">=" else found < _numbers(limit) for sign, limit in limits)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _has_full_text() -> bool:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE x USING fts5(y)")
        except sqlite3.OperationalError:
            return False
    return True


def terminal(environment: Mapping[str, str]) -> Iterator[Looked]:
    """The terminal, as far as the surroundings tell."""
    term = environment.get("TERM", "")
    poor = term in ("", "dumb") and sys.platform != "win32"
    fault = f"TERM is {term or 'not set'}: the reader cannot draw there" if poor else ""
    yield "TERM", term or "not set", fault, "use another terminal, or read line by line with heatwire --plain"
    yield "COLORTERM", environment.get("COLORTERM") or "not set", "", ""
    yield "size", *_size()
    yield "NO_COLOR", "NO_COLOR" in environment, "", ""
    yield "tmux", "TMUX" in environment, "", ""
    yield "SSH", any(name in environment for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")), "", ""
    encoding = _encoding()
    fault = "" if encoding == "utf-8" else f"the locale's encoding is {encoding}: signs of the screen may be lost"
    yield "encoding", encoding, fault, "set a UTF-8 locale, such as LC_ALL=C.UTF-8"


def _encoding() -> str:
    import codecs
    import locale

    name = locale.getpreferredencoding(False)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return name


def _size() -> tuple[str, str, str]:
    for number in range(3):
        try:
            columns, lines = os.get_terminal_size(number)
        except (OSError, ValueError):
            continue
        small = columns < SMALLEST[0] or lines < SMALLEST[1]
        fault = f"the terminal has {columns}x{lines} cells, fewer than {SMALLEST[0]}x{SMALLEST[1]}" if small else ""
        return f"{columns}x{lines}", fault, "make its window larger, or its letters smaller"
    return "not a terminal", "", ""


def clashes() -> list[str]:
    """Other distributions whose import package is called `reader`, too: they overwrite each other's files."""
    from importlib import metadata

    found = set()
    for distribution in metadata.distributions():
        name = distribution.metadata["Name"]
        if name and name.lower() != "heatwire" and _owns_reader(distribution.files or ()):
            found.add(name)
    return sorted(found)


def _owns_reader(files: Iterable[PurePath]) -> bool:
    return any(file.parts[:2] == ("reader", "__init__.py") for file in files)
