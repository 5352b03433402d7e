"""Reading the settings: config.toml and what goes before it, with what is wrong and where."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from reader.config.settings import KEYS, KeyChange, Setting, Settings, fitted, settings
from reader.config.validators import Unfit
from reader.core.model.problem import Problem, Severity

# Not compiled here: only a mistake needs them.
_TOML_PLACE: Final = r"\s*\(at (?:line (\d+), column \d+|end of document)\)$"
_FENCE: Final = r'"""|' + "'''"
_HEADER: Final = r"\s*\[+([^\]#=]+)\]"
_ASSIGNED: Final = r"""\s*((?:"[^"]*"|'[^']*'|[^"'#=\[])+)="""


def load(
    file: Path | None, environment: Mapping[str, str], flags: Mapping[str, str | None]
) -> tuple[Settings, tuple[Problem, ...]]:
    """What `Settings.load` says."""
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
    layers.append(("command line", "", {name: value for name, value in flags.items() if value is not None}))
    for place, text, values in layers:
        for name, value in values.items():
            if name == KEYS:
                continue
            try:
                chosen[name] = _fit(known, name, value)
            except Unfit as error:
                problems.append(Problem(place, line_of(text, name), Severity.WARNING, str(error)))
    return Settings(**chosen), tuple(problems)


def _fit(known: Mapping[str, Setting], name: str, value: object) -> object:
    if name not in known:
        raise Unfit(f"unknown setting {name!r}; {nearest(name, [*known, KEYS])}")
    return fitted(known[name], value)


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that is most like another one, in words; all of them where none is like it."""
    # Not at the top: only a mistake needs it.
    from difflib import get_close_matches

    names = list(known)
    close = get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(names)}"


def _keys(place: str, text: str, table: object, problems: list[Problem]) -> Iterator[KeyChange]:
    """The changes of keys; whether there are such commands and keys is for the interface to say."""
    if not isinstance(table, Mapping):
        said = f"{KEYS} must be a table such as [keys], not {table!r}"
        problems.append(Problem(place, line_of(text, KEYS), Severity.WARNING, said))
        return
    for command, value in _flat(table):
        line = line_of(text, f"{KEYS}.{command}") or line_of(text, KEYS)
        keys = (value,) if isinstance(value, str) else value
        if isinstance(keys, list | tuple) and all(isinstance(key, str) for key in keys):
            yield KeyChange(command, tuple(keys), f"{place}:{line}" if line else place)
        else:
            said = f"the keys of {command!r} must be text in quotes, not {value!r}"
            problems.append(Problem(place, line, Severity.WARNING, said))


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """The entries of a table; without quotes, TOML takes the dot of `article.open` for a table of its own."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _read(file: Path) -> tuple[str, Mapping[str, Any], Problem | None]:
    """The file's text and values, and what is wrong with the file as a whole."""

    def wrong(message: str, line: int | None = None) -> tuple[str, Mapping[str, Any], Problem]:
        return "", {}, Problem(str(file), line, Severity.ERROR, message)

    try:
        if not os.path.exists(file):
            return "", {}, None
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return wrong("the settings are not UTF-8 text; none of them is used")
    except OSError as error:
        return wrong(f"the settings cannot be read: {error.strerror}")
    # Not at the top: most commands have no settings to read.
    import tomllib

    try:
        return text, tomllib.loads(text), None
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = re.search(_TOML_PLACE, message)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        reason = message[: place.start()] if place else message
        return wrong(f"the settings are not TOML, none of them is used: {reason}", line)
    except RecursionError:
        return wrong("the settings are nested too deep; none of them is used")


def line_of(text: str, path: str) -> int | None:
    """The line that sets a key or begins a table, given as a dotted path; None where it is not plainly to be found."""
    table, inside = "", False
    for number, line in enumerate(text.splitlines(), 1):
        begins_inside = inside
        inside ^= len(re.findall(_FENCE, line)) % 2 == 1
        if begins_inside:
            continue
        if header := re.match(_HEADER, line):
            table = _bare(header[1])
            found = table
        elif assigned := re.match(_ASSIGNED, line):
            found = f"{table}.{_bare(assigned[1])}".lstrip(".")
        else:
            continue
        if found == path or found.startswith(f"{path}."):
            return number
    return None


def _bare(key: str) -> str:
    return re.sub(r"""["'\s]""", "", key)
