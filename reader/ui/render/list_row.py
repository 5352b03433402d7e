"""The row of an article in the list."""

from datetime import datetime
from enum import StrEnum

from reader.core.tables.row_flags import RowFlag
from reader.core.tables.rows import Row
from reader.core.text.date_format import SHORT
from reader.core.text.relative_time import short_date
from reader.ui.render.highlights import Highlighter, highlight_lines
from reader.ui.render.text import BLANK, Line, Span, cell_width, fit, fit_first, line_width, spread, wrap_to

_BARS = "▁▂▃▄▅▆▇█"
SIGNS = 4
"""Cells before the title: cursor, unread, bookmarked, selected."""
HOT, WARM = 120, 60


class Density(StrEnum):
    """The height of rows."""

    COMPACT = "compact"
    NORMAL = "normal"
    ROOMY = "roomy"

    @property
    def height(self) -> int:
        """Lines per row."""
        return {"compact": 1, "normal": 2, "roomy": 3}[self]

    @property
    def next(self) -> "Density":
        """The density that the key switches to."""
        kinds = list(Density)
        return kinds[(kinds.index(self) + 1) % len(kinds)]


def heat_bar(heat: int) -> str:
    """A block character for a heat; full from 175 on, about the maximum in practice."""
    return _BARS[min(7, max(0, heat) // 25)]


def heat_role(heat: int) -> str:
    """The component class of a heat."""
    return "hot" if heat >= HOT else "warm" if heat >= WARM else "cool"


def heat_spans(row: Row, on: str = "") -> tuple[Span, ...]:
    """Bar and number, right-aligned in six cells."""
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
    highlights: Highlighter | None = None,
) -> tuple[Line, ...]:
    """The lines of a row, `density.height` of them, each at most `width` cells wide.

    Args:
        row: the article.
        density: how many lines.
        width: in cells.
        now: the present, in the user's time zone.
        on: whether the cursor is on the row.
        chosen: whether the row is selected.
        dates: a date format (see `reader.core.text.date_format`).
        highlights: finds what to highlight in the title.
    """
    mark = "cursor " if on else "chosen " if chosen else ""
    lead = (
        Span("▌" if on else " ", f"{mark}caret"),
        Span(" " if row.read else "●", f"{mark}unread"),
        Span("★" if row.bookmarked else " ", f"{mark}star"),
        Span("✓" if chosen else " ", f"{mark}tick"),
    )
    title_role = f"{mark}{'current' if on else 'old' if row.read else 'title'}"
    ranges = highlights(row.title, "title") if highlights else ()
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
    """The end of a one-line row: the date if there is room, and the heat."""
    when = (Span(f"  {' ' * (11 - cell_width(date))}{date}", f"{mark}meta"),) if width >= 60 else ()
    return (*when, *heat_spans(row, mark))


def _meta(row: Row, under: Line, width: int, date: str, mark: str) -> Line:
    heat = heat_spans(row, mark)
    video = "▶ video · " if row.flags & RowFlag.VIDEO else ""
    state = "saved copy" if row.flags & RowFlag.KEPT else "archived" if row.archived else ""
    room = max(0, width - line_width(under) - line_width(heat) - cell_width(video))
    words = video + fit_first(row.provider, (date, state), room)
    return spread((*under, Span(words, f"{mark}meta")), heat, width)
