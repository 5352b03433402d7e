"""What stands behind the fields of a query: their values, and what is wrong with them."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from reader.core.model.article import Kind
from reader.core.model.errors import QueryError
from reader.core.model.query import (
    AGE_UNITS,
    Age,
    Compare,
    Dated,
    DateOp,
    Field,
    Has,
    InTopic,
    Is,
    Node,
    NumberField,
    OfProvider,
    OfType,
    Op,
    Sort,
    SortBy,
    State,
    Tagged,
    Thing,
    Words,
)
from reader.core.model.topic import topic_key
from reader.core.text.normalization import quoted
from reader.core.text.tokenizer import fold_line, tokens

LARGEST: Final = 1_000_000_000
_LARGEST_AGE: Final = 100_000

_OPS: Final = {str(op): op for op in Op}
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_AGE = re.compile(rf"([0-9]+)({'|'.join(AGE_UNITS)})")


class Value(NamedTuple):
    """What stands behind a field: its text without quotes, where that begins, and whether it was in quotes.

    `starred` says that a star follows the quotes, `last` that it ends a query that is still being typed.
    """

    text: str
    column: int
    in_quotes: bool = False
    starred: bool = False
    last: bool = False


def words(value: Value, where: Field = Field.ANY) -> Words | None:
    """The words of a value; None where it has no letter or digit.

    Raises:
        QueryError: a star is where none can be.
    """
    text, prefix = _without_star(value)
    found = tuple(tokens(text))
    return Words(found, prefix, where) if found else None


def _without_star(value: Value) -> tuple[str, bool]:
    """The text, and whether it is only the beginning of what is searched for."""
    text = value.text
    if value.in_quotes:
        return text, value.starred
    star = text.find("*")
    if star < 0:
        return text, value.last
    if star < len(text) - 1:
        raise QueryError("a * stands only at the end of a word", value.column + star)
    if not tokens(text):
        raise QueryError("a * needs the beginning of a word before it", value.column)
    return text[:-1], True


def no_word(value: Value) -> QueryError:
    """The complaint about a value without a letter or digit."""
    return QueryError(f"{quoted(value.text)} has no letter or digit to search for", value.column)


def _title(value: Value) -> Node:
    return _required(value, Field.TITLE)


def _excerpt(value: Value) -> Node:
    return _required(value, Field.EXCERPT)


def _required(value: Value, where: Field) -> Words:
    found = words(value, where)
    if found is None:
        raise no_word(value)
    return found


def _topic(value: Value) -> Node:
    name = " ".join(value.text.split())
    if not topic_key(name):
        raise QueryError("topic: needs the name of a topic", value.column)
    return InTopic(name, value.column)


def _provider(value: Value) -> Node:
    found = _required(value, Field.ANY)
    return OfProvider(" ".join(found.tokens), found.prefix)


def _tag(value: Value) -> Node:
    tag = fold_line(value.text)
    if not tag:
        raise QueryError("tag: needs a tag", value.column)
    return Tagged(tag)


_Choice = TypeVar("_Choice", bound=StrEnum)


def _choice(field: str, value: Value, choices: type[_Choice]) -> _Choice:
    named = value.text.strip().casefold()
    for choice in choices:
        if choice == named:
            return choice
    raise QueryError(f"{field}: takes {_listed(choices)}, not {quoted(value.text)}", value.column)


def _listed(choices: Iterable[str]) -> str:
    *others, last = map(str, choices)
    return f"{', '.join(others)} or {last}"


def sort_order(value: Value, reverse: bool) -> Sort:
    """The order that `sort:` names; a - may stand before the name as well as before the field.

    Raises:
        QueryError: there is none of that name.
    """
    if value.text.startswith("-"):
        value, reverse = value._replace(text=value.text[1:], column=value.column + 1), not reverse
    return Sort(_choice("sort", value, SortBy), reverse)


def _day(side: DateOp) -> Callable[[Value], Node]:
    def read(value: Value) -> Node:
        match = _DAY.fullmatch(value.text)
        if match is None:
            message = f"{quoted(value.text)} is no date; write 2020, 2020-11 or 2020-11-26"
            raise QueryError(message, value.column)
        day = (int(match[1]), int(match[2] or 1), int(match[3] or 1))
        try:
            date(*day)
        except ValueError as error:
            raise QueryError(f"there is no day {quoted(value.text)}", value.column) from error
        return Dated(side, day)

    return read


COLON_FIELDS: Final[dict[str, Callable[[Value], Node]]] = {
    "title": _title,
    "excerpt": _excerpt,
    "topic": _topic,
    "provider": _provider,
    "type": lambda value: OfType(_choice("type", value, Kind)),
    "tag": _tag,
    "is": lambda value: Is(_choice("is", value, State)),
    "has": lambda value: Has(_choice("has", value, Thing)),
    "after": _day(DateOp.AFTER),
    "before": _day(DateOp.BEFORE),
}
"""What each field makes of the value behind its colon; `sort:` is no condition and stands apart."""

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "type": tuple(map(str, Kind)),
    "is": tuple(map(str, State)),
    "has": tuple(map(str, Thing)),
    "sort": tuple(map(str, SortBy)),
}
"""The fields with few values, and these."""

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
"""Every field, with what one writes."""

FIELDS: Final = tuple(EXAMPLES)
COMPARED: Final = ("heat", "quality", "age")
STARRED: Final = ("title", "excerpt", "provider")
"""The fields whose value may be the beginning of a word."""


def missing_value(name: str, column: int) -> QueryError:
    """The complaint about a field with a colon and nothing behind it."""
    if name in CHOICES:
        return QueryError(f"{name}: takes {_listed(CHOICES[name])}", column)
    return QueryError(f"{name}: needs a value right after it, as in {EXAMPLES[name]}", column)


def comparison(name: str, sign: str, sign_column: int, text: str) -> Node:
    """The condition that compares a field.

    Args:
        name: one of COMPARED.
        sign: what stands between the name and the value.
        sign_column: where it stands.
        text: the value, right after it.

    Raises:
        QueryError: the sign or the value is none that can be there.
    """
    op = _OPS.get(sign)
    if op is None:
        raise QueryError(f"{quoted(sign)} is no comparison; write < <= > >= or =", sign_column)
    column = sign_column + len(sign)
    if not text:
        raise QueryError(f"{name}{sign} needs a value right after it, as in {EXAMPLES[name]}", column)
    if name == "age":
        return _age(op, text, sign_column)
    if not (text.isascii() and text.isdecimal()):
        raise QueryError(f"{name} takes a whole number from 0 up, not {quoted(text)}", column)
    if len(text) > 20 or int(text) > LARGEST:
        raise QueryError(f"{name} takes a number up to {LARGEST:,}", column)
    return Compare(NumberField(name), op, int(text))


def _age(op: Op, text: str, column: int) -> Node:
    if op is Op.EQUAL:
        raise QueryError("age takes < <= > or >=, as in age<7d", column)
    column += len(op)
    match = _AGE.fullmatch(text.lower())
    if match is None:
        units = _listed(AGE_UNITS)
        raise QueryError(f"{quoted(text)} is no age; write a number and {units}, as in age<7d", column)
    if len(match[1]) > 20 or int(match[1]) > _LARGEST_AGE:
        raise QueryError(f"age takes a number up to {_LARGEST_AGE:,}", column)
    return Age(op, int(match[1]) * AGE_UNITS[match[2]])
