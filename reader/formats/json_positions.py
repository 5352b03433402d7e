"""Line numbers in a JSON text, which the standard library's decoder does not give."""

import json
import re
from itertools import accumulate, pairwise
from typing import Final

_BETWEEN: Final = re.compile(r"[ \t\n\r,:]*")


def element_lines(text: str, name: str) -> list[int]:
    """The line, from 1, on which each element of the list `name` begins, in valid JSON with an object.

    If the name occurs twice, the later one counts.
    """
    decode = json.JSONDecoder().raw_decode
    starts: list[int] = []
    place = _next(text, _next(text, 0) + 1)
    while text[place] != "}":
        key, place = decode(text, place)
        place = _next(text, place)
        if key == name and text[place] == "[":
            starts.clear()
            place = _next(text, place + 1)
            while text[place] != "]":
                starts.append(place)
                place = _next(text, decode(text, place)[1])
            place += 1
        else:
            place = decode(text, place)[1]
        place = _next(text, place)
    breaks = (text.count("\n", before, start) for before, start in pairwise([0, *starts]))
    return list(accumulate(breaks, initial=1))[1:]


def _next(text: str, place: int) -> int:
    """Where the next key or value begins, or the closing bracket."""
    between = _BETWEEN.match(text, place)
    return between.end() if between else place
