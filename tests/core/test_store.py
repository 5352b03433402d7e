"""The store: what it lists and counts, whatever comes, goes and is marked."""

from collections.abc import Callable

import pytest

from reader.core.model.article import ArticleId
from reader.core.model.errors import UnknownTopic
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import Mark, MarkKind
from reader.core.model.topic import Topic, topic_key
from reader.core.search.query_parser import parse
from reader.core.store import Change, Store
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.article_codec import ArticleRecord
from reader.core.tables.counts import Counts
from reader.core.tables.listings import Listings
from reader.core.tables.row_flags import UNREAD
from tests.core.samples import article, numbers, store_of

AI, ETHICS = topic_key("AI"), topic_key("AI Ethics")
TREE = [Topic("AI", place=1), Topic("AI Ethics", "AI", shortname="Ethics", place=2), Topic("Robotics", place=3)]

NEWS = [
    article(1, 50, 1, ["AI"]),
    article(2, 90, 0, ["AI Ethics"]),
    article(3, None, 3, ["Robotics", "ai"]),
    article(4, None, None),
    article(5, None, 2, ["AI"], archived=True),
    article(6, 50, 2, ["AI", "AI Ethics"]),
]
MARKS = {ArticleId(1): Mark(read=True), ArticleId(5): Mark(bookmarked=True), ArticleId(6): Mark(True, True)}


def _store() -> Store:
    store = Store(TREE)
    store.replace_marks(MARKS)
    store.apply(ArticleBatch.of(NEWS))
    return store


@pytest.mark.parametrize(
    ("listing", "wanted"),
    [
        (Listing(), [2, 6, 1, 3, 4]),
        (Listing(order=Order.DATE), [3, 6, 1, 2, 4]),
        (Listing(archived=True), [2, 6, 1, 3, 5, 4]),
        (Listing(View.UNREAD), [2, 3, 4]),
        (Listing(View.BOOKMARKS), [6, 5]),
        (Listing(View.BOOKMARKS, order=Order.DATE), [6, 5]),
        (Listing(View.ARCHIVE), [5]),
        (Listing.of_topic(AI), [2, 6, 1, 3]),
        (Listing.of_topic(AI, Order.DATE), [3, 6, 1, 2]),
        (Listing(View.TOPIC, AI, archived=True), [2, 6, 1, 3, 5]),
        (Listing.of_topic(ETHICS), [2, 6]),
        (Listing.of_topic(topic_key("Nothing")), []),
        (Listing(View.TOPIC), []),
    ],
)
def test_a_listing_chooses_and_orders(listing: Listing, wanted: list[int]) -> None:
    assert numbers(_store().select(listing)) == wanted


def test_counts_are_those_of_the_views() -> None:
    store = _store()
    assert store.counts == Counts(all=5, unread=3, bookmarks=2, archive=1)
    assert [store.topic_count(key) for key in (AI, ETHICS, topic_key("Robotics"), topic_key("No"))] == [4, 2, 1, 0]
    assert len(store) == 6


def test_ties_keep_the_order_of_arrival() -> None:
    store = store_of(article(9, 5, 1), article(2, 5, 1))
    store.apply(ArticleBatch.of([article(7, 5, 1), article(1, 5, 1)]))
    for order in Order:
        assert numbers(store.select(Listing(order=order))) == [9, 2, 7, 1]


def test_an_article_is_found_whole_by_its_id() -> None:
    store = _store()
    store.apply(ArticleBatch.of([article(7, 1, 1)]))
    assert [store.article(ArticleId(number)) for number in (6, 7, 8)] == [NEWS[5], article(7, 1, 1), None]
    assert ArticleId(7) in store
    assert ArticleId(8) not in store


# -- growth, counted


def test_the_same_listing_twice_is_the_same_rows() -> None:
    store = _store()
    listings = [Listing(), Listing(View.ARCHIVE), Listing.of_topic(AI), Listing(order=Order.DATE)]
    for listing in listings:
        assert store.select(listing) is store.select(listing)


def test_a_mark_touches_no_listing_and_reads_no_article(monkeypatch: pytest.MonkeyPatch) -> None:
    store = _store()
    before = [store.select(listing) for listing in (Listing(), Listing.of_topic(AI))]

    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Listings, "_choose", refused)
    monkeypatch.setattr(ArticleBatch, "record", refused)
    store.set_mark(MarkKind.READ, True, [ArticleId(2)])
    assert [store.select(listing) for listing in (Listing(), Listing.of_topic(AI))] == before


