"""The articles that mutes keep off the lists, found a slice at a time."""

from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from reader.core.model.marks import Mute, MuteKind
from reader.core.model.topic import topic_key
from reader.core.tables.article_batch import DamagedBatch
from reader.core.tables.article_codec import ArticleRecord
from reader.core.tables.columns import Columns
from reader.core.tables.sort_index import SortIndex
from reader.core.tables.topic_index import TopicIndex

AT_ONCE: Final = 500
"""So many arriving articles are tested as they come; the rest waits for `apply_mutes`."""

_FEW: Final = 8
"""For so few words a text is searched for each before it is split."""


class _ActiveMute:
    """A mute in force; `found` has the slots of its articles, as far as they were tested."""

    __slots__ = ("found", "lifted", "mute")

    def __init__(self, mute: Mute) -> None:
        self.mute, self.found = mute, array("I")
        self.lifted = False

    @property
    def by_topic(self) -> bool:
        """Whether it mutes a topic, whose articles are indexed."""
        return self.mute.kind is MuteKind.TOPIC


_Mutes = dict[tuple[str, ...], list[_ActiveMute]]


class _Matcher:
    """Looks up the mutes that match an article: all at once, however many there are.

    A word, or words side by side, are looked for in the title and the excerpt, without regard to case and accents. A
    provider is compared by its whole name, or by its domain, subdomains included.
    """

    def __init__(self, mutes: Iterable[_ActiveMute]) -> None:
        from reader.core.text.tokenizer import fold_line, tokens  # lazy: search

        self._tokens, self._fold = tokens, fold_line
        self._phrases: dict[int, _Mutes] = {}
        self._providers: _Mutes = {}
        self._known: dict[tuple[str, str], list[_ActiveMute]] = {}
        for active in mutes:
            if active.mute.kind is MuteKind.PROVIDER:
                self._providers.setdefault((fold_line(active.mute.text),), []).append(active)
            elif words := tuple(tokens(active.mute.text)):
                self._phrases.setdefault(len(words), {}).setdefault(words, []).append(active)
        self._first = {words[0] for phrases in self._phrases.values() for words in phrases}

    def find(self, record: ArticleRecord) -> Iterable[_ActiveMute]:
        """The mutes that match an article."""
        found = dict.fromkeys(self._of_provider((record.provider, record.domain))) if self._providers else {}
        for part in (record.title, record.excerpt) if self._first else ():
            if len(self._first) <= _FEW and part.isascii() and not any(map(part.lower().__contains__, self._first)):
                continue
            words = self._tokens(part)
            for length, phrases in self._phrases.items():
                for phrase in phrases.keys() & set(zip(*(words[at:] for at in range(length)), strict=False)):
                    found |= dict.fromkeys(phrases[phrase])
        return found

    def _of_provider(self, provider: tuple[str, str]) -> list[_ActiveMute]:
        found = self._known.get(provider)
        if found is None:
            name, domain = map(self._fold, provider)
            labels = domain.split(".")
            parents = (".".join(labels[at:]) for at in range(1, len(labels) - 1))
            names = dict.fromkeys((name, domain, *parents))
            found = [active for name in names for active in self._providers.get((name,), ())]
            self._known[provider] = found
        return found


