"""Highlighting search matches in text."""

from collections.abc import Callable, Iterable, Sequence

from reader.ui.render.text import ELLIPSIS, Line, Span

Range = tuple[int, int]
"""Start and end of a match in a text."""

Highlighter = Callable[[str, str], Sequence[Range]]
"""Finds the matches of a search in a text, ascending and disjoint.

Its arguments are the text and its field as queries name it: "title", "excerpt", or "" for others.
"""


def highlight_lines(text: str, lines: Sequence[str], ranges: Sequence[Range], role: str) -> list[Line]:
    """Lines of a text with its matches in the role `match`.

    Args:
        text: the whole text.
        lines: the text, cut or wrapped.
        ranges: the matches, ascending and disjoint.
        role: the role of the rest; matches have the same background.
    """
    if not ranges:
        return [(Span(line, role),) if line else () for line in lines]
    under, _, _ = role.rpartition(" ")
    match = f"{under} match" if under else "match"
    done = 0
    drawn: list[Line] = []
    for line in lines:
        body = line.removesuffix(ELLIPSIS)
        start = text.find(body, done) if body else -1
        if start < 0:
            # The last line that fits joins several lines of the text.
            drawn.append((Span(line, role),) if line else ())
            continue
        done = start + len(body)
        drawn.append(tuple(_spans(line, start, done, ranges, (role, match))))
    return drawn


def _spans(line: str, start: int, end: int, ranges: Sequence[Range], roles: tuple[str, str]) -> Iterable[Span]:
    """The spans of a line, which is text[start:end]."""
    plain, match = roles
    used = 0
    for first, last in ranges:
        if last <= start or first >= end:
            continue
        begin, stop = max(first, start) - start, min(last, end) - start
        if begin > used:
            yield Span(line[used:begin], plain)
        yield Span(line[begin:stop], match)
        used = stop
    if used < len(line):
        yield Span(line[used:], plain)
