"""What was shown from a cache and does not come again goes at the end."""

from reader.core.model.article import ArticleId
from reader.core.model.load_events import Anew, Arrived, Found, Gone, Loaded, LoadEvent, without_left_over
from reader.core.tables.article_batch import ArticleBatch
from tests.core.samples import article

_SOME = Arrived(ArticleBatch.of([article(1), article(2)]))
_MORE = Arrived(ArticleBatch.of([article(5)]))
_FAILED = Loaded((), "nothing there")


def resolved(*events: LoadEvent, shown: tuple[int, ...] = (1, 2, 3, 4)) -> list[LoadEvent]:
    return list(without_left_over(events, shown))


def test_changes_pass_as_they_are() -> None:
    events: list[LoadEvent] = [Found(1, ()), _SOME, Gone((ArticleId(3),)), Loaded(())]
    assert resolved(*events) == events


def test_what_does_not_come_again_is_gone_before_the_end() -> None:
    assert resolved(Anew(), _SOME, _MORE, Loaded(())) == [_SOME, _MORE, Gone((ArticleId(3), ArticleId(4))), Loaded(())]


def test_where_all_comes_again_nothing_is_gone() -> None:
    assert resolved(Anew(), _SOME, Loaded(()), shown=(2,)) == [_SOME, Loaded(())]
    assert resolved(Anew(), Loaded(()), shown=()) == [Loaded(())]


def test_after_a_failure_nothing_is_taken_away() -> None:
    assert resolved(Anew(), _SOME, _FAILED) == [_SOME, _FAILED]
    assert resolved(Anew(), _SOME) == [_SOME]
