"""Highlighting search matches in text."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reader.ui.render.text import ELLIPSIS, Line, Span

if TYPE_CHECKING:
    from reader.core.model.query import Words

Range = tuple[int, int]
"""Start and end of a match in a text."""


def find_matches(text: str, highlights: "Sequence[Words]", where: str) -> list[Range]:
    """The places of a text that match, in order; they do not overlap.

    Args:
        text: as it is shown.
        highlights: the words of a query, see `reader.core.model.query.highlights`.
        where: which field it is, as a query names it: "title", "excerpt", or "" for something else.
    """
    if not highlights or not text:
        return []
    # Not at the top: only a search needs it.
    from reader.core.model.query import Field
    from reader.core.search.matcher import highlighted
    from reader.core.text.tokenizer import fold

    folded = fold(text)
    likely = [words for words in highlights if all(token in folded for token in words.tokens)]
    return highlighted(likely, text, Field(where)) if likely else []


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
