"""Frames in fewer bytes show the same."""

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ui.terminal.sgr_optimizer import erases_with_background, optimize_sgr

COLUMNS, LINES = 30, 6
INKS = ("", "31", "97", "38;2;10;20;30", "38;2;1;2;3", "38;5;99", "39")
PAPERS = ("", "44", "103", "48;2;10;20;30", "48;5;7", "49")
ATTRIBUTES = ("", "1", "3", "4", "7", "9", "1;3", "1;4", "4;9", "3;7")


def codes(attribute: str, ink: str, paper: str) -> str:
    return ";".join(part for part in (attribute, ink, paper) if part)


styles = st.builds(codes, st.sampled_from(ATTRIBUTES), st.sampled_from(INKS), st.sampled_from(PAPERS))
texts = st.text(st.sampled_from("ab .é"), max_size=6) | st.integers(0, 14).map(lambda count: " " * count)
Piece = tuple[str, str]
Part = tuple[int, int, bool, list[Piece]]
parts = st.tuples(
    st.integers(1, LINES),
    st.integers(1, COLUMNS),
    st.booleans(),
    st.lists(st.tuples(styles, texts), max_size=5),
)
frames = st.lists(parts, max_size=8)


def frame(parts: list[Part]) -> str:
    """A frame as Textual writes it: nothing beyond the edges, no line break after the last line."""
    written = ""
    for line, column, broken, pieces in parts:
        written += f"\x1b[{line};{column}H"
        room = COLUMNS - column
        for style, text in pieces:
            text = text[:room]
            room -= len(text)
            written += f"\x1b[{style}m{text}\x1b[0m" if style else text
        if broken and line < LINES:
            written += "\n"
    return written + "\x1b[1;1H"


def shown(*writings: str) -> list[list[object]]:
    """The cells of a terminal, each with all of its style; of blanks only what can be seen of it."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.Stream(screen)
    for writing in writings:
        stream.feed(writing)
    return [[_visible(screen.buffer[y][x]) for x in range(COLUMNS)] for y in range(LINES)]


def _visible(cell: pyte.screens.Char) -> pyte.screens.Char:
    if cell.data != " " or cell.underscore or cell.reverse or cell.strikethrough:
        return cell
    return cell._replace(fg="default", bold=False, italics=False)


NOISE = "".join(f"\x1b[{line};1H\x1b[35;42m{'#' * COLUMNS}\x1b[0m" for line in range(1, LINES + 1))


@given(frames, frames, st.booleans())
def test_it_shows_the_same(first: list[Part], second: list[Part], erase: bool) -> None:
    one, other = frame(first), frame(second)
    assert shown(NOISE, optimize_sgr(one, erase), optimize_sgr(other, erase)) == shown(NOISE, one, other)


@given(frames)
def test_it_is_never_longer(parts: list[Part]) -> None:
    whole = frame(parts)
    assert len(optimize_sgr(whole, erase=True)) <= len(whole)


def test_a_style_is_written_once_for_lines_that_share_it() -> None:
    style = "1;38;2;1;2;3;48;2;4;5;6"
    lines = [(line, 3, True, [(style, f"line {line}")]) for line in range(1, 6)]
    assert optimize_sgr(frame(lines)).count("\x1b[1;38;2;1;2;3;48;2;4;5;6m") == 1


def test_only_the_colour_that_differs_is_written() -> None:
    two = frame([(1, 1, False, [("38;2;1;1;1;48;2;9;9;9", "a"), ("38;2;2;2;2;48;2;9;9;9", "b")])])
    assert optimize_sgr(two).startswith("\x1b[1;1H\x1b[38;2;1;1;1;48;2;9;9;9ma\x1b[38;2;2;2;2mb")


@pytest.mark.parametrize("erase", [True, False])
def test_blanks_at_the_end_of_a_piece_are_erased_where_that_keeps_the_background(erase: bool) -> None:
    blank = frame([(1, 1, True, [("44", " " * 20)])])
    assert ("\x1b[20X" in optimize_sgr(blank, erase)) is erase


def test_underlined_blanks_are_written() -> None:
    assert "X" not in optimize_sgr(frame([(1, 1, True, [("4;44", " " * 20)])]), erase=True)


def test_blanks_before_more_text_are_written() -> None:
    assert "X" not in optimize_sgr(frame([(1, 1, True, [("44", " " * 20), ("45", "end")])]), erase=True)


@pytest.mark.parametrize("data", ["", "text", "\x1b[?2026h", "\x1b]52;c;aGVq\x07", "\x1b[2;2H", "a\nb"])
def test_what_has_no_style_is_left_as_it_is(data: str) -> None:
    assert optimize_sgr(data, erase=True) == data


@pytest.mark.parametrize(
    ("environment", "erases"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "linux"}, True),
        ({"TERM": "screen-256color"}, False),
        ({"TERM": "tmux-256color"}, False),
        ({"TERM": "xterm-256color", "STY": "1234.pts-0"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
    ],
)
def test_which_terminals_fill_what_they_erase(environment: dict[str, str], erases: bool) -> None:
    assert erases_with_background(environment) is erases
