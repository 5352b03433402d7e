"""Where the words of a query are in a text, to highlight them."""

from collections.abc import Callable, Iterable, Iterator

from reader.core.model.query import Field, Query, Words, highlights
from reader.core.text.tokenizer import fold, spans


def highlighter(query: Query) -> Callable[[str, str], list[tuple[int, int]]]:
    """A function that finds the words of a query in a text, as (start, end), ascending and disjoint.

    Its arguments are the text as it is shown and its field: "title", "excerpt", or "" for others.
    """
    terms = highlights(query)

    def find(text: str, field: str) -> list[tuple[int, int]]:
        folded = fold(text)
        possible = [term for term in terms if term.field in (Field.ANY, field)]
        likely = [term for term in possible if all(token in folded for token in term.tokens)]
        return _merged(sorted(_places(likely, spans(text)))) if likely else []

    return find


def _places(terms: Iterable[Words], words: list[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
    """Where terms are among the words of a text, which come with their positions."""
    found = [word for word, _, _ in words]
    for term in terms:
        *head, last = term.tokens
        for end in range(len(head), len(found)):
            fits = found[end] == last or (term.prefix and found[end].startswith(last))
            if fits and found[end - len(head) : end] == head:
                yield words[end - len(head)][1], words[end][2]


def _merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for start, end in places:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
