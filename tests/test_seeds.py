"""The built-in edition: every file is sound, and it keeps to its own rules."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reader.core.load_events import Added, Discovered, Finished
from reader.core.model.article import Article, ArticleId
from reader.core.model.problem import Problem
from reader.core.model.topic import Topic, TopicTree, topic_key
from reader.sources.files.folder_loader import load_files

SEEDS = Path(__file__).parents[1] / "seeds"
GIVEN = "2020-11-26-privacy-in-china-"
GIVEN_SHA256 = "3d2be64d2676738a7d439452b7f7128ffa56859f8f0f159f976f093e743c2803"


@dataclass(frozen=True)
class Edition:
    """All that the loader makes of the seeds."""

    articles: tuple[Article, ...]
    topics: tuple[Topic, ...]
    problems: tuple[Problem, ...]
    failure: str

    @property
    def given(self) -> Article:
        """The article that the edition grew around."""
        [article] = [article for article in self.articles if _path(article).name.startswith(GIVEN)]
        return article

    def entries(self) -> Iterator[tuple[Article, Article]]:
        """Articles with each of their related entries."""
        for article in self.articles:
            for entry in article.related:
                yield article, entry


@pytest.fixture(scope="module")
def edition() -> Edition:
    """The built-in edition as the program loads it."""
    articles: list[Article] = []
    topics: tuple[Topic, ...] = ()
    problems: tuple[Problem, ...] = ()
    failure = "the loading never ended"
    for event in load_files([SEEDS]):
        match event:
            case Discovered():
                topics = event.topics
            case Added(batch=block):
                articles += map(block.article, range(block.count))
            case Finished():
                problems, failure = event.problems, event.failure
    return Edition(tuple(articles), topics, problems, failure)


def _path(article: Article) -> Path:
    return Path(article.origin.location)


def _names(articles: list[Article]) -> list[str]:
    return [_path(article).name for article in articles]


def test_every_file_passes_the_loader_without_a_problem(edition: Edition) -> None:
    assert [str(problem) for problem in edition.problems] == []
    assert edition.failure == ""
    files = {str(path) for path in (SEEDS / "news").iterdir()}
    assert {article.origin.location for article in edition.articles} == files


def test_the_edition_is_large_enough_to_be_worth_reading(edition: Edition) -> None:
    assert len(edition.articles) >= 80
    years = {article.published.year for article in edition.articles if article.published}
    assert (min(years), max(years)) == (2012, 2025)


def test_no_two_articles_share_an_id(edition: Edition) -> None:
    assert len({article.id for article in edition.articles}) == len(edition.articles)


def test_topics_make_a_tree_of_at_least_two_levels(edition: Edition) -> None:
    tree = TopicTree(edition.topics)
    assert tree.problems == []
    assert len(tree.topics()) >= 12
    assert max(depth for _, depth in tree.walk()) >= 1


def test_every_topic_that_an_article_names_has_a_file_and_every_file_an_article(edition: Edition) -> None:
    named = {topic_key(name) for article in edition.articles for name in article.topics}
    assert named == {topic.key for topic in edition.topics}
    assert all(article.topics for article in edition.articles)


def test_at_least_half_of_the_articles_name_related_ones(edition: Edition) -> None:
    assert 2 * sum(bool(article.related) for article in edition.articles) >= len(edition.articles)


def test_most_of_the_related_entries_are_in_the_edition(edition: Edition) -> None:
    known = {article.id for article in edition.articles}
    found = [entry.id in known for _, entry in edition.entries()]
    assert found.count(True) > 0.8 * len(found)


def test_an_entry_says_what_its_article_says(edition: Edition) -> None:
    by_id: dict[ArticleId, Article] = {article.id: article for article in edition.articles}
    differing = [
        (_path(article).name, entry.title)
        for article, entry in edition.entries()
        if (other := by_id.get(entry.id)) is not None
        and (entry.title, entry.excerpt, entry.published, entry.quality, entry.url)
        != (other.title, other.excerpt, other.published, other.quality, other.url)
    ]
    assert differing == []


def test_an_entry_names_the_provider_that_its_article_names(edition: Edition) -> None:
    by_id: dict[ArticleId, Article] = {article.id: article for article in edition.articles}
    differing = [
        (Path(article.origin.location).name, entry.title)
        for article, entry in edition.entries()
        if (other := by_id.get(entry.id)) is not None
        and (entry.provider.name, entry.provider.domain) != (other.provider.name, other.provider.domain)
    ]
    assert differing == []


def test_a_preprint_names_arxiv_after_the_lab_if_it_names_one(edition: Edition) -> None:
    everything = [*edition.articles, *(entry for _, entry in edition.entries())]
    names = {article.provider.name for article in everything if article.provider.domain == "arxiv.org"}
    assert [name for name in names if not re.fullmatch(r"(\S.*\S · )?arXiv", name)] == []


def test_heat_is_quality_and_ten_for_each_related_entry(edition: Edition) -> None:
    wrong = [
        article
        for article in edition.articles
        if not article.archived
        and (article.quality is None or article.heat != article.quality + 10 * len(article.related))
    ]
    assert _names(wrong) == []


def test_quality_is_within_what_the_data_has(edition: Edition) -> None:
    assert _names([a for a in edition.articles if a.quality is None or not 11 <= a.quality <= 150]) == []


def test_what_is_archived_is_expired_and_unpublished_and_nothing_else_is(edition: Edition) -> None:
    archived = [article for article in edition.articles if article.archived]
    assert 0 < len(archived) < len(edition.articles) / 4
    for article in edition.articles:
        lines = _path(article).read_text(encoding="utf-8").splitlines()
        said = ("heat: -1" in lines, "published: false" in lines)
        assert said == (article.archived, article.archived), article.origin


def test_a_files_name_begins_with_the_articles_date(edition: Edition) -> None:
    wrong = [
        article
        for article in edition.articles
        if article.published is None or not _path(article).name.startswith(f"{article.published:%Y-%m-%d}-")
    ]
    assert _names(wrong) == []


def test_every_link_is_https(edition: Edition) -> None:
    everything = [*edition.articles, *(entry for _, entry in edition.entries())]
    assert all(article.url for article in everything)
    links = {url for article in everything for _, url in article.links.choices()}
    assert [url for url in links if not url.startswith("https://")] == []


def test_every_article_names_who_published_it(edition: Edition) -> None:
    assert _names([a for a in edition.articles if not (a.provider.name and a.provider.domain)]) == []


def test_an_excerpt_has_two_to_four_sentences(edition: Edition) -> None:
    wrong = [
        article for article in edition.articles if not 2 <= len(re.findall(r"[.!?](?=\s|$)", article.excerpt)) <= 4
    ]
    assert _names(wrong) == []


def test_the_given_article_is_there_byte_for_byte(edition: Edition) -> None:
    assert hashlib.sha256(Path(edition.given.origin.location).read_bytes()).hexdigest() == GIVEN_SHA256
    assert (edition.given.heat, edition.given.quality, len(edition.given.related)) == (133, 93, 4)


def test_the_given_articles_mojibake_is_repaired(edition: Edition) -> None:
    assert "deployed more and more widely – at eGates at airports" in edition.given.related[1].excerpt
