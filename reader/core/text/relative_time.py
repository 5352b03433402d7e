"""Times in words: short for a list, in full for a page, and how long ago.

A time is given in seconds since 1970 (UTC), or UNDATED; `now` is the present as an aware time in the user's zone. The
formats are those of `reader.core.text.date_format`.
"""

import math
from datetime import UTC, datetime, timedelta

from reader.core.model.article import UNDATED, from_timestamp
from reader.core.text.date_format import AGO, ISO, SHORT, format_by_pattern

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY_SECONDS = 86_400
_UNITS = ((365 * 86400, "y"), (30 * 86400, "mo"), (7 * 86400, "w"), (86400, "d"), (3600, "h"), (60, "min"))
_UNKNOWN = "date unknown"


def _local(when: int, now: datetime) -> datetime | None:
    """A time in the zone of `now`; None if it is unknown or beyond the calendar."""
    try:
        moment = from_timestamp(when)
        return moment and moment.astimezone(now.tzinfo)
    except (OverflowError, OSError, ValueError):
        return None


def _is_day(when: int) -> bool:
    """Whether a time of publication is a day without a time, which the data gives as midnight in UTC."""
    return when % _DAY_SECONDS == 0


def _published(when: int, now: datetime) -> datetime | None:
    """A time of publication in the zone of `now`; a day without a time is the same day in every zone."""
    if when == UNDATED or not _is_day(when):
        return _local(when, now)
    day = _local(when, now.replace(tzinfo=UTC))
    return day and day.replace(tzinfo=now.tzinfo)


def short_date(when: int, now: datetime, form: str = SHORT) -> str:
    """A time of publication in at most 11 characters, unless by a pattern; "" if it is unknown.

    SHORT gives "14:05" for today ("today" for a day without a time), "26 Nov" for this year, else "26 Nov 2020"; ISO
    gives "2020-11-26".
    """
    local = _published(when, now)
    if local is None:
        return ""
    if form == AGO:
        return ago(when, now)
    if form == ISO:
        return local.date().isoformat()
    if form != SHORT:
        return format_by_pattern(local, form)
    if local.date() == now.date():
        return "today" if _is_day(when) else f"{local:%H:%M}"
    return _day(local).removesuffix(f" {now.year}")


def long_date(when: int, now: datetime, form: str = SHORT) -> str:
    """A time of publication with how long ago it was: "Thu 26 Nov 2020, 16:50 · 6 y ago", or "date unknown".

    A day without a time is only that day: "Thu 26 Nov 2020 · 6 y ago". ISO gives "2020-11-26 16:50 · 6 y ago", a
    pattern replaces the date and time, and AGO puts the age first.
    """
    local = _published(when, now)
    if local is None:
        return _UNKNOWN
    time = "" if _is_day(when) else f"{local:%H:%M}"
    if form == ISO:
        date = f"{local.date().isoformat()} {time}".rstrip()
    elif form in (SHORT, AGO):
        date = ", ".join(filter(None, (_weekday(local), time)))
    else:
        date = format_by_pattern(local, form)
    parts = (date, ago(when, now))
    return " · ".join(reversed(parts) if form == AGO else parts)


def format_day(when: int, now: datetime) -> str:
    """The day of a time: "Today", "Yesterday", else "Thu 26 Nov 2020"; "date unknown" if it is unknown."""
    local = _local(when, now)
    if local is None:
        return _UNKNOWN
    days = (now.date() - local.date()).days
    return ("Today", "Yesterday")[days] if days in (0, 1) else _weekday(local)


def spoken_date(when: int, now: datetime) -> str:
    """A date to be read aloud: "26 November 2020", or for today "today at 14:05"; "date unknown" if so."""
    local = _published(when, now)
    if local is None:
        return _UNKNOWN
    if local.date() == now.date():
        return "today" if _is_day(when) else f"today at {local:%H:%M}"
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def format_datetime(when: int, now: datetime) -> str:
    """A time with its day: "18:00 today", "08:00 tomorrow", else "Thu 26 Nov 2020, 08:00", or "date unknown"."""
    local = _local(when, now)
    if local is None:
        return _UNKNOWN
    days = (local.date() - now.date()).days
    if days in (0, 1):
        return f"{local:%H:%M} {('today', 'tomorrow')[days]}"
    return f"{format_day(when, now)}, {local:%H:%M}"


def _day(local: datetime) -> str:
    return f"{local.day} {_MONTHS[local.month - 1][:3]} {local.year}"


def _weekday(local: datetime) -> str:
    return f"{_DAYS[local.weekday()]} {_day(local)}"


def ago(when: int, now: datetime) -> str:
    """How long ago a time of publication is, in its largest unit: "6 y ago", "3 h ago", "today", "just now"."""
    passed = int(now.timestamp()) - when
    if _is_day(when) and (local := _published(when, now)) is not None:
        passed = (now.date() - local.date()).days * _DAY_SECONDS
        if not passed:
            return "today"
    for size, unit in _UNITS:
        if abs(passed) >= size:
            count = abs(passed) // size
            return f"{count} {unit} ago" if passed > 0 else f"in {count} {unit}"
    return "just now"


def until_ago_changes(when: int, now: datetime) -> float:
    """When the result of `ago` changes next, in seconds since 1970; infinite if it never does."""
    if when == UNDATED:
        return math.inf
    if _is_day(when):
        return (now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)).timestamp()
    present = now.timestamp()
    passed = int(present) - when
    if passed < 0:
        # Rare, so the next second will do: the units of a future time shrink.
        return present + 1
    present_unit = next((size for size, _ in _UNITS if passed >= size), 0)
    return float(min(when + (passed // size + 1) * size for size, _ in _UNITS if size >= present_unit))
