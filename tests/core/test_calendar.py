"""How a time is said, in the reader's zone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.block import UNDATED, seconds
from reader.core.calendar import ago, long_date, short_date

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
INDIA = timezone(timedelta(hours=5, minutes=30))
HAWAII = timezone(timedelta(hours=-10))


def _at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    return seconds(datetime(year, month, day, hour, minute, tzinfo=UTC))


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        (_at(2026, 11, 23, 14, 5), "14:05"),
        (_at(2026, 11, 23), "00:00"),
        (_at(2026, 11, 22, 23, 59), "22 Nov"),
        (_at(2026, 1, 2), "2 Jan"),
        (_at(2025, 12, 31), "31 Dec 2025"),
        (_at(1, 1, 1), "1 Jan 1"),
        (_at(9999, 12, 31), "31 Dec 9999"),
        (UNDATED, ""),
        (2**60, ""),
    ],
)
def test_a_list_says_a_time_in_short(when: int, wanted: str) -> None:
    assert short_date(when, NOW) == wanted


@pytest.mark.parametrize(("zone", "wanted"), [(UTC, "23:30"), (INDIA, "24 Nov"), (HAWAII, "13:30")])
def test_the_day_is_that_of_the_readers_zone(zone: timezone, wanted: str) -> None:
    late = _at(2026, 11, 23, 23, 30)
    assert short_date(late, NOW.astimezone(zone)) == wanted


@pytest.mark.parametrize(
    ("when", "zone", "wanted"),
    [
        (_at(2020, 11, 26, 15, 50), UTC, "Thu 26 Nov 2020, 15:50 · 5 y ago"),
        (_at(2020, 11, 26, 23, 50), INDIA, "Fri 27 Nov 2020, 05:20 · 5 y ago"),
        (_at(2026, 11, 23, 11, 30), UTC, "Mon 23 Nov 2026, 11:30 · 30 min ago"),
        (UNDATED, UTC, "date unknown"),
        (_at(1, 1, 1), HAWAII, "date unknown"),
        (_at(9999, 12, 31, 23), INDIA, "date unknown"),
    ],
)
def test_the_detail_says_a_time_in_full(when: int, zone: timezone, wanted: str) -> None:
    assert long_date(when, NOW.astimezone(zone)) == wanted


@pytest.mark.parametrize(
    ("passed", "wanted"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=1), "1 h ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "1 d ago"),
        (timedelta(days=6), "6 d ago"),
        (timedelta(days=7), "1 w ago"),
        (timedelta(days=29), "4 w ago"),
        (timedelta(days=30), "1 mo ago"),
        (timedelta(days=364), "12 mo ago"),
        (timedelta(days=365), "1 y ago"),
        (timedelta(days=-2), "in 2 d"),
        (timedelta(seconds=-59), "just now"),
        (timedelta(minutes=-1), "in 1 min"),
    ],
)
def test_how_long_ago_is_said_in_the_largest_unit(passed: timedelta, wanted: str) -> None:
    assert ago(seconds(NOW - passed), NOW) == wanted


@given(st.integers(-(2**62), 2**62), st.sampled_from([UTC, INDIA, HAWAII]))
def test_any_number_of_seconds_is_said_in_11_characters(when: int, zone: timezone) -> None:
    assert len(short_date(when, NOW.astimezone(zone))) <= 11
    assert long_date(when, NOW.astimezone(zone))
