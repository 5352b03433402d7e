"""Orders: the hottest or the newest first, unknown last, ties in order of arrival."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.model.article import MAX_HEAT, NO_HEAT, UNDATED
from reader.core.model.listing import Order
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.article_codec import EncodedArticle
from reader.core.tables.columns import Columns
from reader.core.tables.sort_index import SORT_KEYS, SortIndex

_FIRST, _LAST = -62_135_596_800, 253_402_300_799  # 0001-01-01 and 9999-12-31T23:59:59
_whens = st.sampled_from([UNDATED, _FIRST, _FIRST + 1, -1, 0, 1, _LAST]) | st.integers(_FIRST, _LAST)
_heats = st.sampled_from([NO_HEAT, 0, 1, MAX_HEAT]) | st.integers(0, MAX_HEAT)
_pairs = st.lists(st.tuples(_whens, _heats))


def _batch(pairs: list[tuple[int, int]], base: int = 0) -> ArticleBatch:
    return ArticleBatch.of_encoded(
        EncodedArticle(base + number, when, heat, 0, (), b"[]") for number, (when, heat) in enumerate(pairs)
    )


def _index(order: Order, *runs: list[tuple[int, int]]) -> tuple[Columns, SortIndex]:
    columns = Columns()
    for run in runs:
        _extend(columns, run)
    return columns, SortIndex(columns, order)


def _extend(columns: Columns, run: list[tuple[int, int]]) -> None:
    batch = _batch(run, columns.size)
    columns.batches.append(batch)
    columns.bases.append(columns.size)
    columns.ids.extend(batch.ids)


def _key(order: Order, when: int, heat: int) -> int:
    return next(iter(SORT_KEYS[order](_batch([(when, heat)]))))


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


@pytest.mark.parametrize("order", Order)
def test_what_is_known_comes_before_what_is_not(order: Order) -> None:
    oldest_and_coldest = _key(order, _FIRST, 0)
    assert oldest_and_coldest > _key(order, UNDATED, NO_HEAT)
    assert oldest_and_coldest > _key(order, *((MAX_HEAT, NO_HEAT) if order is Order.HEAT else (UNDATED, MAX_HEAT)))


@given(st.sampled_from(Order), _whens, _heats)
def test_every_key_fits_63_bits(order: Order, when: int, heat: int) -> None:
    assert 0 <= _key(order, when, heat) < 2**63


@given(st.sampled_from(Order), st.tuples(_whens, _heats), st.tuples(_whens, _heats))
def test_keys_compare_as_the_numbers_do(order: Order, one: tuple[int, int], other: tuple[int, int]) -> None:
    def wanted(pair: tuple[int, int]) -> tuple[int, int]:
        return pair[::-1] if order is Order.HEAT else pair

    assert (_key(order, *one) < _key(order, *other)) == (wanted(one) < wanted(other))


@given(st.sampled_from(Order), st.lists(_pairs, max_size=4))
def test_runs_merged_are_as_sorted_at_once_with_ties_as_they_came(
    order: Order, runs: list[list[tuple[int, int]]]
) -> None:
    columns, index = _index(order)
    for run in runs:
        _extend(columns, run)
        index.all()
    together = [pair for run in runs for pair in run]
    keys = [pair[::-1] if order is Order.HEAT else pair for pair in together]
    assert list(index.all()) == sorted(range(len(keys)), key=keys.__getitem__, reverse=True)
    assert index.all() == _index(order, together)[1].all()


def test_nothing_is_sorted_again_while_nothing_arrives() -> None:
    _, index = _index(Order.HEAT, [(1, 1), (2, 2)])
    assert index.all() is index.all()


def test_some_slots_are_sorted_like_all() -> None:
    _, index = _index(Order.DATE, [(1, 0), (3, 0), (2, 0), (3, 0)])
    assert list(index.sort([0, 1, 3])) == [1, 3, 0]
