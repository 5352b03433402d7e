"""Widths in a terminal."""

import pytest

from reader.cli.cells import cell_width, cut, pad


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("顔認証", 6),
        ("🤖", 2),
        ("a\u200db", 2),
        ("ｆｕｌｌ", 8),
        ("[/b]", 4),
    ],
)
def test_width(text: str, width: int) -> None:
    assert cell_width(text) == width


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("abcd", 1, "…"),
        ("abcd", 0, ""),
        ("顔認証", 6, "顔認証"),
        ("顔認証", 5, "顔認…"),
        ("顔認証", 4, "顔…"),
        ("ab cd", 4, "ab…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
    ],
)
def test_cut(text: str, width: int, expected: str) -> None:
    assert cut(text, width) == expected
    assert cell_width(cut(text, width)) <= width


def test_pad() -> None:
    assert pad("顔", 4) == "顔  "
    assert pad("long", 2) == "long"
