"""Mutes and snoozes: what they take off the lists, when it is found, and how it comes back."""

import pytest
from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId, Provider
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import Mark, MarkKind, Mute, MuteKind
from reader.core.model.topic import Topic, topic_key
from reader.core.store import Change, Store
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.counts import Counts
from reader.core.tables.mute_filter import AT_ONCE
from reader.core.text import tokenizer
from reader.core.text.tokenizer import tokens
from tests.core.samples import article, numbers

AI = topic_key("AI")
TREE = [Topic("AI"), Topic("AI Ethics", "AI")]
BBC = Provider("BBC News", "bbc.co.uk")


def word(text: str, until: int = 0) -> Mute:
    """A muted word."""
    return Mute(MuteKind.WORD, text, until)


def sifted(store: Store, *mutes: Mute, now: float = 1.0) -> list[int]:
    """Mute, look at all, and give the ids of what is muted in order."""
    store.set_mutes(mutes, now)
    while store.mutes_pending:
        store.apply_mutes(50)
    return numbers(store.select(Listing(View.MUTED)))


def due(store: Store) -> int | None:
    """When the store is to be woken next."""
    return store.next_due


def left(store: Store) -> bool:
    """Whether there is something left to look at."""
    return store.mutes_pending


def some_batch() -> ArticleBatch:
    """Six articles, the hottest first."""
    return ArticleBatch.of(
        [
            replace(article(1, 60, 1, ["AI"]), title="Crypto crashes", provider=BBC),
            replace(article(2, 50, 1, ["AI Ethics"]), title="The weather", excerpt="A crypto-currency."),
            replace(article(3, 40, 1), title="Cryptography explained", provider=Provider("", "news.bbc.co.uk")),
            replace(article(4, 30, 1), title="Élan vital", provider=Provider("notbbc.co.uk")),
            replace(article(5, 20, 1, ["AI"], archived=True), title="Old CRYPTO", provider=Provider("Gazette")),
            replace(article(6, 10, 1), title="Nothing much", excerpt="新闻 on élan   vital"),
        ]
    )


def some() -> Store:
    """A store with them."""
    store = Store(TREE)
    store.apply(some_batch())
    return store


@pytest.mark.parametrize(
    ("mute", "muted"),
    [
        (word("crypto"), [1, 2, 5]),
        (word("CRYPTO currency"), [2]),
        (word("currency crypto"), []),
        (word("elan vital"), [4, 6]),
        (word("vital"), [4, 6]),
        (word("vit"), []),
        (word("新闻"), [6]),
        (word("!?"), []),
        (Mute(MuteKind.PROVIDER, "bbc news"), [1]),
        (Mute(MuteKind.PROVIDER, "BBC.co.uk"), [1, 3]),
        (Mute(MuteKind.PROVIDER, "bbc"), []),
        (Mute(MuteKind.PROVIDER, "gazette"), [5]),
        (Mute(MuteKind.TOPIC, "ai"), [1, 2, 5]),
        (Mute(MuteKind.TOPIC, "AI Ethics"), [2]),
        (Mute(MuteKind.TOPIC, "None such"), []),
    ],
)
def test_a_mute_finds_its_articles(mute: Mute, muted: list[int]) -> None:
    store = some()
    assert sifted(store, mute) == muted
    assert store.muted_by(mute) == len(muted)
    assert sifted(store) == []
    assert store.counts == some().counts


def test_the_words_of_an_article_are_looked_up_once_for_any_number_of_mutes(monkeypatch: pytest.MonkeyPatch) -> None:
    split: list[str] = []

    def counted(text: str) -> list[str]:
        split.append(text)
        return tokens(text)

    monkeypatch.setattr(tokenizer, "tokens", counted)
    store = some()
    mutes = [word(f"a word {number}") for number in range(1_000)]
    assert sifted(store, word("vital"), *mutes, word("crypto")) == [1, 2, 4, 5, 6]
    assert len([text for text in split if not text.startswith("a word")]) <= 4 + 2 * 6


def test_a_trial_of_mutes_counts_and_hides_nothing() -> None:
    store = some()
    trial = store.try_mutes([word("crypto"), Mute(MuteKind.TOPIC, "AI Ethics"), Mute(MuteKind.PROVIDER, "bbc.co.uk")])
    assert trial.mutes_pending
    trial.apply_mutes(100)
    assert [store.muted_by(mute, trial) for mute in (word("crypto"), Mute(MuteKind.TOPIC, "AI Ethics"))] == [3, 1]
    assert store.muted_by(Mute(MuteKind.PROVIDER, "bbc.co.uk"), trial) == 2
    assert (numbers(store.select(Listing(View.MUTED))), store.counts) == ([], some().counts)


