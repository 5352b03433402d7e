"""The selection: ids that outlast every order, a range that follows the cursor, and how both are shown."""

import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, Order
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.rows import Rows
from reader.ui.widgets.selection import Selection
from tests.ui.support import a_store, an_app, article, many, running, says, screen_text, shows, until

SIZE = 12


def rows_of(numbers: Iterable[int]) -> Rows:
    """Rows in the order of some ids."""
    found = list(numbers)
    return a_store([article(number, "x", heat=1000 - place) for place, number in enumerate(found)]).select(Listing())


def shown_places(selection: Selection, size: int = SIZE) -> set[int]:
    return {place for place in range(size) if selection.has(place)}


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("toggle"), st.integers(0, SIZE - 1)),
            st.tuples(st.just("begin"), st.integers(0, SIZE - 1)),
            st.tuples(st.just("follow"), st.integers(0, SIZE - 1)),
            st.tuples(st.sampled_from(["end", "drop_range", "clear"]), st.just(0)),
        ),
        max_size=20,
    )
)
def test_it_is_what_a_set_and_a_range_would_be(moves: list[tuple[str, int]]) -> None:
    selection, chosen = Selection(), set[int]()
    anchor: int | None = None
    end = 0
    spanned: set[int]
    selection.set_rows(rows_of(range(1, SIZE + 1)), 0)
    for move, place in moves:
        if move in ("toggle", "begin") and anchor is not None:
            continue
        spanned = set() if anchor is None else set(range(min(anchor, end), max(anchor, end) + 1))
        match move:
            case "toggle":
                selection.toggle(place)
                chosen ^= {place}
            case "begin":
                selection.start_range(place)
                anchor = end = place
            case "follow":
                selection.extend_range(place)
                end = place
            case "end":
                selection.end_range()
                chosen, anchor = chosen | spanned, None
            case "drop_range":
                selection.cancel_range()
                anchor = None
            case "clear":
                selection.clear()
                chosen, anchor = set(), None
        spanned = set() if anchor is None else set(range(min(anchor, end), max(anchor, end) + 1))
        assert shown_places(selection) == chosen | spanned
        assert len(selection) == len(chosen | spanned)
        assert selection.ids() == tuple(place + 1 for place in sorted(chosen | spanned))
        assert selection.ranging == (anchor is not None)


def test_another_order_and_news_change_nothing_of_it() -> None:
    selection = Selection()
    selection.set_rows(rows_of([1, 2, 3, 4]), 0)
    selection.toggle(1)
    selection.toggle(3)
    selection.set_rows(rows_of([9, 4, 3, 2, 1]), 0)
    assert selection.ids() == (4, 2)
    assert shown_places(selection, 5) == {1, 3}
    selection.set_rows(rows_of([9, 3, 2]), 0)
    assert selection.ids() == (2,)
    assert len(selection) == 1


def test_a_range_goes_on_from_the_cursor_when_other_rows_come() -> None:
    selection = Selection()
    selection.set_rows(rows_of([1, 2, 3, 4, 5]), 0)
    selection.start_range(1)
    selection.extend_range(2)
    selection.set_rows(rows_of([3, 9, 2, 8, 7]), 0)
    # What came between the two is not in it; what is gone over from now on is.
    assert selection.ids() == (3, 2)
    selection.extend_range(1)
    assert selection.ids() == (3, 9, 2)


def test_moving_the_end_of_a_long_range_costs_nothing() -> None:
    selection = Selection()
    count = 20_000
    selection.set_rows(a_store(many(count)).select(Listing()), 0)
    selection.toggle(7)
    selection.start_range(0)

    def best(end: int) -> float:
        found = []
        for _ in range(5):
            begun = time.perf_counter()
            for place in range(end - 100, end):
                selection.extend_range(place)
                assert len(selection) >= place
                selection.has(place)
            found.append(time.perf_counter() - begun)
        return min(found)

    assert best(count) < 20 * best(200)


# -- in the list


async def test_space_selects_and_goes_on() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("space", "space", "j", "space")
        assert app.main.article_list.selection.ids() == (1, 2, 4)
        assert app.main.article_list.article == 5
        assert says(app, "3 selected")
        assert shows(app, " ● ✓Privacy")
        await pilot.press("k", "space")
        assert app.main.article_list.selection.ids() == (1, 2)
        assert says(app, "2 selected")


@pytest.mark.parametrize("end", ["v", "space"])
async def test_a_range_follows_the_cursor_until_it_is_ended(end: str) -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("j", "v", "j", "j", "k")
        assert says(app, "2 selected")
        await pilot.press("g")
        assert app.main.article_list.selection.ids() == (1, 2)
        await pilot.press("j", "j", end, "j", "j")
        assert app.main.article_list.selection.ids() == (2, 3)
        await pilot.press("v", "G")
        assert says(app, "28 selected")


async def test_escape_drops_the_range_then_the_selection_then_goes_out() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("space", "j", "v", "j", "escape")
        assert app.main.article_list.selection.ids() == (1,)
        await pilot.press("escape")
        assert app.main.article_list.selection.ids() == ()
        assert app.main.view.panes.current == "list"
        assert "selected" not in screen_text(app)[-1]
        await pilot.press("escape")
        assert app.main.view.panes.current == "sidebar"


async def test_reading_an_article_and_coming_back_keeps_the_selection() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("space", "enter", "escape")
        assert app.main.article_list.selection.ids() == (1,)
        assert app.main.view.panes.current == "list"


async def test_it_outlasts_sorting_and_density_and_news_but_not_the_listing() -> None:
    store = a_store()
    app = an_app(store)
    async with running(app) as pilot:
        await pilot.press("space", "j", "space", "d", "s")
        assert app.main.view.listing.order is Order.DATE
        assert set(app.main.article_list.selection.ids()) == {1, 3}
        store.apply(ArticleBatch.of([article(77, "News that is hotter", heat=900)]))
        app.main.view.refresh(app.main.article_list.article)
        assert set(app.main.article_list.selection.ids()) == {1, 3}
        assert says(app, "2 selected")
        await pilot.press("]")
        await until(pilot, lambda: "selected" not in screen_text(app)[-1])
        assert app.main.article_list.selection.ids() == ()


async def test_the_mouse_selects_by_the_signs_and_with_control() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.click("#list", offset=(2, 3))
        await pilot.click("#list", offset=(20, 5), control=True)
        assert app.main.article_list.selection.ids() == (2, 3)
        assert app.main.article_list.article == 3
        await pilot.click("#list", offset=(20, 1))
        assert app.main.article_list.selection.ids() == (2, 3)
        await pilot.click("#list", offset=(0, 5))
        assert app.main.article_list.selection.ids() == (2,)


async def test_a_selected_row_is_no_wider_than_another() -> None:
    app = an_app()
    async with running(app) as pilot:
        before = screen_text(app)
        await pilot.press("space", "k")
        after = screen_text(app)
        changed = [(old, new) for old, new in zip(before[:-1], after[:-1], strict=True) if old != new]
        assert [(old.replace("▌●  ", "▌● ✓"), new) for old, new in changed] == [(new, new) for _, new in changed]
        assert len(changed) == 1


async def test_an_empty_list_selects_nothing() -> None:
    app = an_app(a_store([]))
    async with running(app) as pilot:
        await pilot.press("space", "v", "space", "v")
        assert len(app.main.article_list.selection) == 0


async def test_ids_are_of_the_store() -> None:
    app = an_app()
    async with running(app) as pilot:
        await pilot.press("v", "G")
        assert app.main.article_list.selection.ids() == tuple(ArticleId(number) for number in range(1, 31))
