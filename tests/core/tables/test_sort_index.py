"""Orders: the hottest or the newest first, unknown last, ties in order of arrival."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.model.article import MAX_HEAT, NO_HEAT, UNDATED
from reader.core.model.listing import Order
from reader.core.tables.sort_index import SortIndex, sort_key, sort_keys, sorted_places

_FIRST, _LAST = -62_135_596_800, 253_402_300_799  # 0001-01-01 and 9999-12-31T23:59:59
_whens = st.sampled_from([UNDATED, _FIRST, _FIRST + 1, -1, 0, 1, _LAST]) | st.integers(_FIRST, _LAST)
_heats = st.sampled_from([NO_HEAT, 0, 1, MAX_HEAT]) | st.integers(0, MAX_HEAT)
_pairs = st.lists(st.tuples(_whens, _heats))


def _ranking(order: Order, *runs: list[tuple[int, int]]) -> SortIndex:
    ranking = SortIndex(order)
    for run in runs:
        _extend(ranking, run)
    return ranking


def _extend(ranking: SortIndex, run: list[tuple[int, int]]) -> None:
    keys = array("q", [sort_key(ranking.order, when, heat) for when, heat in run])
    ranking.extend(keys, sorted_places(keys))


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
    assert list(_ranking(order, pairs).all()) == wanted


@pytest.mark.parametrize("order", Order)
def test_what_is_known_comes_before_what_is_not(order: Order) -> None:
    oldest_and_coldest = sort_key(order, _FIRST, 0)
    assert oldest_and_coldest > sort_key(order, UNDATED, NO_HEAT)
    assert oldest_and_coldest > sort_key(order, *((MAX_HEAT, NO_HEAT) if order is Order.HEAT else (UNDATED, MAX_HEAT)))


@given(st.sampled_from(Order), _whens, _heats)
def test_every_key_fits_63_bits(order: Order, when: int, heat: int) -> None:
    assert 0 <= sort_key(order, when, heat) < 2**63


@given(st.sampled_from(Order), st.tuples(_whens, _heats), st.tuples(_whens, _heats))
def test_keys_compare_as_the_numbers_do(order: Order, one: tuple[int, int], other: tuple[int, int]) -> None:
    def wanted(pair: tuple[int, int]) -> tuple[int, int]:
        return pair[::-1] if order is Order.HEAT else pair

    assert (sort_key(order, *one) < sort_key(order, *other)) == (wanted(one) < wanted(other))


@given(st.sampled_from(Order), st.lists(_pairs, max_size=4))
def test_runs_merged_are_as_sorted_at_once_with_ties_as_they_came(
    order: Order, runs: list[list[tuple[int, int]]]
) -> None:
    ranking = SortIndex(order)
    for run in runs:
        _extend(ranking, run)
        ranking.all()
    together = [pair for run in runs for pair in run]
    keys = [pair[::-1] if order is Order.HEAT else pair for pair in together]
    assert list(ranking.all()) == sorted(range(len(keys)), key=keys.__getitem__, reverse=True)
    assert ranking.all() == _ranking(order, together).all()


def test_nothing_is_sorted_again_while_nothing_arrives() -> None:
    ranking = _ranking(Order.HEAT, [(1, 1), (2, 2)])
    assert ranking.all() is ranking.all()


def test_some_slots_are_sorted_like_all() -> None:
    ranking = _ranking(Order.DATE, [(1, 0), (3, 0), (2, 0), (3, 0)])
    assert list(ranking.sort([0, 1, 3])) == [1, 3, 0]


@given(_pairs, st.sampled_from(Order))
def test_many_keys_are_those_of_each(pairs: list[tuple[int, int]], order: Order) -> None:
    whens, heats = array("q", [when for when, _ in pairs]), array("i", [heat for _, heat in pairs])
    assert list(sort_keys(order, whens, heats)) == [sort_key(order, when, heat) for when, heat in pairs]
