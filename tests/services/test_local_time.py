"""The reader's zone: each moment has the offset it had there."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from reader.core.text.relative_time import long_date
from reader.services.local_time import LocalZone, local_now


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Berlin's zone, written out so that no zone files are needed."""
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(("month", "hour"), [(1, 13), (7, 14)])
def test_summer_and_winter_have_their_own_offset(month: int, hour: int) -> None:
    local = datetime(2025, month, 15, 12, tzinfo=UTC).astimezone(LocalZone())
    assert (local.hour, local.day) == (hour, 15)
    assert local.timestamp() == datetime(2025, month, 15, 12, tzinfo=UTC).timestamp()


def test_in_summer_a_winter_day_is_told_in_winter_time() -> None:
    now = datetime(2025, 7, 15, 12, tzinfo=UTC).astimezone(LocalZone())
    midnight = int(datetime(2025, 1, 14, 23, 30, tzinfo=UTC).timestamp())
    assert long_date(midnight, now).startswith("Wed 15 Jan 2025, 00:30")


def test_times_beyond_all_clocks_are_unknown_and_not_fatal() -> None:
    assert long_date(-62_135_596_800, local_now())
    assert long_date(253_402_300_799, local_now())
