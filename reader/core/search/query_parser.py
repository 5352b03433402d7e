"""The parser of the query language. The manual page on searching explains it.

query  = either
either = both {"OR" both}
both   = {["-"] term}
term   = "(" either ")" | phrase | word | field
"""

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Final

from reader.core.model.errors import QueryError, UnknownTopic
from reader.core.model.query import Node, Query, Sort, all_of, any_of, opposite, topics_named
from reader.core.model.topic import TopicKey
from reader.core.search import query_fields as fields
from reader.core.search.query_fields import COMPARED, EXAMPLES, Value, no_word
from reader.core.text.cleaning import clean_line
from reader.core.text.normalization import quoted

MAX_LENGTH: Final = 2000
MAX_DEPTH: Final = 50

_WORD = re.compile(r'[^\s()"]+')
_PHRASE = re.compile(r'"((?:[^"]|"")*+)"(\*?)')
_DASHES = re.compile(r"-+")
_SIGN = re.compile(r"[<>=!]*[<>=][<>=!]*|:")
_OPERATORS: Final = {
    "AND": "AND is not needed, every term must match anyway; to search for the word, write it in lower case",
    "NOT": "to exclude a term, write - directly before it; to search for the word, write it in lower case",
}


def parse(text: str, unfinished: bool = False) -> Query:
    """Parse a query as the user typed it.

    If it is `unfinished`, still being typed, its last word matches all words that begin with it, if the text ends
    directly after it and there is no - before it.

    Raises:
        QueryError: the query is invalid; the message gives the reason in one line.
    """
    if len(text) > MAX_LENGTH:
        raise QueryError(f"a query can have at most {MAX_LENGTH:,} characters", MAX_LENGTH)
    query = _QueryParser(text, unfinished).query()
    # Saved queries are written out in full, where "a&b" is longer, and must be valid again.
    if len(query.text) > MAX_LENGTH:
        raise QueryError(f"written out in full, this query has more than {MAX_LENGTH:,} characters", len(text))
    return query


def check_topics(query: Query, find_topic: Callable[[str], TopicKey]) -> None:
    """Check with `TopicTree.named` that the topics in a query, just parsed, exist.

    Raises:
        QueryError: there is no such topic; the message names the nearest one.
    """
    for topic in topics_named(query):
        try:
            find_topic(topic.name)
        except UnknownTopic as error:
            raise QueryError(str(error), topic.column) from error