def test_what_is_muted_is_off_every_list_and_count_but_bookmarked_ones_stay_among_bookmarks() -> None:
    store = some()
    store.set_mark(MarkKind.BOOKMARKED, True, [ArticleId(1)])
    assert sifted(store, word("crypto")) == [1, 2, 5]
    assert store.counts == Counts(all=3, unread=3, bookmarks=1, archive=0, muted=3)
    assert [store.topic_count(key) for key in (AI, topic_key("AI Ethics"))] == [0, 0]
    for listing in (Listing(), Listing(View.UNREAD), Listing(order=Order.DATE), Listing(archived=True)):
        assert set(numbers(store.select(listing))) == {3, 4, 6}
    assert numbers(store.select(Listing(View.ARCHIVE))) == []
    assert numbers(store.select(Listing.of_topic(AI))) == []
    assert numbers(store.select(Listing(View.BOOKMARKS))) == [1]
    store.set_mark(MarkKind.READ, True, map(ArticleId, range(1, 7)))
    assert store.counts == Counts(all=3, unread=0, bookmarks=1, archive=0, muted=3)


def test_what_two_mutes_hide_comes_back_with_the_second() -> None:
    store = some()
    both = [word("crypto"), Mute(MuteKind.TOPIC, "AI Ethics")]
    assert sifted(store, *both) == [1, 2, 5]
    assert sifted(store, both[1]) == [2]
    assert sifted(store, both[0]) == [1, 2, 5]
    assert [store.muted_by(mute) for mute in both] == [3, 0]


def test_a_mute_that_has_run_out_lifts_itself_at_the_next_waking() -> None:
    store = some()
    assert sifted(store, word("crypto", 100), word("vital", 200), word("weather", 50), now=50.0) == [
        1, 2, 4, 5, 6,
    ]  # fmt: skip
    assert due(store) == 100
    assert store.resurface(99.9) == Change()
    assert store.resurface(100.0) == Change(news=True)
    assert numbers(store.select(Listing(View.MUTED))) == [4, 6]
    assert due(store) == 200
    assert store.resurface(999.0).news
    assert due(store) is None
    assert store.counts == some().counts


def test_a_word_is_looked_for_a_slice_at_a_time_the_hottest_first() -> None:
    store = Store()
    store.apply(ArticleBatch.of([article(number, number, -number, title="a word") for number in range(1, 1_001)]))
    assert store.set_mutes([word("word")], 1.0) == Change()
    assert store.counts.muted == 0
    assert store.apply_mutes(10) == Change(news=True)
    assert numbers(store.select(Listing(View.MUTED))) == list(range(1_000, 990, -1))
    assert left(store)
    store.set_mutes([], 1.0)
    assert store.apply_mutes(10) == Change()
    assert not left(store)
    store.set_mutes([word("word")], 1.0, Order.DATE)
    store.apply_mutes(2)
    assert numbers(store.select(Listing(View.MUTED))) == [2, 1]
    store.apply_mutes(10_000)
    assert store.counts == Counts(muted=1_000)
    assert not left(store)


def test_a_mute_lifted_and_set_again_finds_each_article_once() -> None:
    store = some()
    store.set_mutes([word("crypto")], 1.0)
    store.apply_mutes(1)
    store.set_mutes([], 1.0)
    assert sifted(store, word("crypto")) == [1, 2, 5]
    assert store.muted_by(word("crypto")) == 3


def test_of_many_that_arrive_the_first_are_looked_at_as_they_come() -> None:
    store = Store()
    store.set_mutes([word("word"), Mute(MuteKind.TOPIC, "All")], 1.0)
    count = AT_ONCE + 100
    store.apply(ArticleBatch.of([article(number, number, title="a word") for number in range(1, count + 1)]))
    assert numbers(store.select(Listing())) == list(range(100, 0, -1))
    store.apply(ArticleBatch.of([article(5_000, 1, topics=["all"]), article(5_001, 1, title="no")]))
    store.apply_mutes(1_000)
    assert numbers(store.select(Listing())) == [5_001]
    assert store.counts == Counts(all=1, unread=1, muted=count + 1)


def test_an_article_that_comes_anew_is_looked_at_anew() -> None:
    store = some()
    sifted(store, word("crypto"))
    store.apply(ArticleBatch.of([article(1, 60, 1, ["AI"], title="Nothing"), article(4, 30, 1, title="Crypto")]))
    assert numbers(store.select(Listing(View.MUTED))) == [2, 4, 5]
    store.remove([ArticleId(2)])
    assert store.counts.muted == 2
    assert store.topic_count(AI) == 1


def test_a_muted_topic_takes_in_what_the_tree_says() -> None:
    store = some()
    assert sifted(store, Mute(MuteKind.TOPIC, "AI")) == [1, 2, 5]
    store.add_topics([Topic("AI"), Topic("AI Ethics")])
    assert numbers(store.select(Listing(View.MUTED))) == [1, 5]
    assert store.topic_count(topic_key("AI Ethics")) == 1


def test_a_damaged_record_is_no_obstacle() -> None:
    data = bytearray(ArticleBatch.of([article(1, title="a word"), article(2, title="a word")]).to_bytes())
    data[data.rindex(b"a word")] ^= 1
    store = Store()
    store.apply(ArticleBatch.from_bytes(bytes(data)))
    assert sifted(store, word("word")) == [1]


# -- snoozes


