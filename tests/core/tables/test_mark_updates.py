"""Which marks change, and how long that takes for very many."""

import time

from hypothesis import given
from hypothesis import strategies as st

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing
from reader.core.model.marks import NO_MARK, Mark, MarkChange, MarkKind
from reader.core.model.topic import TopicKey
from reader.core.tables.mark_updates import changed_by, differing, tags_in_use, without_mark
from reader.core.tables.row_flags import UNREAD
from tests.core.samples import article, store_of

_ids = st.integers(1, 6).map(ArticleId)
_marks = st.dictionaries(
    _ids,
    st.builds(
        Mark, st.booleans(), st.booleans(), st.sampled_from([(), ("a",), ("a", "b")]), st.sampled_from(["", "n"])
    ),
)
_steps = st.builds(
    MarkChange, st.sampled_from(MarkKind), st.booleans(), st.just(()), text=st.sampled_from(["", "a", "c"]), until=_ids
)


@given(_steps, _marks, st.lists(_ids))
def test_a_step_changes_what_it_changes_one_by_one(
    step: MarkChange, marks: dict[ArticleId, Mark], ids: list[ArticleId]
) -> None:
    expected = {number: step.after(marks.get(number, NO_MARK)) for number in ids}
    expected = {number: mark for number, mark in expected.items() if mark != marks.get(number, NO_MARK)}
    assert changed_by(step, marks, ids) == expected


@given(_marks, _marks)
def test_what_differs_is_what_is_not_equal(before: dict[ArticleId, Mark], after: dict[ArticleId, Mark]) -> None:
    assert differing(before, after) == {
        number: mark for number, mark in after.items() if mark != before.get(number, NO_MARK)
    }


@given(_marks, st.booleans(), st.lists(_ids))
def test_what_is_lacking(marks: dict[ArticleId, Mark], value: bool, ids: list[ArticleId]) -> None:
    read = [number for number in ids if marks.get(number, NO_MARK).read is not value]
    kept = [number for number in ids if marks.get(number, NO_MARK).bookmarked is not value]
    assert without_mark(marks, MarkKind.READ, value, ids) == read
    assert without_mark(marks, MarkKind.BOOKMARKED, value, ids) == kept


def test_tags_in_use_are_the_frequent_ones_first() -> None:
    assert tags_in_use([Mark(tags=("b", "c")), Mark(tags=("a", "c")), NO_MARK]) == ["c", "a", "b"]


def test_topics_with_unread_articles() -> None:
    store = store_of(article(1, 9, 0, ["A"]), article(2, 8, 0, ["B"]), article(3, 7, 0, ["B"], archived=True))
    keys = [TopicKey("a"), TopicKey("b"), TopicKey("none")]
    assert list(store.unread_among(keys)) == ["a", "b"]
    store.set_mark(MarkKind.READ, True, [ArticleId(2)])
    assert list(store.unread_among(keys)) == ["a"]


def test_marking_very_many_takes_little_for_each() -> None:
    count = 20_000
    store = store_of(*(article(number, 5, 0) for number in range(1, count + 1)))
    rows = store.select(Listing())
    ids = list(rows.ids())

    def took(size: int) -> float:
        times = []
        for value in (True, False, True, False):
            begun = time.process_time()
            store.set_mark(MarkKind.READ, value, ids[:size])
            times.append((time.process_time() - begun) / size)
        return min(times)

    assert took(count) < took(100) * 2
    store.set_mark(MarkKind.READ, True, ids)
    assert rows.find(UNREAD, 0) is None
