"""Cutting and wrapping text to cells, and lines of styled spans."""

from collections.abc import Iterable
from typing import NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size

ELLIPSIS = "…"


class Span(NamedTuple):
    """A piece of a line. `role` is the component class of its style, after that of its background if it has one."""

    text: str
    role: str = ""


Line = tuple[Span, ...]
BLANK: Line = ()


def cell_width(text: str) -> int:
    """The width of a text in terminal cells."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int) -> str:
    """A text cut to `width` cells, with an ellipsis if anything is cut off."""
    if cell_width(text) <= width:
        return text
    if width <= 0:
        return ""
    cut = text[: width - 1] if text.isascii() else set_cell_size(text, width - 1)
    return cut.rstrip() + ELLIPSIS


def fit_first(first: str, others: Iterable[str], width: int) -> str:
    """Facts joined by " · " in `width` cells; if they are too long, the first one is cut first."""
    rest = "".join(f" · {fact}" for fact in others if fact)
    if not first:
        return fit(rest.removeprefix(" · "), width)
    room = width - cell_width(rest)
    return fit(first, room) + rest if room >= 4 else fit(first + rest, width)


def fit_middle(text: str, width: int) -> str:
    """A text cut to `width` cells in its middle: for URLs."""
    if cell_width(text) <= width or width < 8:
        return fit(text, width)
    tail = (width - 1) // 3
    return text[: width - 1 - tail] + ELLIPSIS + text[-tail:] if text.isascii() else fit(text, width)


def pad(text: str, width: int) -> str:
    """A text padded with blanks to `width` cells; never cut."""
    return text + " " * (width - cell_width(text))


def _pieces(word: str, width: int) -> list[str]:
    return [word] if cell_width(word) <= width else chop_cells(word, width)


def wrap(text: str, width: int) -> list[str]:
    """A text as lines of at most `width` cells, broken at blanks; longer words are broken anywhere."""
    if width <= 0:
        return []
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in paragraph.split(" "):
            for piece in _pieces(word, width):
                size = cell_width(piece)
                if line and used + 1 + size > width:
                    lines.append(line)
                    line, used = piece, size
                else:
                    line, used = (f"{line} {piece}", used + 1 + size) if line else (piece, size)
        lines.append(line)
    return lines


def wrap_to(text: str, width: int, count: int) -> list[str]:
    """A text wrapped to at most `count` lines, the last one cut with an ellipsis if there is more."""
    lines = wrap(text, width)
    if len(lines) <= count:
        return lines
    return [*lines[: count - 1], fit(" ".join(lines[count - 1 :]), width)]


def line_width(line: Line) -> int:
    """The width of a line in cells."""
    return sum(cell_width(span.text) for span in line)


def spread(left: Iterable[Span], right: Iterable[Span], width: int) -> Line:
    """A line of `width` cells with one part at each end; the left part is cut if both do not fit."""
    tail = tuple(right)
    room = width - line_width(tail)
    head: list[Span] = []
    for span in left:
        if room <= 0:
            break
        text = fit(span.text, room)
        head.append(Span(text, span.role))
        room -= cell_width(text)
        if text != span.text:
            break
    return (*head, Span(" " * max(0, room), head[-1].role if head else ""), *tail)
