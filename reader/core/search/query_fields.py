"""The fields of a query: what their values mean, and the errors in them."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from reader.core.model import query
from reader.core.model.article import Kind
from reader.core.model.errors import QueryError
from reader.core.model.query import AGE_UNITS, DateOp, Field, Node, NumberField, Op, Sort, SortBy, State, Thing
from reader.core.model.topic import topic_key
from reader.core.text.normalization import quoted
from reader.core.text.tokenizer import fold_line, tokens

_MAX_NUMBER: Final = 1_000_000_000
_MAX_AGE: Final = 100_000

_OPS: Final = {str(op): op for op in Op}
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_AGE = re.compile(rf"([0-9]+)({'|'.join(AGE_UNITS)})")


class Value(NamedTuple):
    """The value of a field, or a word or phrase: its text without quotes, and where the text begins.

    `starred` means that a star follows the quotes, `last` that the value ends a query that is still being typed.
    """

    text: str
    column: int
    in_quotes: bool = False
    starred: bool = False
    last: bool = False


def words(value: Value, where: Field = Field.ANY) -> query.Words | None:
    """The words of a value; None if it has no letter or digit.

    Raises:
        QueryError: there is a star where none is allowed.
    """
    text, prefix = _without_star(value)
    found = tuple(tokens(text))
    return query.Words(found, prefix, where) if found else None


def _without_star(value: Value) -> tuple[str, bool]:
    """The text without a star, and whether its last word may continue."""
    text = value.text
    if value.in_quotes:
        return text, value.starred
    star = text.find("*")
    if star < 0:
        return text, value.last
    if star < len(text) - 1:
        raise QueryError("* is allowed only at the end of a word", value.column + star)
    if not tokens(text):
        raise QueryError("* needs the beginning of a word before it", value.column)
    return text[:-1], True


def no_word(value: Value) -> QueryError:
    """The error for a value without a letter or digit."""
    return QueryError(f"{quoted(value.text)} has no letters or digits to search for", value.column)


def _required(value: Value, where: Field) -> query.Words:
    found = words(value, where)
    if found is None:
        raise no_word(value)
    return found


def _topic(value: Value) -> Node:
    name = " ".join(value.text.split())
    if not topic_key(name):
        raise QueryError("topic: needs the name of a topic", value.column)
    return query.InTopic(name, value.column)


def _provider(value: Value) -> Node:
    found = _required(value, Field.ANY)
    return query.OfProvider(" ".join(found.tokens), found.prefix)


def _tag(value: Value) -> Node:
    tag = fold_line(value.text)
    if not tag:
        raise QueryError("tag: needs a tag", value.column)
    return query.Tagged(tag)


_Choice = TypeVar("_Choice", bound=StrEnum)


def _choice(field: str, value: Value, choices: type[_Choice]) -> _Choice:
    named = value.text.strip().casefold()
    for choice in choices:
        if choice == named:
            return choice
    raise QueryError(f"{field}: must be {_listed(choices)}, not {quoted(value.text)}", value.column)


def _listed(choices: Iterable[str]) -> str:
    *others, last = map(str, choices)
    return f"{', '.join(others)} or {last}"


def sort_order(value: Value, reverse: bool) -> Sort:
    """The order of a `sort:`; a - can be before its name as well as before the field.

    Raises:
        QueryError: there is no such order.
    """
    if value.text.startswith("-"):
        value, reverse = value._replace(text=value.text[1:], column=value.column + 1), not reverse
    return Sort(_choice("sort", value, SortBy), reverse)


def _day(side: DateOp) -> Callable[[Value], Node]:
    def read(value: Value) -> Node:
        match = _DAY.fullmatch(value.text)
        if match is None:
            message = f"{quoted(value.text)} is not a date; use 2020, 2020-11 or 2020-11-26"
            raise QueryError(message, value.column)
        day = (int(match[1]), int(match[2] or 1), int(match[3] or 1))
        try:
            date(*day)
        except ValueError as error:
            raise QueryError(f"{quoted(value.text)} does not exist", value.column) from error
        return query.Dated(side, day)

    return read


COLON_FIELDS: Final[dict[str, Callable[[Value], Node]]] = {
    "title": lambda value: _required(value, Field.TITLE),
    "excerpt": lambda value: _required(value, Field.EXCERPT),
    "topic": _topic,
    "provider": _provider,
    "type": lambda value: query.OfType(_choice("type", value, Kind)),
    "tag": _tag,
    "is": lambda value: query.Is(_choice("is", value, State)),
    "has": lambda value: query.Has(_choice("has", value, Thing)),
    "after": _day(DateOp.AFTER),
    "before": _day(DateOp.BEFORE),
}
"""The condition that each field makes of the value after its colon; `sort:` is not a condition."""

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "type": tuple(map(str, Kind)),
    "is": tuple(map(str, State)),
    "has": tuple(map(str, Thing)),
    "sort": tuple(map(str, SortBy)),
}
"""The fields with a fixed set of values."""

EXAMPLES: Final = {
    "title": "title:word",
    "excerpt": "excerpt:word",
    "topic": 'topic:"AI Ethics"',
    "provider": "provider:bbc",
    "type": "type:video",
    "tag": "tag:later",
    "is": "is:unread",
    "has": "has:note",
    "after": "after:2020-11",
    "before": "before:2021-02-01",
    "sort": "sort:date",
    "heat": "heat>100",
    "quality": "quality>=80",
    "age": "age<7d",
}
"""Every field, with an example."""

COMPARED: Final = ("heat", "quality", "age")
STARRED: Final = ("title", "excerpt", "provider")
"""The fields whose value can end with a star."""


def missing_value(name: str, column: int) -> QueryError:
    """The error for a field with nothing after its colon."""
    if name in CHOICES:
        return QueryError(f"{name}: must be {_listed(CHOICES[name])}", column)
    return QueryError(f"{name}: needs a value directly after it, as in {EXAMPLES[name]}", column)


def comparison(name: str, sign: str, sign_column: int, text: str) -> Node:
    """The condition that compares one of COMPARED with a value; the sign between the two is at `sign_column`.

    Raises:
        QueryError: the sign or the value is not allowed.
    """
    op = _OPS.get(sign)
    if op is None:
        raise QueryError(f"{quoted(sign)} is not a comparison; use <, <=, >, >= or =", sign_column)
    column = sign_column + len(sign)
    if not text:
        raise QueryError(f"{name}{sign} needs a value directly after it, as in {EXAMPLES[name]}", column)
    if name == "age":
        return _age(op, text, sign_column)
    if not (text.isascii() and text.isdecimal()):
        raise QueryError(f"{name} needs a whole number, 0 or more, not {quoted(text)}", column)
    if len(text) > 20 or int(text) > _MAX_NUMBER:
        raise QueryError(f"the largest number for {name} is {_MAX_NUMBER:,}", column)
    return query.Compare(NumberField(name), op, int(text))


def _age(op: Op, text: str, column: int) -> Node:
    if op is Op.EQUAL:
        raise QueryError("age needs <, <=, > or >=, as in age<7d", column)
    column += len(op)
    match = _AGE.fullmatch(text.lower())
    if match is None:
        units = _listed(AGE_UNITS)
        raise QueryError(f"{quoted(text)} is not an age; use a number and {units}, as in age<7d", column)
    if len(match[1]) > 20 or int(match[1]) > _MAX_AGE:
        raise QueryError(f"the largest number for age is {_MAX_AGE:,}", column)
    return query.Age(op, int(match[1]) * AGE_UNITS[match[2]])
