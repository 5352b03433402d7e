"""Reads the settings from config.toml, environment variables and flags, with a problem for each mistake."""

import errno
import os
import re
import stat
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from reader.config.settings import KEYS, KeyChange, Setting, Settings, settings
from reader.config.validators import InvalidValue
from reader.core.model.problem import Problem, Severity

_LARGEST: Final = 1_000_000
_LONGEST_LINE: Final = 500
# Not compiled here: only a mistake needs them.
_TOML_PLACE: Final = r"\s*\(at (?:line (\d+), column \d+|end of document)\)$"
_FENCE: Final = r'"""|' + "'''"
_HEADER: Final = r"\s*\[+([^\]#=]+)\]"
_ASSIGNED: Final = r"""\s*((?:"[^"]*"|'[^']*'|[^"'#=\[])+)="""


def read_settings(
    file: Path | None, environment: Mapping[str, str], flags: Mapping[str, str | None] | None = None
) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings, and a problem for each mistake in them; what is wrong is left out, and nothing raises.

    The TOML file need not exist. `flags` are values from the command line by setting, None for one that was not given.
    """
    known = {setting.name: setting for setting in settings()}
    chosen: dict[str, Any] = {}
    problems: list[Problem] = []
    layers: list[tuple[str, str, Mapping[str, Any]]] = []
    if file is not None:
        text, values, problem = _read(file)
        problems += [problem] if problem else []
        layers.append((str(file), text, values))
        chosen[KEYS] = tuple(_keys(str(file), text, values.get(KEYS, {}), problems))
    variables = {setting.name: environment.get(setting.variable) for setting in known.values()}
    layers.append(("environment", "", {name: value for name, value in variables.items() if value}))
    layers.append(("command line", "", {name: value for name, value in (flags or {}).items() if value is not None}))
    for place, text, values in layers:
        for name, value in values.items():
            if name == KEYS:
                continue
            try:
                chosen[name] = _parse(known, name, value)
            except InvalidValue as error:
                problems.append(Problem(place, line_of(text, name), Severity.WARNING, str(error)))
    return Settings(**chosen), tuple(problems)


def _parse(known: Mapping[str, Setting], name: str, value: object) -> object:
    if name not in known:
        names = [*known, KEYS]
        near = get_close_matches(name.lower(), names, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"the settings are {', '.join(names)}"
        raise InvalidValue(f"unknown setting {name!r}; {hint}")
    return known[name].parse(value)


def _keys(place: str, text: str, table: object, problems: list[Problem]) -> Iterator[KeyChange]:
    """The changes of keys; the interface checks whether these commands and keys exist."""
    if not isinstance(table, Mapping):
        message = f"{KEYS} must be a table such as [keys], not {table!r}"
        problems.append(Problem(place, line_of(text, KEYS), Severity.WARNING, message))
        return
    for command, value in _flatten(table):
        line = line_of(text, f"{KEYS}.{command}") or line_of(text, KEYS)
        keys = (value,) if isinstance(value, str) else value
        if isinstance(keys, list | tuple) and all(isinstance(key, str) for key in keys):
            yield KeyChange(command, tuple(keys), f"{place}:{line}" if line else place)
        else:
            message = f"the keys of {command!r} must be text in quotes, not {value!r}"
            problems.append(Problem(place, line, Severity.WARNING, message))


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The entries of a table with dotted names: without quotes, `article.open` is an entry of a table `article`."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _read(file: Path) -> tuple[str, Mapping[str, Any], Problem | None]:
    """The file's text and values, and the problem of the file as a whole."""

    def failure(message: str, line: int | None = None) -> tuple[str, Mapping[str, Any], Problem]:
        return "", {}, Problem(str(file), line, Severity.ERROR, message)

    try:
        text = settings_text(file)
    except UnicodeDecodeError:
        return failure("not UTF-8 text; the whole file is ignored")
    except OSError as error:
        return failure(f"cannot be read: {error.strerror}")
    # A dotted key costs the square of its length.
    if long := next((number for number, line in enumerate(text.split("\n"), 1) if len(line) > _LONGEST_LINE), None):
        return failure(f"line longer than {_LONGEST_LINE} characters; the whole file is ignored", long)
    import tomllib  # lazy: parsers

    try:
        return text, tomllib.loads(text), None
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = re.search(_TOML_PLACE, message)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        reason = message[: place.start()] if place else message
        return failure(f"invalid TOML, the whole file is ignored: {reason}", line)
    except RecursionError:
        return failure("nested too deep; the whole file is ignored")


def settings_text(file: Path) -> str:
    """The text of the settings file, "" if there is none; never blocks.

    Raises:
        OSError: it cannot be read.
        UnicodeDecodeError: it is not UTF-8.
    """
    if not os.path.exists(file):
        return ""
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    with open(descriptor, encoding="utf-8-sig") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        text = stream.read(_LARGEST + 1)
    if len(text) > _LARGEST:
        raise OSError(errno.EFBIG, f"larger than {_LARGEST:,} characters")
    return text


def line_of(text: str, path: str) -> int | None:
    """The line that sets a key or begins a table, given as a dotted path; None if it cannot be found."""
    table, inside = "", False
    for number, line in enumerate(text.splitlines(), 1):
        begins_inside = inside
        inside ^= len(re.findall(_FENCE, line)) % 2 == 1
        if begins_inside:
            continue
        if header := re.match(_HEADER, line):
            table = found = _bare(header[1])
        elif assigned := re.match(_ASSIGNED, line):
            found = f"{table}.{_bare(assigned[1])}".lstrip(".")
        else:
            continue
        if found == path or found.startswith(f"{path}."):
            return number
    return None


def _bare(key: str) -> str:
    return re.sub(r"""["'\s]""", "", key)
