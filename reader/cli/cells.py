"""How wide text is in a terminal, and cutting it to a width."""

import unicodedata

ELLIPSIS = "…"


def cell_width(text: str) -> int:
    """The cells that a text takes: wide characters count two, combining and invisible ones none."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc", "Zl", "Zp"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """A text of at most `width` cells, with an ellipsis where something was cut off."""
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
    """A text filled up with blanks to `width` cells; longer ones are left as they are."""
    return text + " " * (width - cell_width(text))
