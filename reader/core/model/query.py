"""Queries: a tree of conditions and an order, and both as text.

`reader.core.search.query_parser` parses them; `tests/core/search/oracle.py` has their meaning in its simplest form.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from msgspec import Struct

from reader.core.model.article import Kind


class Field(StrEnum):
    """Where words are searched.

    ANY is the title, the excerpt, the provider as it is shown, each topic as the article names it, each tag and the
    note. Words next to each other must be so in one of these.
    """

    ANY = ""
    TITLE = "title"
    EXCERPT = "excerpt"


class NumberField(StrEnum):
    """A number of an article."""

    HEAT = "heat"
    QUALITY = "quality"


class Op(StrEnum):
    """How numbers are compared."""

    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    EQUAL = "="


class DateOp(StrEnum):
    """On which side of a day: AFTER includes the day itself, BEFORE does not."""

    AFTER = "after"
    BEFORE = "before"


class State(StrEnum):
    """The state of an article for the user."""

    UNREAD = "unread"
    READ = "read"
    BOOKMARKED = "bookmarked"
    ARCHIVED = "archived"


class Thing(StrEnum):
    """What an article may have."""

    RELATED = "related"
    NOTE = "note"
    IMAGE = "image"


class SortBy(StrEnum):
    """What search results are sorted by."""

    HEAT = "heat"
    DATE = "date"
    QUALITY = "quality"
    TITLE = "title"
    MATCH = "match"


class Words(Struct, frozen=True):
    """Words next to each other, folded (see `reader.core.text.tokenizer.tokens`); with `prefix` the last may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False
    field: Field = Field.ANY


@dataclass(frozen=True, slots=True)
class InTopic:
    """A topic or a descendant, by its name or short name as written; `column` is its place in the query."""

    name: str
    column: int = field(default=0, compare=False, repr=False)


class OfProvider(Struct, frozen=True):
    """Folded words with blanks between them, next to each other in the provider's name or domain."""

    text: str
    prefix: bool = False


class OfType(Struct, frozen=True):
    """What the link leads to."""

    kind: Kind


class Tagged(Struct, frozen=True):
    """A tag, folded: see `reader.core.text.tokenizer.fold_line`."""

    tag: str


class Compare(Struct, frozen=True):
    """A comparison of a number; an article without it never matches."""

    field: NumberField
    op: Op
    value: int


class Dated(Struct, frozen=True):
    """Published before a day, or on it and after; `day` is year, month, day in UTC. Undated articles never match."""

    op: DateOp
    day: tuple[int, int, int]


class Age(Struct, frozen=True):
    """How long ago an article was published. Undated articles never match."""

    op: Op
    seconds: int


class Is(Struct, frozen=True):
    """A state of an article."""

    state: State


class Has(Struct, frozen=True):
    """An article has something."""

    thing: Thing


class And(Struct, frozen=True):
    """All of two or more; none of them is an And (see `all_of`)."""

    parts: "tuple[Node, ...]"


class Or(Struct, frozen=True):
    """At least one of two or more; none of them is an Or (see `any_of`)."""

    parts: "tuple[Node, ...]"


class Not(Struct, frozen=True):
    """All articles that do not match; `part` is no Not (see `opposite`)."""

    part: "Node"


Node: TypeAlias = (
    Words | InTopic | OfProvider | OfType | Tagged | Compare | Dated | Age | Is | Has | And | Or | Not
)  # fmt: skip


class Sort(Struct, frozen=True):
    """An order of search results. Heat, date, quality and match descend, titles ascend, unless reversed."""

    by: SortBy
    reverse: bool = False


class Query(Struct, frozen=True):
    """A condition (None: all articles) and an order (None: that of the listing)."""

    node: Node | None = None
    sort: Sort | None = None

    def sorted_by(self, order: str) -> "Query":
        """The same query with an order, unless it has one already."""
        return self if self.sort is not None else Query(self.node, Sort(SortBy(order)))

    @property
    def text(self) -> str:
        """The query as text; parsing it gives the same query."""
        said = [] if self.node is None else [node_text(self.node)]
        if self.sort is not None:
            said.append(f"{'-' if self.sort.reverse else ''}sort:{self.sort.by}")
        return " ".join(said)


def all_of(parts: "list[Node]") -> Node:
    """The only part, or an And of several without an And in it."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: "list[Node]") -> Node:
    """The only part, or an Or of several without an Or in it."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def opposite(part: Node) -> Node:
    """The condition that matches all other articles."""
    return part.part if isinstance(part, Not) else Not(part)


def highlights(query: Query) -> tuple[Words, ...]:
    """The words to highlight in search results, each once."""
    return tuple(dict.fromkeys(node for node in leaves(query.node, negated=False) if isinstance(node, Words)))


def topics_named(query: Query) -> tuple[InTopic, ...]:
    """The topics in a query, in its order, negated ones included."""
    return tuple(node for node in leaves(query.node) if isinstance(node, InTopic))


def leaves(node: Node | None, negated: bool = True) -> Iterator[Node]:
    """The simple conditions in a condition, in order; without `negated`, none of those in a Not."""
    match node:
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaves(part, negated)
        case Not(part):
            if negated:
                yield from leaves(part)
        case _ if node is not None:
            yield node


AGE_UNITS: Final = {"h": 3600, "d": 86400, "w": 7 * 86400, "mo": 30 * 86400, "y": 365 * 86400}
"""The units of an age in seconds, the shortest first."""

_BARE = re.compile(r"\w(?:[\w.&+#/-]*\w)?")


def as_value(text: str) -> str:
    """A value as text in a query: in quotes if it needs them, with quotes in it doubled."""
    return text if _BARE.fullmatch(text) else '"' + text.replace('"', '""') + '"'


def node_text(node: Node) -> str:
    """A condition as text."""
    match node:
        case Words(tokens, prefix, where):
            text = tokens[0] if len(tokens) == 1 else f'"{" ".join(tokens)}"'
            return f"{where}{':' if where else ''}{text}{'*' if prefix else ''}"
        case InTopic(name):
            return f"topic:{as_value(name)}"
        case OfProvider(text, prefix):
            return f"provider:{as_value(text)}{'*' if prefix else ''}"
        case OfType(kind):
            return f"type:{kind}"
        case Tagged(tag):
            return f"tag:{as_value(tag)}"
        case Compare(number, op, value):
            return f"{number}{op}{value}"
        case Dated(side, (year, month, day)):
            return f"{side}:{year:04}-{month:02}-{day:02}"
        case Age(op, seconds):
            unit, size = next((unit, size) for unit, size in reversed(AGE_UNITS.items()) if seconds % size == 0)
            return f"age{op}{seconds // size}{unit}"
        case Is(state):
            return f"is:{state}"
        case Has(thing):
            return f"has:{thing}"
        case And(parts):
            return " ".join(f"({node_text(part)})" if isinstance(part, Or | And) else node_text(part) for part in parts)
        case Or(parts):
            return " OR ".join(f"({node_text(part)})" if isinstance(part, Or) else node_text(part) for part in parts)
        case Not(part):
            return f"-({node_text(part)})" if isinstance(part, And | Or | Not) else f"-{node_text(part)}"
