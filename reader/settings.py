"""What a person can set: config.toml, then environment variables, then flags; the later one counts."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from reader.choices import DENSITIES, ORDERS
from reader.core.problem import Problem, Severity

FILE_NAME: Final = "config.toml"
PREFIX: Final = "HEATWIRE_"
_CHOICES: Final = {"sort": ORDERS, "density": DENSITIES}
_TOML_PLACE: Final = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


class _Unfit(ValueError):
    """A value that a setting cannot have, in words."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person chose; "" means: as the program last was, else its own default.

    Attributes:
        theme: name of a theme; HEATWIRE_THEME.
        sort: `heat` or `date`, the order at start; HEATWIRE_SORT.
        density: `compact`, `normal` or `roomy`, the lines of a row; HEATWIRE_DENSITY.
        browser: command that opens links, `%s` standing for the link; it may be one that runs in
            the terminal, such as w3m. Goes before $BROWSER; HEATWIRE_BROWSER.
        dwell: seconds that an article stays selected before it counts as read, 0 for at once;
            HEATWIRE_DWELL.
    """

    theme: str = ""
    sort: str = ""
    density: str = ""
    browser: str = ""
    dwell: float = 2.0

    @classmethod
    def load(
        cls, file: Path | None, environment: Mapping[str, str], flags: Mapping[str, str | None] | None = None
    ) -> "tuple[Settings, tuple[Problem, ...]]":
        """Read the settings; whatever is wrong is told and left out, never fatal.

        Args:
            file: the TOML file, which need not exist; None for none.
            environment: the variables, as in `os.environ`.
            flags: values from the command line by setting; None stands for a flag not given.
        """
        chosen: dict[str, Any] = {}
        problems: list[Problem] = []
        layers: list[tuple[str, str, Mapping[str, Any]]] = []
        if file is not None:
            text, values, problem = _read(file)
            problems += [problem] if problem else []
            layers.append((str(file), text, values))
        variables = {field.name: environment.get(PREFIX + field.name.upper()) for field in fields(cls)}
        layers.append(("environment", "", {name: value for name, value in variables.items() if value}))
        layers.append(("command line", "", {k: value for k, value in (flags or {}).items() if value is not None}))
        for place, text, values in layers:
            for name, value in values.items():
                try:
                    chosen[name] = _fit(name, value)
                except _Unfit as error:
                    problems.append(Problem(place, _line(text, name), Severity.WARNING, str(error)))
        return cls(**chosen), tuple(problems)


def _fit(name: str, value: object) -> str | float:
    """The value as the setting's type, or _Unfit."""
    known = [field.name for field in fields(Settings)]
    if name not in known:
        raise _Unfit(f"unknown setting {name!r}; {_nearest(name, known)}")
    if name == "dwell":
        return _dwell(value)
    if not isinstance(value, str):
        raise _Unfit(f"{name} must be text in quotes, not {value!r}")
    choices = _CHOICES.get(name, ())
    if choices and value not in choices:
        raise _Unfit(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def _dwell(value: object) -> float:
    try:
        seconds = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else -1.0
    except (ValueError, OverflowError):
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise _Unfit(f"dwell must be a number of seconds from 0 to 3600, not {value!r}")
    return seconds


def _nearest(name: str, known: list[str]) -> str:
    # Not at the top: only a mistake needs it.
    from difflib import get_close_matches

    close = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"


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
        place = _TOML_PLACE.search(message)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        reason = message[: place.start()] if place else message
        return wrong(f"the settings are not TOML, none of them is used: {reason}", line)
    except RecursionError:
        return wrong("the settings are nested too deep; none of them is used")


def _line(text: str, name: str) -> int | None:
    """The line that sets a key, or None where it is not plainly to be found."""
    pattern = re.compile(rf"""^\s*\[?\s*["']?{re.escape(name)}["']?\s*(?:[=.]|\])""")
    for number, line in enumerate(text.splitlines(), 1):
        if pattern.match(line):
            return number
    return None
