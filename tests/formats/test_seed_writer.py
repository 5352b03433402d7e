"""Bookmarks as a folder of seeds, opened again by the program's own loader."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.cli.read_all import read_all
from reader.core.model.article import NO_ORIGIN, UNTITLED, Article, ArticleId, Links, to_timestamp
from reader.core.model.bookmark import Bookmark
from reader.core.model.topic import Topic
from reader.core.text.article_ids import article_id
from reader.formats.seed_writer import name_of, write_seeds
from reader.storage.atomic_file import NotWritten
from tests.formats.samples import bookmark, bookmarks, slowly


def opened(folder: Path) -> dict[ArticleId, Article]:
    """All articles that the program reads from a folder."""
    store = read_all([folder]).store
    found = {}
    for number in store.ids():
        article = store.article(number)
        assert article is not None
        found[number] = replace(article, origin=NO_ORIGIN)
    return found


def whole_seconds(article: Article) -> Article:
    """An article as the store has it, which counts in seconds, but for those of related entries."""
    return replace(article, published=article.published and article.published.replace(microsecond=0))


@slowly
@given(kept=st.lists(bookmarks, min_size=1, max_size=4, unique_by=lambda kept: kept.article.id))
def test_the_reader_opens_it_with_nothing_lost(kept: list[Bookmark], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("export")
    written = write_seeds(folder, kept, ())
    assert (written.articles, written.again, written.warnings) == (len(kept), 0, ())
    assert opened(folder) == {one.article.id: whole_seconds(one.article) for one in kept}


def test_names_are_the_day_and_the_title(tmp_path: Path) -> None:
    write_seeds(tmp_path / "new" / "folder", [bookmark(5, "Fáces: & the “law”!")], ())
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["2020-11-05-faces-the-law.md"]


@pytest.mark.parametrize(
    ("title", "published", "name"),
    [
        ("A title", None, "undated-a-title"),
        ("2020-11-26 in review", None, "undated-2020-11-26-in-review"),
        ("新闻", datetime(2020, 1, 2, 23, 59, tzinfo=UTC), "2020-01-02-0000000000000007"),
        ("Year one", datetime(1, 1, 1, tzinfo=UTC), "0001-01-01-year-one"),
        ("../../etc/passwd", datetime(2020, 1, 2, tzinfo=UTC), "2020-01-02-etc-passwd"),
        ("word " * 40, datetime(2020, 1, 2, tzinfo=UTC), "2020-01-02-" + "-".join(["word"] * 12)),
        ("x" * 200, datetime(2020, 1, 2, tzinfo=UTC), "2020-01-02-" + "x" * 60),
    ],
)
def test_any_title_gives_a_name(title: str, published: datetime | None, name: str) -> None:
    assert name_of(Article(ArticleId(7), title, published=published)) == name


def test_names_that_are_taken_get_a_number_and_foreign_files_stay(tmp_path: Path) -> None:
    (tmp_path / "2020-11-05-same.md").write_text("---\ntitle: Mine\n---\n")
    one = bookmark(5, "Same")
    other = bookmark(6, "Same")
    other = replace(other, article=replace(other.article, published=one.article.published))
    write_seeds(tmp_path, [one, other], ())
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "2020-11-05-same-2.md",
        "2020-11-05-same-3.md",
        "2020-11-05-same.md",
    ]
    assert (tmp_path / "2020-11-05-same.md").read_text() == "---\ntitle: Mine\n---\n"


def test_a_second_export_makes_no_doubles(tmp_path: Path) -> None:
    kept = [bookmark(5, "Same"), bookmark(6, "Other", note="before")]
    write_seeds(tmp_path, kept, ())
    written = write_seeds(tmp_path, [kept[0], replace(kept[1], note="after"), bookmark(7)], ())
    assert (written.articles, written.again) == (3, 2)
    assert len(list(tmp_path.iterdir())) == 3
    assert "after" in (tmp_path / "2020-11-06-other.md").read_text()


def test_topics_come_along_with_those_above_them(tmp_path: Path) -> None:
    topics = [
        Topic("AI", place=0),
        Topic("Vision", "AI", place=3, keywords=("a", "b"), description="See."),
        Topic("Faces", "vision"),
        Topic("Portals"),
    ]
    kept = bookmark(5)
    kept = replace(kept, article=replace(kept.article, topics=("FACES", "Elsewhere")))
    assert write_seeds(tmp_path, [kept], topics).topics == 3
    assert sorted(path.name for path in (tmp_path / "topics").iterdir()) == [
        "00-ai.yaml",
        "03-vision.yaml",
        "topic-faces.yaml",
    ]
    tree = read_all([tmp_path]).store.topics
    assert [(topic.name, topic.parent) for topic in tree.topics()] == [
        ("AI", ""),
        ("Vision", "AI"),
        ("Faces", "vision"),
        ("Elsewhere", ""),
    ]
    assert tree.problems == []
    assert write_seeds(tmp_path, [kept], topics).topics == 0


@pytest.mark.parametrize("name", ["_news", "news"])
def test_a_folder_with_an_edition_in_it_is_none_to_export_to(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(NotWritten, match="edition of its own"):
        write_seeds(tmp_path, [bookmark(1)], ())
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotWritten, match="not a folder"):
        write_seeds(tmp_path / "file", [bookmark(1)], ())
    with pytest.raises(NotWritten, match="cannot write"):
        write_seeds(tmp_path / "file" / "below", [bookmark(1)], ())


def test_without_a_title_none_is_made_up(tmp_path: Path) -> None:
    article = Article(article_id("https://a.example/"), UNTITLED, links=Links("https://a.example/"))
    write_seeds(tmp_path, [Bookmark(article)], ())
    (path,) = tmp_path.iterdir()
    assert "title" not in path.read_text()
    assert opened(tmp_path) == {article.id: article}


def test_times_are_kept_to_the_microsecond(tmp_path: Path) -> None:
    moment = datetime(2020, 1, 2, 3, 4, 5, 6, UTC)
    kept = bookmark(1)
    write_seeds(tmp_path, [replace(kept, article=replace(kept.article, published=moment))], ())
    (path,) = tmp_path.iterdir()
    assert "publishedDateTime: 2020-01-02T03:04:05.000006Z\n" in path.read_text()
    assert to_timestamp(moment) > 0
