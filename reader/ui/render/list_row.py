"""The row of an article in the list."""

import sys
from datetime import datetime
from enum import StrEnum

from reader.core.tables.row_flags import RowFlag
from reader.core.tables.rows import Row
from reader.core.text.date_format import SHORT
from reader.core.text.relative_time import short_date
from reader.ui.render.highlights import Highlighter, highlight_lines
from reader.ui.render.text import BLANK, Line, Span, cell_width, fit, fit_first, line_width, spread, wrap_to

BAR = 5
"""Cells of the longest heat bar."""
_TWO_LINE_TITLES = 70
"""Cells of a list below which titles have two lines, unless the user chose otherwise."""
_WIDE = 36
"""Cells from which a row has a bar."""
_LEAST_FACTS = 19
"""Cells for provider and date after the end of a long title."""
_DATED = 60
"""Cells from which a row of one line has a date."""
SIGNS = 4
"""Cells before the title: cursor, unread, bookmarked, selected."""


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

    @classmethod
    def of_width(cls, width: int) -> "Density":
        """The density for a list of so many cells, unless the user chose one: titles are whole where there is room."""
        return cls.ROOMY if width < _TWO_LINE_TITLES else cls.NORMAL


def heat_bar(heat: int, hottest: int) -> str:
    """A bar for a heat, in half cells: `BAR` cells long for the hottest, and at least a half."""
    halves = -(-2 * BAR * min(heat, hottest) // hottest) if hottest > 0 else 0
    return "━" * (halves // 2) + "╸" * (halves % 2)


def heat_span(row: Row, hottest: int, on: str = "", width: int = _WIDE) -> Span:
    """A blank, the bar and the number, of the same width for all rows of a list; no bar in a very narrow one.

    Args:
        row: the article.
        hottest: the largest heat in the list.
        on: the background (see `Span`).
        width: that of the list.
    """
    digits = max(3, len(str(hottest)))
    bar = f" {heat_bar(row.heat, hottest):{BAR}}" if width >= _WIDE else ""
    if not row.heat_known:
        return Span(f"{'–':>{len(bar) + 1 + digits}}", f"{on}meta")
    return Span(f"{bar} {row.heat:>{digits}}", f"{on}heat")


def row_lines(
    row: Row,
    density: Density,
    width: int,
    now: datetime,
    on: bool,
    chosen: bool = False,
    dates: str = SHORT,
    highlights: Highlighter | None = None,
    hottest: int = 0,
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
        hottest: the largest heat in the list.
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
    date, heat = short_date(row.when, now, dates), heat_span(row, hottest, mark, width)
    if density is Density.COMPACT:
        when = (Span(f"  {' ' * (11 - cell_width(date))}{date}", f"{mark}meta"),) if width >= _DATED else ()
        room = width - SIGNS - line_width((*when, heat))
        (title,) = highlight_lines(row.title, [fit(row.title, room)], ranges, title_role)
        return (spread((*lead, *title), (*when, heat), width),)
    under = (Span("▌   " if on else "    ", f"{mark}caret"),)
    room = width - SIGNS
    beside = room - cell_width(heat.text)
    titles = wrap_to(row.title, room, 2) or [""]
    spills = density is Density.NORMAL and len(titles) > 1
    after = beside - cell_width(titles[-1]) - 3
    if spills and after < min(_LEAST_FACTS, cell_width(_facts(row, date))):
        titles, spills = [fit(row.title, room)], False
    title, *rest = highlight_lines(row.title, titles, ranges, title_role)
    if spills:
        facts = Span(f" · {_facts(row, date, after)}", f"{mark}meta")
        return (*lead, *title), spread((*under, *rest[0], facts), (heat,), width)
    meta = spread((*under, Span(_facts(row, date, beside), f"{mark}meta")), (heat,), width)
    lines = [(*lead, *title), *((*under, *line) for line in rest), meta]
    return (*lines, *(under if mark else BLANK for _ in range(density.height - len(lines))))


def _facts(row: Row, date: str, room: int = sys.maxsize) -> str:
    """Provider, date and state; a video has its sign alone where there is no room for the word."""
    state = "saved copy" if row.flags & RowFlag.KEPT else "archived" if row.archived else ""
    video = "▶ video · " if row.flags & RowFlag.VIDEO else ""
    if cell_width(video + " · ".join(filter(None, (row.provider, date, state)))) > room:
        video = video[:2]
    return video + fit_first(row.provider, (date, state), room - len(video))
