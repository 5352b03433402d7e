"""The kinds of values that settings have: each parses what the user gave, or refuses it with a reason."""

from collections.abc import Callable
from math import inf
from typing import Final, NamedTuple

from reader.core.text.date_format import date_format_error

Value = str | float | int
Parse = Callable[[object], Value]

VIEWS: Final = ("all", "unread", "bookmarks", "archive")
TOPIC_PREFIX: Final = "topic:"
_TRUE, _FALSE = ("true", "1", "yes", "on"), ("false", "0", "no", "off")


class InvalidValue(ValueError):
    """A value that a setting cannot have; the message continues after the setting's name."""


class SettingKind(NamedTuple):
    """How a setting is written."""

    parse: Parse  # makes the value, or raises InvalidValue
    example: str  # as in TOML, for the manual and a new settings file
    flag: str = ""  # the placeholder of the value on the command line; "" if there is no flag
    choices: tuple[str, ...] = ()  # all values, where they can be listed


def text(value: object) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise InvalidValue(f"must be text in quotes, not {value!r}")
    return value


def one_of(*choices: str) -> Parse:
    """One of some words."""

    def parse(value: object) -> str:
        if text(value) not in choices:
            raise InvalidValue(f"must be one of {', '.join(choices)}, not {value!r}")
        return str(value)

    return parse


def switch(value: object) -> bool:
    """True or false."""
    word = str(value).lower()
    if word not in (*_TRUE, *_FALSE):
        raise InvalidValue(f"must be true or false, not {value!r}")
    return word in _TRUE


def number(unit: str, most: int, whole: bool = False, off: bool = False) -> Parse:
    """A number of a unit, such as seconds, from 0 to `most`; with `off` also the word "off", which is infinite."""

    def parse(value: object) -> Value:
        if off and value == "off":
            return inf
        found = _number(value)
        if not 0 <= found <= most or (whole and found != int(found)):
            allowed = f"{'whole ' if whole else ''}number of {unit} from 0 to {most}{', or off' if off else ''}"
            raise InvalidValue(f"must be a {allowed}, not {value!r}")
        return int(found) if whole else found

    return parse


def width(cells: range, percents: range) -> Parse:
    """A width in cells or in percent of the screen, as text such as "34" or "25%"."""
    allowed = f"from {cells[0]} to {cells[-1]} cells, or from {percents[0]}% to {percents[-1]}%"

    def parse(value: object) -> str:
        given = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
        number, limits = (given[:-1].rstrip(), percents) if given.endswith("%") else (given, cells)
        if not (number.isascii() and number.isdecimal() and len(number) < 5 and int(number) in limits):
            raise InvalidValue(f"must be {allowed}, not {value!r}")
        return f"{int(number)}{'%' if limits is percents else ''}"

    return parse


def view(value: object) -> str:
    """The view at start."""
    given = text(value).strip()
    topic = given.removeprefix(TOPIC_PREFIX).strip()
    if given.startswith(TOPIC_PREFIX) and topic:
        return TOPIC_PREFIX + topic
    if given not in ("last", *VIEWS):
        raise InvalidValue(f"must be one of last, {', '.join(VIEWS)} or {TOPIC_PREFIX}NAME, not {value!r}")
    return given


def dates(value: object) -> str:
    """A date format."""
    given = text(value)
    if reason := date_format_error(given):
        raise InvalidValue(f"{reason}, not {value!r}")
    return given


def _number(value: object) -> float:
    """A value as a number, -1 if it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return -1.0
    try:
        return float(value)
    except (ValueError, OverflowError):
        return -1.0
