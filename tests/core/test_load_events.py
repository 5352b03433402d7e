"""Articles shown from a cache that do not come again are removed at the end."""

from reader.core.load_events import (
    Added,
    Discovered,
    Finished,
    LoadEvent,
    Removed,
    Reset,
    SourceId,
    without_left_over,
)
from reader.core.model.article import ArticleId
from reader.core.tables.article_batch import ArticleBatch
from tests.core.samples import article
from tests.edition import SOURCE

_SOME = Added(SOURCE, ArticleBatch.of([article(1), article(2)]))
_MORE = Added(SOURCE, ArticleBatch.of([article(5)]))
_FAILED = Finished(SOURCE, (), "nothing there")


def resolved(*events: LoadEvent, shown: tuple[int, ...] = (1, 2, 3, 4)) -> list[LoadEvent]:
    return list(without_left_over(events, {SOURCE: shown}))


def test_changes_pass_as_they_are() -> None:
    events: list[LoadEvent] = [Discovered(SOURCE, 1, ()), _SOME, Removed(SOURCE, (ArticleId(3),)), Finished(SOURCE, ())]
    assert resolved(*events) == events


def test_what_does_not_come_again_is_gone_before_the_end() -> None:
    assert resolved(Reset(SOURCE), _SOME, _MORE, Finished(SOURCE, ())) == [
        _SOME,
        _MORE,
        Removed(SOURCE, (ArticleId(3), ArticleId(4))),
        Finished(SOURCE, ()),
    ]


def test_where_all_comes_again_nothing_is_gone() -> None:
    assert resolved(Reset(SOURCE), _SOME, Finished(SOURCE, ()), shown=(2,)) == [_SOME, Finished(SOURCE, ())]
    assert resolved(Reset(SOURCE), Finished(SOURCE, ()), shown=()) == [Finished(SOURCE, ())]


def test_after_a_failure_nothing_is_taken_away() -> None:
    assert resolved(Reset(SOURCE), _SOME, _FAILED) == [_SOME, _FAILED]
    assert resolved(Reset(SOURCE), _SOME) == [_SOME]


def test_each_source_is_reset_on_its_own() -> None:
    other = SourceId("other")
    shown = {SOURCE: (1, 2, 3), other: (7, 8)}
    events: list[LoadEvent] = [
        Reset(SOURCE),
        Reset(other),
        _SOME,
        Added(other, ArticleBatch.of([article(8)])),
        Finished(other, ()),
    ]
    assert list(without_left_over([*events, Finished(SOURCE, (), "unplugged")], shown)) == [
        *events[2:4],
        Removed(other, (ArticleId(7),)),
        Finished(other, ()),
        Finished(SOURCE, (), "unplugged"),
    ]


def test_a_source_that_starts_again_loses_what_came_before_and_not_again() -> None:
    first, second = Added(SOURCE, ArticleBatch.of([article(1)])), Added(SOURCE, ArticleBatch.of([article(3)]))
    again: list[LoadEvent] = [Reset(SOURCE), second, Finished(SOURCE, ())]
    assert resolved(first, Finished(SOURCE, ()), *again, shown=())[-2:] == [
        Removed(SOURCE, (ArticleId(1),)),
        Finished(SOURCE, ()),
    ]
    assert resolved(Reset(SOURCE), first, _FAILED, *again, shown=(2,))[-2] == Removed(
        SOURCE, (ArticleId(1), ArticleId(2))
    )
    assert resolved(*again, Reset(SOURCE), first, Finished(SOURCE, ()), shown=())[-2] == Removed(
        SOURCE, (ArticleId(3),)
    )
