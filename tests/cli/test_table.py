"""Articles as aligned text."""

from reader.cli.cells import cell_width
from reader.cli.table import Line, table
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
