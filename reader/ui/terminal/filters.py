"""The last gates before the terminal: no control character leaves in any text, and no colour that nobody wants."""

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
MARK = "\ufffd"


class NoColorFilter(LineFilter):
    """Takes all colours away, for NO_COLOR, but leaves letters reversed.

    Textual's own filter leaves shades of grey, or loses what is reversed, for Textual may do that by exchanging
    the colours.

    Args:
        dark: whether letters are lighter than what is behind them, as the theme is now.
    """

    def __init__(self, dark: Callable[[], bool]) -> None:
        super().__init__()
        self._dark = dark

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without colours."""
        del background
        dark = self._dark()
        return [
            Segment(segment.text, segment.style and _plain(segment.style, dark), segment.control)
            for segment in segments
        ]


@lru_cache(2048)
def _plain(style: Style, dark: bool) -> Style:
    front, behind = _light(style.color), _light(style.bgcolor)
    exchanged = front is not None and behind is not None and front != behind and (front < behind) is dark
    return style.without_color + Style(reverse=True) if exchanged else style.without_color


def _light(color: RichColor | None) -> float | None:
    """How light a colour is, 0 to 255; None where the terminal decides."""
    if color is None or color.is_default:
        return None
    red, green, blue = color.get_truecolor()
    return 0.299 * red + 0.587 * green + 0.114 * blue


class ControlFilter(LineFilter):
    """Puts U+FFFD in the place of controls in the text of segments.

    Text is cleaned where it enters; this holds even if some was not. Segments that are terminal
    control themselves (Textual's own) are left alone.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments with harmless text."""
        del background
        return [
            Segment(CONTROLS.sub(MARK, segment.text), segment.style)
            if not segment.control and CONTROLS.search(segment.text)
            else segment
            for segment in segments
        ]
