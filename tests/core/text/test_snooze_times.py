"""Times to come: offered and written ones."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.text.snooze_times import BadSnoozeTime, parse_snooze_time, snooze_choices

NOW = datetime(2026, 1, 15, 12, 0, 30, tzinfo=timezone(timedelta(hours=1)))  # a Thursday


def written(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (3, [("later today", "2026-01-15 18:00"), ("tomorrow morning", "2026-01-16 08:00")]),
        (12, [("later today", "2026-01-15 18:00"), ("tomorrow morning", "2026-01-16 08:00")]),
        (18, [("later today", "2026-01-15 20:00"), ("tomorrow morning", "2026-01-16 08:00")]),
        (23, [("tomorrow morning", "2026-01-16 08:00")]),
    ],
)
def test_what_is_offered(hour: int, expected: list[tuple[str, str]]) -> None:
    found = [(name, written(when)) for name, when in snooze_choices(NOW.replace(hour=hour, second=0))]
    assert found == [*expected, ("next week", "2026-01-19 08:00")]


@given(st.integers(0, 10 * 365 * 24 * 60))
def test_what_is_offered_is_to_come(minutes: int) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    times = [when for _, when in snooze_choices(now)]
    assert all(when > now for when in times)
    assert times[-1].weekday() == 0
    assert times[-1] - now <= timedelta(days=8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-01", "2026-12-01 08:00"),
        ("2026-12-1 14:30", "2026-12-01 14:30"),
        (" 2026-12-01   9:05 ", "2026-12-01 09:05"),
        ("14:30", "2026-01-15 14:30"),
        ("11:00", "2026-01-16 11:00"),
        ("30min", "2026-01-15 12:30"),
        ("5h", "2026-01-15 17:00"),
        ("5 H", "2026-01-15 17:00"),
        ("3d", "2026-01-18 12:00"),
        ("2w", "2026-01-29 12:00"),
    ],
)
def test_what_a_text_means(text: str, expected: str) -> None:
    found = parse_snooze_time(text, NOW)
    assert written(found) == expected
    assert found.utcoffset() == NOW.utcoffset()


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-13-01", "2026-02-30", "25:00", "14:61", "2026-12-01 noon", "3x", "-3d", "99999d", "２d x"],
)
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(BadSnoozeTime, match="not a time: enter"):
        parse_snooze_time(text, NOW)


@pytest.mark.parametrize("text", ["2026-01-15", "2026-01-15 12:00", "1999-01-01", "0h"])
def test_what_has_passed_is_said(text: str) -> None:
    with pytest.raises(BadSnoozeTime, match="that time has passed"):
        parse_snooze_time(text, NOW)


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{1,4}(-[0-9]{1,2}){2}( [0-9]{1,2}:[0-9]{2})?", fullmatch=True))
def test_any_text_is_a_time_to_come_or_an_error(text: str) -> None:
    try:
        found = parse_snooze_time(text, NOW)
    except BadSnoozeTime:
        return
    assert found > NOW
