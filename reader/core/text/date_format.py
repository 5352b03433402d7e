"""Ways to write a date: by name, or as a pattern of `strftime`."""

import re
from datetime import datetime
from typing import Final

SHORT: Final = "short"
"""As short as the date allows, and in words where there is room."""

ISO: Final = "iso"
AGO: Final = "ago"
NAMES: Final = (SHORT, ISO, AGO)

WIDEST: Final = 24
"""Characters that a date may take: it stands beside the title."""

_DIRECTIVE: Final = re.compile(r"%(-?)(.?)", re.DOTALL)
_DIRECTIVES: Final = frozenset("aAbBdHIjmMpSuUVwWyYG%")
"""Those that mean the same on every system."""

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
            return f"holds %{dash}{letter}, which is none of %{', %'.join(sorted(_DIRECTIVES))}; it must be {kinds}"
    if not text.isprintable():
        return f"holds a control character; it must be {kinds}"
    if len(written(_LONGEST, text)) > WIDEST:
        return f"takes more than {WIDEST} characters; it must be {kinds}"
    return ""


def written(when: datetime, pattern: str) -> str:
    """A date by a pattern without fault; `%-d` is `%d` without the zeros before it."""

    def part(match: "re.Match[str]") -> str:
        said = when.strftime("%" + match[2])
        return (said.lstrip("0") or "0") if match[1] else said

    return _DIRECTIVE.sub(part, pattern)
