"""Rows: a sequence that makes only what it is asked for."""

from collections.abc import Sequence

import pytest

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, Order
from reader.core.model.marks import MarkKind
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.row_flags import UNREAD, RowFlag, flag_table
from reader.core.tables.rows import EMPTY, Rows
from tests.core.samples import article, numbers, store_of

MANY = 10_000


@pytest.fixture
def headlines(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The places whose headline was read from a block."""
    read: list[int] = []
    headline = ArticleBatch.headline

    def counted(block: ArticleBatch, place: int) -> tuple[str, str]:
        read.append(place)
        return headline(block, place)

    monkeypatch.setattr(ArticleBatch, "headline", counted)
    return read


@pytest.fixture(scope="module")
def many() -> Rows:
    """Ten thousand articles, number 1 the hottest."""
    return store_of(*(article(number, MANY - number, 0) for number in range(1, MANY + 1))).select(Listing())


def test_only_rows_that_are_asked_for_are_made(many: Rows, headlines: list[int]) -> None:
    view = many[5000:5040]
    assert (len(many), len(view)) == (MANY, 40)
    assert many.id_at(9999) == MANY
    assert many.place_of(ArticleId(7000)) == 6999
    assert sum(1 for _ in many.ids()) == MANY
    assert headlines == []
    assert [row.id for row in view] == list(range(5001, 5041))
    assert headlines == list(range(5000, 5040))
    assert many[-1].title == f"Title {MANY}"
    assert len(headlines) == 41


def test_listing_counting_and_marking_make_no_rows(headlines: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(block: ArticleBatch, place: int) -> None:
        raise AssertionError(place)

    monkeypatch.setattr(ArticleBatch, "article", refused)
    store = store_of(*(article(number, number, 0, ["AI"]) for number in range(1, 100)))
    for order in Order:
        store.select(Listing(order=order))
    store.set_mark(MarkKind.READ, True, map(ArticleId, range(1, 50)))
    assert (store.counts.unread, len(store), headlines) == (50, 99, [])


def test_a_row_says_what_a_list_shows() -> None:
    store = store_of(article(4, 12, 0, title="Title"), article(5, archived=True))
    store.set_mark(MarkKind.BOOKMARKED, True, [ArticleId(4)])
    row, other = store.select(Listing(archived=True))
    assert (row.id, row.title, row.provider, row.heat) == (4, "Title", "Provider 4", 12)
    assert (row.bookmarked, row.read, row.archived, row.heat_known) == (True, False, False, True)
    assert (other.bookmarked, other.archived, other.heat_known) == (False, True, False)


def test_a_row_made_later_shows_the_marks_of_then() -> None:
    store = store_of(article(1))
    rows = store.select(Listing())
    assert not rows[0].read
    store.set_mark(MarkKind.READ, True, [ArticleId(1)])
    assert rows[0].read


@pytest.mark.parametrize(
    ("part", "wanted"), [(slice(1, 3), [2, 3]), (slice(None, None, -1), [4, 3, 2, 1]), (slice(9, 12), [])]
)
def test_a_slice_is_rows_again(part: slice, wanted: list[int]) -> None:
    rows = store_of(*(article(number, 10 - number) for number in range(1, 5))).select(Listing())
    assert numbers(rows[part]) == wanted


def test_a_row_beyond_the_end_is_an_index_error(many: Rows) -> None:
    for place in (MANY, -MANY - 1):
        with pytest.raises(IndexError):
            many[place]


def test_an_article_stands_nowhere_in_rows_without_it(many: Rows) -> None:
    assert many.place_of(None) is None
    assert many.place_of(ArticleId(MANY + 1)) is None
    assert many[:10].place_of(ArticleId(11)) is None


def _replaced() -> tuple[Store, Rows]:
    store = store_of(article(1, 3), article(2, 2), article(3, 1))
    rows = store.select(Listing())
    store.apply(ArticleBatch.of([article(3, 99, title="Again")]))
    store.apply(ArticleBatch.of([article(3, 98, title="And again")]))
    return store, rows


def test_rows_of_before_still_find_an_article_that_was_replaced() -> None:
    store, rows = _replaced()
    assert (rows.place_of(ArticleId(3)), store.select(Listing()).place_of(ArticleId(3))) == (2, 0)


def test_rows_do_not_change_when_news_arrives_or_goes() -> None:
    store, rows = _replaced()
    store.remove([ArticleId(1)])
    assert numbers(rows) == [1, 2, 3]
    assert [row.title for row in rows] == ["Title 1", "Title 2", "Title 3"]
    assert rows.place_of(ArticleId(1)) == 0


def test_the_empty_rows_hold_nothing() -> None:
    assert (len(EMPTY), list(EMPTY), EMPTY.place_of(ArticleId(1)), len(EMPTY[:5])) == (0, [], None, 0)
    assert isinstance(EMPTY, Sequence)
    with pytest.raises(IndexError):
        EMPTY[0]


@pytest.mark.parametrize(("start", "by", "found"), [(0, 1, 3), (3, 1, 3), (4, 1, 7), (8, 1, None), (-5, 1, 3)])
def test_the_next_unread_downwards(start: int, by: int, found: int | None) -> None:
    assert _all_read_but(3, 7).find(UNREAD, start, by) == found


@pytest.mark.parametrize(("start", "found"), [(9, 7), (7, 7), (6, 3), (2, None), (-1, None), (50, 7)])
def test_the_next_unread_upwards(start: int, found: int | None) -> None:
    assert _all_read_but(3, 7).find(UNREAD, start, -1) == found


def _all_read_but(*places: int) -> Rows:
    store = store_of(*(article(number, 20 - number, 0) for number in range(10)))
    store.set_mark(MarkKind.READ, True, [ArticleId(number) for number in range(10) if number not in places])
    return store.select(Listing())


def test_what_fits_is_found_by_flags_as_they_are_now(headlines: list[int]) -> None:
    store = store_of(*(article(number, 20 - number, 0) for number in range(10)))
    rows = store.select(Listing())
    store.set_mark(MarkKind.READ, True, map(ArticleId, [1, 2]))
    assert list(rows.ids_in(UNREAD)) == [0, 3, 4, 5, 6, 7, 8, 9]
    assert list(rows[:3].ids_in(UNREAD)) == [0]
    assert list(rows.ids_in(flag_table(int(RowFlag.READ), 0))) == [1, 2]
    assert EMPTY.find(UNREAD, 0) is None
    assert list(EMPTY.ids_in(UNREAD)) == []
    assert headlines == []


def test_the_hottest_is_found_whatever_the_order() -> None:
    store = store_of(article(1, 5, 3), article(2, 9, 1), article(3, 7, 2))
    assert store.select(Listing()).hottest(first=1) == 9
    by_date = store.select(Listing(order=Order.DATE))
    assert (by_date.hottest(), by_date.hottest()) == (9, 9)
    assert store_of().select(Listing()).hottest() == store_of().select(Listing()).hottest(first=1) == 0
