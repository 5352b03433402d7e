"""Date formats: by name, or as a pattern of `strftime`."""

import re
from datetime import datetime
from typing import Final

SHORT: Final = "short"
"""As short as the date allows, and in words if there is room."""

ISO: Final = "iso"
AGO: Final = "ago"
NAMES: Final = (SHORT, ISO, AGO)

WIDEST: Final = 24
"""The maximum width of a date, which is shown beside the title."""

_DIRECTIVE: Final = re.compile(r"%(-?)(.?)", re.DOTALL)
_DIRECTIVES: Final = frozenset("aAbBdHIjmMpSuUVwWyYG%")
"""The ones that every system has."""

_LONGEST: Final = datetime(2026, 9, 30, 22, 58, 59)  # noqa: DTZ001 - an example of a long date, a Wednesday


def date_format_error(text: str) -> str:
    """Why a text is no way to write dates, as in "must be …"; "" if it is one."""
    if text in NAMES:
        return ""
    kinds = f"{', '.join(NAMES)} or a pattern such as %d.%m.%Y"
    found = [(match[1], match[2]) for match in _DIRECTIVE.finditer(text)]
    if not [letter for _, letter in found if letter != "%"]:
        return f"must be {kinds}"
    for dash, letter in found:
        if letter not in _DIRECTIVES or (dash and letter == "%"):
            return f"has %{dash}{letter}, which is none of %{', %'.join(sorted(_DIRECTIVES))}; it must be {kinds}"
    if not text.isprintable():
        return f"has a control character; it must be {kinds}"
    if len(format_by_pattern(_LONGEST, text)) > WIDEST:
        return f"is wider than {WIDEST} characters; it must be {kinds}"
    return ""


def format_by_pattern(when: datetime, pattern: str) -> str:
    """A date by a valid pattern; `%-d` is `%d` without leading zeros."""

    def part(match: "re.Match[str]") -> str:
        text = when.strftime("%" + match[2])
        return (text.lstrip("0") or "0") if match[1] else text

    return _DIRECTIVE.sub(part, pattern)
