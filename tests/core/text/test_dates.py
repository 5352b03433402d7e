"""Dates as the data writes them."""

from datetime import UTC, datetime

import pytest

from reader.core.text.dates import date_of_name, parse_moment


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2020-11-26T15:50:00Z", "2020-11-26T15:50:00+00:00"),
        ("2020-11-26", "2020-11-26T00:00:00+00:00"),
        ("2020-1-2", "2020-01-02T00:00:00+00:00"),
        ("2020-11-26T15:50", "2020-11-26T15:50:00+00:00"),
        ("2020-11-26T15:50:00", "2020-11-26T15:50:00+00:00"),
        ("2020-11-26 15:50:00", "2020-11-26T15:50:00+00:00"),
        ("2020-11-26T15:50:00+05:30", "2020-11-26T10:20:00+00:00"),
        ("2020-11-26T15:50:00-0700", "2020-11-26T22:50:00+00:00"),
        ("2020-11-26t15:50:00z", "2020-11-26T15:50:00+00:00"),
        ("2020-1-2 3:04:05 -7", "2020-01-02T10:04:05+00:00"),
        ("2020-1-2   3:04:05.25   +01", "2020-01-02T02:04:05.250000+00:00"),
        ("2020-11-26T15:50:00.1234567899Z", "2020-11-26T15:50:00.123456+00:00"),
        ("  2020-02-29 ", "2020-02-29T00:00:00+00:00"),
        ("0001-01-01", "0001-01-01T00:00:00+00:00"),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59+00:00"),
    ],
)
def test_forms(text: str, wanted: str) -> None:
    moment = parse_moment(text)
    assert moment is not None
    assert moment.tzinfo is UTC
    assert moment.isoformat() == wanted


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_nothing_is_no_moment(text: str) -> None:
    assert parse_moment(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("last Tuesday", "not a date"),
        ("26.11.2020", "not a date"),
        ("2020", "not a date"),
        ("٢٠٢٠-١١-٢٦", "not a date"),
        ("2020-11-26T15:50:00Z junk", "not a date"),
        ("9" * 5000, "not a date"),
        ("2020-02-30", "no such date"),
        ("2020-13-01", "no such date"),
        ("0000-01-01", "no such date"),
        ("2020-01-01T25:00", "no such date"),
        ("2020-01-01T23:59:60Z", "no such date"),
        ("2020-01-01T00:00:00+24:00", "offset"),
        ("2020-01-01T00:00:00+01:60", "offset"),
        ("0001-01-01T00:00:00+14:00", "outside"),
        ("9999-12-31T23:00:00-12:00", "outside"),
    ],
)
def test_what_is_no_date_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_moment(text)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("2020-11-26-privacy-in-china.md", datetime(2020, 11, 26, tzinfo=UTC)),
        ("2020-11-26.md", datetime(2020, 11, 26, tzinfo=UTC)),
        ("2020-02-30-x.md", None),
        ("2020-11-261-x.md", None),
        ("x-2020-11-26.md", None),
        ("٢٠٢٠-١١-٢٦-x.md", None),
        ("", None),
    ],
)
def test_the_date_of_a_name(name: str, wanted: datetime | None) -> None:
    assert date_of_name(name) == wanted
