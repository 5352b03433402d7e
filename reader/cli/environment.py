"""Facts on the environment of the program: versions, the terminal, other packages."""

import codecs
import locale
import os
import platform
import re
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from importlib import metadata
from typing import Final, NamedTuple

from reader.version import VERSION

_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_REINSTALL: Final = "reinstall heatwire"
SMALLEST: Final = (60, 20)
"""The columns and lines that the interface needs."""


class Fact(NamedTuple):
    """Something that was checked, its state ("" for none), and if there is a problem, what it is and what to do."""

    name: str
    value: object
    error: str = ""
    advice: str = ""


def versions() -> Iterator[Fact]:
    """The versions of the program and of what it needs; their packages are not imported."""
    try:
        installed = metadata.version("heatwire")
        needed = metadata.requires("heatwire") or []
    except metadata.PackageNotFoundError:
        installed, needed = "", []
    differs = installed not in ("", VERSION)
    error = f"{installed} is installed, but the program is {VERSION}" if differs else ""
    yield Fact("heatwire", VERSION, error, _REINSTALL)
    yield Fact("Python", f"{platform.python_version()} ({platform.python_implementation()})")
    for line in needed:
        name = _NAME.match(line)
        if name is None or "extra ==" in line:
            continue
        try:
            version = metadata.version(name[0])
        except metadata.PackageNotFoundError:
            yield Fact(name[0], "missing", f"{name[0]} is not installed", _REINSTALL)
            continue
        error = "" if satisfies(version, line) else f"{name[0]} is {version}, but heatwire needs {line}"
        yield Fact(name[0], version, error, _REINSTALL)
    yield Fact("SQLite", f"{sqlite3.sqlite_version} ({'with' if _has_full_text() else 'without'} FTS5)")


def satisfies(version: str, requirement: str) -> bool:
    """Whether a version is within the limits of a requirement such as "textual<9,>=8.2.8"."""
    found = _numbers(version)
    limits = re.findall(r"(>=|<)\s*([0-9.]+)", requirement)
    return all(found >= _numbers(limit) if sign == ">=" else found < _numbers(limit) for sign, limit in limits)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _has_full_text() -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        return ("ENABLE_FTS5",) in connection.execute("PRAGMA compile_options")


def terminal(environment: Mapping[str, str]) -> Iterator[Fact]:
    """The terminal, as far as the environment describes it."""
    term = environment.get("TERM", "")
    dumb = term in ("", "dumb") and sys.platform != "win32"
    error = f"TERM is {term or 'not set'}: no full screen is possible" if dumb else ""
    yield Fact("TERM", term or "not set", error, "use another terminal, or read line by line with heatwire --plain")
    yield Fact("COLORTERM", environment.get("COLORTERM") or "not set")
    yield _size()
    yield Fact("NO_COLOR", "NO_COLOR" in environment)
    yield Fact("tmux", "TMUX" in environment)
    yield Fact("SSH", any(name in environment for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")))
    encoding = _encoding()
    error = "" if encoding == "utf-8" else f"the locale's encoding is {encoding}: some characters cannot be shown"
    yield Fact("encoding", encoding, error, "set a UTF-8 locale, such as LC_ALL=C.UTF-8")


def _encoding() -> str:
    name = locale.getpreferredencoding(False)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return name


def _size() -> Fact:
    for descriptor in range(3):
        try:
            columns, lines = os.get_terminal_size(descriptor)
        except (OSError, ValueError):
            continue
        small = columns < SMALLEST[0] or lines < SMALLEST[1]
        error = f"the terminal is {columns}x{lines}, smaller than {SMALLEST[0]}x{SMALLEST[1]}" if small else ""
        return Fact("size", f"{columns}x{lines}", error, "enlarge the window, or use a smaller font")
    return Fact("size", "not a terminal")


def name_clashes() -> list[str]:
    """Other installed distributions with an import package called `reader`: they overwrite each other's files."""
    found = metadata.packages_distributions().get("reader", ())
    return sorted({name for name in found if name and name.lower() != "heatwire"})
