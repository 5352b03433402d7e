"""Masks of the slots that match the conditions of a query: a byte for each slot, combined as large integers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import reduce
from itertools import repeat
from math import ceil, floor
from operator import and_, eq, ge, gt, le, lt, ne, or_
from typing import Final

from reader.core.model import query
from reader.core.model.article import MAX_HEAT, NO_QUALITY, Kind, to_timestamp
from reader.core.model.listing import Order
from reader.core.model.marks import Mark
from reader.core.model.query import Node, NumberField, Op, State, Thing
from reader.core.model.topic import TopicKey
from reader.core.search.growing_index import GrowingIndex
from reader.core.search.indexed_words import IndexedWords
from reader.core.search.word_index import IMAGE, PARTS, RELATED, SOURCE, Part
from reader.core.tables.columns import Columns
from reader.core.tables.row_flags import RowFlag, flag_table
from reader.core.tables.sort_index import SortIndex
from reader.core.tables.topic_index import TopicIndex
from reader.core.text.tokenizer import fold_line

_REMEMBERED: Final = 32
_OF_STATE: Final = {
    State.READ: flag_table(int(RowFlag.READ), 0),
    State.UNREAD: flag_table(0, int(RowFlag.READ)),
    State.BOOKMARKED: flag_table(int(RowFlag.BOOKMARKED), 0),
    State.ARCHIVED: flag_table(int(RowFlag.ARCHIVED), 0),
}
_VIDEO: Final = flag_table(int(RowFlag.VIDEO), 0)
_LATEST: Final = 2**39
"""Seconds since 1970: after the year 9999, when nothing is published."""

COMPARISONS: Final[dict[Op, Callable[[float, float], bool]]] = {
    Op.LESS: lt, Op.AT_MOST: le, Op.MORE: gt, Op.AT_LEAST: ge, Op.EQUAL: eq,
}  # fmt: skip
_SINCE: Final = {
    Op.LESS: Op.MORE, Op.AT_MOST: Op.AT_LEAST, Op.MORE: Op.LESS, Op.AT_LEAST: Op.AT_MOST, Op.EQUAL: Op.EQUAL,
}  # fmt: skip
"""A comparison of ages as one of times: what is younger was published later."""


class Masks:
    """Makes masks of conditions; the expensive ones are kept until the articles change."""

    def __init__(
        self, columns: Columns, topics: TopicIndex, orders: Mapping[Order, SortIndex], words: IndexedWords
    ) -> None:
        self._columns, self._topics, self._orders, self._words = columns, topics, orders, words
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
            case query.And(parts):
                return reduce(and_, map(self.of, parts))
            case query.Or(parts):
                return reduce(or_, map(self.of, parts))
            case query.Not(part):
                return self._all() & ~self.of(part)
            case query.Is() | query.Age() | query.Tagged():
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

    def _of_now(self, node: query.Is | query.Age | query.Tagged) -> int:
        """The mask of what changes with marks or with time; it is not kept."""
        match node:
            case query.Is(state):
                return self.flagged(_OF_STATE[state])
            case query.Age(op, length):
                return self._ranked(Order.DATE, *_range(_SINCE[op], self._now - length, -_LATEST, _LATEST))
            case query.Tagged(tag):
                return self._of_marks(lambda mark: any(fold_line(own) == tag for own in mark.tags))

    def _of_news(self, node: Node) -> int:
        match node:
            case query.Words(found, prefix, field):
                return self.having(found, prefix, PARTS[field])
            case query.OfProvider(text, prefix):
                return self._words.find(text.split(" "), prefix, SOURCE)
            case query.InTopic(name):
                return self.of_topic(self._topics.tree.find(name))
            case query.OfType(kind):
                videos = self.flagged(_VIDEO)
                return videos if kind is Kind.VIDEO else self._all() & ~videos
            case query.Compare(NumberField.HEAT, op, value):
                return self._ranked(Order.HEAT, *_range(op, value, 0, MAX_HEAT + 1))
            case query.Compare(_, op, value):
                return self._qualified(op, value)
            case query.Dated(side, day):
                when = to_timestamp(datetime(*day, tzinfo=UTC))
                ends = (when, _LATEST) if side is query.DateOp.AFTER else (-_LATEST, when)
                return self._ranked(Order.DATE, *ends)
            case query.Has(Thing.NOTE):
                return self._of_marks(lambda mark: bool(mark.note))
            case query.Has(thing):
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

    def _ranked(self, order: Order, low: int, above: int) -> int:
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


def _range(op: Op, value: float, low: int, high: int) -> tuple[int, int]:
    """The first of the whole numbers from `low` to below `high` that compare so with a value, and the last plus 1."""
    not_less, more = max(ceil(value), low), max(floor(value) + 1, low)
    match op:
        case Op.LESS:
            return low, not_less
        case Op.AT_MOST:
            return low, more
        case Op.MORE:
            return more, high
        case Op.AT_LEAST:
            return not_less, high
        case Op.EQUAL:
            return not_less, more
