"""A bookmark as a seed: the loader makes the same article of it again."""

from dataclasses import replace

import frontmatter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.core.article import UNTITLED, Article, Links
from reader.core.links import article_id
from reader.core.problem import Severity
from reader.core.topic import Topic
from reader.exchange.bookmark import Bookmark
from reader.exchange.seed_folder import name_of, what_differs
from reader.exchange.seed_text import seed_text, topic_text
from reader.sources.front_matter import parse_article
from tests.exchange.samples import articles, bookmark, bookmarks, names, texts

slowly = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)


@slowly
@given(bookmarks)
def test_nothing_is_lost(kept: Bookmark) -> None:
    text = seed_text(kept)
    found, problems = parse_article(text.encode(), f"{name_of(kept.article)}.md")
    assert found is not None, problems
    assert replace(found, source="") == kept.article
    assert what_differs(kept.article, text) == ""
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    said = {problem.message for problem in problems}
    assert said <= {"there is no title", "there is no link that can be opened"} | {
        f"related entry {number} has no title" for number in (1, 2, 3)
    }


@slowly
@given(bookmarks)
def test_tags_note_and_time_are_there_for_other_programs(kept: Bookmark) -> None:
    own = frontmatter.loads(seed_text(kept)).metadata["heatwire"]
    assert isinstance(own, dict)
    assert own.get("tags", []) == list(kept.tags)
    assert own.get("note", "") == kept.note
    if kept.when:
        assert own["bookmarked"].timestamp() == kept.when
