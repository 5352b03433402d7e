"""Articles as aligned text, one line each."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from msgspec import Struct

from reader.cli.cells import cell_width, cut, pad
from reader.core.model.article import NO_HEAT, UNDATED

_GAP = "  "
_NARROW_PROVIDER = 20
"""Cells of the provider's column in a terminal; it is not limited elsewhere."""


class Line(Struct, frozen=True):
    """What is shown of an article; `heat` and `when` as in a row."""

    heat: int
    when: int
    provider: str
    title: str


def table(lines: Iterable[Line], width: int | None) -> Iterator[str]:
    """Heat, date, provider and title in columns.

    Args:
        lines: the articles.
        width: cells to cut each line to; None for whole lines.
    """
    cells = [(_heat(line.heat), _date(line.when), line.provider, line.title) for line in lines]
    heat_width = max((len(row[0]) for row in cells), default=0)
    provider_width = max((cell_width(row[2]) for row in cells), default=0)
    if width is not None:
        provider_width = min(provider_width, _NARROW_PROVIDER, max(width // 4, 1))
    for heat, date, provider, title in cells:
        if width is not None:
            provider = cut(provider, provider_width)
        line = _GAP.join((heat.rjust(heat_width), date, pad(provider, provider_width), title))
        yield cut(line, width) if width is not None else line


def _heat(heat: int) -> str:
    return "-" if heat == NO_HEAT else str(heat)


def _date(when: int) -> str:
    """The day in UTC, as everywhere in the data."""
    return "-".ljust(10) if when == UNDATED else datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%d")
