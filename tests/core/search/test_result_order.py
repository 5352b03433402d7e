"""The order of search results."""

import pytest

from reader.core.model.article import UNTITLED, Article, ArticleId, Provider
from reader.core.model.listing import Listing
from reader.core.model.marks import Mark
from reader.core.search.query_parser import parse
from reader.core.search.word_index import title_key
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from tests.core.samples import numbers


def found(store: Store, text: str) -> list[int]:
    store.search.finish(parse(text))
    return numbers(store.select(Listing(query=parse(text))))


def test_numbers_go_down_equal_ones_stay_and_unknown_ones_are_last() -> None:
    qualities = enumerate([2, None, 5, 2, 0, None], 1)
    news = [Article(ArticleId(number), heat=10 - number, quality=quality) for number, quality in qualities]
    store = Store()
    store.apply(ArticleBatch.of(news))
    assert found(store, "sort:quality") == [3, 1, 4, 5, 2, 6]
    assert found(store, "-sort:quality") == [5, 1, 4, 3, 2, 6]


def test_titles_go_by_their_words() -> None:
    titles = ["zebra", "“Éclair”", UNTITLED, "apple pie", "Apple", "…", "eclair"]
    store = Store()
    store.apply(
        ArticleBatch.of([Article(ArticleId(number), title, heat=10 - number) for number, title in enumerate(titles)])
    )
    up = ["Apple", "apple pie", "“Éclair”", "eclair", "zebra", UNTITLED, "…"]
    assert [titles[number] for number in found(store, "sort:title")] == up
    down = ["zebra", "“Éclair”", "eclair", "apple pie", "Apple", UNTITLED, "…"]
    assert [titles[number] for number in found(store, "-sort:title")] == down
    assert title_key("“Éclair”, please") == "eclair please"


@pytest.mark.parametrize(
    ("query", "points"),
    [
        ("robots", 12),
        ("robot*", 6),
        ("robots*", 12),
        ("post", 6),
        ("ethics", 6),
        ("ethi*", 3),
        ("later", 6),
        ("grace", 6),
        ("camera", 2),
        ("cam*", 1),
        ("learn", 14),
        ("learn robots", 26),
        ("learn OR nothing", 14),
        ("learn -camera", 14),
        ("title:learn", 12),
        ("excerpt:learn", 2),
        ('"robots learn"', 12),
        ("is:unread", 0),
        ("nothing", 0),
    ],
)
def test_what_a_match_counts(query: str, points: int) -> None:
    article = Article(
        ArticleId(1), "Robots learn", "A camera helps them learn.", provider=Provider("The Post"), topics=("AI Ethics",)
    )
    store = Store()
    store.apply(ArticleBatch.of([article]))
    store.update_marks({ArticleId(1): Mark(bookmarked=True, tags=("later",), note="Ask Grace")})
    store.search.count(Listing())
    columns = store.search._orders._scores(parse(query))
    assert sum(column[0] for column in columns) == points
