"""Loading: the events and what is in them."""

import os
from pathlib import Path

import pytest

from reader.core.load_events import Added, Discovered, Finished, LoadEvent, Removed, files_source
from reader.core.model.article import Article, ArticleId
from reader.core.model.problem import Problem, Severity
from reader.core.tables.article_batch import ArticleBatch
from reader.sources.files.discovery import Discovery
from reader.sources.files.file_reader import CANNOT_READ, file_state
from reader.sources.files.folder_loader import load_files
from reader.sources.files.read_state import ReadState
from reader.sources.front_matter.article_parser import read_article
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
    blocks = [event.batch for event in events if isinstance(event, Added)]
    articles = (block.article(place) for block in blocks for place in range(block.count))
    return {article.id: article for article in articles}


def end(events: list[LoadEvent]) -> Finished:
    assert isinstance(events[-1], Finished)
    assert not any(isinstance(event, Finished) for event in events[:-1])
    return events[-1]


def test_events_in_order(tmp_path: Path) -> None:
    for number in range(1, 21):
        write(tmp_path, f"news/2020-11-{number:02d}-x.md", article_seed(f"n{number}", number))
    write(tmp_path, "topics/01-ai.yaml", "name: AI")
    events = list(load_files([tmp_path], first=2, most=6))
    assert isinstance(events[0], Discovered)
    assert (events[0].files, [topic.name for topic in events[0].topics]) == (20, ["AI"])
    blocks = [event.batch for event in events if isinstance(event, Added)]
    assert [block.count for block in blocks] == [2, 4, 6, 6, 2]
    assert blocks[0].article(0).title == "n20", "the newest come first"
    assert end(events) == Finished(files_source([tmp_path]), ())


def test_problems_are_sorted_and_nothing_else_is_lost(tmp_path: Path) -> None:
    write(tmp_path, "c.md", article_seed("fine", heat="hot"))
    write(tmp_path, "b.md", "no seed")
    write(tmp_path, "a.md", article_seed("late", heat="hot", quality="high"))
    write(tmp_path, "topics/x.yaml", "name: X\nparent: Y")
    write(tmp_path, "topics/y.yaml", "no name")
    events = list(load_files([tmp_path]))
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
    events = list(load_files([tmp_path]))
    assert not arrived(events)
    assert end(events).failure == ""
    assert len(end(events).problems) == 1


def test_nothing_to_read_is_the_failure(tmp_path: Path) -> None:
    events = list(load_files([tmp_path]))
    failure = f"{tmp_path}: no articles found (files ending in .md or .markdown)"
    assert events == [Finished(files_source([tmp_path]), (), failure)]


def two_of_one(folder: Path, first: int, **days: int) -> tuple[Article, Finished]:
    """Load two files of one id and some between them; names sort against the alphabet."""
    link = "https://x.example/same"
    write(folder, "z.md", article_seed("z", days["z"], link, topics="[AI, Robotics]"))
    for number in range(5):
        write(folder, f"m{number}.md", article_seed(f"m{number}"))
    write(folder, "a.md", article_seed("a", days["a"], link + "?utm_source=x", topics="[ai, Chips]"))
    events = list(load_files([folder], first=first))
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
        assert f"the same article as {tmp_path / 'z.md'}; {tmp_path / 'a.md'} is used" in problem.message


def test_of_two_files_of_one_moment_the_first_wins(tmp_path: Path) -> None:
    for first in (1, 100):
        for days in ({"z": 2, "a": 1}, {"z": 1, "a": 1}):
            article, loaded = two_of_one(tmp_path, first, **days)
            assert article.title == "z"
            assert article.topics == ("AI", "Robotics", "Chips")
            assert len(loaded.problems) == 1
            assert f"{tmp_path / 'z.md'} is used" in loaded.problems[0].message


def test_a_third_file_meets_what_the_two_became(tmp_path: Path) -> None:
    link = "https://x.example/same"
    write(tmp_path, "c.md", article_seed("c", 1, link, topics="[C]"))
    write(tmp_path, "b.md", article_seed("b", 3, link, topics="[B]"))
    write(tmp_path, "a.md", article_seed("a", 2, link, topics="[A]"))
    for first in (1, 100):
        events = list(load_files([tmp_path], first=first))
        (article,) = arrived(events).values()
        assert (article.title, article.topics) == ("b", ("C", "B", "A"))
        assert len(end(events).problems) == 2
        for event in events:
            if isinstance(event, Added):
                assert len(set(event.batch.ids)) == event.batch.count, "no block holds an id twice"


