"""The two themes of heatwire, and those of Textual that are available, too."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from reader.ui.contrast import BLACK, WHITE, contrast

DARK = Theme(
    name="heatwire-dark",
    primary="#e8744a",
    secondary="#6fa8c9",
    accent="#ffb454",
    foreground="#d9d7d0",
    background="#14161a",
    surface="#1a1d22",
    panel="#23272e",
    success="#8fbf6a",
    warning="#f0b24f",
    error="#f2777a",
    dark=True,
    variables={
        "row-cursor": "#2f3946",
    },
)

LIGHT = Theme(
    name="heatwire-light",
    primary="#a8401a",
    secondary="#1f5f82",
    accent="#9a4a00",
    foreground="#24262b",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e8e5de",
    success="#3c6b1e",
    warning="#845400",
    error="#a8232b",
    dark=False,
    variables={
        "row-cursor": "#d9e3ee",
    },
)

OURS = (DARK, LIGHT)
AUTO = "auto"
"""The dark or the light theme, as the background of the terminal is."""
NOT_OFFERED = ("ansi-dark", "ansi-light")
"""Themes in the colours of the terminal, of which nobody can say whether they can be read."""
NAMES = (*(theme.name for theme in OURS), *(name for name in BUILTIN_THEMES if name not in NOT_OFFERED))
DEFAULT = DARK.name
BACKGROUND_QUERY = "\x1b]11;?\x1b\\"
_BACKGROUND_REPLY = r"\x1b\]11;rgba?:([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})/([0-9a-fA-F]{1,4})"
_DARK_COLOURS = (*range(7), 8)
"""Those of the sixteen colours of a terminal that are dark."""


def of_background(dark: bool | None) -> str:
    """The theme for a dark or light background, or for one that is unknown."""
    return LIGHT.name if dark is False else DEFAULT


def is_dark_by_variable(environment: Mapping[str, str]) -> bool | None:
    """Whether the background of the terminal is dark by `COLORFGBG`, such as "0;15" or "15;default;0"; else None."""
    number = environment.get("COLORFGBG", "").rpartition(";")[2]
    return int(number) in _DARK_COLOURS if number.isascii() and number.isdecimal() else None


def is_dark_by_reply(reply: str) -> bool | None:
    """Whether it is dark by the terminal's reply to `BACKGROUND_QUERY`; None if that is no such reply."""
    found = re.match(_BACKGROUND_REPLY, reply)
    if found is None:
        return None
    red, green, blue = (round(int(part, 16) / (16 ** len(part) - 1) * 255) for part in found.groups())
    background = Color(red, green, blue)
    return contrast(background, WHITE) > contrast(background, BLACK)


def theme_error(name: str) -> str:
    """Why a name is not the name of a theme; "" if it is."""
    names = (AUTO, *NAMES)
    if name in names:
        return ""
    close = get_close_matches(name, names, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(names)}"
    return f"there is no theme {name!r}; {hint}"
