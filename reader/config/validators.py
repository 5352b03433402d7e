"""What the values of settings may be: each kind takes a value as it was written, or says why not."""

from collections.abc import Callable
from typing import Final, NamedTuple

Value = str | float | int
Fit = Callable[[object], Value]

VIEWS: Final = ("all", "unread", "bookmarks", "archive")
TOPIC_PREFIX: Final = "topic:"


class Unfit(ValueError):
    """A value that a setting cannot have; the text goes on after the setting's name."""


class Kind(NamedTuple):
    """How a setting is written.

    Attributes:
        fit: makes the value, or raises Unfit.
        example: a value as TOML writes it, for the README and a new settings file.
        words: what the setting is; backquotes around what is to be written.
        flag: what stands for the value on the command line, or "" where there is no flag.
        choices: all values, where they can be listed.
    """

    fit: Fit
    example: str
    words: str
    flag: str = ""
    choices: tuple[str, ...] = ()


def text(value: object) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise Unfit(f"must be text in quotes, not {value!r}")
    return value


def one_of(*choices: str) -> Fit:
    """One of some words."""

    def fit(value: object) -> str:
        if text(value) not in choices:
            raise Unfit(f"must be one of {', '.join(choices)}, not {value!r}")
        return str(value)

    return fit


def seconds(most: int) -> Fit:
    """A number of seconds from 0 up."""

    def fit(value: object) -> float:
        number = _number(value)
        if not 0 <= number <= most:
            raise Unfit(f"must be a number of seconds from 0 to {most}, not {value!r}")
        return number

    return fit


def days(most: int) -> Fit:
    """A whole number of days from 0 up."""

    def fit(value: object) -> int:
        number = _number(value)
        if not (0 <= number <= most and number == int(number)):
            raise Unfit(f"must be a whole number of days from 0 to {most}, not {value!r}")
        return int(number)

    return fit


def width(cells: range, percents: range) -> Fit:
    """A width in cells, or in percent of the screen; as text such as "34" or "25%"."""
    allowed = f"from {cells[0]} to {cells[-1]} cells, or from {percents[0]}% to {percents[-1]}%"

    def fit(value: object) -> str:
        said = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
        number, limits = (said[:-1].rstrip(), percents) if said.endswith("%") else (said, cells)
        if not (number.isascii() and number.isdecimal() and len(number) < 5 and int(number) in limits):
            raise Unfit(f"must be {allowed}, not {value!r}")
        return f"{int(number)}{'%' if limits is percents else ''}"

    return fit


def view(value: object) -> str:
    """What is listed at start."""
    said = text(value).strip()
    topic = said.removeprefix(TOPIC_PREFIX).strip()
    if said.startswith(TOPIC_PREFIX) and topic:
        return TOPIC_PREFIX + topic
    if said not in ("last", *VIEWS):
        raise Unfit(f"must be one of last, {', '.join(VIEWS)} or {TOPIC_PREFIX}NAME, not {value!r}")
    return said


def dates(value: object) -> str:
    """A way to write dates."""
    # Not at the top: only who sets it needs it.
    from reader.core.text.date_format import format_error

    said = text(value)
    if reason := format_error(said):
        raise Unfit(f"{reason}, not {value!r}")
    return said


def _number(value: object) -> float:
    """A value as a number, -1 where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return -1.0
    try:
        return float(value)
    except (ValueError, OverflowError):
        return -1.0
