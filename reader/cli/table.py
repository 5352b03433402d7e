"""Articles as a table of text, and the widths of text in a terminal."""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from msgspec import Struct

from reader.core.model.article import NO_HEAT, UNDATED

ELLIPSIS = "…"
_GAP = "  "
_PROVIDER_WIDTH = 20
"""Columns of the provider in a terminal; elsewhere it is not limited."""


class Line(Struct, frozen=True):
    """What is shown of an article; `heat` and `when` as in a row."""

    heat: int
    when: int
    provider: str
    title: str


def table(lines: Iterable[Line], width: int | None) -> Iterator[str]:
    """Heat, date, provider and title in columns, each line cut to `width` columns unless that is None."""
    rows = [
        ("-" if line.heat == NO_HEAT else str(line.heat), _date(line.when), line.provider, line.title) for line in lines
    ]
    heat_width = max((len(row[0]) for row in rows), default=0)
    provider_width = max((cell_width(row[2]) for row in rows), default=0)
    if width is not None:
        provider_width = min(provider_width, _PROVIDER_WIDTH, max(width // 4, 1))
    for heat, date, provider, title in rows:
        if width is not None:
            provider = cut(provider, provider_width)
        line = _GAP.join((heat.rjust(heat_width), date, pad(provider, provider_width), title))
        yield cut(line, width) if width is not None else line


def _date(when: int) -> str:
    """The day in UTC, as in the data."""
    return "-".ljust(10) if when == UNDATED else datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%d")


def cell_width(text: str) -> int:
    """The columns that a text takes: two for a wide character, none for a combining or invisible one."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc", "Zl", "Zp"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """A text of at most `width` columns, with an ellipsis where it was cut."""
    if width < 1:
        return ""
    if cell_width(text) <= width:
        return text
    room = width - 1
    for place, character in enumerate(text):
        room -= _character_width(character)
        if room < 0:
            return text[:place].rstrip() + ELLIPSIS
    return text


def pad(text: str, width: int) -> str:
    """A text filled up with blanks to `width` columns; a longer one is unchanged."""
    return text + " " * (width - cell_width(text))
