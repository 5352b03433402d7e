"""Times until which articles can be snoozed: the choices, and what the user enters."""

import re
from datetime import datetime, time, timedelta
from typing import Final

from reader.core.model.errors import HeatwireError

MORNING: Final = time(8)
EVENING: Final = time(18)
_UNITS: Final = {"min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SPAN: Final = re.compile(r"(\d{1,4}) ?(min|h|d|w)")
_WRITTEN: Final = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2}))?(?:(?:^| )(\d{1,2}):(\d{2}))?")


class BadSnoozeTime(HeatwireError):
    """A text is not a time, or the time has passed."""


def snooze_choices(now: datetime) -> tuple[tuple[str, datetime], ...]:
    """The times to choose from, each with its name; `now` is the present as an aware time, in the zone of the user."""
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
    try:
        span = _SPAN.fullmatch(text)
        found = now + timedelta(**{_UNITS[span[2]]: int(span[1])}) if span else _read(text, now)
    except (ValueError, OverflowError) as error:
        raise BadSnoozeTime("not a time: enter 2026-12-01, 2026-12-01 14:30, 14:30, 5h, 3d or 2w") from error
    if found <= now:
        raise BadSnoozeTime("that time has passed")
    return found


def _read(text: str, now: datetime) -> datetime:
    written = _WRITTEN.fullmatch(text)
    if not text or not written:
        raise ValueError(text)
    at = time(int(written[4]), int(written[5])) if written[4] else MORNING
    if written[1]:
        return _at(now.replace(year=int(written[1]), month=int(written[2]), day=int(written[3])), at)
    today = _at(now, at)
    return today if today > now else _at(now + timedelta(days=1), at)
