"""A bookmark as a seed: the loader makes the same article of it again."""

from pathlib import Path
from tempfile import TemporaryDirectory

import frontmatter
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.core.model.article import NO_ORIGIN, Article, Links
from reader.core.model.bookmark import Bookmark
from reader.core.model.problem import Severity
from reader.core.model.topic import Topic
from reader.core.text.article_ids import article_id
from reader.formats.seed_text import seed_text, topic_text
from reader.formats.seed_writer import name_of, what_differs
from reader.sources.front_matter.article_parser import parse_article
from reader.sources.front_matter.topic_parser import read_topic
from tests.formats.samples import bookmarks, names, slowly, texts


@slowly
@given(bookmarks)
def test_nothing_is_lost(kept: Bookmark) -> None:
    text = seed_text(kept)
    found, problems = parse_article(text.encode(), f"{name_of(kept.article)}.md")
    assert found is not None, problems
    assert replace(found, origin=NO_ORIGIN) == kept.article
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


@slowly
@given(st.builds(Topic, names.filter(bool), names, names, texts, st.lists(names.filter(bool), unique=True).map(tuple)))
def test_a_topic_s_file_loses_nothing(topic: Topic) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "topic-x.yaml"
        path.write_text(topic_text(topic), encoding="utf-8")
        found, problems = read_topic(path)
    assert found is not None, problems
    assert problems == ()
    assert replace(found, source="", line=None) == topic


def test_what_a_seed_cannot_keep_is_said() -> None:
    article = Article(article_id("https://a.example/"), "Two  blanks", links=Links("https://a.example/"))
    assert what_differs(article, seed_text(Bookmark(article))) == "not exported exactly: title"
    assert "cannot be read" in what_differs(article, "no front matter")
