"""How a time is said: short in a list, whole in the detail."""

import math
from datetime import UTC, datetime, timedelta

from reader.core.model.article import UNDATED
from reader.core.text.date_format import AGO, ISO, SHORT, written

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = ((365 * 86400, "y"), (30 * 86400, "mo"), (7 * 86400, "w"), (86400, "d"), (3600, "h"), (60, "min"))


def _local(when: int, now: datetime) -> datetime | None:
    try:
        return (_EPOCH + timedelta(seconds=when)).astimezone(now.tzinfo)
    except (OverflowError, OSError, ValueError):
        return None


def short_date(when: int, now: datetime, form: str = SHORT) -> str:
    """A time for a list, in at most 11 characters unless by a pattern; "" if unknown.

    In short it is "14:05" today, "26 Nov" this year, else "26 Nov 2020"; "2020-11-26" in ISO's way.

    Args:
        when: seconds since 1970 (UTC), or UNDATED.
        now: the present as an aware time; its zone is the reader's.
        form: a way to write dates (see `reader.core.text.date_format`).
    """
    local = None if when == UNDATED else _local(when, now)
    if local is None:
        return ""
    if form == AGO:
        return ago(when, now)
    if form == ISO:
        return _day(local)
    if form != SHORT:
        return written(local, form)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    day = f"{local.day} {_MONTHS[local.month - 1]}"
    return day if local.year == now.year else f"{day} {local.year}"


def long_date(when: int, now: datetime, form: str = SHORT) -> str:
    """A time in full with how long ago it is: "Thu 26 Nov 2020, 16:50 · 6 y ago"; "date unknown" if so.

    In ISO's way it is "2020-11-26 16:50 · 6 y ago"; a pattern stands for the time; with `ago` that goes first.
    """
    local = None if when == UNDATED else _local(when, now)
    if local is None:
        return "date unknown"
    if form == ISO:
        return f"{_day(local)} {local:%H:%M} · {ago(when, now)}"
    if form not in (SHORT, AGO):
        return f"{written(local, form)} · {ago(when, now)}"
    month = _MONTHS[local.month - 1]
    whole = f"{_DAYS[local.weekday()]} {local.day} {month} {local.year}, {local:%H:%M}"
    parts = (whole, ago(when, now))
    return " · ".join(parts if form == SHORT else reversed(parts))


def _day(local: datetime) -> str:
    return f"{local.year:04}-{local.month:02}-{local.day:02}"


def day_words(when: int, now: datetime) -> str:
    """The day of a time: "Today", "Yesterday", else "Thu 26 Nov 2020"; "date unknown" if so."""
    local = None if when == UNDATED else _local(when, now)
    if local is None:
        return "date unknown"
    days = (now.date() - local.date()).days
    if days in (0, 1):
        return ("Today", "Yesterday")[days]
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} {local.year}"


def format_datetime(when: int, now: datetime) -> str:
    """A time with its day: "18:00 today", "08:00 tomorrow", else "Thu 26 Nov 2020, 08:00"; "date unknown" if so."""
    local = None if when == UNDATED else _local(when, now)
    if local is None:
        return "date unknown"
    days = (local.date() - now.date()).days
    if days in (0, 1):
        return f"{local:%H:%M} {('today', 'tomorrow')[days]}"
    return f"{day_words(when, now)}, {local:%H:%M}"


def ago(when: int, now: datetime) -> str:
    """How long ago a time is, in its largest unit: "6 y ago", "3 h ago", "just now", "in 2 d"."""
    passed = int(now.timestamp()) - when
    for size, unit in _UNITS:
        if abs(passed) >= size:
            count = abs(passed) // size
            return f"{count} {unit} ago" if passed > 0 else f"in {count} {unit}"
    return "just now"


def until_ago_changes(when: int, now: datetime) -> float:
    """When `ago` will say something else of a time: seconds since 1970, infinite where it never will.

    Args:
        when: seconds since 1970 (UTC), or UNDATED.
        now: the present as an aware time.
    """
    if when == UNDATED:
        return math.inf
    present = now.timestamp()
    passed = int(present) - when
    if passed < 0:
        # What is to come is said in units that shrink: rare enough to say no more than that.
        return present + 1
    present_unit = next((size for size, _ in _UNITS if passed >= size), 0)
    return float(min(when + (passed // size + 1) * size for size, _ in _UNITS if size >= present_unit))