class _QueryParser:
    """Reads a text from left to right; `_at` is the position."""

    def __init__(self, text: str, unfinished: bool) -> None:
        self._text = text
        self._unfinished = unfinished
        self._at = 0
        self._sort: Sort | None = None

    def query(self) -> Query:
        node = self._either(0)
        if self._at < len(self._text):
            raise QueryError("this parenthesis was never opened", self._at)
        return Query(node, self._sort)

    # -- structure

    def _either(self, depth: int) -> Node | None:
        """Alternatives, up to the end or a closing parenthesis; None if there are none."""
        part = self._both(depth)
        parts = [] if part is None else [part]
        while self._starts_or():
            column = self._at
            if not parts:
                raise QueryError("OR needs a term on its left", column)
            self._at += 2
            part = self._both(depth)
            if part is None:
                raise QueryError("OR needs a term on its right", column)
            parts.append(part)
        return any_of(parts) if parts else None

    def _both(self, depth: int) -> Node | None:
        """Terms that must all match, up to the end, OR or a closing parenthesis; None if there are none."""
        parts: list[Node] = []
        passed: Value | None = None
        while not self._ends() and not self._starts_or():
            found = self._signed(depth)
            if isinstance(found, Value):
                passed = passed or found
            elif found is not None:
                parts.append(found)
        if not parts and passed:
            raise no_word(passed)
        return all_of(parts) if parts else None

    def _signed(self, depth: int) -> Node | Value | None:
        """A term with or without a dash before it; the value if it has no words; None for `sort:`."""
        dashes = _DASHES.match(self._text, self._at)
        if dashes is None:
            return self._term(depth)
        column, self._at = self._at, dashes.end()
        after = self._next()
        if after in ("", ")") or after.isspace():
            return Value(dashes[0], column)
        if len(dashes[0]) > 1:
            raise QueryError("one - is enough to exclude a term; to search for the text, put it in quotes", column + 1)
        found = self._term(depth, negated=True)
        if isinstance(found, Value):
            raise no_word(found)
        return None if found is None else opposite(found)

    def _term(self, depth: int, negated: bool = False) -> Node | Value | None:
        if self._next() == "(":
            return self._group(depth)
        if self._next() == '"':
            value = self._phrase()
            found = fields.words(value)
            if found is None:
                raise no_word(value)
            return found
        column, text = self._at, self._word()
        sign = _SIGN.search(text)
        if sign is not None and (sign.start() or sign[0] != ":"):
            return self._field(column, text, sign, depth, negated)
        if text in _OPERATORS and not negated:
            raise QueryError(_OPERATORS[text], column)
        value = Value(text, column, last=self._is_last() and not negated)
        return fields.words(value) or value

    def _group(self, depth: int) -> Node:
        column = self._at
        if depth == MAX_DEPTH:
            raise QueryError(f"parentheses are nested deeper than {MAX_DEPTH}", column)
        self._at += 1
        found = self._either(depth + 1)
        if self._next() != ")":
            raise QueryError("this parenthesis is never closed", column)
        if found is None:
            raise QueryError("these parentheses are empty", column)
        self._at += 1
        return found

    def _field(self, column: int, text: str, sign: re.Match[str], depth: int, negated: bool) -> Node | None:
        name, value_at = text[: sign.start()].lower(), column + sign.end()
        sign_at, rest = column + sign.start(), text[sign.end() :]
        if not name:
            message = f"{quoted(sign[0])} must directly follow heat, quality or age, as in heat>100"
            raise QueryError(message, sign_at)
        if name not in EXAMPLES:
            raise QueryError(_unknown_field(text, sign), column)
        if (name in COMPARED) == (sign[0] == ":"):
            raise QueryError(f"use {name} as in {EXAMPLES[name]}", sign_at)
        if name in COMPARED:
            return fields.comparison(name, sign[0], sign_at, rest)
        value = self._value(name, rest, value_at, negated)
        if value.starred and name not in fields.STARRED:
            raise QueryError(f"{name}: does not allow *", self._at - 1)
        if name != "sort":
            return fields.COLON_FIELDS[name](value)
        self._order(value, column, depth, negated)
        return None

    def _value(self, name: str, rest: str, column: int, negated: bool) -> Value:
        if rest:
            return Value(rest, column, last=self._is_last() and not negated)
        if self._next() == '"':
            return self._phrase()
        if self._next() == "(":
            raise QueryError(f"{name}: needs a word or a phrase in quotes, not parentheses", column)
        raise fields.missing_value(name, column)

    def _order(self, value: Value, column: int, depth: int, negated: bool) -> None:
        order = fields.sort_order(value, negated)
        if self._sort is not None:
            raise QueryError(f"only one sort: is allowed, and there is a sort:{self._sort.by} already", column)
        if depth:
            raise QueryError("sort: is for the whole query and cannot be in parentheses", column)
        self._sort = order

    # -- pieces of the text

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _ends(self) -> bool:
        """Whether the text or a group ends after any blanks."""
        rest = self._text[self._at :]
        self._at += len(rest) - len(rest.lstrip())
        return self._next() in ("", ")")

    def _is_last(self) -> bool:
        return self._unfinished and self._at == len(self._text)

    def _starts_or(self) -> bool:
        match = _WORD.match(self._text, self._at)
        return match is not None and match[0] == "OR"

    def _word(self) -> str:
        match = _WORD.match(self._text, self._at)
        if match is None:
            raise QueryError("a word is missing here", self._at)
        self._at = match.end()
        return match[0]

    def _phrase(self) -> Value:
        """A phrase in quotes, in which a quote is written twice; a star may follow."""
        match = _PHRASE.match(self._text, self._at)
        if match is None:
            raise QueryError("this quote is never closed", self._at)
        if not match[1].strip():
            raise QueryError("these quotes are empty", self._at)
        self._at = match.end()
        return Value(match[1].replace('""', '"'), match.start(), in_quotes=True, starred=bool(match[2]))


def _unknown_field(text: str, sign: re.Match[str]) -> str:
    name = text[: sign.start()]
    as_text = f'to search for the text, put it in quotes: "{clean_line(text, limit=40)}"'
    if sign[0] != ":":
        return f"{quoted(name)} cannot be compared, only heat, quality and age can; {as_text}"
    if not name.isalpha() or text[sign.end() :].startswith("//"):
        return f"a colon must follow a field name, as in title:word; {as_text}"
    near = get_close_matches(name.lower(), EXAMPLES, n=1, cutoff=0.6)
    nearest = f", did you mean {near[0]}?" if near else ";"
    return f"there is no field {quoted(name)}{nearest} {as_text}"