@pytest.mark.parametrize("change", ["apply", "remove", "add_topics"])
def test_news_makes_listings_new(change: str) -> None:
    store = _store()
    before = store.select(Listing())
    match change:
        case "apply":
            store.apply(ArticleBatch.of([article(7, 99, 9)]))
        case "remove":
            store.remove([ArticleId(2)])
        case _:
            store.add_topics([])
    assert store.select(Listing()) is not before


def test_arriving_news_reads_no_article_that_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    store = _store()
    read: list[int] = []
    whole = ArticleBatch.record

    def counted(batch: ArticleBatch, place: int) -> ArticleRecord:
        read.append(place)
        return whole(batch, place)

    monkeypatch.setattr(ArticleBatch, "record", counted)
    store.apply(ArticleBatch.of([article(7), article(1, 60), article(8)]))
    assert read == [0]


def test_an_article_asked_for_again_is_not_decoded_again() -> None:
    store = _store()
    assert store.article(ArticleId(1)) is store.article(ArticleId(1))


# -- replacing


def test_a_later_article_replaces_one_of_the_same_id() -> None:
    store = _store()
    store.apply(ArticleBatch.of([article(2, 10, 9, ["Robotics"], title="Anew")]))
    found = store.article(ArticleId(2))
    assert found is not None
    assert found.title == "Anew"
    assert numbers(store.select(Listing())) == [6, 1, 2, 3, 4]
    assert [store.topic_count(topic_key(name)) for name in ("AI", "AI Ethics", "Robotics")] == [3, 1, 2]
    assert store.counts == Counts(all=5, unread=3, bookmarks=2, archive=1)


def test_the_same_id_twice_in_one_block_is_one_article() -> None:
    store = Store(TREE)
    store.apply(
        ArticleBatch.of([article(1, 5, 1, ["AI Ethics"], title="First"), article(1, 7, 1, ["AI"], title="Second")])
    )
    assert [row.title for row in store.select(Listing())] == ["Second"]
    assert (store.topic_count(AI), store.topic_count(ETHICS), len(store)) == (1, 0, 1)
    assert numbers(store.select(Listing.of_topic(AI))) == [1]
    assert numbers(store.select(Listing.of_topic(ETHICS))) == []
    assert store.counts == Counts(all=1, unread=1)


def test_what_is_archived_on_its_return_is_listed_no_more() -> None:
    store = _store()
    store.apply(ArticleBatch.of([article(6, None, 2, ["AI"], archived=True)]))
    assert store.counts == Counts(all=4, unread=3, bookmarks=2, archive=2)
    assert (store.topic_count(AI), store.topic_count(ETHICS)) == (3, 1)


def test_a_removed_article_is_gone_and_its_marks_are_known_when_it_returns() -> None:
    store = _store()
    store.remove([ArticleId(6), ArticleId(6), ArticleId(404)])
    assert (ArticleId(6) in store, store.article(ArticleId(6)), len(store)) == (False, None, 5)
    assert store.counts == Counts(all=4, unread=3, bookmarks=1, archive=1)
    assert (store.topic_count(AI), store.topic_count(ETHICS)) == (3, 1)
    assert store.mark(ArticleId(6)) == Mark(True, True)
    store.apply(ArticleBatch.of([NEWS[5]]))
    assert numbers(store.select(Listing(View.BOOKMARKS))) == [6, 5]
    assert store.counts == _store().counts


def test_a_topic_that_one_article_names_twice_counts_it_once() -> None:
    store = store_of(article(1, topics=["AI", "AI", "ai"]))
    assert (store.topic_count(AI), numbers(store.select(Listing.of_topic(AI)))) == (1, [1])


# -- copies of bookmarks


def _copy(number: int) -> ArticleBatch:
    return ArticleBatch.of([article(number, 70, 1, ["AI"], title="Copy")], kept=True)


