"""Which articles the mutes keep off the lists, found a slice at a time."""

from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from reader.core.model.marks import Mute, MuteKind
from reader.core.model.topic import TopicKey, topic_key

AT_ONCE: Final = 500
"""So many arriving articles are looked at as they come; of more the rest waits for `apply_mutes`."""


Looked = tuple[str, str, str, str]
"""What mutes look at of an article: title, excerpt, the provider's name and domain."""

Test = Callable[[Looked], bool]
Look = Callable[[int], Looked | None]
SlotsOf = Callable[[TopicKey], Sequence[int]]


def test_of(mute: Mute) -> Test | None:
    """What finds the articles of a mute by looking at each; None for a topic, whose articles are known.

    A word stands for itself or, as a phrase, for words side by side, in the title or the excerpt, without
    regard to case and accents. A provider is its whole name, or its domain and those below that.
    """
    # Not at the top: a start without mutes does without words.
    from reader.core.text.tokenizer import fold_line, tokens

    if mute.kind is MuteKind.TOPIC:
        return None
    if mute.kind is MuteKind.WORD:
        return _says(tokens(mute.text))
    wanted = fold_line(mute.text)
    known: dict[tuple[str, str], bool] = {}

    def is_from(looked: Looked) -> bool:
        provider = looked[2:]
        found = known.get(provider)
        if found is None:
            name, domain = map(fold_line, provider)
            found = known[provider] = wanted in (name, domain) or ("." in wanted and domain.endswith(f".{wanted}"))
        return found

    return is_from


def _says(wanted: list[str]) -> Test:
    from reader.core.text.tokenizer import tokens

    count = len(wanted)
    if not count:
        return lambda _: False
    first = wanted[0]

    def says(looked: Looked) -> bool:
        for text in looked[:2]:
            # Most texts don't have it, and then they need not be taken apart.
            if text.isascii() and first not in text.lower():
                continue
            words = tokens(text)
            if first in words and any(words[at : at + count] == wanted for at in range(len(words) - count + 1)):
                return True
        return False

    return says


class _Active:
    """A mute in force; `found` are the slots of its articles, as far as they were looked at."""

    __slots__ = ("found", "lifted", "mute", "test")

    def __init__(self, mute: Mute) -> None:
        self.mute, self.test, self.found = mute, test_of(mute), array("I")
        self.lifted = False


class Mutes:
    """The mutes in force, and the slots of the articles that they keep off the lists.

    All methods that change that give the slots concerned. Articles of a topic are known at once; to
    find those of a word or a provider takes a look at each article, which is done by `apply_mutes`.
    """

    def __init__(self, look: Look, slots_of: SlotsOf) -> None:
        self._look, self._slots_of = look, slots_of
        self._active: dict[str, _Active] = {}
        self._waiting: deque[tuple[list[_Active], Iterator[int]]] = deque()
        self.muted = bytearray()
        """For each slot 1 if its article is muted, else 0."""

    def __bool__(self) -> bool:
        return bool(self._active)

    @property
    def mutes_pending(self) -> bool:
        """Whether there are articles left to look at."""
        return bool(self._waiting)

    def found(self, mute: Mute) -> "array[int]":
        """The slots of a mute's articles, as far as they were looked at, those that are gone included."""
        active = self._active.get(mute.key)
        return active.found if active else array("I")

    def times(self) -> list[int]:
        """When mutes run out (seconds since 1970, UTC)."""
        return [active.mute.until for active in self._active.values() if active.mute.until]

    def set(self, mutes: Iterable[Mute], now: float, slots: Iterable[int]) -> list[int]:
        """Make these the mutes; those that have run out by `now` are none. `slots` are all, the first first."""
        wanted = {mute.key: mute for mute in mutes if not mute.until or mute.until > now}
        concerned = self._lift([key for key in self._active if key not in wanted])
        new = [key for key in wanted if key not in self._active]
        for key, mute in wanted.items():
            if key in self._active:
                self._active[key].mute = mute
            else:
                self._active[key] = _Active(mute)
        concerned += self._find_by_topic(new, 0)
        self._wait(new, slots)
        return concerned

    def run_out(self, now: float) -> list[int]:
        """Lift the mutes whose time is over."""
        over = [key for key, active in self._active.items() if 0 < active.mute.until <= now]
        return self._lift(over)

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

    def arrived(self, base: int, places: Sequence[int]) -> list[int]:
        """Take in new slots.

        Args:
            base: the first of them.
            places: their places after it, in the order in which they are to be looked at.
        """
        self.muted.extend(bytes(len(places)))
        keys = list(self._active)
        concerned = self._find_by_topic(keys, base)
        slots = (base + place for place in places)
        concerned += self._test(self._tested(keys), islice(slots, AT_ONCE))
        if len(places) > AT_ONCE:
            self._wait(keys, slots)
        return concerned

    def topics_changed(self) -> list[int]:
        """Find the articles of topics anew, for the tree of topics is another."""
        keys = [key for key, active in self._active.items() if active.test is None]
        lifted = {key: self._active[key] for key in keys}
        concerned = self._lift(keys)
        for key, active in lifted.items():
            self._active[key] = _Active(active.mute)
        return list({*concerned, *self._find_by_topic(keys, 0)})

    def _find_by_topic(self, keys: Iterable[str], base: int) -> list[int]:
        concerned = []
        for key in keys:
            active = self._active[key]
            if active.test is None:
                slots = [slot for slot in self._slots_of(topic_key(active.mute.text)) if slot >= base]
                active.found.extend(slots)
                concerned += slots
        for slot in concerned:
            self.muted[slot] = 1
        return concerned

    def _tested(self, keys: Iterable[str]) -> list[_Active]:
        return [active for active in map(self._active.__getitem__, keys) if active.test is not None]

    def _wait(self, keys: Iterable[str], slots: Iterable[int]) -> None:
        tested = self._tested(keys)
        if tested:
            self._waiting.append((tested, iter(slots)))

    def apply_mutes(self, count: int) -> list[int]:
        """Look at up to so many articles that were not looked at yet."""
        concerned: list[int] = []
        while count > 0 and self._waiting:
            mutes, slots = self._waiting[0]
            mutes = [active for active in mutes if not active.lifted]
            some = list(islice(slots, count)) if mutes else []
            if not some:
                self._waiting.popleft()
            concerned += self._test(mutes, some)
            count -= len(some)
        return concerned

    def _test(self, mutes: Sequence[_Active], slots: Iterable[int]) -> list[int]:
        concerned = []
        for slot in slots if mutes else ():
            looked = self._look(slot)
            for active in mutes:
                if looked is not None and active.test is not None and active.test(looked):
                    active.found.append(slot)
                    self.muted[slot] = 1
                    concerned.append(slot)
        return concerned
