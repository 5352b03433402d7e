"""The store does what a list of articles would do, whatever is done to it in whatever order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

import reader.core.store as store_module
from reader.core.model.article import Article, ArticleId, to_timestamp
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import NO_MARK, Mark, MarkChange, MarkKind, Mute, MuteKind
from reader.core.model.topic import Topic, TopicKey, TopicTree, topic_key
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.counts import Counts
from reader.core.text.tokenizer import tokens
from tests.core.samples import article, numbers
from tests.core.search.oracle import side_by_side

_TREES = [
    [],
    [Topic("A"), Topic("B", "A"), Topic("C", "B")],
    [Topic("C"), Topic("A", "C"), Topic("X", "A")],
    [Topic("A", "B"), Topic("B", "A")],
]
_NAMES = ["A", "a ", "B", "C", "D"]
_KEYS = [topic_key(name) for name in ("A", "B", "C", "D", "X")]

_ids = st.integers(1, 8).map(ArticleId)
_some_ids = st.lists(_ids, max_size=4)
_articles = st.builds(
    article,
    _ids,
    st.none() | st.integers(0, 2),
    st.none() | st.integers(0, 2),
    st.lists(st.sampled_from(_NAMES), max_size=3),
    title=st.sampled_from(["one", "two", "three"]),
    archived=st.booleans(),
)
_times = st.integers(1, 6)
_marks = st.builds(Mark, st.booleans(), st.booleans(), snoozed=st.just(0) | _times)
_muted = [("word", "two"), ("word", "Thrée"), ("word", "two three"), ("provider", "provider 3"), ("topic", "A")]
_mutes = st.builds(
    lambda what, until: Mute(MuteKind(what[0]), what[1], until),
    st.sampled_from([*_muted, ("topic", "c"), ("topic", "X")]),
    st.just(0) | _times,
)


@dataclass
class Naive:
    """Articles in order of arrival, with whether each is only a copy; all is found by looking at all."""

    held: list[tuple[Article, bool]] = field(default_factory=list)
    waiting: list[tuple[Article, bool]] = field(default_factory=list)
    marks: dict[ArticleId, Mark] = field(default_factory=dict)
    tree: TopicTree = field(default_factory=TopicTree)
    mutes: dict[str, Mute] = field(default_factory=dict)
    now: float = 0

    def add(self, one: Article, kept: bool) -> None:
        """Take in an article; it replaces one of its id, unless it is a copy."""
        if not kept:
            self.waiting = [(other, copy) for other, copy in self.waiting if other.id != one.id]
        if any(other.id == one.id for other, _ in self.held):
            if kept:
                return
            self.held = [(other, copy) for other, copy in self.held if other.id != one.id]
        self.held.append((one, kept))

    def remove(self, articles: Iterable[ArticleId]) -> None:
        """Take articles out."""
        gone = set(articles)
        self.held = [(one, kept) for one, kept in self.held if one.id not in gone]
        self.waiting = [(one, kept) for one, kept in self.waiting if one.id not in gone]

    def release(self) -> None:
        """Take in all that waits."""
        waiting, self.waiting = self.waiting, []
        for one, kept in waiting:
            self.add(one, kept)

    def _topics(self, one: Article) -> set[TopicKey]:
        return {key for name in one.topics for key in self.tree.closure(topic_key(name))}

    def muted_by(self, mute: Mute, one: Article) -> bool:
        """Whether a mute goes for an article."""
        match mute.kind:
            case MuteKind.WORD:
                return side_by_side(tokens(mute.text), False, tokens(one.title))
            case MuteKind.PROVIDER:
                return mute.text == one.provider.name.lower()
        return topic_key(mute.text) in self._topics(one)

    def _muted(self, one: Article) -> bool:
        return any(self.muted_by(mute, one) for mute in self.mutes.values())

    def _snoozed(self, one: Article) -> bool:
        return self.marks.get(one.id, NO_MARK).snoozed > self.now

    def _on_top(self, one: Article) -> bool:
        mark = self.marks.get(one.id, NO_MARK)
        return 0 < mark.snoozed <= self.now and not mark.read

    def wake(self, now: float) -> None:
        """Time goes on."""
        self.now = max(now, self.now)
        self.mutes = {key: mute for key, mute in self.mutes.items() if not mute.until or mute.until > now}

    def _fits(self, one: Article, kept: bool, listing: Listing) -> bool:
        mark = self.marks.get(one.id, NO_MARK)
        hidden = self._muted(one) or self._snoozed(one)
        listed = not kept and not hidden and (listing.archived or not one.archived)
        match listing.view:
            case View.BOOKMARKS:
                return mark.bookmarked
            case View.ARCHIVE:
                return one.archived and not kept and not hidden
            case View.MUTED:
                return self._muted(one) and not kept
            case View.SNOOZED:
                return self._snoozed(one) and not kept
            case View.UNREAD:
                return listed and not mark.read
            case View.TOPIC:
                return listed and listing.topic in self._topics(one)
        return listed

    def select(self, listing: Listing) -> list[int]:
        """The ids of a listing: sorted with equals as they arrived."""

        def rank(one: Article) -> tuple[int, int]:
            heat, when = -1 if one.heat is None else one.heat, to_timestamp(one.published)
            return (heat, when) if listing.order is Order.HEAT else (when, heat)

        chosen = [one for one, kept in self.held if self._fits(one, kept, listing)]
        ordered = sorted(chosen, key=rank, reverse=True)
        return [int(one.id) for one in sorted(ordered, key=self._on_top, reverse=True)]

    @property
    def counts(self) -> Counts:
        """How many articles the views have."""
        views = (View.ALL, View.UNREAD, View.BOOKMARKS, View.ARCHIVE, View.MUTED, View.SNOOZED)
        return Counts(*(len(self.select(Listing(view))) for view in views))


def _listings() -> Iterator[Listing]:
    for order in Order:
        for archived in (False, True):
            for view in View:
                for topic in _KEYS if view is View.TOPIC else [None]:
                    yield Listing(view, topic, order, archived)


class StoreAgainstNaive(RuleBasedStateMachine):
    """Does the same to both and compares all that can be asked."""

    listings: ClassVar = list(_listings())

    def __init__(self) -> None:
        super().__init__()
        self.store = Store()
        self.naive = Naive()

    @rule(articles=st.lists(_articles, max_size=5), kept=st.booleans())
    def apply(self, articles: list[Article], kept: bool) -> None:
        """A block arrives; ids may come again, also within it."""
        frozen = self.store.select(Listing())
        before = numbers(frozen)
        self.store.apply(ArticleBatch.of(articles, kept))
        for one in articles:
            self.naive.add(one, kept)
        assert [frozen.place_of(ArticleId(number)) for number in before] == list(range(len(before)))

    @rule(articles=st.lists(_articles, max_size=4), kept=st.booleans())
    def hold(self, articles: list[Article], kept: bool) -> None:
        """A batch arrives and waits."""
        self.store.hold(ArticleBatch.of(articles, kept))
        self.naive.waiting += [(one, kept) for one in articles]

    @rule()
    def release(self) -> None:
        """All that waits is shown."""
        assert self.store.release().news == bool(self.naive.waiting)
        self.naive.release()

    @rule(articles=_some_ids)
    def remove(self, articles: list[ArticleId]) -> None:
        """Articles go, known or not."""
        self.store.remove(articles)
        self.naive.remove(articles)

    @rule(
        kind=st.sampled_from(MarkKind),
        value=st.booleans(),
        articles=_some_ids,
        text=st.sampled_from(["one", "two"]),
        until=_times,
    )
    def set_mark(self, kind: MarkKind, value: bool, articles: list[ArticleId], text: str, until: int) -> None:
        """One mark of some articles changes."""
        changed = set()
        step = MarkChange(kind, value, (), text=text, until=until)
        for number in articles:
            old = self.naive.marks.get(number, NO_MARK)
            new = step.after(old)
            if new != old:
                changed.add(number)
            self.naive.marks[number] = new
        assert self.store.set_mark(kind, value, articles, text, until).marked == changed

    @rule(marks=st.dictionaries(_ids, _marks, max_size=4))
    def replace_marks(self, marks: dict[ArticleId, Mark]) -> None:
        """All marks come from elsewhere."""
        old, self.naive.marks = self.naive.marks, dict(marks)
        changed = {one for one in {*old, *marks} if old.get(one, NO_MARK) != marks.get(one, NO_MARK)}
        assert self.store.replace_marks(marks).marked == changed

    @rule(tree=st.sampled_from(_TREES))
    def add_topics(self, tree: list[Topic]) -> None:
        """Other topics are defined."""
        self.store.add_topics(tree)
        self.naive.tree = TopicTree(tree)

    @rule(mutes=st.lists(_mutes, max_size=3, unique_by=lambda mute: mute.key), now=_times)
    def set_mutes(self, mutes: list[Mute], now: int) -> None:
        """Other things are muted."""
        self.store.set_mutes(mutes, now)
        self.naive.mutes = {mute.key: mute for mute in mutes if not mute.until or mute.until > now}

    @rule(count=st.integers(0, 3))
    def sift(self, count: int) -> None:
        """Some articles are looked at; all are before anything is compared."""
        self.store.apply_mutes(count)

    @rule(now=_times)
    def wake(self, now: int) -> None:
        """Time goes on."""
        before = self.naive.now
        self.naive.wake(now)
        held = {one.id for one, _ in self.naive.held}
        due = {one for one, mark in self.naive.marks.items() if one in held and before < mark.snoozed <= now}
        assert self.store.resurface(now).resurfaced == due

    def look_at_all(self) -> None:
        """Have all mutes found their articles."""
        while self.store.mutes_pending:
            self.store.apply_mutes(4)

    @invariant()
    def counts_agree(self) -> None:
        """By view, by topic, and in all."""
        self.look_at_all()
        for mute in self.naive.mutes.values():
            found = [one for one, kept in self.naive.held if not kept and self.naive.muted_by(mute, one)]
            assert self.store.muted_by(mute) == len(found)
        held = {one.id for one, _ in self.naive.held}
        assert self.store.held == len({one.id for one, _ in self.naive.waiting} - held)
        assert self.store.counts == self.naive.counts
        assert len(self.store) == len(self.naive.held)
        for key in _KEYS:
            assert self.store.topic_count(key) == len(self.naive.select(Listing.of_topic(key)))

    @invariant()
    def listings_agree(self) -> None:
        """Every view and topic in both orders, and where each article stands in it."""
        self.look_at_all()
        for listing in self.listings:
            wanted, rows = self.naive.select(listing), self.store.select(listing)
            assert numbers(rows) == wanted
            places = {number: place for place, number in enumerate(wanted)}
            for number in range(1, 9):
                assert rows.place_of(ArticleId(number)) == places.get(number)

    @invariant()
    def articles_agree(self) -> None:
        """Each article is the one that came last, with its marks."""
        held = {one.id: one for one, _ in self.naive.held}
        for number in map(ArticleId, range(1, 9)):
            assert self.store.article(number) == held.get(number)
            assert self.store.mark(number) == self.naive.marks.get(number, NO_MARK)


# Not shrunk: that takes minutes, and twelve steps can be read as they are.
StoreAgainstNaive.TestCase.settings = settings(
    max_examples=40, stateful_step_count=12, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)
TestStoreAgainstNaive = StoreAgainstNaive.TestCase


class InBulk(StoreAgainstNaive):
    """The same where every change counts as one of many."""

    def __init__(self) -> None:
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(store_module, "_MANY", 0)
        super().__init__()

    def teardown(self) -> None:
        """Let many be many again."""
        self._patch.undo()


InBulk.TestCase.settings = StoreAgainstNaive.TestCase.settings
TestStoreInBulk = InBulk.TestCase
