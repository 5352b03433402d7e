"""Completion of a query while it is typed."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from reader.core.model.query import as_value
from reader.core.search.query_fields import CHOICES, COMPARED, EXAMPLES
from reader.core.text.tokenizer import fold_line, tokens

MAX_CANDIDATES: Final = 20
"""The largest number of candidates."""

_LAST_WORD = re.compile(r'[^\s()"]*\Z')
_CLOSED = re.compile(r'(?:[^"]++|"(?:[^"]|"")*+")*+')
"""A text in which every quote is closed."""
_SIGN = re.compile("[:<>=]")
_FIELDS: Final = tuple(
    # A field that is compared is completed with its usual sign, but without a number.
    re.sub(r"[0-9].*", "", example) if name in COMPARED else f"{name}:"
    for name, example in EXAMPLES.items()
)


class Completion(NamedTuple):
    """Candidates, the likeliest first; each replaces the text from `start` to the cursor."""

    start: int
    candidates: tuple[str, ...] = ()


class Vocabulary:
    """The names that can be completed, in the order in which they are offered."""

    __slots__ = ("_names",)

    def __init__(self, topics: Iterable[str] = (), providers: Iterable[str] = (), tags: Iterable[str] = ()) -> None:
        given = {"topic": topics, "provider": providers, "tag": tags}
        self._names = {
            field: tuple((name, fold_line(name)) for name in dict.fromkeys(names) if tokens(name))
            for field, names in given.items()
        }

    def names(self, field: str, typed: str) -> Iterator[str]:
        """The names of a field that begin with the typed text, then those in which a later word does."""
        names, wanted = self._names.get(field, ()), fold_line(typed)
        close = wanted.replace(" ", "")
        first = [name for name, folded in names if folded.replace(" ", "").startswith(close)]
        yield from first
        if wanted:
            taken = set(first)
            yield from (name for name, folded in names if f" {wanted}" in folded and name not in taken)


def complete(text: str, cursor: int, vocabulary: Vocabulary) -> Completion:
    """Complete the word at the cursor with fields, their values, and names from the vocabulary.

    If there is no word yet, every field is a candidate; in a phrase, and after a closing quote or parenthesis,
    there are none. Names with blanks are in quotes. A word that is complete is not its own candidate. The text after
    the cursor does not matter.
    """
    left = text[: max(cursor, 0)]
    closed = _CLOSED.match(left)
    quote = closed.end() if closed else 0
    if quote < len(left):
        start, name = _word_before(left, quote)
        if not name.endswith(":"):
            return Completion(len(left))
        field, typed = name[:-1].lower(), left[quote + 1 :].replace('""', '"')
        found = _values(field, typed, vocabulary)
    else:
        start, word = _word_before(left, len(left))
        if not word and left.endswith(('"', ")")):
            return Completion(len(left))
        sign = _SIGN.search(word)
        if sign is None:
            found = iter([field for field in _FIELDS if field.startswith(word.lower())])
        elif sign[0] == ":":
            found = _values(word[: sign.start()].lower(), word[sign.end() :], vocabulary)
        else:
            found = iter(())
    there = left[start:]
    return Completion(start, tuple(islice((candidate for candidate in found if candidate != there), MAX_CANDIDATES)))


def _word_before(text: str, end: int) -> tuple[int, str]:
    """The word that ends at a position, without a - before it, and where it begins."""
    match = _LAST_WORD.search(text[:end])
    start = match.start() if match else end
    if text[start:end].startswith("-"):
        start += 1
    return start, text[start:end]


def _values(field: str, typed: str, vocabulary: Vocabulary) -> Iterator[str]:
    if field in CHOICES:
        dash = "-" if field == "sort" and typed.startswith("-") else ""
        begun = typed[len(dash) :].lower()
        return (f"{field}:{dash}{value}" for value in CHOICES[field] if value.startswith(begun))
    return (f"{field}:{as_value(name)}" for name in vocabulary.names(field, typed))