class MuteFilter:
    """The mutes in force, and the slots of the articles that they keep off the lists.

    Articles of a topic are found at once; those of a word or a provider take a test of each article, which
    `apply_mutes` does. The methods that change what is muted return the slots concerned.
    """

    def __init__(self, columns: Columns, topics: TopicIndex) -> None:
        self._columns, self._topics = columns, topics
        self._active: dict[str, _ActiveMute] = {}
        self._waiting: deque[tuple[list[_ActiveMute], _Matcher, Iterator[int]]] = deque()
        self._matcher: _Matcher | None = None
        self._order: SortIndex | None = None
        self.muted = bytearray()
        """For each slot 1 if its article is muted, else 0."""

    def __bool__(self) -> bool:
        return bool(self._active)

    @property
    def mutes_pending(self) -> bool:
        """Whether `apply_mutes` has articles left to test."""
        return bool(self._waiting)

    def found(self, mute: Mute) -> "array[int]":
        """The slots of a mute's articles, as far as they were tested, those that are gone included."""
        active = self._active.get(mute.key)
        return active.found if active else array("I")

    def times(self) -> list[int]:
        """When mutes expire (seconds since 1970, UTC)."""
        return [active.mute.until for active in self._active.values() if active.mute.until]

    def set(self, mutes: Iterable[Mute], now: float, order: SortIndex) -> list[int]:
        """Replace the mutes; those expired by `now` are ignored. Articles are tested in the given order."""
        self._order = order
        wanted = {mute.key: mute for mute in mutes if not mute.until or mute.until > now}
        concerned = self._lift([key for key in self._active if key not in wanted])
        new = [key for key in wanted if key not in self._active]
        for key, mute in wanted.items():
            if key in self._active:
                self._active[key].mute = mute
            else:
                self._active[key] = _ActiveMute(mute)
        concerned += self._find_by_topic(new, 0)
        self._matcher = _Matcher(self._tested(self._active)) if self._tested(self._active) else None
        if tested := self._tested(new):
            self._waiting.append((tested, _Matcher(tested), iter(order.all())))
        return concerned

    def lift_expired(self, now: float) -> list[int]:
        """Lift the mutes whose time is over."""
        return self._lift([key for key, active in self._active.items() if 0 < active.mute.until <= now])

    def _lift(self, keys: Sequence[str]) -> list[int]:
        freed: set[int] = set()
        for key in keys:
            active = self._active.pop(key)
            active.lifted = True
            freed.update(active.found)
        if not freed:
            return []
        for active in self._active.values():
            freed.difference_update(active.found)
        for slot in freed:
            self.muted[slot] = 0
        return list(freed)

    def add_slots(self, base: int) -> list[int]:
        """Take in the new slots from `base` on; the first AT_ONCE in the order are tested now."""
        self.muted.extend(bytes(self._columns.size - base))
        concerned = self._find_by_topic(self._active, base)
        if (tested := self._tested(self._active)) and self._matcher is not None and self._order is not None:
            slots = iter(self._order.sort(range(base, self._columns.size)))
            concerned += self._test(self._matcher, islice(slots, AT_ONCE))
            if self._columns.size - base > AT_ONCE:
                self._waiting.append((tested, self._matcher, slots))
        return concerned

    def topics_changed(self) -> list[int]:
        """Find the articles of muted topics again, after the tree of topics was replaced."""
        keys = [key for key, active in self._active.items() if active.by_topic]
        lifted = {key: self._active[key] for key in keys}
        concerned = self._lift(keys)
        for key, active in lifted.items():
            self._active[key] = _ActiveMute(active.mute)
        return list({*concerned, *self._find_by_topic(keys, 0)})

    def _find_by_topic(self, keys: Iterable[str], base: int) -> list[int]:
        concerned = []
        for key in keys:
            active = self._active[key]
            if active.by_topic:
                slots = [slot for slot in self._topics.slots(topic_key(active.mute.text)) if slot >= base]
                active.found.extend(slots)
                concerned += slots
        for slot in concerned:
            self.muted[slot] = 1
        return concerned

    def _tested(self, keys: Iterable[str]) -> list[_ActiveMute]:
        return [active for active in map(self._active.__getitem__, keys) if not active.by_topic]

    def apply_mutes(self, count: int) -> list[int]:
        """Test up to `count` more articles."""
        concerned: list[int] = []
        while count > 0 and self._waiting:
            mutes, matcher, slots = self._waiting[0]
            some = [] if all(active.lifted for active in mutes) else list(islice(slots, count))
            if not some:
                self._waiting.popleft()
            concerned += self._test(matcher, some)
            count -= len(some)
        return concerned

    def _test(self, matcher: _Matcher, slots: Iterable[int]) -> list[int]:
        concerned = []
        for slot in slots:
            batch, place = self._columns.at(slot)
            try:
                record = batch.record(place)
            except DamagedBatch:
                continue
            for active in matcher.find(record):
                if not active.lifted:
                    active.found.append(slot)
                    self.muted[slot] = 1
                    concerned.append(slot)
        return concerned
