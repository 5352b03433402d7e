"""Parses dates in data. All times are aware and in UTC."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:(?:[Tt]|[ \t]+)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]*))?)?"
    r"(?:[ \t]*(?:([Zz])|([+-])([0-9]{1,2})(?::?([0-9]{2}))?))?)?"
)
_NAME = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?=[-_. ]|\Z)")
_DAY: Final = 24 * 60


def parse_moment(text: str) -> datetime | None:
    """The time in a text, or None if that is empty.

    Takes ISO 8601 and YAML forms: a date (midnight), a date and a time after `T` or blanks, and an offset as `Z`,
    `+05:30`, `+0530`, `-7` or none (UTC).

    Raises:
        ValueError: it is not a date, or the date does not exist; the message is fit to show.
    """
    text = text.strip()
    if not text:
        return None
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError("not a date such as 2020-11-26T15:50:00Z")
    year, month, day, hour, minute, second, fraction, _, sign, off_hours, off_minutes = match.groups()
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    try:
        moment = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micro, UTC
        )
    except ValueError as error:
        raise ValueError(f"no such date: {error}") from error
    return moment if sign is None else _shifted(moment, sign, int(off_hours), int(off_minutes or 0))


def date_of_name(name: str) -> datetime | None:
    """The date at the start of a file name, as in `2020-11-26-privacy.md`, or None."""
    match = _NAME.match(name)
    if match is None:
        return None
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
    except ValueError:
        return None


def _shifted(moment: datetime, sign: str, hours: int, minutes: int) -> datetime:
    offset = hours * 60 + minutes
    if minutes > 59 or offset >= _DAY:
        raise ValueError("no such date: its offset from UTC is a day or more")
    shift = timezone(timedelta(minutes=-offset if sign == "-" else offset))
    try:
        return moment.replace(tzinfo=shift).astimezone(UTC)
    except OverflowError as error:
        raise ValueError("no such date: it is outside the years 1 to 9999 in UTC") from error
