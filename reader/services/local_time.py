"""The local time zone, with the offset that was in force at each point in time."""

import time
from datetime import UTC, datetime, timedelta, tzinfo


class LocalZone(tzinfo):
    """The time zone of this machine. `datetime.astimezone()` alone would use today's offset for the whole year."""

    def fromutc(self, when: datetime) -> datetime:
        """The local time for a time in UTC."""
        return when + timedelta(seconds=time.localtime(when.replace(tzinfo=UTC).timestamp()).tm_gmtoff)

    def utcoffset(self, when: datetime | None) -> timedelta:
        """How far local time is ahead of UTC."""
        passed = time.time() if when is None else time.mktime((*when.timetuple()[:6], 0, 0, -1))
        return timedelta(seconds=time.localtime(passed).tm_gmtoff)

    def dst(self, when: datetime | None) -> timedelta | None:
        """Unknown: it is part of the offset."""
        del when
        return None

    def tzname(self, when: datetime | None) -> str:
        """Always "local"."""
        del when
        return "local"


def local_now() -> datetime:
    """The current local time."""
    return datetime.now(UTC).astimezone(LocalZone())
