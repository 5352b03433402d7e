"""Line numbers in a JSON text, which the standard library's decoder does not give."""

import json
import re
from collections.abc import Iterator
from typing import Final

_BLANKS: Final = re.compile(r"[ \t\n\r]*")


def element_lines(text: str, name: str) -> list[int]:
    """The line, from 1, on which each element of a list begins.

    Args:
        text: valid JSON, an object.
        name: the key of the list in that object; if it occurs twice, the later one counts.
    """
    decoder = json.JSONDecoder()
    starts: list[int] = []
    place = _skip_blanks(text, _skip_blanks(text, 0) + 1)
    while text[place] != "}":
        key, place = decoder.raw_decode(text, place)
        # After the colon.
        place = _skip_blanks(text, _skip_blanks(text, place) + 1)
        if key == name and text[place] == "[":
            starts.clear()
            place = _skip_blanks(text, place + 1)
            while text[place] != "]":
                starts.append(place)
                place = _next(text, decoder.raw_decode(text, place)[1])
            place += 1
        else:
            place = decoder.raw_decode(text, place)[1]
        place = _next(text, place)
    return list(_lines(text, starts))


def _skip_blanks(text: str, place: int) -> int:
    blanks = _BLANKS.match(text, place)
    return blanks.end() if blanks else place


def _next(text: str, place: int) -> int:
    """Where the next entry begins, or the closing bracket."""
    place = _skip_blanks(text, place)
    return _skip_blanks(text, place + 1) if text[place] == "," else place


def _lines(text: str, places: list[int]) -> Iterator[int]:
    line, before = 1, 0
    for place in places:
        line += text.count("\n", before, place)
        before = place
        yield line
