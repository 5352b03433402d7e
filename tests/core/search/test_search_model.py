"""A search finds what looking at every article finds, whatever was done to the store, with an index and without."""

from dataclasses import dataclass, field
from operator import itemgetter
from random import Random

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from reader.core.model.article import Article, ArticleId, to_timestamp
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import NO_MARK, Mark
from reader.core.model.query import Query, Sort, SortBy, highlights
from reader.core.model.topic import Topic, topic_key
from reader.core.search.word_index import WordIndex, title_key
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from tests.core.samples import numbers
from tests.core.search.oracle import closure_of, matches
from tests.core.search.search_samples import MARKS, NOW, TREES, articles, index_of, queries, score

_FREQUENT = "reader.storage.cache.word_index_file._FREQUENT"
_FEW = "reader.core.search.result_order._FEW"


@dataclass(frozen=True)
class Given:
    """An index that is there."""

    index: WordIndex

    @property
    def revision(self) -> int:
        return 1

    def open(self) -> WordIndex:
        """It."""
        return self.index


@dataclass
class Naive:
    """Articles in order of arrival, with whether each is only a copy."""

    held: dict[ArticleId, tuple[Article, bool]] = field(default_factory=dict)
    marks: dict[ArticleId, Mark] = field(default_factory=dict)

    def add(self, one: Article, kept: bool) -> None:
        """Take in an article; it replaces one of its id, unless it is a copy."""
        if one.id in self.held and kept:
            return
        self.held.pop(one.id, None)
        self.held[one.id] = one, kept

    def select(self, query: Query, listing: Listing, store: Store) -> list[int]:
        """The ids of what a query finds."""
        closure = closure_of(store.topics)

        def shown(one: Article, kept: bool) -> bool:
            mark = self.marks.get(one.id, NO_MARK)
            match listing.view:
                case View.BOOKMARKS if not mark.bookmarked:
                    return False
                case View.ARCHIVE if not one.archived:
                    return False
                case View.TOPIC if not any(listing.topic in closure(name) for name in one.topics):
                    return False
            fits = query.node is None or matches(query.node, one, mark, closure, NOW)
            return fits and (mark.bookmarked or not kept)

        def rank(one: Article) -> tuple[int, int]:
            heat, when = -1 if one.heat is None else one.heat, to_timestamp(one.published)
            return (heat, when) if listing.order is Order.HEAT else (when, heat)

        found = sorted((one for one, kept in self.held.values() if shown(one, kept)), key=rank, reverse=True)
        if query.sort is not None:
            found = arranged(found, [self._value(one, query, query.sort) for one in found], query.sort)
        return [int(one.id) for one in found]

    def _value(self, one: Article, query: Query, sort: Sort) -> int | str | None:
        match sort.by:
            case SortBy.HEAT:
                return one.heat
            case SortBy.DATE:
                return None if one.published is None else to_timestamp(one.published)
            case SortBy.QUALITY:
                return one.quality
            case SortBy.TITLE:
                return title_key(one.title)
            case SortBy.MATCH:
                return score(highlights(query), one, self.marks.get(one.id, NO_MARK))


def arranged(items: list[Article], values: list[int | str | None], sort: Sort) -> list[Article]:
    """Articles by their values, unknown ones last, equal ones as they are."""
    known = [(value, one) for one, value in zip(items, values, strict=True) if value is not None]
    known.sort(key=itemgetter(0), reverse=(sort.by is SortBy.TITLE) == sort.reverse)
    return [one for _, one in known] + [one for one, value in zip(items, values, strict=True) if value is None]


_LISTINGS = [
    Listing(view, topic_key("Art") if view is View.TOPIC else None, order)
    for view in (View.ALL, View.UNREAD, View.BOOKMARKS, View.ARCHIVE, View.TOPIC)
    for order in Order
]

_ASKED = st.lists(st.tuples(queries(), st.sampled_from(_LISTINGS)), min_size=6, max_size=6)


class SearchAgainstNaive(RuleBasedStateMachine):
    """Does the same to both, and asks both the same."""

    def __init__(self) -> None:
        super().__init__()
        self.store, self.naive = Store(), Naive()

    @initialize(found=st.lists(articles(), min_size=3, max_size=8))
    def begin(self, found: list[Article]) -> None:
        """There are some from the beginning."""
        self.arrive(found, False)

    @rule(found=st.lists(articles(), min_size=1, max_size=6), kept=st.sampled_from([False, False, True]))
    def arrive(self, found: list[Article], kept: bool) -> None:
        """A block arrives."""
        self.store.apply(ArticleBatch.of(found, kept))
        for one in found:
            self.naive.add(one, kept)

    @rule(gone=st.lists(st.integers(1, 12).map(ArticleId), max_size=3))
    def leave(self, gone: list[ArticleId]) -> None:
        """Articles go."""
        self.store.remove(gone)
        for article in gone:
            self.naive.held.pop(article, None)

    @rule(marks=st.dictionaries(st.integers(1, 12).map(ArticleId), MARKS, max_size=6))
    def mark(self, marks: dict[ArticleId, Mark]) -> None:
        """Marks change."""
        self.store.update_marks(marks)
        self.naive.marks.update(marks)

    @rule(marks=st.dictionaries(st.integers(1, 12).map(ArticleId), MARKS, max_size=6))
    def mark_elsewhere(self, marks: dict[ArticleId, Mark]) -> None:
        """All marks come from another window."""
        self.store.replace_marks(marks)
        self.naive.marks = dict(marks)

    @rule(tree=st.sampled_from(TREES))
    def define(self, tree: list[Topic]) -> None:
        """Other topics are defined."""
        self.store.add_topics(tree)

    @rule(random=st.randoms(use_true_random=False), shuffled=st.booleans(), short=st.booleans())
    def index(self, random: Random, shuffled: bool, short: bool) -> None:
        """An index comes, of what has come."""
        found = [one for one, kept in self.naive.held.values() if not kept]
        if shuffled:
            random.shuffle(found)
        with pytest.MonkeyPatch.context() as patch:
            if not short:
                # As if no short beginning were frequent.
                patch.setattr(_FREQUENT, 0)
            self.store.use_index(Given(index_of(found)))

    def _ask(self, asked: list[tuple[Query, Listing]]) -> None:
        """Ask both, in the two ways in which results are put in order."""
        for query, listing in asked:
            listing = Listing(listing.view, listing.topic, listing.order, query=query)
            wanted = self.naive.select(query, listing, self.store)
            assert self.store.search.count(listing, NOW) == len(wanted)
            for number in (0, 1 << 30):
                with pytest.MonkeyPatch.context() as patch:
                    # As if what is found were many, or few.
                    patch.setattr(_FEW, number)
                    self.store.search.forget()
                    assert numbers(self.store.select(listing, NOW)) == wanted
        state = self.store.search.state
        assert state.indexed == state.total

    # Asked more often than anything else is done.
    ask = rule(asked=_ASKED)(_ask)
    ask_again = rule(asked=_ASKED)(_ask)
    ask_once_more = rule(asked=_ASKED)(_ask)


SearchAgainstNaive.TestCase.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)
TestSearchAgainstNaive = SearchAgainstNaive.TestCase
