"""Loading: the events and what is in them."""

from pathlib import Path

from reader.core.article import Article, ArticleId
from reader.core.loading import Arrived, Found, Loaded, LoadEvent
from reader.core.problem import Severity
from reader.sources.loader import load
from tests.sources.seeds import seed, write


def article_seed(name: str, day: int = 1, link: str = "", **fields: str) -> str:
    return seed(
        title=name,
        publishedDateTime=f"2020-11-{day:02d}",
        webUrl=link or f"https://x.example/{name}",
        originalUrl=None,
        **fields,
    )


def arrived(events: list[LoadEvent]) -> dict[ArticleId, Article]:
    blocks = [event.block for event in events if isinstance(event, Arrived)]
    articles = (block.article(place) for block in blocks for place in range(block.count))
    return {article.id: article for article in articles}


def end(events: list[LoadEvent]) -> Loaded:
    assert isinstance(events[-1], Loaded)
    assert not any(isinstance(event, Loaded) for event in events[:-1])
    return events[-1]


def test_events_in_order(tmp_path: Path) -> None:
    for number in range(1, 21):
        write(tmp_path, f"news/2020-11-{number:02d}-x.md", article_seed(f"n{number}", number))
    write(tmp_path, "topics/01-ai.yaml", "name: AI")
    events = list(load([tmp_path], first=2, block=6))
    assert isinstance(events[0], Found)
    assert (events[0].files, [topic.name for topic in events[0].topics]) == (20, ["AI"])
    blocks = [event.block for event in events if isinstance(event, Arrived)]
    assert [block.count for block in blocks] == [2, 4, 6, 6, 2]
    assert blocks[0].article(0).title == "n20", "the newest come first"
    assert end(events) == Loaded(())


def test_problems_are_sorted_and_nothing_else_is_lost(tmp_path: Path) -> None:
    write(tmp_path, "c.md", article_seed("fine", heat="hot"))
    write(tmp_path, "b.md", "no seed")
    write(tmp_path, "a.md", article_seed("late", heat="hot", quality="high"))
    write(tmp_path, "topics/x.yaml", "name: X\nparent: Y")
    write(tmp_path, "topics/y.yaml", "no name")
    events = list(load([tmp_path]))
    problems = end(events).problems
    assert [(Path(problem.path).name, problem.line) for problem in problems] == [
        ("a.md", 8),
        ("a.md", 9),
        ("b.md", 1),
        ("c.md", 9),
        ("x.yaml", 2),
        ("y.yaml", 1),
    ]
    assert {article.title for article in arrived(events).values()} == {"fine", "late"}


def test_only_bad_files_are_no_failure(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "no seed")
    events = list(load([tmp_path]))
    assert not arrived(events)
    assert end(events).failure == ""
    assert len(end(events).problems) == 1


def test_nothing_to_read_is_the_failure(tmp_path: Path) -> None:
    events = list(load([tmp_path]))
    assert events == [Loaded((), f"{tmp_path}: no articles here (files ending in .md or .markdown)")]


def two_of_one(folder: Path, first: int, **days: int) -> tuple[Article, Loaded]:
    """Load two files of one id and some between them; names sort against the alphabet."""
    link = "https://x.example/same"
    write(folder, "z.md", article_seed("z", days["z"], link, topics="[AI, Robotics]"))
    for number in range(5):
        write(folder, f"m{number}.md", article_seed(f"m{number}"))
    write(folder, "a.md", article_seed("a", days["a"], link + "?utm_source=x", topics="[ai, Chips]"))
    events = list(load([folder], first=first))
    same = [article for article in arrived(events).values() if article.url.startswith(link)]
    assert len(same) == 1
    return same[0], end(events)


def test_of_two_files_with_one_id_the_newer_wins(tmp_path: Path) -> None:
    for first in (1, 100):
        article, loaded = two_of_one(tmp_path, first, z=1, a=2)
        assert article.title == "a"
        assert article.topics == ("AI", "Robotics", "Chips")
        (problem,) = loaded.problems
        assert problem.severity is Severity.WARNING
        assert Path(problem.path).name == "a.md"
        assert f"the same article as {tmp_path / 'z.md'}; {tmp_path / 'a.md'} counts" in problem.message


def test_of_two_files_of_one_moment_the_first_wins(tmp_path: Path) -> None:
    for first in (1, 100):
        for days in ({"z": 2, "a": 1}, {"z": 1, "a": 1}):
            article, loaded = two_of_one(tmp_path, first, **days)
            assert article.title == "z"
            assert article.topics == ("AI", "Robotics", "Chips")
            assert len(loaded.problems) == 1
            assert f"{tmp_path / 'z.md'} counts" in loaded.problems[0].message


def test_a_third_file_meets_what_the_two_became(tmp_path: Path) -> None:
    link = "https://x.example/same"
    write(tmp_path, "c.md", article_seed("c", 1, link, topics="[C]"))
    write(tmp_path, "b.md", article_seed("b", 3, link, topics="[B]"))
    write(tmp_path, "a.md", article_seed("a", 2, link, topics="[A]"))
    for first in (1, 100):
        events = list(load([tmp_path], first=first))
        (article,) = arrived(events).values()
        assert (article.title, article.topics) == ("b", ("C", "B", "A"))
        assert len(end(events).problems) == 2
        for event in events:
            if isinstance(event, Arrived):
                assert len(set(event.block.ids)) == event.block.count, "no block holds an id twice"


def test_the_articles_come_back_whole(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article_seed("a", related="[{title: R, webUrl: 'https://y.example/r'}]"))
    (article,) = arrived(list(load([tmp_path]))).values()
    assert article.topics == ("AI", "Robotics")
    assert [entry.title for entry in article.related] == ["R"]
    assert article.source == str(tmp_path / "a.md")
