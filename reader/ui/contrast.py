"""Colours that can be read: computed from a theme, for what the terminal can show.

Text has at least 4.5:1 on every background, signs 3:1 (WCAG 2.2, success criteria 1.4.3 and 1.4.11).
"""

from collections.abc import Mapping
from typing import Final

from rich.color import ColorSystem
from textual.color import Color

TEXT, SIGN = 4.5, 3.0
_MARGIN: Final = 1.02
_STEPS: Final = 24
BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)
_FAR: Final = {True: (1.3, 1.55), False: (1.15, 1.32)}
"""The greatest contrast to the background that bars have, and rows under a cursor; for dark and light themes."""
_DARK_16: Final = {
    "back": "#000000", "row": "#0000aa", "strong": "#ffffff", "text": "#aaaaaa", "mark": "#ffff55",
    "link": "#55ffff", "bad": "#ff5555", "line": "#555555",
}  # fmt: skip
_LIGHT_16: Final = {
    "back": "#ffffff", "row": "#aaaaaa", "strong": "#000000", "text": "#000000", "mark": "#0000aa",
    "link": "#0000aa", "bad": "#aa0000", "line": "#aaaaaa",
}  # fmt: skip
_ROLES_16: Final = {
    "back": ("background", "surface", "panel", "input-cursor-foreground"),
    "row": ("block-cursor-background", "block-cursor-blurred-background", "chosen-background",
            "input-selection-background"),
    "strong": ("foreground", "block-cursor-foreground", "block-cursor-blurred-foreground", "input-cursor-background"),
    "text": ("text-muted", "thumb"),
    "mark": ("accent", "text-accent", "text-primary", "text-warning", "border", "heat"),
    "link": ("secondary", "text-secondary", "text-success"),
    "bad": ("text-error",),
    "line": ("rule",),
}  # fmt: skip


def luminance(color: Color) -> float:
    """The relative luminance of a colour, 0 … 1 (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    red, green, blue = (part / 3294.6 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in color.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 … 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def shown_color(color: Color, depth: ColorSystem) -> Color:
    """A colour as a terminal of 256 or 16 colours shows it."""
    if depth is ColorSystem.TRUECOLOR:
        return color
    return Color(*color.rich_color.downgrade(depth).get_truecolor())


def readable_variables(variables: Mapping[str, str], dark: bool, depth: ColorSystem) -> dict[str, str]:
    """The variables of the style sheets that take the place of a theme's own.

    Args:
        variables: those of the theme; colours of the terminal itself (`ansi_…`) cannot be judged.
        dark: whether the theme has light text on a dark background.
        depth: what the terminal can show. With 16 colours all dark themes are alike, and all light ones.
    """
    if depth in (ColorSystem.STANDARD, ColorSystem.WINDOWS):
        values = _DARK_16 if dark else _LIGHT_16
        return {name: values[value] for value, names in _ROLES_16.items() for name in names}
    return _Readable(variables, dark, depth).variables()


class _Readable:
    """The colours of a theme, moved towards black or white as far as they must be."""

    def __init__(self, variables: Mapping[str, str], dark: bool, depth: ColorSystem) -> None:
        self._own = variables
        self._depth = depth
        self._extreme = WHITE if dark else BLACK
        self._back = self._flat(Color.parse(variables["background"]))
        bar, row = _FAR[dark]
        text, accent = self._theme_color("foreground"), self._theme_color("accent")
        cursor = (
            self._theme_color("row-cursor")
            if "row-cursor" in variables
            else self._back.blend(self._theme_color("primary"), 0.5, 1)
        )
        self._grounds = {
            "background": self._back,
            "surface": self._near(self._theme_color("surface"), bar),
            "panel": self._near(self._theme_color("panel"), bar),
            "block-cursor-background": self._near(cursor, row),
            "block-cursor-blurred-background": self._near(self._back.blend(text, 0.1), bar),
            "chosen-background": self._near(self._back.blend(accent, 0.2), row),
        }
        shown = [shown_color(ground, depth) for ground in self._grounds.values()]
        self._hardest = (max if dark else min)(shown, key=luminance)

    def _theme_color(self, name: str) -> Color:
        color = Color.parse(self._own[name])
        return color if color.a == 1 else self._back.blend(color.with_alpha(1), color.a)

    def _flat(self, color: Color) -> Color:
        """A background; grey with 256 colours, whose few dark and light ones are far from any theme's."""
        if self._depth is ColorSystem.TRUECOLOR:
            return color
        grey = round((luminance(color) ** (1 / 2.2)) * 255)
        return Color(grey, grey, grey)

    def _near(self, color: Color, limit: float) -> Color:
        """A background no further from that of the theme than a contrast of `limit`."""
        for step in range(_STEPS):
            found = self._flat(color.blend(self._back, step / _STEPS, 1))
            if contrast(shown_color(found, self._depth), shown_color(self._back, self._depth)) <= limit:
                return found
        return self._back

    def readable(self, color: Color, least: float = TEXT) -> Color:
        """The nearest colour that can be read on every background."""
        for step in range(_STEPS):
            found = color.blend(self._extreme, step / _STEPS, 1)
            if contrast(shown_color(found, self._depth), self._hardest) >= least * _MARGIN:
                return found
        return self._extreme

    def variables(self) -> dict[str, str]:
        """The variables by name."""
        text, back, color = self._theme_color("foreground"), self._back, self._theme_color
        accent, second = self.readable(color("accent")), self.readable(color("secondary"))
        found = {
            **self._grounds,
            "foreground": self.readable(text),
            "text-muted": self.readable(text.blend(back, 0.28, 1)),
            "accent": accent,
            "text-accent": accent,
            "text-primary": self.readable(color("primary")),
            "secondary": second,
            "text-secondary": second,
            "text-success": self.readable(color("success")),
            "text-warning": self.readable(color("warning")),
            "text-error": self.readable(color("error")),
            "heat": self.readable(color("primary").blend(text, 0.45, 1)),
            "block-cursor-foreground": self._extreme,
            "block-cursor-blurred-foreground": self._extreme,
            "input-cursor-background": text,
            "input-cursor-foreground": back,
            "input-selection-background": self._grounds["block-cursor-background"],
            "border": accent,
            "rule": back.blend(text, 0.32, 1),
            "thumb": self.readable(back.blend(text, 0.5, 1), SIGN),
        }
        return {name: value.hex for name, value in found.items()}
