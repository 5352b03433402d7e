"""The orders of what is found."""

import pytest

from reader.core.model.article import UNTITLED, Article, ArticleId, Provider
from reader.core.model.marks import NO_MARK, Mark
from reader.core.model.query import Sort, SortBy, highlights
from reader.core.search.query_parser import parse
from reader.core.search.query_sort import arranged, title_key
from reader.core.search.relevance import score


@pytest.mark.parametrize("by", [SortBy.HEAT, SortBy.DATE, SortBy.QUALITY, SortBy.MATCH])
def test_numbers_go_down_equal_ones_stay_and_unknown_ones_are_last(by: SortBy) -> None:
    items, values = "abcdef", [2, None, 5, 2, 0, None]
    assert "".join(arranged(items, values, Sort(by))) == "cadebf"
    assert "".join(arranged(items, values, Sort(by, reverse=True))) == "eadcbf"


def test_titles_go_by_their_words() -> None:
    titles = ["zebra", "“Éclair”", UNTITLED, "apple pie", "Apple", "…", "eclair"]
    keys = [title_key(title) for title in titles]
    up = ["Apple", "apple pie", "“Éclair”", "eclair", "zebra", UNTITLED, "…"]
    assert arranged(titles, keys, Sort(SortBy.TITLE)) == up
    down = ["zebra", "“Éclair”", "eclair", "apple pie", "Apple", UNTITLED, "…"]
    assert arranged(titles, keys, Sort(SortBy.TITLE, reverse=True)) == down


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
def test_what_an_answer_counts(query: str, points: int) -> None:
    article = Article(
        ArticleId(1), "Robots learn", "A camera helps them learn.", provider=Provider("The Post"), topics=("AI Ethics",)
    )
    mark = Mark(bookmarked=True, tags=("later",), note="Ask Grace")
    assert score(highlights(parse(query)), article, mark) == points


def test_nothing_but_the_article_counts_without_marks() -> None:
    assert score(highlights(parse("later")), Article(ArticleId(1)), NO_MARK) == 0
