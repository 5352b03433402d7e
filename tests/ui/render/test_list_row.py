"""A row of the list: its lines, at any width and density."""

from itertools import product

import pytest
from rich.cells import cell_len

from reader.core.model.article import NO_HEAT, UNDATED, ArticleId
from reader.core.tables.row_flags import RowFlag
from reader.core.tables.rows import Row
from reader.ui.render.list_row import BAR, Density, heat_bar, heat_span, row_lines
from reader.ui.render.text import Line
from tests.ui.support import CLOSING, EMOJI, LIVE, NOW, WIDE

WIDTHS = (20, 40, 80)
HOTTEST = 200
WHEN = int(NOW.timestamp()) - 3 * 3600
TITLES = ("short", WIDE, WIDE * 4, EMOJI, CLOSING, LIVE, "A headline longer than a narrow list " * 4)


def a_row(
    title: str = "A headline", provider: str = "Gazette", when: int = WHEN, heat: int = 133, flags: int = 0
) -> Row:
    return Row(ArticleId(1), title, provider, when, heat, flags)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


def shown(row: Row, density: Density = Density.NORMAL, width: int = 40, on: bool = False) -> list[str]:
    return [text(line) for line in row_lines(row, density, width, NOW, on, hottest=HOTTEST)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("density", list(Density))
@pytest.mark.parametrize("title", TITLES)
def test_every_line_fits(title: str, density: Density, width: int) -> None:
    kinds = product(
        (0, int(RowFlag.READ | RowFlag.BOOKMARKED | RowFlag.VIDEO | RowFlag.ARCHIVED), int(RowFlag.KEPT)),
        (WHEN, UNDATED, 0),
        (NO_HEAT, 0, 1_000_000),
        (False, True),
    )
    for flags, when, heat, on in kinds:
        lines = shown(a_row(title, WIDE, when, heat, flags), density, width, on)
        assert len(lines) == density.height
        assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("density", list(Density))
def test_a_title_is_whole_or_says_that_it_is_cut(title: str, density: Density) -> None:
    lines = shown(a_row(title), density, 80)
    whole = "".join("".join(lines).split())
    assert "".join(title.split()) in whole or "…" in whole


def test_two_lines_say_title_provider_date_and_heat() -> None:
    assert shown(a_row()) == [" ●  A headline", "    Gazette · 09:00".ljust(31) + "━━━╸  133"]


def test_one_line_says_title_and_heat_and_the_date_where_there_is_room() -> None:
    assert shown(a_row(), Density.COMPACT, 40) == [" ●  A headline                 ━━━╸  133"]
    (line,) = shown(a_row(), Density.COMPACT, 60)
    assert line == " ●  A headline" + " " * 31 + "09:00 ━━━╸  133"


def test_three_lines_give_a_long_title_two() -> None:
    lines = shown(a_row("A headline that needs more than one line here"), Density.ROOMY, 40)
    assert lines == [
        " ●  A headline that needs more than one",
        "    line here",
        "    Gazette · 09:00".ljust(31) + "━━━╸  133",
    ]
    assert shown(a_row(), Density.ROOMY, 40) == [*shown(a_row()), ""]


@pytest.mark.parametrize(
    ("flags", "lead"),
    [
        (RowFlag(0), " ●  "),
        (RowFlag.READ, "    "),
        (RowFlag.BOOKMARKED, " ●★ "),
        (RowFlag.READ | RowFlag.BOOKMARKED, "  ★ "),
    ],
)
def test_marks_are_signs_and_not_only_colours(flags: RowFlag, lead: str) -> None:
    for density in Density:
        assert shown(a_row(flags=int(flags)), density)[0].startswith(f"{lead}A headline")


def test_the_cursor_is_a_sign_and_not_only_a_colour() -> None:
    for density in Density:
        lines = row_lines(a_row(), density, 40, NOW, on=True)
        assert all(text(line).startswith("▌") for line in lines)
        assert all(span.role.startswith("cursor ") for line in lines for span in line)


@pytest.mark.parametrize(
    ("row", "meta"),
    [
        (a_row(flags=int(RowFlag.VIDEO)), "▶ video · Gazette · 09:00"),
        (a_row(flags=int(RowFlag.ARCHIVED)), "Gazette · 09:00 · archived"),
        (a_row(flags=int(RowFlag.KEPT)), "Gazette · 09:00 · saved copy"),
        (a_row(flags=int(RowFlag.KEPT | RowFlag.ARCHIVED)), "Gazette · 09:00 · saved copy"),
        (a_row(when=UNDATED), "Gazette"),
        (a_row(provider=""), "09:00"),
        (a_row(provider="", when=UNDATED), ""),
    ],
)
def test_what_is_known_is_said(row: Row, meta: str) -> None:
    assert shown(row, width=60)[1][4:-10].rstrip() == meta


def test_a_video_has_its_sign_alone_where_room_is_short() -> None:
    row = a_row(provider="The Newswire of the North", flags=int(RowFlag.VIDEO))
    assert shown(row, width=60)[1][4:-10].rstrip() == "▶ video · The Newswire of the North · 09:00"
    assert shown(row, width=50)[1][4:-10].rstrip() == "▶ The Newswire of the North · 09:00"


def test_heat_is_a_bar_relative_to_the_hottest() -> None:
    assert [heat_bar(heat, 100) for heat in (0, 1, 10, 11, 50, 99, 100, 200)] == [
        "", "╸", "╸", "━", "━━╸", "━━━━━", "━━━━━", "━━━━━"
    ]  # fmt: skip
    assert heat_bar(5, 0) == ""
    assert heat_bar(5, 5) == "━" * BAR
    assert heat_span(a_row(), 200, width=20).text == " 133"


@pytest.mark.parametrize(
    ("heat", "hottest", "words"),
    [
        (NO_HEAT, 200, "         –"),
        (0, 200, "         0"),
        (133, 200, " ━━━╸  133"),
        (200, 200, " ━━━━━ 200"),
        (9_999, 10_000, " ━━━━━  9999"),
        (NO_HEAT, 10_000, "           –"),
        (7, 0, "         7"),
    ],
)
def test_a_blank_is_before_the_number_and_all_rows_have_one_width(heat: int, hottest: int, words: str) -> None:
    assert heat_span(a_row(heat=heat), hottest).text == words


def test_two_lines_hold_a_whole_title_where_there_is_room() -> None:
    row = a_row("A headline that needs more than one line here")
    assert shown(row, width=44) == [
        " ●  A headline that needs more than one line",
        "    here · Gazette · 09:00".ljust(34) + " ━━━╸  133",
    ]
    assert shown(row, width=38)[0] == " ●  A headline that needs more than o…"


def test_densities_follow_one_another() -> None:
    assert [density.next for density in Density] == [Density.NORMAL, Density.ROOMY, Density.COMPACT]
    assert [density.height for density in Density] == [1, 2, 3]
    assert [Density.of_width(width) for width in (20, 69, 70, 120)] == [Density.ROOMY] * 2 + [Density.NORMAL] * 2
