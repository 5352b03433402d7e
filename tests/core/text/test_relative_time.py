"""How a time is said, in the reader's zone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.model.article import UNDATED, to_timestamp
from reader.core.text.date_format import date_format_error
from reader.core.text.relative_time import ago, long_date, short_date, spoken_date

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
INDIA = timezone(timedelta(hours=5, minutes=30))
HAWAII = timezone(timedelta(hours=-10))


def _at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    return to_timestamp(datetime(year, month, day, hour, minute, tzinfo=UTC))


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        (_at(2026, 11, 23, 14, 5), "14:05"),
        (_at(2026, 11, 23), "today"),
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
        (_at(1, 1, 1, 1), HAWAII, "date unknown"),
        (_at(9999, 12, 31, 23), INDIA, "date unknown"),
    ],
)
def test_the_detail_says_a_time_in_full(when: int, zone: timezone, wanted: str) -> None:
    assert long_date(when, NOW.astimezone(zone)) == wanted


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (_at(2020, 9, 26, 16, 50), "26 September 2020"),
        (to_timestamp(NOW.replace(hour=9, minute=5)), "today at 09:05"),
        (UNDATED, "date unknown"),
        (10**15, "date unknown"),
    ],
)
def test_a_date_to_be_read_aloud(when: int, expected: str) -> None:
    assert spoken_date(when, NOW) == expected


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
    assert ago(to_timestamp(NOW - passed), NOW) == wanted


@given(st.integers(-(2**62), 2**62), st.sampled_from([UTC, INDIA, HAWAII]))
def test_any_number_of_seconds_is_said_in_11_characters(when: int, zone: timezone) -> None:
    assert len(short_date(when, NOW.astimezone(zone))) <= 11
    assert long_date(when, NOW.astimezone(zone))


@pytest.mark.parametrize(
    ("form", "short", "long"),
    [
        ("short", "26 Nov 2020", "Thu 26 Nov 2020, 16:50 · 5 y ago"),
        ("iso", "2020-11-26", "2020-11-26 16:50 · 5 y ago"),
        ("ago", "5 y ago", "5 y ago · Thu 26 Nov 2020, 16:50"),
        ("%d.%m.%y", "26.11.20", "26.11.20 · 5 y ago"),
        ("%a %-I %p, 100%%", "Thu 4 PM, 100%", "Thu 4 PM, 100% · 5 y ago"),
    ],
)
def test_dates_are_written_as_a_person_wants_them(form: str, short: str, long: str) -> None:
    when = _at(2020, 11, 26, 16, 50)
    assert (short_date(when, NOW, form), long_date(when, NOW, form)) == (short, long)
    assert (short_date(UNDATED, NOW, form), long_date(UNDATED, NOW, form)) == ("", "date unknown")


@pytest.mark.parametrize("form", ["short", "iso", "ago", "%d.%m.%Y", "%Y年%m月%d日", "%-d/%-m", "%H:%M"])
def test_a_sound_way_to_write_dates(form: str) -> None:
    assert date_format_error(form) == ""


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("", "must be short"),
        ("ISO", "must be short"),
        ("50%%", "must be short"),
        ("%d %q", "has %q"),
        ("%d %", "has %,"),
        ("%-%%d", "has %-%"),
        ("%d\x1b[m", "control character"),
        ("%A %d %B %Y at %H o'clock", "wider than 24"),
    ],
)
def test_an_unsound_way_to_write_dates_is_said(form: str, said: str) -> None:
    assert said in date_format_error(form)


@given(st.text(alphabet="aAbBdHIjmMpSuUVwWyYGeEsz%- .", max_size=12), st.datetimes())
def test_a_pattern_without_fault_never_fails(form: str, when: datetime) -> None:
    if not date_format_error(form):
        assert isinstance(long_date(to_timestamp(when.replace(tzinfo=UTC)), NOW, form), str)


@pytest.mark.parametrize("zone", [UTC, INDIA, HAWAII, timezone(timedelta(hours=14))])
def test_a_date_without_a_time_is_that_day_everywhere_and_has_no_time(zone: timezone) -> None:
    now, day = NOW.astimezone(zone), _at(2024, 3, 10)
    assert [short_date(day, now, form) for form in ("short", "iso")] == ["10 Mar 2024", "2024-03-10"]
    assert long_date(day, now) == "Sun 10 Mar 2024 · 2 y ago"
    assert long_date(day, now, "iso") == "2024-03-10 · 2 y ago"
    assert spoken_date(day, now) == "10 March 2024"
    assert long_date(day, now, "%d.%m.%Y") == "10.03.2024 · 2 y ago"
    today = _at(now.year, now.month, now.day)
    assert (short_date(today, now), spoken_date(today, now), ago(today, now)) == ("today", "today", "today")
    assert ago(today - 86_400, now) == "1 d ago"