def test_the_articles_come_back_whole(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article_seed("a", related="[{title: R, webUrl: 'https://y.example/r'}]"))
    (article,) = arrived(list(load_files([tmp_path]))).values()
    assert article.topics == ("AI", "Robotics")
    assert [entry.title for entry in article.related] == ["R"]
    assert article.origin.location == str(tmp_path / "a.md")


# -- what changed since the last time


def reading_of(folder: Path) -> ReadState:
    kept: list[ReadState] = []
    assert end(list(load_files([folder], done=kept.append))).failure == ""
    return kept[0]


def changes(folder: Path, known: ReadState, block: int = 4000) -> list[LoadEvent]:
    """What has changed; the same as a first reading finds, as far as problems go."""
    events = list(load_files([folder], known=known, most=block))
    assert end(events) == end(list(load_files([folder])))
    return events


def kinds(events: list[LoadEvent]) -> list[type]:
    return [type(event) for event in events]


def at(path: str, moment: int) -> str:
    os.utime(path, ns=(moment, moment))
    return path


def test_where_nothing_changed_nothing_is_sent(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article_seed("a", heat="warm"))
    write(tmp_path, "b.md", "no seed")
    known = reading_of(tmp_path)
    assert known.changed
    assert kinds(changes(tmp_path, known)) == [Finished]
    assert not known.changed


def test_an_empty_file_of_1970_is_not_overlooked(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article_seed("a"))
    known = reading_of(tmp_path)
    at(write(tmp_path, "b.md"), 0)
    events = changes(tmp_path, known)
    assert [problem.message for problem in end(events).problems] == ["the file is empty"]
    assert known.changed


@pytest.mark.parametrize("moment", [-(10**9), 0, 2**63 - 1, 2**63 + 10**9])
def test_any_time_of_change_can_be_kept(moment: int, monkeypatch: pytest.MonkeyPatch) -> None:
    states = {"a": os.stat_result((0,) * 10, {"st_mtime_ns": moment})}
    monkeypatch.setattr(os, "stat", states.__getitem__)
    state = file_state("a")
    monkeypatch.undo()
    assert 0 <= state[1] < 2**63


def test_a_file_that_could_not_be_read_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.md", article_seed("a"))
    topic = write(tmp_path, "topics/t.yaml", "name: T")
    write(tmp_path, "b.md", article_seed("b"))

    def refused(name: str) -> tuple[None, tuple[Problem, ...]]:
        return None, (Problem(name, None, Severity.ERROR, f"{CANNOT_READ}: permission denied"),)

    def read(name: str) -> tuple[Article | None, tuple[Problem, ...]]:
        return refused(name) if name == path else read_article(name)

    monkeypatch.setattr("reader.sources.files.batch.read_article", read)
    monkeypatch.setattr("reader.sources.files.folder_reader.read_topic", refused)
    known = reading_of(tmp_path)
    assert kinds(changes(tmp_path, known)) == [Finished]
    assert not known.changed, "it is as unreadable as before: nothing to keep"
    monkeypatch.undo()
    events = changes(tmp_path, known)
    assert kinds(events) == [Discovered, Added, Finished]
    assert [entry.title for entry in arrived(events).values()] == ["a"]
    assert [found.name for found in known.topics] == ["T"]
    assert known.files[topic].size == len("name: T")


def test_trouble_with_a_folder_passes_with_the_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "a.md", article_seed("a"))
    trouble = Problem(str(tmp_path / "locked"), None, Severity.ERROR, "the folder cannot be read: permission denied")
    with monkeypatch.context() as patch:
        patch.setattr("reader.sources.files.folder_loader.discover", lambda _: Discovery((path,), (), (trouble,)))
        known = reading_of(tmp_path)
        events = list(load_files([tmp_path], known=known))
        assert events == [Finished(files_source([tmp_path]), (trouble,))]
        assert not known.changed
    assert changes(tmp_path, known) == [Finished(files_source([tmp_path]), ())]


