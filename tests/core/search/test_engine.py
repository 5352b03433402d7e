"""Searching a store: what is found, how much of it is indexed, what it costs, and what a damaged index does."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from reader.core.model.article import Article, ArticleId, Provider
from reader.core.model.listing import Listing, View
from reader.core.model.marks import Mark, Mute, MuteKind
from reader.core.model.topic import topic_key
from reader.core.search.engine import MAX_GROWN, SLICE, SearchState
from reader.core.search.growing_index import GrowingIndex
from reader.core.search.query_parser import parse
from reader.core.search.word_index import DamagedIndex, Part, WordIndex
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from tests.core.samples import article, numbers, store_of
from tests.core.search.search_samples import index_of

NEWS = (
    article(1, 30, 1, ["AI"], title="Robots learn to walk"),
    article(2, 20, 2, ["Law"], title="A law for robots", archived=True),
    article(3, 10, 3, ["AI"], title="Walk the dog"),
)


def found(store: Store, text: str, listing: Listing | None = None) -> list[int]:
    base = listing or Listing()
    return numbers(store.select(Listing(base.view, base.topic, base.order, query=parse(text, unfinished=True))))


class Source:
    """An index that says how often it was opened."""

    def __init__(self, index: WordIndex | None) -> None:
        self.index, self.opened = index, 0

    @property
    def revision(self) -> int:
        return 1

    def open(self) -> WordIndex | None:
        """It."""
        self.opened += 1
        return self.index


@pytest.fixture(params=["in memory", "by an index"])
def store(request: pytest.FixtureRequest) -> Store:
    store = store_of(*NEWS)
    if request.param == "by an index":
        store.use_index(Source(index_of(NEWS)))
    return store


def test_typing_narrows_and_archived_ones_are_found(store: Store) -> None:
    assert [found(store, "robots"[:end]) for end in range(7)] == [[1, 2, 3]] + [[1, 2]] * 6
    assert found(store, "robots w") == [1]
    assert found(store, "walk") == [1, 3]


def test_a_phrase_is_in_one_text(store: Store) -> None:
    assert found(store, '"for robots"') == [2]
    assert found(store, '"robots provider"') == []
    assert found(store, 'excerpt:"for robots"') == []
    assert found(store, 'title:"to wal"*') == [1]


def test_a_view_goes_before_a_query(store: Store) -> None:
    store.replace_marks({ArticleId(1): Mark(read=True), ArticleId(3): Mark(bookmarked=True)})
    assert found(store, "walk", Listing(View.UNREAD)) == [1, 3]
    assert found(store, "walk is:unread") == [3]
    assert found(store, "walk", Listing(View.BOOKMARKS)) == [3]
    assert found(store, "robots", Listing(View.ARCHIVE)) == [2]
    assert found(store, "robots", Listing.of_topic(topic_key("AI"))) == [1]


def test_muted_articles_are_only_found_among_themselves(store: Store) -> None:
    store.set_mutes([Mute(MuteKind.TOPIC, "AI")], 0.0)
    assert found(store, "walk") == []
    assert found(store, "walk", Listing(View.MUTED)) == [1, 3]


def test_what_is_bookmarked_is_found_though_it_is_muted_or_snoozed(store: Store) -> None:
    store.set_mutes([Mute(MuteKind.TOPIC, "AI")], 0.0)
    store.update_marks({ArticleId(3): Mark(bookmarked=True, tags=("later",))})
    assert found(store, "walk") == found(store, "tag:later") == found(store, "is:bookmarked") == [3]
    store.set_mutes([], 0.0)
    store.update_marks({ArticleId(3): Mark(bookmarked=True, snoozed=100), ArticleId(1): Mark(snoozed=100)})
    assert found(store, "walk") == [3]


def test_tags_and_notes_are_found_as_they_change(store: Store) -> None:
    assert found(store, "dentist") == []
    store.update_marks({ArticleId(3): Mark(bookmarked=True, tags=("Later",), note="Ask the dentist")})
    assert found(store, "dentist") == found(store, "tag:later") == found(store, "has:note") == [3]
    store.update_marks({ArticleId(3): Mark(bookmarked=True)})
    assert found(store, "dentist") == found(store, "tag:later") == found(store, "has:note") == []


def test_a_copy_is_found_while_it_is_bookmarked() -> None:
    store = Store()
    store.apply(ArticleBatch.of(NEWS, kept=True))
    assert found(store, "walk") == []
    store.replace_marks({ArticleId(3): Mark(bookmarked=True)})
    assert found(store, "walk") == [3]


def test_a_search_stays_right_while_articles_change(store: Store) -> None:
    assert found(store, "walk") == [1, 3]
    store.apply(ArticleBatch.of([article(3, 10, 3, title="Run with the dog"), article(4, 40, 4, title="Walkers")]))
    assert found(store, "walk") == [4, 1]
    assert found(store, "walk*") == [4, 1]
    store.remove([ArticleId(1)])
    assert found(store, "walk") == [4]
    assert found(store, "-walk") == [4, 2, 3]


def test_whole_words_count_twice_what_beginnings_do(store: Store) -> None:
    store.apply(ArticleBatch.of([article(5, 90, 4, title="Walkers")]))
    assert found(store, "walk* sort:match") == [1, 3, 5]
    assert found(store, "walk* sort:-match") == [5, 1, 3]
    many = " OR ".join(f"word{number}*" for number in range(30))
    assert found(store, f"walk* OR {many} sort:match") == [1, 3, 5]


def test_what_is_indexed_is_said_and_grows_by_asking() -> None:
    count = 3 * SLICE
    store = store_of(*(article(number, heat=number, title="word") for number in range(1, count + 1)))
    assert store.search.state == SearchState(0, count, False)
    assert len(found(store, "word")) == SLICE
    assert len(found(store, "-other")) == 2 * SLICE
    assert store.search.state.indexed < count
    assert len(found(store, "heat>0")) == count
    assert not store.search.advance()
    assert store.search.state == SearchState(count, count, False)
    store.remove([ArticleId(1)])
    assert store.search.state == SearchState(count - 1, count - 1, False)


def test_while_an_index_is_coming_only_some_are_indexed_in_memory() -> None:
    news = [article(number, title="word") for number in range(1, MAX_GROWN + 2 * SLICE)]
    store = store_of(*news)
    store.index_coming = True
    while store.search.advance():
        pass
    state = store.search.state
    assert MAX_GROWN <= state.indexed < state.total
    assert state.coming
    store.use_index(None)
    while store.search.advance():
        pass
    assert store.search.state == SearchState(len(news), len(news), False)


def test_an_index_is_opened_by_the_first_search_and_covers_what_was_there_when_it_came() -> None:
    store, source = store_of(*NEWS), Source(index_of(NEWS))
    store.use_index(source)
    store.apply(ArticleBatch.of([article(3, 10, 3, title="Run")]))
    assert source.opened == 0
    assert found(store, "walk") == [1]
    assert found(store, "run") == [3]
    assert source.opened == 1


def test_an_index_that_cannot_be_opened_is_done_without() -> None:
    store = store_of(*NEWS)
    store.use_index(Source(None))
    assert found(store, "walk") == [1, 3]


class Failing:
    """An index that turns out to be damaged after so many answers."""

    def __init__(self, index: WordIndex, answers: int) -> None:
        self._index, self._answers = index, answers

    def __getattr__(self, name: str) -> Any:
        if self._answers == 0:
            raise DamagedIndex("a bit is flipped")
        self._answers -= 1
        return getattr(self._index, name)


@pytest.mark.parametrize("answers", range(10))
def test_an_index_that_turns_out_to_be_damaged_is_done_without(answers: int) -> None:
    store = store_of(*NEWS)
    store.use_index(Source(Failing(index_of(NEWS), answers)))
    assert found(store, '"for robots"') == [2]
    assert found(store, "walk sort:title") == [1, 3]
    assert found(store, "has:related OR quality>3") == []
    assert store.search.state == SearchState(len(NEWS), len(NEWS), False)


class _Counting(GrowingIndex):
    """Counts the slots that are gone through."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0

    def slots(self, word: str, prefix: bool, parts: Sequence[Part]) -> "Iterator[array[int]]":
        """What the index gives, counted."""
        for slots in super().slots(word, prefix, parts):
            self.seen += len(slots)
            yield slots


