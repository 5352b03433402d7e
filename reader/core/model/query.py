"""What a query says: a tree of conditions and an order, and both in writing again.

`reader.core.search.query_parser` makes it from what a person types, `reader.core.search.matcher` says what it means.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from msgspec import Struct

from reader.core.model.article import Kind


class Field(StrEnum):
    """Where words are looked for.

    ANY is the title, the excerpt, the provider as it is shown, each topic as the article names it, each tag
    and the note. Words side by side are so in one of these.
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
    """On which side of a day: AFTER has the day itself, BEFORE has not."""

    AFTER = "after"
    BEFORE = "before"


class State(StrEnum):
    """What an article is to the reader."""

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
    """By what the articles found are sorted."""

    HEAT = "heat"
    DATE = "date"
    QUALITY = "quality"
    TITLE = "title"
    MATCH = "match"


class Words(Struct, frozen=True):
    """Words side by side, folded (see `reader.core.text.tokenizer.tokens`); with `prefix` the last may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False
    field: Field = Field.ANY


@dataclass(frozen=True, slots=True)
class InTopic:
    """A topic or one below it, by its name or short name as written; `column` is where the query has it."""

    name: str
    column: int = field(default=0, compare=False, repr=False)


class OfProvider(Struct, frozen=True):
    """Folded words with blanks between them, side by side in the provider's name or its domain."""

    text: str
    prefix: bool = False


class OfType(Struct, frozen=True):
    """What is behind the link."""

    kind: Kind


class Tagged(Struct, frozen=True):
    """A tag, folded: see `reader.core.text.tokenizer.fold_line`."""

    tag: str


class Compare(Struct, frozen=True):
    """A number against another; an article where it is unknown never fits."""

    field: NumberField
    op: Op
    value: int


class Dated(Struct, frozen=True):
    """Published before a day, or on it and after; `day` is year, month, day in UTC. Undated ones never fit."""

    op: DateOp
    day: tuple[int, int, int]


class Age(Struct, frozen=True):
    """How long ago an article was published. Undated ones never fit."""

    op: Op
    seconds: int


class Is(Struct, frozen=True):
    """A state of an article."""

    state: State


class Has(Struct, frozen=True):
    """Something that an article has."""

    thing: Thing


class And(Struct, frozen=True):
    """All of two or more; none of them is an And (see `all_of`)."""

    parts: "tuple[Node, ...]"


class Or(Struct, frozen=True):
    """At least one of two or more; none of them is an Or (see `any_of`)."""

    parts: "tuple[Node, ...]"


class Not(Struct, frozen=True):
    """What does not fit; `part` is no Not (see `opposite`)."""

    part: "Node"


Node: TypeAlias = (
    Words | InTopic | OfProvider | OfType | Tagged | Compare | Dated | Age | Is | Has | And | Or | Not
)  # fmt: skip


class Sort(Struct, frozen=True):
    """An order of what is found. Heat, date, quality and match go down, titles up, unless reversed."""

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
        """The query in writing; parsed, it gives the same query."""
        said = [] if self.node is None else [written(self.node)]
        if self.sort is not None:
            said.append(f"{'-' if self.sort.reverse else ''}sort:{self.sort.by}")
        return " ".join(said)


def all_of(parts: "list[Node]") -> Node:
    """The one part, or an And of several without an And in it."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: "list[Node]") -> Node:
    """The one part, or an Or of several without an Or in it."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def opposite(part: Node) -> Node:
    """What the part leaves out."""
    return part.part if isinstance(part, Not) else Not(part)


def highlights(query: Query) -> tuple[Words, ...]:
    """The words that articles are found by, each once: those to show in a result."""
    found: dict[Words, None] = {}
    if query.node is not None:
        _gather(query.node, found)
    return tuple(found)


def topics_named(query: Query) -> tuple[InTopic, ...]:
    """The topics that a query names, in its order, those that it leaves out included."""
    return tuple(_topics(query.node)) if query.node is not None else ()


def _topics(node: Node) -> Iterator[InTopic]:
    match node:
        case InTopic():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _topics(part)
        case Not(part):
            yield from _topics(part)


def _gather(node: Node, found: dict[Words, None]) -> None:
    match node:
        case Words():
            found[node] = None
        case And(parts) | Or(parts):
            for part in parts:
                _gather(part, found)


AGE_UNITS: Final = {"h": 3600, "d": 86400, "w": 7 * 86400, "mo": 30 * 86400, "y": 365 * 86400}
"""The units of an age in seconds, the shortest first."""

_BARE = re.compile(r"\w(?:[\w.&+#/-]*\w)?")


def as_value(text: str) -> str:
    """A value as a query takes it: in quotes where it needs them, a quote in it written twice."""
    return text if _BARE.fullmatch(text) else '"' + text.replace('"', '""') + '"'


def written(node: Node) -> str:
    """A condition in writing."""
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
            return " ".join(f"({written(part)})" if isinstance(part, Or | And) else written(part) for part in parts)
        case Or(parts):
            return " OR ".join(f"({written(part)})" if isinstance(part, Or) else written(part) for part in parts)
        case Not(part):
            return f"-({written(part)})" if isinstance(part, And | Or | Not) else f"-{written(part)}"
