"""The two themes of heatwire, and those of Textual that are available, too."""

from difflib import get_close_matches

from textual.theme import BUILTIN_THEMES, Theme

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
NOT_OFFERED = ("ansi-dark", "ansi-light")
"""Themes in the colours of the terminal, of which nobody can say whether they can be read."""
NAMES = (*(theme.name for theme in OURS), *(name for name in BUILTIN_THEMES if name not in NOT_OFFERED))
DEFAULT = DARK.name


def theme_error(name: str) -> str:
    """Why a name is not the name of a theme; "" if it is."""
    if name in NAMES:
        return ""
    close = get_close_matches(name, NAMES, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(NAMES)}"
    return f"there is no theme {name!r}; {hint}"
