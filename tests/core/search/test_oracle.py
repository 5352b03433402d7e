"""The meaning of queries."""

from datetime import UTC, datetime

import pytest
from hypothesis import given

from reader.core.model.article import Article, ArticleId, Image, Kind, Provider, to_timestamp
from reader.core.model.marks import NO_MARK, Mark
from reader.core.model.query import Node, Not, opposite
from reader.core.model.topic import Topic, TopicTree
from reader.core.search.query_parser import parse
from tests.core.search.oracle import closure_of, matches
from tests.core.search.query_samples import nodes

NOW = to_timestamp(datetime(2020, 12, 1, 12, tzinfo=UTC))
TREE = TopicTree(
    [
        Topic("AI"),
        Topic("AI Ethics", parent="AI", shortname="Ethics"),
        Topic("Computer Vision", parent="AI", shortname="CV"),
        Topic("Politics", shortname="AI"),
    ]
)
FACES = Article(
    ArticleId(1),
    "Facial recognition: China’s growth",
    "Cameras see faces in Zürich.\n\nSome machines learn.",
    datetime(2020, 11, 26, 15, 50, tzinfo=UTC),
    quality=93,
    heat=133,
    provider=Provider("South China Morning Post", "www.scmp.co.uk"),
    topics=("Computer Vision", "Law"),
    images=(Image("https://example.com/a.png"),),
    related=(Article(ArticleId(9)),),
)
BARE = Article(ArticleId(2), provider=Provider("", "bbc.co.uk"), kind=Kind.VIDEO, archived=True)
JAPANESE = Article(
    ArticleId(3), "顔認証とＡＩ", topics=("Politics",), published=datetime(2020, 11, 30, 23, 59, tzinfo=UTC)
)
KEPT = Mark(read=True, bookmarked=True, tags=("Für später", "law"), note="Ask Grace about it")


def fits(text: str, article: Article, mark: Mark = NO_MARK) -> bool:
    node = parse(text).node
    return node is None or matches(node, article, mark, closure_of(TREE), NOW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "facial CHINA growth",
        "zurich",
        '"morning post"',
        "vision",
        '"computer vision" law',
        "recog*",
        '"facial recog"*',
        "title:facial -title:cameras",
        "excerpt:cameras -excerpt:facial",
        'excerpt:"zurich some"',
        "nothing OR cameras",
        "cameras (nothing OR -title:zurich)",
        "topic:ai",
        'topic:"computer  VISION" topic:ComputerVision topic:cv',
        "-topic:ethics -topic:politics",
        "topic:law",
        "provider:scmp",
        "provider:scmp.co.uk",
        'provider:"south china" provider:post',
        "provider:morn*",
        "-provider:morn",
        "type:article",
        "heat>100 heat>=133 heat=133 heat<=133 heat<134 -heat<133",
        "quality>=80",
        "after:2020-11 after:2020-11-26 -after:2020-11-27",
        "before:2020-12 before:2020-11-27 -before:2020-11-26",
        "age<1w age<=5d age>4d",
        "is:unread -is:read -is:bookmarked -is:archived",
        "has:related has:image -has:note",
    ],
)
def test_what_fits(text: str) -> None:
    assert fits(text, FACES)


@pytest.mark.parametrize(
    "text",
    [
        "facial nothing",
        "recog",
        '"growth cameras"',
        '"post computer"',
        '"vision law"',
        "co",
        "machine",
        "-facial",
        "title:cameras",
        "topic:ethics",
        "topic:visio",
        "provider:china.post",
        "type:video",
        "heat<100",
        "is:archived",
        "tag:law",
    ],
)
def test_what_does_not_fit(text: str) -> None:
    assert not fits(text, FACES)


def test_what_is_unknown_fits_no_comparison() -> None:
    for text in ("heat>=0", "heat<5", "quality>=0", "after:1000", "before:2999", "age>0d", "age<9y"):
        assert not fits(text, BARE)
        assert fits(f"-{text}", BARE)


def test_the_rest_of_an_article() -> None:
    assert fits("type:video is:archived provider:bbc bbc", BARE)
    assert fits("untitled", BARE)
    assert not fits("has:related OR has:image", BARE)


def test_writing_without_blanks_is_found_anywhere() -> None:
    assert fits("認証 ai 顔認", JAPANESE)
    assert not fits("証認", JAPANESE)


def test_a_name_goes_before_the_short_name_of_another_topic() -> None:
    assert not fits("topic:ai", JAPANESE)
    assert fits("topic:politics", JAPANESE)


def test_the_edges_of_time_are_those_of_the_day_in_utc() -> None:
    assert fits("before:2020-12 after:2020-11-30 age<=13h age>12h", JAPANESE)


def test_tags_and_notes_are_found() -> None:
    assert fits("tag:law tag:LAW", FACES, KEPT)
    assert fits('tag:"fur später" spater grace "ask grace" has:note', BARE, KEPT)
    assert fits("is:read is:bookmarked -is:unread", BARE, KEPT)
    assert not fits("tag:spater", FACES, KEPT)
    assert not fits('"law ask"', BARE, KEPT)


@given(nodes(), nodes())
def test_conditions_combine_as_logic_has_it(one: Node, other: Node) -> None:
    closure = closure_of(TREE)
    for article, mark in ((FACES, NO_MARK), (BARE, KEPT), (JAPANESE, KEPT)):

        def fitting(node: Node, article: Article = article, mark: Mark = mark) -> bool:
            return matches(node, article, mark, closure, NOW)

        a, b = fitting(one), fitting(other)
        assert fitting(opposite(one)) is not a
        assert fitting(Not(Not(one))) is a
        pair = parse(f"({_text(one)}) ({_text(other)})").node
        either = parse(f"({_text(one)}) OR ({_text(other)})").node
        assert pair is not None
        assert either is not None
        assert fitting(pair) is (a and b)
        assert fitting(either) is (a or b)


def _text(node: Node) -> str:
    from reader.core.model.query import Query

    return Query(node).text
