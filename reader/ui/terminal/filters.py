"""Line filters: for text without control characters, for NO_COLOR, and for fonts with few signs."""

import re
from collections.abc import Callable
from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_PAIRS = "★*▾v▸>▏|●o○-◷z⊘x▪#✓+▌>━=╸-─-│|┃#├|└`┬+╭+╮+╰+╯+→>←<↑^↓v↗>▶>↶<·-…~–-—-‘'’'“\"”\"•*▔-▁_▂_▃_▄#▅#▆#▇#█#▎|▊|▐|"
SIGNS = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))
"""Signs, lines and punctuation, and what takes their place."""
REPLACEMENT = "\ufffd"


class NoColorFilter(LineFilter):
    """Removes all colours, but keeps reverse video.

    Textual's own filters leave shades of grey, or lose text that Textual reverses by swapping its colours.

    Args:
        dark: returns whether the present theme has light text on a dark background.
    """

    def __init__(self, dark: Callable[[], bool]) -> None:
        super().__init__()
        self._dark = dark

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without colours, see `LineFilter.apply`."""
        del background
        dark = self._dark()
        return [
            Segment(segment.text, segment.style and _plain(segment.style, dark), segment.control)
            for segment in segments
        ]


@lru_cache(2048)
def _plain(style: Style, dark: bool) -> Style:
    text, background = _lightness(style.color), _lightness(style.bgcolor)
    swapped = text is not None and background is not None and text != background and (text < background) is dark
    return style.without_color + Style(reverse=True) if swapped else style.without_color


def _lightness(color: RichColor | None) -> float | None:
    """The luma of a colour by ITU-R BT.601, 0 to 255; None for the terminal's default."""
    if color is None or color.is_default:
        return None
    red, green, blue = color.get_truecolor()
    return 0.299 * red + 0.587 * green + 0.114 * blue


class AsciiFilter(LineFilter):
    """Replaces the signs and lines of the screen by ASCII, each by one character, for fonts that do not have them."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in ASCII as far as `SIGNS` goes, see `LineFilter.apply`."""
        del background
        return [Segment(text.translate(SIGNS), style, control) for text, style, control in segments]


class ControlFilter(LineFilter):
    """Replaces control characters in the text of segments by U+FFFD.

    Text is cleaned where it enters the program; this filter is the second line of defence. Control segments,
    which only Textual itself makes, pass unchanged.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without control characters, see `LineFilter.apply`."""
        del background
        return [
            Segment(CONTROLS.sub(REPLACEMENT, segment.text), segment.style)
            if not segment.control and CONTROLS.search(segment.text)
            else segment
            for segment in segments
        ]
