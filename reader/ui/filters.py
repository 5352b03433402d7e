"""The last gate before the terminal: no control character leaves in any text."""

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
MARK = "\ufffd"


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
