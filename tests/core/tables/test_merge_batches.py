"""Several blocks as one: what survives is as if it had been packed alone."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from hypothesis import given
from hypothesis import strategies as st

from reader.core.model.article import Article, ArticleId
from reader.core.tables.article_batch import ArticleBatch, merge_batches
from tests.core.samples import article

_ids = st.integers(1, 9).map(ArticleId)
_articles = st.builds(
    article,
    _ids,
    st.none() | st.integers(0, 3),
    st.none() | st.integers(-2, 2),
    st.lists(st.sampled_from(["A", "B", "B ", "顔"]), max_size=3),
    title=st.sampled_from(["one", "two", "drei ü", ""]),
    archived=st.booleans(),
)
_blocks = st.lists(st.lists(_articles, max_size=5), max_size=4)
_without = st.frozensets(_ids, max_size=4)


def surviving(lists: Sequence[Sequence[Article]], without: AbstractSet[ArticleId]) -> list[Article]:
    """The last article of each id, in the order of arrival."""
    everything = [one for articles in lists for one in articles]
    last = {one.id: place for place, one in enumerate(everything)}
    return [one for place, one in enumerate(everything) if last[one.id] == place and one.id not in without]


def joined_bytes(blocks: Sequence[ArticleBatch], without: AbstractSet[ArticleId] = frozenset()) -> bytes:
    return b"".join(merge_batches(blocks, without))


def by_topic(block: ArticleBatch) -> dict[str, list[int]]:
    return {name: [block.ids[place] for place in places] for name, places in block.topics if places}


@given(_blocks, _without)
def test_it_is_the_block_of_what_survives(lists: list[list[Article]], without: frozenset[ArticleId]) -> None:
    found = ArticleBatch.from_bytes(joined_bytes([ArticleBatch.of(articles) for articles in lists], without))
    wanted = ArticleBatch.of(surviving(lists, without))
    assert [found.article(place) for place in range(found.count)] == surviving(lists, without)
    assert (found.ids, found.when, found.heat, found.flags) == (wanted.ids, wanted.when, wanted.heat, wanted.flags)
    assert by_topic(found) == by_topic(wanted)
    assert found.is_sound()


@given(_blocks)
def test_where_nothing_is_left_out_the_bytes_are_the_same(lists: list[list[Article]]) -> None:
    numbered = [
        [article(100 * number + place, one.heat, None, one.topics) for place, one in enumerate(articles)]
        for number, articles in enumerate(lists)
    ]
    blocks = [ArticleBatch.of(articles) for articles in numbered]
    assert joined_bytes(blocks) == ArticleBatch.of([one for articles in numbered for one in articles]).to_bytes()


@given(_blocks, _without)
def test_joining_twice_changes_nothing(lists: list[list[Article]], without: frozenset[ArticleId]) -> None:
    once = joined_bytes([ArticleBatch.of(articles) for articles in lists], without)
    assert joined_bytes([ArticleBatch.from_bytes(once)]) == once


def test_a_name_that_nothing_has_any_more_is_left_out() -> None:
    blocks = [
        ArticleBatch.of([article(1, topics=["Old", "Kept"]), article(2, topics=["Kept"])]),
        ArticleBatch.of([article(1)]),
    ]
    assert [name for name, _ in ArticleBatch.from_bytes(joined_bytes(blocks)).topics] == ["Kept"]


def test_no_blocks_are_an_empty_one() -> None:
    assert joined_bytes([]) == ArticleBatch.of([]).to_bytes()
    assert joined_bytes([ArticleBatch.of([article(1)])], {ArticleId(1)}) == ArticleBatch.of([]).to_bytes()


def test_the_flags_of_copies_stay() -> None:
    kept = ArticleBatch.of([article(1), article(2)], kept=True)
    found = ArticleBatch.from_bytes(joined_bytes([kept, ArticleBatch.of([article(2)])]))
    assert (list(found.ids), list(found.flags)) == ([1, 2], [kept.flags[0], 0])
