"""Articles as aligned text, and widths in a terminal."""

import pytest

from reader.cli.table import Line, cell_width, cut, pad, table
from reader.core.model.article import NO_HEAT, UNDATED

LINES = [
    Line(133, 1606405800, "South China Morning Post", "Privacy in China: 顔認証 and the growth of it all"),
    Line(7, 1606405800, "顔", "Short [/b]"),
    Line(NO_HEAT, UNDATED, "", "No date, no heat"),
]


def test_whole_lines_are_aligned_and_not_cut() -> None:
    lines = list(table(LINES, None))
    assert lines == [
        "133  2020-11-26  South China Morning Post  Privacy in China: 顔認証 and the growth of it all",
        "  7  2020-11-26  顔                        Short [/b]",
        "  -  -                                     No date, no heat",
    ]
    assert {cell_width(line[: -len(text.title)]) for line, text in zip(lines, LINES, strict=True)} == {43}


def test_lines_are_cut_to_the_terminal() -> None:
    for width in (1, 10, 20, 40, 60, 80):
        assert all(cell_width(line) <= width for line in table(LINES, width))
    assert list(table(LINES, 60)) == [
        "133  2020-11-26  South China Mo…  Privacy in China: 顔認証…",
        "  7  2020-11-26  顔               Short [/b]",
        "  -  -                            No date, no heat",
    ]


def test_nothing_gives_nothing() -> None:
    assert list(table([], None)) == []


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