def test_a_copy_is_only_among_the_bookmarks() -> None:
    store = Store(TREE)
    store.set_mark(MarkKind.BOOKMARKED, True, [ArticleId(7)])
    store.apply(_copy(7))
    assert store.counts == Counts(bookmarks=1)
    assert store.topic_count(AI) == 0
    for view in View:
        listing = Listing(view, AI if view is View.TOPIC else None, archived=True)
        assert numbers(store.select(listing)) == ([7] if view is View.BOOKMARKS else [])


@pytest.mark.parametrize("copy_first", [True, False])
def test_the_article_counts_and_not_its_copy_whichever_comes_first(copy_first: bool) -> None:
    store = Store(TREE)
    store.set_mark(MarkKind.BOOKMARKED, True, [ArticleId(7)])
    blocks = [_copy(7), ArticleBatch.of([article(7, 70, 1, ["AI"], title="Article")])]
    for block in blocks if copy_first else reversed(blocks):
        store.apply(block)
    assert store.counts == Counts(all=1, unread=1, bookmarks=1)
    assert store.topic_count(AI) == 1
    for listing in (Listing(), Listing(View.BOOKMARKS), Listing.of_topic(AI)):
        assert [row.title for row in store.select(listing)] == ["Article"]


def test_of_two_copies_the_first_stays() -> None:
    store = Store()
    store.set_mark(MarkKind.BOOKMARKED, True, [ArticleId(7)])
    store.apply(_copy(7))
    rows = store.select(Listing(View.BOOKMARKS))
    store.apply(_copy(7))
    assert store.counts.bookmarks == 1
    assert rows.place_of(ArticleId(7)) == store.select(Listing(View.BOOKMARKS)).place_of(ArticleId(7)) == 0


def test_a_copy_whose_bookmark_is_lifted_is_listed_nowhere_and_comes_back_with_it() -> None:
    store = Store()
    store.set_mark(MarkKind.BOOKMARKED, True, [ArticleId(7)])
    store.apply(_copy(7))
    store.set_mark(MarkKind.BOOKMARKED, False, [ArticleId(7)])
    assert store.counts == Counts()
    assert numbers(store.select(Listing(View.BOOKMARKS))) == []
    store.set_mark(MarkKind.BOOKMARKED, True, [ArticleId(7)])
    assert store.counts == Counts(bookmarks=1)
    assert numbers(store.select(Listing(View.BOOKMARKS))) == [7]


# -- marks


def _marked(*changed: int) -> Change:
    return Change(marked=frozenset(map(ArticleId, changed)))


def test_only_what_is_different_is_said_to_be_marked() -> None:
    store = _store()
    all_of_them = list(map(ArticleId, range(1, 7)))
    assert store.set_mark(MarkKind.READ, True, all_of_them) == _marked(2, 3, 4, 5)
    assert store.set_mark(MarkKind.READ, True, all_of_them) == Change()
    assert store.mark(ArticleId(6)) == Mark(True, True)


def test_marks_taken_in_replace_all_marks() -> None:
    store = _store()
    wanted = {ArticleId(1): Mark(read=True), ArticleId(2): Mark(bookmarked=True), ArticleId(99): Mark(read=True)}
    assert store.replace_marks(wanted) == _marked(2, 5, 6, 99)
    assert store.counts == Counts(all=5, unread=4, bookmarks=1, archive=1)
    assert store.mark(ArticleId(5)) == Mark()


def test_the_stores_marks_are_its_own() -> None:
    store, marks = _store(), dict(MARKS)
    store.replace_marks(marks)
    marks[ArticleId(2)] = Mark(read=True)
    assert store.mark(ArticleId(2)) == Mark()


def test_a_mark_made_before_the_article_arrives_is_on_it() -> None:
    store = Store()
    assert store.set_mark(MarkKind.READ, True, [ArticleId(1)]) == _marked(1)
    store.apply(ArticleBatch.of(NEWS))
    assert store.counts.unread == 4


# -- topics


def test_topics_defined_later_take_in_what_is_there() -> None:
    store = store_of(*NEWS)
    store.remove([ArticleId(2)])
    assert store.topic_count(AI) == 3
    store.add_topics([*TREE, Topic("AI Research", "AI")])
    assert (store.topic_count(AI), store.topic_count(ETHICS)) == (3, 1)
    store.add_topics([Topic("Everything"), Topic("AI", "Everything"), Topic("Robotics", "Everything")])
    assert store.topic_count(topic_key("everything")) == 3
    assert numbers(store.select(Listing.of_topic(topic_key("Everything")))) == [6, 1, 3]
    assert [topic.name for topic in store.topics.topics()] == ["AI Ethics", "Everything", "AI", "Robotics"]


