"""The events of loading as bytes."""

import io

import pytest

from reader.core.model.article import Article, ArticleId
from reader.core.model.load_events import Anew, Arrived, Found, Gone, Indexed, Loaded, LoadEvent
from reader.core.model.problem import Problem, Severity
from reader.core.model.topic import Topic
from reader.core.tables.article_batch import ArticleBatch
from reader.services.loader.wire import DamagedFrame, read_events, write_event
from reader.storage.cache.stored_index import StoredIndex

TOPIC = Topic("AI", "Top", keywords=("a", "b"), hashtags=("#x",), place=3, source="t.yaml", line=2)
PROBLEM = Problem("a/\ufffd.md", 3, Severity.WARNING, "heat is „x“")


def written(*events: LoadEvent) -> bytes:
    pipe = io.BytesIO()
    for event in events:
        write_event(pipe, event)
    return pipe.getvalue()


def test_events_come_back_as_they_were() -> None:
    events: list[LoadEvent] = [
        Anew(),
        Found(2, (TOPIC, Topic("顔"))),
        Gone((ArticleId(1), ArticleId(2**63 - 1))),
        Loaded((PROBLEM, Problem("b", None, Severity.ERROR, "x")), "why"),
        Indexed(StoredIndex("/cache/\udcff.index", 2**64 - 1)),
        Indexed(None),
    ]
    assert list(read_events(io.BytesIO(written(*events)))) == events


def test_articles_come_back_as_they_were() -> None:
    article = Article(ArticleId(5), "顔認証", topics=("AI",), heat=3)
    (event,) = read_events(io.BytesIO(written(Arrived(ArticleBatch.of([article])))))
    assert isinstance(event, Arrived)
    assert event.block.article(0) == article


def test_a_lone_surrogate_passes() -> None:
    event = Loaded((Problem("\udcff.md", None, Severity.ERROR, "x"),))
    assert list(read_events(io.BytesIO(written(event)))) == [event]


@pytest.mark.parametrize("cut", range(1, len(written(Loaded((PROBLEM,))))))
def test_a_pipe_that_ends_inside_a_frame_is_damaged(cut: int) -> None:
    with pytest.raises(DamagedFrame):
        list(read_events(io.BytesIO(written(Loaded((PROBLEM,)))[:cut])))


@pytest.mark.parametrize(
    "data",
    [
        b"a traceback or a greeting",
        b"L" + bytes(7) + b"\x02[]",
        b"L" + bytes(7) + b"\x07not-ok!",
        b"F" + bytes(7) + b"\x07[1,[7]]",
        b"A" + bytes(7) + b"\x03abc",
        b"X" + bytes(7) + b"\x02[]",
    ],
)
def test_other_bytes_are_damaged(data: bytes) -> None:
    with pytest.raises(DamagedFrame):
        list(read_events(io.BytesIO(data)))
