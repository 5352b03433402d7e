"""Articles with words to search for, the queries that find them, and indexes of them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from reader.core.model.article import UNTITLED, Article, ArticleId, Image, Kind, Provider
from reader.core.model.marks import Mark
from reader.core.model.query import (
    Age,
    Compare,
    Dated,
    DateOp,
    Field,
    Has,
    InTopic,
    Is,
    Node,
    NumberField,
    OfProvider,
    OfType,
    Op,
    Query,
    Sort,
    SortBy,
    State,
    Tagged,
    Thing,
    Words,
)
from reader.core.model.topic import Topic
from reader.core.tables.article_batch import ArticleBatch
from reader.core.text.tokenizer import tokens
from reader.storage.cache.word_index_file import IndexFile, open_index, write_index
from tests.core.search.oracle import side_by_side
from tests.core.search.query_samples import nodes

NOW = 1_606_800_000
TREES = [
    [],
    [Topic("Art"), Topic("New Art", "Art", shortname="NA"), Topic("Car", "New Art")],
    [Topic("Car"), Topic("Art", "Car", shortname="Tea")],
]
_WORDS = ["a", "an", "ant", "art", "car", "care", "new", "tea", "ß", "Tea", "顔認", "é"]
_TEXTS = st.lists(st.sampled_from(_WORDS), max_size=5).map(" ".join)
_TOPICS = st.sampled_from(["Art", "art ", "New Art", "Car", "Tea"])
_WHENS = st.integers(-3, 3).map(lambda hours: datetime(2020, 12, 1, tzinfo=UTC) + timedelta(hours=9 * hours))
_RATHER_FEW = st.none() | st.integers(0, 3)


def articles(number: int = 12) -> st.SearchStrategy[Article]:
    """Articles with ids from 1 to a number."""
    return st.builds(
        lambda number, title, excerpt, when, kind, quality, heat, archived, provider, topics, image, related: Article(
            ArticleId(number),
            title or UNTITLED,
            excerpt,
            when,
            kind=kind,
            quality=quality,
            heat=heat,
            archived=archived,
            provider=provider,
            topics=tuple(dict.fromkeys(topics)),
            images=(Image("https://x.example/a.png"),) if image else (),
            related=(Article(ArticleId(99)),) if related else (),
        ),
        st.integers(1, number),
        _TEXTS,
        _TEXTS,
        st.none() | _WHENS,
        st.sampled_from(Kind),
        st.none() | st.integers(-2, 3),
        _RATHER_FEW,
        st.booleans(),
        st.builds(Provider, _TEXTS, st.sampled_from(["", "art.new", "tea.car"])),
        st.lists(_TOPICS, max_size=3),
        st.booleans(),
        st.booleans(),
    )


MARKS = st.builds(
    Mark, st.booleans(), st.booleans(), st.lists(st.sampled_from(_WORDS), max_size=2).map(tuple), st.just("") | _TEXTS
)
_TOKENS = st.lists(st.sampled_from([*"abct", "ar", "an", "art", "car", "new", "tea", "ss", "顔", "e"]), min_size=1)
_PHRASES = _TOKENS.map(lambda words: tuple(words[:3]))


def queries() -> st.SearchStrategy[Query]:
    """Queries that often find something."""
    words = st.builds(Words, _PHRASES, st.booleans(), st.sampled_from(Field))
    leaves: st.SearchStrategy[Node] = st.one_of(
        words,
        words,
        words,
        st.builds(InTopic, st.sampled_from(["Art", "newart", "NA", "Tea", "Car", "nothing"])),
        st.builds(OfProvider, _PHRASES.map(" ".join), st.booleans()),
        st.builds(OfType, st.sampled_from(Kind)),
        st.builds(Tagged, st.sampled_from(["art", "tea", "e", "a"])),
        st.builds(Compare, st.sampled_from(NumberField), st.sampled_from(Op), st.integers(0, 4) | st.just(10**9)),
        st.builds(Dated, st.sampled_from(DateOp), st.sampled_from([(2020, 11, 30), (2020, 12, 1), (1, 1, 1)])),
        st.builds(Age, st.sampled_from(Op), st.integers(-3, 3).map(lambda hours: max(0, 51_600 + 32_400 * hours))),
        st.builds(Is, st.sampled_from(State)),
        st.builds(Has, st.sampled_from(Thing)),
    )
    sorts = st.none() | st.builds(Sort, st.sampled_from(SortBy), st.booleans())
    return st.builds(Query, nodes(leaves), sorts)


def index_of(found: Iterable[Article]) -> IndexFile:
    """A stored index of some articles, in their order."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "x.index"
        assert write_index(file, ArticleBatch.of(found), 1)
        index = open_index(file, 1)
    assert index is not None
    return index


def score(terms: Iterable[Words], article: Article, mark: Mark) -> int:
    """What an article counts for `sort:match`: each term once in each of three places."""
    places = (
        (12, Field.TITLE, [article.title]),
        (6, Field.ANY, [article.provider.label, *article.topics, *mark.tags, mark.note]),
        (2, Field.EXCERPT, [article.excerpt]),
    )
    total = 0
    for term in terms:
        for points, field, texts in places:
            if term.field in (Field.ANY, field):
                words = [tokens(text) for text in texts]
                if any(side_by_side(term.tokens, False, text) for text in words):
                    total += points
                elif term.prefix and any(side_by_side(term.tokens, True, text) for text in words):
                    total += points // 2
    return total