@pytest.mark.parametrize("name", ["AI Ethics", "aiethics", " ai  ETHICS ", "ethics", "Ethics"])
def test_a_topic_is_found_by_name_or_short_name(name: str) -> None:
    assert _store().topics.named(name) == ETHICS


@pytest.mark.parametrize(
    ("name", "said"),
    [("AI Ethnics", "AI Ethics"), ("robotic", "Robotics"), ("", "there is no topic ''"), ("\u2603" * 99, "\u2026'")],
)
def test_an_unknown_topic_is_told_with_the_nearest(name: str, said: str) -> None:
    with pytest.raises(UnknownTopic) as error:
        _store().topics.named(name)
    assert said in str(error.value)
    assert len(str(error.value)) < 200


# -- holding back


def _holding() -> Store:
    """A store with articles 1 and 2, while 3 and another 1 are held."""
    store = store_of(article(1, 9, 0, ["AI"]), article(2, 8, 0, ["AI"]))
    store.hold(ArticleBatch.of([article(3, 7, 0, ["AI", "Robots"], title="New"), article(1, 1, 0, title="Changed")]))
    return store


def test_held_articles_are_in_nothing_until_they_are_released() -> None:
    store = _holding()
    assert store.held == 1
    assert numbers(store.select(Listing())) == [1, 2]
    assert (store.counts.all, store.topic_count(AI), len(store)) == (2, 2, 2)
    assert ArticleId(3) not in store
    assert store.topics.find("Robots") is None
    assert numbers(store.select(Listing(query=parse("new")))) == []
    assert store.release() == Change(news=True)
    assert numbers(store.select(Listing(query=parse("new")))) == [3]
    assert (store.held, numbers(store.select(Listing()))) == (0, [2, 3, 1])
    assert (store.topic_count(AI), store.counts.all) == (2, 3)
    assert store.release() == Change()


def test_marks_on_held_articles_are_kept() -> None:
    store = _holding()
    store.set_mark(MarkKind.BOOKMARKED, True, [ArticleId(3)])
    assert store.counts.bookmarks == 0
    store.release()
    assert numbers(store.select(Listing(View.BOOKMARKS))) == [3]


def test_a_held_article_that_is_removed_does_not_come() -> None:
    store = _holding()
    store.remove([ArticleId(3)])
    assert store.held == 0
    store.release()
    assert numbers(store.select(Listing())) == [2, 1]
    store.hold(ArticleBatch.of([article(4)]))
    store.remove([ArticleId(4)])
    assert store.release() == Change()


def test_what_arrives_after_a_held_article_is_newer() -> None:
    store = _holding()
    store.apply(ArticleBatch.of([article(3, 50, title="Newest")]))
    store.apply(ArticleBatch.of([article(1, 2, title="Copy")], kept=True))
    assert store.held == 0
    store.release()
    assert {row.id: row.title for row in store.select(Listing())} == {3: "Newest", 2: "Title 2", 1: "Changed"}


def test_unread_articles_of_topics_follow_every_change() -> None:
    store = _store()
    keys = [topic.key for topic in store.topics.topics()]

    def agrees() -> bool:
        unread = {key: len(list(store.select(Listing.of_topic(key)).ids_in(UNREAD))) for key in keys}
        return {key: store.topic_unread(key) for key in keys} == unread

    some = sorted(store.ids())[:3]
    assert agrees()
    changes: tuple[Callable[[], Change], ...] = (
        lambda: store.set_mark(MarkKind.READ, True, some),
        lambda: store.set_mark(MarkKind.READ, False, some[:1]),
        lambda: store.remove(some[1:2]),
        lambda: store.set_mark(MarkKind.READ, True, list(store.ids())),
        lambda: store.replace_marks({}),
    )
    for change in changes:
        change()
        assert agrees()


def test_with_many_articles_the_unread_ones_are_counted_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.core.tables.topic_index._QUICK", 0)
    store = _store()
    assert store.topic_unread(AI) == -1
    store.count_unread()
    assert store.topic_unread(AI) == 2
