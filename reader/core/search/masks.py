"""Masks of the slots that match the conditions of a query: a byte for each slot, combined as large integers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import repeat
from math import ceil, floor
from operator import ne
from typing import Final

from reader.core.model.article import MAX_HEAT, NO_QUALITY, Kind, to_timestamp
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
from reader.core.search.growing_index import GrowingIndex
from reader.core.search.indexed_words import IndexedWords
from reader.core.search.matcher import COMPARISONS
from reader.core.search.word_index import IMAGE, PARTS, RELATED, SOURCE, Part
from reader.core.tables.columns import Columns
from reader.core.tables.row_flags import RowFlag
from reader.core.tables.sort_index import SortIndex
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
_LATEST: Final = 2**39
"""Seconds since 1970: after the year 9999, when nothing is published."""


class Masks:
    """Makes masks of conditions; the expensive ones are kept until the articles change.

    Args:
        columns: the articles.
        topics: their topics.
        orders: their sort orders.
        words: their words.
    """

    def __init__(
        self, columns: Columns, topics: TopicIndex, orders: Mapping[Order, SortIndex], words: IndexedWords
    ) -> None:
        self._columns, self._topics, self._orders = columns, topics, orders
        self._words = words
        self._notes = GrowingIndex()
        self._known: dict[Node, int] = {}
        self._made_of: tuple[int, ...] = ()
        self._size = 0
        self._now = 0.0

    def begin(self, now: float) -> None:
        """Start a search: drop outdated masks. `now` is in seconds since 1970, for ages."""
        self._now, self._size = now, self._columns.size
        made_of = (self._columns.news, self._columns.notes, self._words.changes)
        if made_of != self._made_of:
            if made_of[:2] != self._made_of[:2]:
                self._read_notes()
            self._made_of = made_of
            self._known.clear()

    def forget(self) -> None:
        """Free the memory of all masks."""
        self._known.clear()

    def _read_notes(self) -> None:
        self._notes = GrowingIndex()
        for slot, mark in self._columns.annotations():
            self._notes.add(slot, [(Part.NOTES, (*mark.tags, mark.note))])

    def flagged(self, table: bytes) -> int:
        """The slots with flags for which a table of 256 bytes has a 1."""
        return int.from_bytes(self._columns.flags.translate(table), "little")

    def of_topic(self, topic: TopicKey | None) -> int:
        """The slots of a topic and its descendants."""
        return 0 if topic is None else self.of_slots(self._topics.slots(topic))

    def of(self, node: Node) -> int:
        """The slots that match a condition, whether they are shown or not."""
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
        """The mask of what changes with marks or with time; it is not kept."""
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
                return self._words.find(text.split(" "), prefix, SOURCE)
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
                return self._words.having(IMAGE if thing is Thing.IMAGE else RELATED)
        raise TypeError(f"not a simple condition: {node!r}")

    def having(self, words: Sequence[str], prefix: bool, parts: Sequence[Part]) -> int:
        """The slots that have words next to each other in one of the parts (see `WordIndex.find`)."""
        mask = self._words.find(words, prefix, parts)
        if Part.NOTES in parts:
            mask |= int.from_bytes(self._notes.find(words, prefix, parts), "little")
        return mask

    def _of_marks(self, fits: Callable[[Mark], bool]) -> int:
        return self.of_slots([slot for slot, mark in self._columns.annotations() if fits(mark)])

    def of_slots(self, slots: Iterable[int]) -> int:
        """The mask of some slots."""
        mask = bytearray(self._size)
        for slot in slots:
            mask[slot] = 1
        return int.from_bytes(mask, "little")

    def _heated(self, low: int, high: int) -> int:
        """The slots with a heat from `low` to `high`."""
        return self._ranked(Order.HEAT, max(high, -1) + 1, max(low, 0))

    def _between(self, start: int, end: int) -> int:
        """The slots published from `start` to before `end`, in seconds since 1970."""
        return self._ranked(Order.DATE, end, max(start, -_LATEST))

    def _ranked(self, order: Order, above: int, low: int) -> int:
        """The slots with a number from `low` to below `above` in the first key of an order."""
        index = self._orders[order]
        first, end = index.count_from(above), index.count_from(low)
        if first >= end:
            return 0
        slots = index.all()
        if (end - first) * 2 <= len(slots):
            return self.of_slots(slots[first:end])
        return self._all() & ~(self.of_slots(slots[:first]) | self.of_slots(slots[end:]))

    def _qualified(self, op: Op, value: int) -> int:
        qualities = self._columns.quality
        fitting = bytes(map(COMPARISONS[op], qualities, repeat(value)))
        rated = bytes(map(ne, qualities, repeat(NO_QUALITY)))
        return int.from_bytes(fitting, "little") & int.from_bytes(rated, "little")


def _range(op: Op, value: int, most: int) -> tuple[int, int]:
    """The range of the whole numbers from 0 to `most` for which a comparison holds, as the first and the last."""
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
    """The range of publication for which a comparison of ages holds: from the first time to before the second."""
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
