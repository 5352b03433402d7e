"""Text as cells: nothing is wider than asked for, nothing is lost without a sign, no wide character is halved."""

import pytest
from rich.cells import cell_len

from reader.ui.render.text import (
    BLANK,
    Span,
    cell_width,
    fit,
    fit_middle,
    line_width,
    pad,
    spread,
    wrap,
    wrap_to,
)
from tests.ui.support import CLOSING, EMOJI, LIVE, WIDE

WIDTHS = (20, 40, 80)
TEXTS = (
    "",
    "short",
    "A plain headline that is far longer than any narrow pane will ever be, and goes on",
    WIDE,
    WIDE * 3,
    EMOJI,
    "👩‍👩‍👧‍👦" * 30,
    "🇪🇺" * 30,
    "e\u0301" * 60,
    "ภาษาไทยและอักษรที่ซ้อนกัน" * 4,
    CLOSING,
    LIVE,
    '[red]x[/] [/] [x=" C[i] [on] a \\[b] Review [2020]',
    "https://news.example/" + "a" * 200,
    "word " * 40,
)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_cut_to_its_width(text: str, width: int) -> None:
    for cut in (fit(text, width), fit_middle(text, width)):
        assert cell_len(cut) <= width
        if cell_len(text) <= width:
            assert cut == text
        else:
            assert "…" in cut


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", TEXTS)
def test_what_is_left_of_a_cut_text_is_its_beginning(text: str, width: int) -> None:
    cut = fit(text, width)
    if cut != text:
        assert text.startswith(cut[:-1])
        assert cut[-1] == "…"
        assert cell_len(cut) >= width - 12  # A blank or one broad cluster at most is given up.


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("abcdef", 1, "…"),
        ("abcdef", 0, ""),
        ("abcdef", -3, ""),
        ("ab cdef", 4, "ab…"),
        ("顔認証", 6, "顔認証"),
        ("顔認証", 5, "顔認…"),
        ("顔認証", 4, "顔…"),  # A half of 認 would fit.
        ("顔認証", 1, "…"),
        ("[/b] and on", 6, "[/b]…"),
        ("[/b] and on", 5, "[/b]…"),
    ],
)
def test_cutting(text: str, width: int, expected: str) -> None:
    assert fit(text, width) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("https://news.example/1", 22, "https://news.example/1"),
        ("https://news.example/story", 20, "https://news…e/story"[:20]),
        ("https://news.example/story", 7, "https:…"),
        ("https://ニュース.example/story", 20, "https://ニュース.ex…"),
    ],
)
def test_an_address_is_cut_in_its_middle(text: str, width: int, expected: str) -> None:
    cut = fit_middle(text, width)
    assert cell_len(cut) <= width
    if text.isascii() and 8 <= width < len(text):
        head, tail = cut.split("…")
        assert text.startswith(head)
        assert text.endswith(tail)
        assert len(cut) == width
    else:
        assert cut == expected


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", TEXTS)
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 80, ["one two three"]),
        ("one\n\ntwo", 80, ["one", "", "two"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("a abcdefgh b", 3, ["a", "abc", "def", "gh", "b"]),
        ("顔認証と法律", 5, ["顔認", "証と", "法律"]),
        ("a 顔認", 4, ["a", "顔認"]),
        ("", 10, [""]),
        ("gone", 0, []),
        ("[/b] [red]x[/]", 9, ["[/b]", "[red]x[/]"]),
    ],
)
def test_wrapping(text: str, width: int, expected: list[str]) -> None:
    assert wrap(text, width) == expected


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("count", [1, 2])
def test_only_some_lines_of_a_wrapped_text(text: str, width: int, count: int) -> None:
    lines = wrap_to(text, width, count)
    assert 0 < len(lines) <= count
    assert all(cell_len(line) <= width for line in lines)
    assert ("…" in lines[-1]) == (len(wrap(text, width)) > count)


@pytest.mark.parametrize("text", TEXTS)
def test_cells_are_counted_as_the_terminal_counts_them(text: str) -> None:
    assert cell_width(text) == cell_len(text)


def test_padding_counts_cells() -> None:
    assert pad("顔", 4) == "顔  "
    assert pad("too long", 3) == "too long"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("text", TEXTS)
def test_two_parts_fill_a_line(text: str, width: int) -> None:
    line = spread((Span("▌", "caret"), Span(text, "title")), (Span("  133", "hot"),), width)
    assert line_width(line) == width
    assert line[-1] == Span("  133", "hot")
    shown = "".join(span.text for span in line[:-1])
    assert shown.rstrip() == f"▌{text}".rstrip() or "…" in shown


def test_what_follows_a_cut_piece_is_left_out() -> None:
    line = spread((Span("abcdef", "a"), Span("more", "b")), (Span("!", "c"),), 5)
    assert line == (Span("abc…", "a"), Span("", "a"), Span("!", "c"))


def test_the_blank_between_two_parts_has_the_role_of_what_is_before_it() -> None:
    assert spread((Span("a", "x"),), (Span("b", "y"),), 5) == (Span("a", "x"), Span("   ", "x"), Span("b", "y"))
    assert spread((), (Span("b", "y"),), 3) == (Span("  ", ""), Span("b", "y"))
    assert line_width(BLANK) == 0