def test_a_letter_more_looks_only_at_what_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.core.search.indexed_words.GrowingIndex", _Counting)
    store = store_of(*(article(number, title=f"{'rare' if number == 1 else 'often'} x") for number in range(1, 61)))
    while store.search.advance():
        pass
    growing = store.search._words._growing
    assert isinstance(growing, _Counting)
    found(store, "often")
    before = growing.seen
    assert found(store, "often ra") == []
    # The first word is known from the key before; now it is a whole word, though, and asked for once more.
    assert growing.seen - before <= 61
    before = growing.seen
    assert found(store, "often rar") == []
    assert growing.seen - before == 1


def test_providers_are_found_by_name_and_domain_and_words_by_what_is_shown() -> None:
    store = store_of(
        Article(ArticleId(1), "x", provider=Provider("Morning Post", "scmp.com")),
        Article(ArticleId(2), "x", provider=Provider("", "bbc.co.uk")),
    )
    assert found(store, "provider:scmp") == found(store, 'provider:"morning post"') == [1]
    assert found(store, "scmp") == []
    assert found(store, "bbc") == found(store, "provider:bbc") == [2]


@pytest.mark.parametrize("make", [lambda: Store(), lambda: store_of(), lambda: store_of(NEWS[0])])
def test_small_stores_are_no_special_case(make: Callable[[], Store]) -> None:
    store = make()
    assert found(store, "robots walk sort:title") == ([1] if len(store) else [])
    assert found(store, "nothing sort:match") == []