def snoozed(store: Store, until: int, *articles: int) -> Change:
    """Snooze articles."""
    return store.set_mark(MarkKind.SNOOZED, True, map(ArticleId, articles), until=until)


def _marked(*articles: int) -> frozenset[ArticleId]:
    return frozenset(map(ArticleId, articles))


def test_a_snoozed_article_is_gone_until_its_time_and_then_on_top_until_it_is_read() -> None:
    store = some()
    store.resurface(50.0)
    store.set_mark(MarkKind.READ, True, [ArticleId(6)])
    assert snoozed(store, 100, 6) == Change(True, _marked(6))
    assert numbers(store.select(Listing())) == [1, 2, 3, 4]
    assert numbers(store.select(Listing(View.SNOOZED))) == [6]
    assert (store.counts, store.next_due) == (Counts(all=4, unread=4, archive=1, snoozed=1), 100)
    assert store.resurface(99.0) == Change()
    assert store.resurface(100.0) == Change(news=True, resurfaced=_marked(6))
    assert store.resurface(101.0) == Change()
    for listing in (Listing(), Listing(View.UNREAD), Listing(order=Order.DATE)):
        assert numbers(store.select(listing)) == [6, 1, 2, 3, 4]
    assert (store.counts, store.next_due) == (Counts(all=5, unread=5, archive=1), None)
    assert store.set_mark(MarkKind.READ, True, [ArticleId(6)]) == Change(False, _marked(6))
    assert numbers(store.select(Listing())) == [1, 2, 3, 4, 6]


def test_a_snoozed_bookmark_stays_among_the_bookmarks() -> None:
    store = some()
    store.set_mark(MarkKind.BOOKMARKED, True, map(ArticleId, (1, 2, 5)))
    snoozed(store, 100, 2, 5)
    assert numbers(store.select(Listing(View.BOOKMARKS))) == [1, 2, 5]
    assert numbers(store.select(Listing(View.SNOOZED))) == [2, 5]
    assert (store.topic_count(AI), store.counts.snoozed) == (1, 2)
    store.resurface(100.0)
    assert numbers(store.select(Listing(View.BOOKMARKS))) == [2, 5, 1]
    assert numbers(store.select(Listing(View.ARCHIVE))) == [5]


def test_a_snooze_can_be_lifted_and_moved() -> None:
    store = some()
    snoozed(store, 100, 1, 2)
    snoozed(store, 300, 2)
    assert store.set_mark(MarkKind.SNOOZED, False, [ArticleId(1)]) == Change(True, _marked(1))
    assert store.resurface(200.0) == Change()
    assert numbers(store.select(Listing())) == [1, 3, 4, 6]
    assert store.resurface(300.0).resurfaced == {2}
    snoozed(store, 400, 2)
    assert numbers(store.select(Listing())) == [1, 3, 4, 6]


def test_marks_from_elsewhere_snooze_and_wake() -> None:
    store = Store()
    store.replace_marks(
        {ArticleId(1): Mark(snoozed=100), ArticleId(2): Mark(snoozed=300), ArticleId(77): Mark(snoozed=9)}
    )
    store.apply(some_batch())
    assert numbers(store.select(Listing())) == [3, 4, 6]
    assert store.resurface(200.0) == Change(news=True, resurfaced=_marked(1))
    assert numbers(store.select(Listing())) == [1, 3, 4, 6]
    assert store.update_marks({ArticleId(4): Mark(snoozed=150), ArticleId(3): Mark(snoozed=201)}).news
    assert numbers(store.select(Listing())) == [1, 4, 6]
    assert store.replace_marks({}) == Change(True, _marked(1, 2, 3, 4, 77))
    assert numbers(store.select(Listing())) == [1, 2, 3, 4, 6]


def test_an_article_may_be_muted_and_snoozed() -> None:
    store = some()
    snoozed(store, 100, 1)
    assert sifted(store, word("crypto")) == [1, 2, 5]
    assert numbers(store.select(Listing(View.SNOOZED))) == [1]
    store.resurface(100.0)
    assert (store.counts.muted, store.counts.snoozed) == (3, 0)
    assert numbers(store.select(Listing())) == [3, 4, 6]
    sifted(store)
    assert numbers(store.select(Listing())) == [1, 2, 3, 4, 6]


def test_many_are_hidden_and_shown_as_few_are() -> None:
    def numbered(count: int) -> list[Article]:
        return [article(number, number, 1, ["AI", "B"] if number % 2 else ["B"]) for number in range(1, count + 1)]

    store = Store(TREE)
    store.apply(ArticleBatch.of(numbered(2_000)))
    for count in (40, 1_200):
        snoozed(store, 100, *range(1, count + 1))
        assert store.counts == Counts(all=2_000 - count, unread=2_000 - count, snoozed=count)
        assert store.topic_count(AI) == 1_000 - count // 2
        store.set_mark(MarkKind.SNOOZED, False, map(ArticleId, range(1, count + 1)))
        assert store.counts == Counts(all=2_000, unread=2_000)
        assert store.topic_count(AI) == 1_000
