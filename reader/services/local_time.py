"""The reader's time zone, with the offset that each moment had there."""

import time
from datetime import UTC, datetime, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - compared with times that carry no zone


class LocalZone(tzinfo):
    """The zone of the machine. `datetime.astimezone()` alone gives the offset of today to all of the year."""

    def fromutc(self, when: datetime) -> datetime:
        """The local time of a time in UTC."""
        passed = (when.replace(tzinfo=None) - _EPOCH) // timedelta(seconds=1)
        return when + timedelta(seconds=time.localtime(passed).tm_gmtoff)

    def utcoffset(self, when: datetime | None) -> timedelta:
        """How far ahead of UTC the local time is."""
        passed = time.time() if when is None else time.mktime((*when.timetuple()[:6], 0, 0, -1))
        return timedelta(seconds=time.localtime(passed).tm_gmtoff)

    def dst(self, when: datetime | None) -> timedelta | None:
        """Not told apart from the offset."""
        del when
        return None

    def tzname(self, when: datetime | None) -> str:
        """A name for it."""
        del when
        return "local"


def local_now() -> datetime:
    """The present in the reader's zone."""
    return datetime.now(UTC).astimezone(LocalZone())
