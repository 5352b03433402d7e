"""Orders: the hottest or the newest first, unknown last, ties in order of arrival."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reader.core.tables.sort_index as sort_index
from reader.core.model.article import MAX_HEAT, NO_HEAT, UNDATED
from reader.core.model.listing import SORT_KEYS, Order
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.article_codec import EncodedArticle
from reader.core.tables.columns import Columns
from reader.core.tables.sort_index import SortIndex

_FIRST, _LAST = -62_135_596_800, 253_402_300_799  # 0001-01-01 and 9999-12-31T23:59:59
_whens = st.sampled_from([UNDATED, _FIRST, _FIRST + 1, -1, 0, 1, _LAST]) | st.integers(_FIRST, _LAST)
_heats = st.sampled_from([NO_HEAT, 0, 1, MAX_HEAT]) | st.integers(0, MAX_HEAT)
_pairs = st.lists(st.tuples(_whens, _heats))


def _batch(pairs: list[tuple[int, int]], base: int = 0) -> ArticleBatch:
    return ArticleBatch.of_encoded(
        EncodedArticle(base + number, when, heat, 0, 0, (), b"[]") for number, (when, heat) in enumerate(pairs)
    )


def _index(order: Order, *runs: list[tuple[int, int]]) -> tuple[Columns, SortIndex]:
    columns = Columns()
    for run in runs:
        _extend(columns, run)
    return columns, SortIndex(columns, order)


def _extend(columns: Columns, run: list[tuple[int, int]]) -> None:
    batch = _batch(run, columns.size)
    columns.append(batch)


@pytest.mark.parametrize(
    ("order", "wanted"),
    [(Order.HEAT, [3, 1, 0, 4, 5, 2, 6]), (Order.DATE, [2, 3, 1, 0, 4, 5, 6])],
)
def test_the_second_number_decides_between_equals(order: Order, wanted: list[int]) -> None:
    pairs = [
        (100, 5),
        (200, 5),
        (300, NO_HEAT),
        (200, 9),
        (UNDATED, 5),
        (UNDATED, 0),
        (UNDATED, NO_HEAT),
    ]
    assert list(_index(order, pairs)[1].all()) == wanted


@given(st.sampled_from(Order), st.lists(_pairs, max_size=4), st.sampled_from([0, 1, 32]))
def test_runs_merged_are_as_sorted_at_once_with_ties_as_they_came(
    order: Order, runs: list[list[tuple[int, int]]], few: int
) -> None:
    columns, index = _index(order)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sort_index, "_FEW", few)
        for run in runs:
            _extend(columns, run)
            index.all()
    together = [pair for run in runs for pair in run]
    keys = [pair[::-1] if order is Order.HEAT else pair for pair in together]
    assert list(index.all()) == sorted(range(len(keys)), key=keys.__getitem__, reverse=True)


def test_nothing_is_sorted_again_while_nothing_arrives() -> None:
    _, index = _index(Order.HEAT, [(1, 1), (2, 2)])
    assert index.all() is index.all()


def test_some_slots_are_sorted_like_all() -> None:
    _, index = _index(Order.DATE, [(1, 0), (3, 0), (2, 0), (3, 0)])
    assert list(index.sort([0, 1, 3])) == [1, 3, 0]


@given(st.sampled_from(Order), _pairs, st.sampled_from([-1, 0, 1, 5, _FIRST, _LAST]))
def test_so_many_have_a_number_or_a_larger_one(order: Order, pairs: list[tuple[int, int]], number: int) -> None:
    _, index = _index(order, pairs)
    first = [heat if order is Order.HEAT else when for when, heat in pairs]
    assert index.count_from(number) == sum(value >= number for value in first)


@pytest.mark.parametrize("order", Order)
def test_every_order_sorts_a_sequence_of_columns_of_equal_length(order: Order) -> None:
    columns = SORT_KEYS[order](_batch([(1, 2), (3, 4)]))
    assert {len(column) for column in columns} == {2}
