"""Where a text holds what was searched for, and lines that show it."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader.ui.draw import ELLIPSIS, Line, Span

if TYPE_CHECKING:
    from reader.core.query import Words

Range = tuple[int, int]
"""Start and end of a piece of a text."""


class Sought(NamedTuple):
    """What is to be shown as found: in titles, and in all other text."""

    title: "tuple[Words, ...]" = ()
    text: "tuple[Words, ...]" = ()


NOTHING_SOUGHT = Sought()


def found(text: str, sought: "Sequence[Words]") -> list[Range]:
    """The places of a text that match, in order; they do not overlap."""
    if not sought or not text:
        return []
    # Not at the top: only a search needs it.
    from reader.core.words import fold, spans

    folded = fold(text)
    likely = [words for words in sought if words.tokens and all(token in folded for token in words.tokens)]
    if not likely:
        return []
    there = spans(text)
    ranges = sorted(place for words in likely for place in _places(there, words))
    apart: list[Range] = []
    for start, end in ranges:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _places(there: list[tuple[str, int, int]], words: "Words") -> Iterable[Range]:
    *first, last = words.tokens
    for place in range(len(there) - len(first)):
        end = there[place + len(first)]
        if (end[0].startswith(last) if words.prefix else end[0] == last) and all(
            there[place + number][0] == token for number, token in enumerate(first)
        ):
            yield there[place][1], end[2]


def shown(text: str, lines: Sequence[str], ranges: Sequence[Range], role: str) -> list[Line]:
    """The lines of a text with what was found in a role of its own.

    Args:
        text: the whole text.
        lines: the text, cut or wrapped.
        ranges: what was found in the text.
        role: the component classes of the rest; what was found is `match` on the same background.
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
            # Two lines of the text that were joined where no more would fit.
            drawn.append((Span(line, role),) if line else ())
            continue
        done = start + len(body)
        drawn.append(tuple(_spans(line, start, done, ranges, (role, match))))
    return drawn


def _spans(line: str, start: int, end: int, ranges: Sequence[Range], roles: tuple[str, str]) -> Iterable[Span]:
    """One line as spans; it begins at `start` in the text."""
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
