"""Which slots of a store fit the conditions of a query, as masks: a byte for each slot, combined as large numbers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import repeat
from math import ceil, floor
from operator import eq, ge, gt, le, lt, ne
from typing import Final

from reader.core.model.article import MAX_HEAT, NO_HEAT, UNDATED, Kind, to_timestamp
from reader.core.model.listing import Order
from reader.core.model.marks import Mark
from reader.core.model.query import (
    Age,
    And,
    Compare,
    Dated,
    DateOp,
    Has,
    InTopic,
    Is,
    Node,
    Not,
    NumberField,
    OfProvider,
    OfType,
    Op,
    Or,
    State,
    Tagged,
    Thing,
    Words,
)
from reader.core.model.topic import TopicKey
from reader.core.search.indexed_words import SearchedWords
from reader.core.search.search_index import UNRATED
from reader.core.search.word_index import PARTS, GrowingIndex, Part
from reader.core.tables.columns import Columns
from reader.core.tables.row_flags import RowFlag
from reader.core.tables.sort_index import SortIndex, date_key, heat_key
from reader.core.tables.topic_index import TopicIndex
from reader.core.text.tokenizer import fold_line

_REMEMBERED: Final = 32
_FLAGS: Final = {
    State.READ: RowFlag.READ,
    State.BOOKMARKED: RowFlag.BOOKMARKED,
    State.ARCHIVED: RowFlag.ARCHIVED,
}
_HAVING: Final = {flag: bytes(bool(flags & flag) for flags in range(256)) for flag in (RowFlag.VIDEO, *_FLAGS.values())}
_UNREAD: Final = bytes(not flags & RowFlag.READ for flags in range(256))
_COMPARED: Final[dict[Op, Callable[[int, int], bool]]] = {
    Op.LESS: lt,
    Op.AT_MOST: le,
    Op.MORE: gt,
    Op.AT_LEAST: ge,
    Op.EQUAL: eq,
}
_YEAR_ONE: Final = 62_135_596_800  # seconds from 0001-01-01 to 1970-01-01
_LATEST: Final = 2**39
"""Seconds since 1970 after which nothing is published: beyond the year 9999."""


class Masks:
    """Makes masks of conditions; those that cost something are kept until what they are made of changes.

    Args:
        columns: the articles.
        topics: their topics.
        orders: their sort orders.
        words: where their words are.
    """

    def __init__(
        self, columns: Columns, topics: TopicIndex, orders: Mapping[Order, SortIndex], words: SearchedWords
    ) -> None:
        self._columns, self._topics, self._orders = columns, topics, orders
        self._words = words
        self._notes = GrowingIndex()
        self._known: dict[Node, int] = {}
        self._made_of: tuple[int, ...] = ()
        self._size = 0
        self._now = 0.0

    def begin(self, now: float) -> None:
        """Forget what has changed; `now` is in seconds since 1970, for ages."""
        self._now, self._size = now, self._columns.size
        made_of = (self._columns.news, self._columns.notes, self._words.changes)
        if made_of != self._made_of:
            if made_of[:2] != self._made_of[:2]:
                self._read_notes()
            self._made_of = made_of
            self._known.clear()

    def forget(self) -> None:
        """Let go of all masks."""
        self._known.clear()

    def _read_notes(self) -> None:
        self._notes = GrowingIndex()
        for slot, mark in self._columns.annotations():
            self._notes.add(slot, [(Part.NOTES, (*mark.tags, mark.note))])

    def flagged(self, table: bytes) -> int:
        """The slots whose flags have a 1 in a table of 256."""
        return int.from_bytes(self._columns.flags.translate(table), "little")

    def of_topic(self, topic: TopicKey | None) -> int:
        """The slots of a topic and those below it."""
        return 0 if topic is None else self._of_slots(self._topics.slots(topic))

    def of(self, node: Node) -> int:
        """The slots that fit a condition; whether they are shown at all is not asked."""
        match node:
            case And(parts):
                mask = self.of(parts[0])
                for part in parts[1:]:
                    mask &= self.of(part)
                return mask
            case Or(parts):
                mask = 0
                for part in parts:
                    mask |= self.of(part)
                return mask
            case Not(part):
                return self._all() & ~self.of(part)
            case Is() | Age() | Tagged():
                return self._of_now(node)
        mask = self._known.get(node, -1)
        if mask < 0:
            mask = self._of_news(node)
            if len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[node] = mask
        return mask

    def _all(self) -> int:
        return int.from_bytes(b"\1" * self._size, "little")

    def _of_now(self, node: Is | Age | Tagged) -> int:
        """Of what changes by a key or by the clock."""
        match node:
            case Is(State.UNREAD):
                return self.flagged(_UNREAD)
            case Is(state):
                return self.flagged(_HAVING[_FLAGS[state]])
            case Age(op, length):
                return self._between(*_whens(op, self._now - length))
            case Tagged(tag):
                return self._of_marks(lambda mark: any(fold_line(own) == tag for own in mark.tags))

    def _of_news(self, node: Node) -> int:
        match node:
            case Words(found, prefix, field):
                return self.having(found, prefix, PARTS[field])
            case OfProvider(text, prefix):
                return self._words.find(text.split(" "), prefix, (Part.PROVIDER, Part.DOMAIN))
            case InTopic(name):
                return self.of_topic(self._topics.tree.find(name))
            case OfType(kind):
                videos = self.flagged(_HAVING[RowFlag.VIDEO])
                return videos if kind is Kind.VIDEO else self._all() & ~videos
            case Compare(NumberField.HEAT, op, value):
                return self._heated(*_range(op, value, MAX_HEAT))
            case Compare(_, op, value):
                return self._qualified(op, value)
            case Dated(side, day):
                when = to_timestamp(datetime(*day, tzinfo=UTC))
                return self._between(when, _LATEST) if side is DateOp.AFTER else self._between(-_LATEST, when)
            case Has(Thing.NOTE):
                return self._of_marks(lambda mark: bool(mark.note))
            case Has(thing):
                return self._words.having(thing is Thing.IMAGE)
        raise TypeError(f"no condition by itself: {node!r}")

    def having(self, words: Sequence[str], prefix: bool, parts: Sequence[Part]) -> int:
        """The slots that have words side by side (see `WordIndex.find`) in some parts."""
        mask = self._words.find(words, prefix, parts)
        if Part.NOTES in parts:
            mask |= int.from_bytes(self._notes.find(words, prefix, parts), "little")
        return mask

    def _of_marks(self, fits: Callable[[Mark], bool]) -> int:
        return self._of_slots([slot for slot, mark in self._columns.annotations() if fits(mark)])

    def _of_slots(self, slots: Iterable[int]) -> int:
        mask = bytearray(self._size)
        for slot in slots:
            mask[slot] = 1
        return int.from_bytes(mask, "little")

    def _heated(self, low: int, high: int) -> int:
        """The slots of a heat from `low` to `high`."""
        ends = (heat_key(UNDATED, heat) for heat in (max(high, -1) + 1, max(low, 0)))
        return self._ranked(Order.HEAT, *ends)

    def _between(self, start: int, end: int) -> int:
        """The slots published from `start` to before `end`, in seconds since 1970."""
        ends = (date_key(min(max(when, -_YEAR_ONE), _LATEST), NO_HEAT) for when in (end, start))
        return self._ranked(Order.DATE, *ends)

    def _ranked(self, order: Order, above: int, low: int) -> int:
        """The slots with a key from `low` to below `above`."""
        index = self._orders[order]
        first, end = index.count_from(above), index.count_from(low)
        if first >= end:
            return 0
        slots = index.all()
        if (end - first) * 2 <= len(slots):
            return self._of_slots(slots[first:end])
        return self._all() & ~(self._of_slots(slots[:first]) | self._of_slots(slots[end:]))

    def _qualified(self, op: Op, value: int) -> int:
        qualities = self._words.qualities()
        fitting = bytes(map(_COMPARED[op], qualities, repeat(value)))
        rated = bytes(map(ne, qualities, repeat(UNRATED)))
        return int.from_bytes(fitting, "little") & int.from_bytes(rated, "little")


def _range(op: Op, value: int, most: int) -> tuple[int, int]:
    """The whole numbers from 0 to `most` that compare so with a value, as the first and the last."""
    match op:
        case Op.LESS:
            return 0, min(value - 1, most)
        case Op.AT_MOST:
            return 0, min(value, most)
        case Op.MORE:
            return min(value, most) + 1, most
        case Op.AT_LEAST:
            return min(value, most + 1), most
        case Op.EQUAL:
            return min(value, most + 1), min(value, most)


def _whens(op: Op, when: float) -> tuple[int, int]:
    """From when to before when something must be published whose age compares so with that of `when`."""
    match op:
        case Op.LESS:
            return floor(when) + 1, _LATEST
        case Op.AT_MOST:
            return ceil(when), _LATEST
        case Op.MORE:
            return -_LATEST, ceil(when)
        case Op.AT_LEAST:
            return -_LATEST, floor(when) + 1
        case Op.EQUAL:
            return ceil(when), floor(when) + 1
