"""The events of loading as bytes."""

import io

import pytest

from reader.core.load_events import Added, Discovered, Finished, IndexReady, LoadEvent, Removed, Reset
from reader.core.model.article import Article, ArticleId
from reader.core.model.problem import Problem, Severity
from reader.core.model.topic import Topic
from reader.core.tables.article_batch import ArticleBatch
from reader.services.loader.wire import DamagedFrame, read_events, write_event
from reader.storage.cache.stored_index import StoredIndex
from tests.edition import SOURCE

TOPIC = Topic("AI", "Top", keywords=("a", "b"), hashtags=("#x",), place=3, source="t.yaml", line=2)
PROBLEM = Problem("a/\ufffd.md", 3, Severity.WARNING, "heat is „x“")


def written(*events: LoadEvent) -> bytes:
    pipe = io.BytesIO()
    for event in events:
        write_event(pipe, event)
    return pipe.getvalue()


def test_events_come_back_as_they_were() -> None:
    events: list[LoadEvent] = [
        Reset(SOURCE),
        Discovered(SOURCE, 2, (TOPIC, Topic("顔"))),
        Removed(SOURCE, (ArticleId(1), ArticleId(2**63 - 1))),
        Finished(SOURCE, (PROBLEM, Problem("b", None, Severity.ERROR, "x")), "why"),
        IndexReady(SOURCE, StoredIndex("/cache/\udcff.index", 2**64 - 1)),
        IndexReady(SOURCE, None),
    ]
    assert list(read_events(io.BytesIO(written(*events)))) == events


def test_articles_come_back_as_they_were() -> None:
    article = Article(ArticleId(5), "顔認証", topics=("AI",), heat=3)
    (event,) = read_events(io.BytesIO(written(Added(SOURCE, ArticleBatch.of([article])))))
    assert isinstance(event, Added)
    assert event.batch.article(0) == article


def test_a_lone_surrogate_passes() -> None:
    event = Finished(SOURCE, (Problem("\udcff.md", None, Severity.ERROR, "x"),))
    assert list(read_events(io.BytesIO(written(event)))) == [event]


@pytest.mark.parametrize("cut", range(1, len(written(Finished(SOURCE, (PROBLEM,))))))
def test_a_pipe_that_ends_inside_a_frame_is_damaged(cut: int) -> None:
    with pytest.raises(DamagedFrame):
        list(read_events(io.BytesIO(written(Finished(SOURCE, (PROBLEM,)))[:cut])))


@pytest.mark.parametrize(
    "data", [b"a traceback or a greeting", b"short", bytes(11), bytes(12), b"\0" * 7 + b"\x07" + b"\0" * 11]
)
def test_other_bytes_are_damaged(data: bytes) -> None:
    with pytest.raises(DamagedFrame):
        list(read_events(io.BytesIO(data)))


def test_a_flipped_byte_is_damage() -> None:
    whole = written(Discovered(SOURCE, 2, (TOPIC,)))
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 0x10
        with pytest.raises(DamagedFrame):
            list(read_events(io.BytesIO(data)))
