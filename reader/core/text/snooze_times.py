"""Times until which articles can be snoozed: the choices, and what the user enters."""

import re
from datetime import datetime, time, timedelta
from typing import Final

from reader.core.model.errors import HeatwireError

MORNING: Final = time(8)
EVENING: Final = time(18)
_UNITS: Final = {
    "min": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_SPAN: Final = re.compile(r"(\d{1,4}) ?(min|h|d|w)")
_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})")


class BadSnoozeTime(HeatwireError):
    """A text is not a time, or the time has passed."""


def snooze_choices(now: datetime) -> tuple[tuple[str, datetime], ...]:
    """The times to choose from, each with its name.

    Args:
        now: the present as an aware time, in the zone of the user.
    """
    found = []
    later = _at(now, EVENING) if now.hour < EVENING.hour - 1 else now + timedelta(hours=2)
    if later.date() == now.date():
        found.append(("later today", later))
    found.append(("tomorrow morning", _at(now + timedelta(days=1), MORNING)))
    found.append(("next week", _at(now + timedelta(days=7 - now.weekday()), MORNING)))
    return tuple(found)


def _at(day: datetime, clock: time) -> datetime:
    return day.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)


def parse_snooze_time(text: str, now: datetime) -> datetime:
    """The time in a text: "2026-12-01", "2026-12-01 14:30", "14:30", "3d", "2w", "5h", "30min".

    A date without a time is its morning; a time without a date is tomorrow if it has passed today.

    Raises:
        BadSnoozeTime: it is not a time, or one that has passed.
    """
    text = " ".join(text.casefold().split())
    day, _, clock = text.partition(" ")
    if _TIME.fullmatch(text):
        day, clock = "", text
    try:
        span = _SPAN.fullmatch(text)
        found = now + int(span[1]) * _UNITS[span[2]] if span else _read(day, clock, now)
    except (ValueError, OverflowError) as error:
        raise BadSnoozeTime("not a time: enter 2026-12-01, 2026-12-01 14:30, 14:30, 5h, 3d or 2w") from error
    if found <= now:
        raise BadSnoozeTime("that time has passed")
    return found


def _read(day: str, clock: str, now: datetime) -> datetime:
    at = MORNING
    if clock:
        written = _TIME.fullmatch(clock)
        if not written:
            raise ValueError(clock)
        at = time(int(written[1]), int(written[2]))
    if not day and clock:
        today = _at(now, at)
        return today if today > now else _at(now + timedelta(days=1), at)
    named = _DATE.fullmatch(day)
    if not named:
        raise ValueError(day)
    return _at(now.replace(year=int(named[1]), month=int(named[2]), day=int(named[3])), at)
