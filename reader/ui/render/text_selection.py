"""A piece of text that the mouse selects, from one cell to another."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reader.ui.render.text import Line, Span, cell_width, line_width

SELECTED = "selected"
"""The role of the background of selected text."""


class Point(NamedTuple):
    """A line, and a cell in it."""

    line: int
    cell: int


class TextSelection:
    """The cells between two points of a text; none while both are the same."""

    def __init__(self) -> None:
        self._start = self._end = Point(0, 0)

    def begin(self, point: Point) -> None:
        """Begin at a point, with nothing selected."""
        self._start = self._end = point

    def extend(self, point: Point) -> range:
        """Select up to a point; the lines that look different now."""
        before, self._end = self._end, point
        return range(min(before.line, point.line), max(before.line, point.line) + 1)

    def clear(self) -> range:
        """Select nothing; the lines that look different now."""
        lines = self.lines
        self._end = self._start
        return lines

    def __bool__(self) -> bool:
        return self._start != self._end

    @property
    def lines(self) -> range:
        """The lines of which something is selected."""
        if not self:
            return range(0)
        return range(min(self._start.line, self._end.line), max(self._start.line, self._end.line) + 1)

    def cells(self, line: int, width: int) -> range:
        """The selected cells of a line that is `width` cells wide."""
        first, last = sorted((self._start, self._end))
        if not self or not first.line <= line <= last.line:
            return range(0)
        start = first.cell if line == first.line else 0
        return range(start, min(width, last.cell + 1) if line == last.line else width)

    def mark(self, place: int, line: Line) -> Line:
        """A line with its selected part in the role SELECTED."""
        cells = self.cells(place, line_width(line))
        if not cells:
            return line
        before, inside, after = cut(line, cells)
        return (*before, *(Span(text, f"{SELECTED} {role.rpartition(' ')[2]}") for text, role in inside), *after)

    def text(self, line_at: Callable[[int], Line], room: int) -> str:
        """The selected text; lines that were wrapped at `room` cells are joined again."""
        parts: list[str] = []
        for place in self.lines:
            line = line_at(place)
            part = "".join(text for text, _ in cut(line, self.cells(place, line_width(line)))[1])
            if parts and place > self.lines[0] and _is_wrapped(line_at(place - 1), line, room):
                parts[-1] = f"{parts[-1].rstrip()} {part.strip()}"
            else:
                parts.append(part.rstrip() if place == self.lines[0] else part.strip())
        return "\n".join(parts).strip()


def cut(line: Sequence[Span], cells: range) -> tuple[Line, Line, Line]:
    """The parts of a line before, in and after some cells; a wide character belongs to its first cell."""
    parts: tuple[list[Span], list[Span], list[Span]] = ([], [], [])
    at = 0
    for text, role in line:
        pieces = ["", "", ""]
        for character in text:
            pieces[0 if at < cells.start else 1 if at < cells.stop else 2] += character
            at += cell_width(character)
        for part, piece in zip(parts, pieces, strict=True):
            if piece:
                part.append(Span(piece, role))
    return tuple(parts[0]), tuple(parts[1]), tuple(parts[2])


def _is_wrapped(line: Line, following: Line, room: int) -> bool:
    """Whether a text goes on in the following line, because its next word did not fit."""
    if not line or not following or line[-1].role != following[-1].role:
        return False
    word = "".join(text for text, _ in following).strip().partition(" ")[0]
    return bool(word) and line_width(line) + 1 + cell_width(word) > room
