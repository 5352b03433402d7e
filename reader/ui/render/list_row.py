"""One article as the list shows it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.core.tables.row_flags import RowFlag
from reader.core.tables.rows import Row
from reader.core.text.date_format import SHORT
from reader.core.text.relative_time import short_date
from reader.ui.render.highlights import find_matches, highlight_lines
from reader.ui.render.text import BLANK, Line, Span, cell_width, fit, fit_first, line_width, spread, wrap_to

if TYPE_CHECKING:
    from reader.core.model.query import Words

_BARS = "▁▂▃▄▅▆▇█"
SIGNS = 4
"""Cells before the title: the cursor, unread, bookmarked, selected."""
HOT, WARM = 120, 60


class Density(StrEnum):
    """How much room a row takes."""

    COMPACT = "compact"
    NORMAL = "normal"
    ROOMY = "roomy"

    @property
    def height(self) -> int:
        """Lines a row."""
        return {"compact": 1, "normal": 2, "roomy": 3}[self]

    @property
    def next(self) -> "Density":
        """The one that a key leads to."""
        kinds = list(Density)
        return kinds[(kinds.index(self) + 1) % len(kinds)]


def heat_bar(heat: int) -> str:
    """The block that stands for a heat; full from 175 up, about the highest seen."""
    return _BARS[min(7, max(0, heat) // 25)]


def heat_role(heat: int) -> str:
    """The component class of a heat."""
    return "hot" if heat >= HOT else "warm" if heat >= WARM else "cool"


def heat_spans(row: Row, on: str = "") -> tuple[Span, ...]:
    """Bar and number, six cells, right-aligned."""
    if not row.heat_known:
        return (Span("     –", f"{on}meta"),)
    role = f"{on}{heat_role(row.heat)}"
    return (Span(f" {heat_bar(row.heat)}{min(row.heat, 9999):>4}", role),)


def row_lines(
    row: Row,
    density: Density,
    width: int,
    now: datetime,
    on: bool,
    chosen: bool = False,
    dates: str = SHORT,
    highlights: "Sequence[Words]" = (),
) -> tuple[Line, ...]:
    """The lines of a row, `density.height` of them, each at most `width` cells.

    Args:
        row: what to show.
        density: how many lines.
        width: cells a line.
        now: the present, in the reader's zone.
        on: whether the cursor is on it.
        chosen: whether it is selected.
        dates: a way to write dates.
        highlights: what is to be shown as found in the title.
    """
    mark = "cursor " if on else "chosen " if chosen else ""
    lead = (
        Span("▌" if on else " ", f"{mark}caret"),
        Span(" " if row.read else "●", f"{mark}unread"),
        Span("★" if row.bookmarked else " ", f"{mark}star"),
        Span("✓" if chosen else " ", f"{mark}tick"),
    )
    title_role = f"{mark}{'old' if row.read else 'title'}"
    ranges = find_matches(row.title, highlights, "title")
    if density is Density.COMPACT:
        tail = _tail(row, width, short_date(row.when, now, dates), mark)
        (title,) = highlight_lines(row.title, [fit(row.title, width - SIGNS - line_width(tail))], ranges, title_role)
        return (spread((*lead, *title), tail, width),)
    room = width - SIGNS
    titles = wrap_to(row.title, room, 2) if density is Density.ROOMY else [fit(row.title, room)]
    under = (Span("▌   " if on else "    ", f"{mark}caret"),)
    lines: list[Line] = [
        (*(under if number else lead), *title)
        for number, title in enumerate(highlight_lines(row.title, titles, ranges, title_role))
    ]
    lines.append(_meta(row, under, width, short_date(row.when, now, dates), mark))
    return (*lines, *(under if mark else BLANK for _ in range(density.height - len(lines))))


def _tail(row: Row, width: int, date: str, mark: str) -> Line:
    """What ends a row of one line: the date where there is room, and the heat."""
    when = (Span(f"  {' ' * (11 - cell_width(date))}{date}", f"{mark}meta"),) if width >= 60 else ()
    return (*when, *heat_spans(row, mark))


def _meta(row: Row, under: Line, width: int, date: str, mark: str) -> Line:
    heat = heat_spans(row, mark)
    video = "▶ video · " if row.flags & RowFlag.VIDEO else ""
    state = "kept copy" if row.flags & RowFlag.KEPT else "archived" if row.archived else ""
    room = max(0, width - line_width(under) - line_width(heat) - cell_width(video))
    words = video + fit_first(row.provider, (date, state), room)
    return spread((*under, Span(words, f"{mark}meta")), heat, width)