def test_of_doubles_the_same_counts_whichever_changed(tmp_path: Path) -> None:
    link = "https://x.example/same"
    for changed in ("z.md", "m.md", "a.md"):
        folder = tmp_path / changed
        paths = [
            write(folder, name, article_seed(name[0], 1, link, topics=f"[{name[0]}]"))
            for name in ("z.md", "m.md", "a.md")
        ]
        write(folder, "other.md", article_seed("other"))
        known = reading_of(folder)
        at(str(folder / changed), 10**18)
        (article,) = arrived(changes(folder, known)).values()
        assert (article.title, article.topics) == ("z", ("z", "m", "a"))
        os.unlink(paths[0])
        (article,) = arrived(changes(folder, known)).values()
        assert (article.title, article.topics) == ("m", ("m", "a"))
        os.unlink(paths[1])
        events = changes(folder, known)
        assert arrived(events)[article.id].topics == ("a",)
        assert end(events).problems == ()


def test_a_file_that_meets_another_by_an_edit_and_leaves_it_again(tmp_path: Path) -> None:
    write(tmp_path, "b.md", article_seed("b", 2))
    mine = at(write(tmp_path, "a.md", article_seed("a")), 1)
    known = reading_of(tmp_path)
    at(write(tmp_path, "a.md", article_seed("a", 3, "https://x.example/b")), 2)
    events = changes(tmp_path, known)
    assert [article.title for article in arrived(events).values()] == ["a"]
    assert [len(event.articles) for event in events if isinstance(event, Removed)] == [1]
    assert len(end(events).problems) == 1
    at(write(tmp_path, "a.md", article_seed("a")), 3)
    events = changes(tmp_path, known)
    assert {article.title: article.origin.location for article in arrived(events).values()} == {
        "a": mine,
        "b": str(tmp_path / "b.md"),
    }
    assert not any(isinstance(event, Removed) for event in events)
    assert end(events).problems == ()


def test_many_changes_come_in_blocks(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article_seed("a"))
    known = reading_of(tmp_path)
    for number in range(7):
        write(tmp_path, f"n{number}.md", article_seed(f"n{number}"))
    events = changes(tmp_path, known, block=3)
    assert [event.batch.count for event in events if isinstance(event, Added)] == [3, 3, 1]


def test_a_file_lost_takes_its_article_and_its_problems(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", article_seed("a", heat="warm"))
    write(tmp_path, "b.md", article_seed("b"))
    known = reading_of(tmp_path)
    (gone,) = [
        article for article, entry in arrived(list(load_files([tmp_path]))).items() if entry.origin.location == path
    ]
    os.unlink(path)
    assert changes(tmp_path, known) == [
        Removed(files_source([tmp_path]), (gone,)),
        Finished(files_source([tmp_path]), ()),
    ]
    assert known.gone == {gone}
    assert path not in known.files


def test_topics_come_again_only_if_they_are_others(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article_seed("a"))
    path = at(write(tmp_path, "topics/t.yaml", "name: T"), 1)
    known = reading_of(tmp_path)
    at(path, 2)
    assert kinds(changes(tmp_path, known)) == [Finished]
    assert known.changed, "the time is to be remembered"
    at(write(tmp_path, "topics/t.yaml", "name: U"), 3)
    (found, _) = changes(tmp_path, known)
    assert isinstance(found, Discovered)
    assert [topic.name for topic in found.topics] == ["U"]


def test_what_is_known_is_sent_first_to_someone_who_shows_nothing(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article_seed("a"))
    known = reading_of(tmp_path)
    write(tmp_path, "b.md", article_seed("b"))
    events = list(load_files([tmp_path], known=known, shown=False))
    assert [kind.__name__ for kind in kinds(events)] == ["Discovered", "Added", "Added", "Finished"]
    assert isinstance(events[0], Discovered)
    assert events[0].files == 2
    assert len(known.batches) == 2


def test_blocks_are_packed_before_they_are_sent(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article_seed("a"))
    packed = ArticleBatch.of([])
    kept: list[ReadState] = []
    events = list(load_files([tmp_path], spill=lambda _: packed, done=kept.append))
    assert [event.batch for event in events if isinstance(event, Added)] == [packed]
    assert kept[0].batches == [packed]
