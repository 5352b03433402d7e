"""Searching as you type, from the key to the way back."""

import pytest
from textual.pilot import Pilot

import reader.core.tables.rows as rows_module
from reader.core.load_events import Added, Discovered, Finished
from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import MarkChange, MarkKind
from reader.core.model.topic import TopicKey
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.columns import Columns
from reader.core.tables.rows import Row, make_row
from reader.ui.app import HeatwireApp
from tests.edition import SOURCE
from tests.ui.support import (
    FIRST,
    TOPICS,
    Feed,
    Marks,
    a_store,
    an_app,
    articles,
    go_to_related,
    many,
    running,
    says,
    screen_text,
    shows,
    until,
)


async def search(pilot: Pilot[int], text: str, *then: str) -> None:
    """Press the key for searching, type, and press some more."""
    await pilot.press("slash", *text, *then)
    await pilot.pause()


def listed(app: HeatwireApp) -> list[int]:
    return list(app.main.article_list.rows.ids())


def cursor(app: HeatwireApp) -> ArticleId | None:
    return app.main.article_list.article


def heading(app: HeatwireApp) -> str:
    return app.main.article_list.heading_text()


class TestTyping:
    """The list narrows with every key."""

    async def test_each_key_narrows_the_list(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await pilot.press("slash")
            counts = []
            for key in "robots":
                await pilot.press(key)
                counts.append(len(app.main.article_list.rows))
            assert counts == sorted(counts, reverse=True)
            assert listed(app) == [3]
            assert heading(app) == "Search: robots* · 1 · hottest first"
            assert app.main.view.current.id == 3

    async def test_the_result_is_there_in_the_frame_of_the_key_or_the_next(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await pilot.press("slash")
            app.simulate_key("r")
            app.simulate_key("o")
            await pilot.pause()
            assert shows(app, "Search: ro* · 1")

    async def test_keys_right_after_the_slash_are_of_the_search(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            for key in ("slash", *"mb"):
                app.simulate_key(key)
            await pilot.pause()
            await until(pilot, lambda: heading(app).startswith("Search: mb*"))
            assert not app.main.view.store.mark(FIRST).bookmarked

    async def test_keys_that_come_together_do_what_they_do_one_by_one(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            for key in ("slash", *"zzz", "ctrl+u", *"plain", "enter", "j", "j"):
                app.simulate_key(key)
            await until(pilot, lambda: cursor(app) == 11)
            assert app.main.controllers.search.past == ("plain",)
            assert heading(app) == "Search: plain* · 22 · hottest first"

    async def test_it_is_searched_in_the_topic_and_then_within_everything(self) -> None:
        app = an_app(remembered={"view": "topic", "topic": "robotics"})
        async with running(app) as pilot:
            assert listed(app) == [3]
            await search(pilot, "nowhere")
            assert listed(app) == []
            assert shows(app, "in Robotics · Ctrl+T all topics")
            await pilot.press("ctrl+t")
            await until(pilot, lambda: listed(app) == [8])

    async def test_case_and_accents_do_not_matter(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "RÓBOTS")
            assert listed(app) == [3]

    async def test_archived_articles_are_found_and_said_to_be_archived(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "expired")
            assert listed(app) == [32]
            assert any("Long expired" in line for line in screen_text(app))
            assert any("archived" in line.split("│")[1] for line in screen_text(app)[1:-1])

    async def test_the_cursor_stays_on_its_article_while_it_matches(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            app.main.article_list.move_to(ArticleId(12))
            await search(pilot, "plain n")
            assert cursor(app) == 12
            await pilot.press(*"ew")
            assert cursor(app) == 12
            await pilot.press(*"s z")
            assert cursor(app) is None
            await pilot.press("backspace", "backspace")
            assert cursor(app) == 12

    async def test_else_it_goes_to_the_first(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "plain")
            assert (app.main.article_list.article, app.main.view.current.id) == (9, 9)

    async def test_an_empty_line_lists_what_was_before(self) -> None:
        app = an_app(remembered={"view": "topic", "topic": "aiethics"})
        async with running(app) as pilot:
            await search(pilot, "r", "backspace")
            assert heading(app).startswith("AI Ethics · 2")
            assert app.main.view.typing

    async def test_what_is_selected_while_typing_does_not_count_as_read(self) -> None:
        app = an_app(dwell=0.0)
        async with running(app) as pilot:
            await until(pilot, lambda: app.main.view.store.mark(FIRST).read)
            await search(pilot, "robots")
            for _ in range(20):
                await pilot.pause(0.01)
            assert not app.main.view.store.mark(ArticleId(3)).read
            await pilot.press("enter")
            await until(pilot, lambda: app.main.view.store.mark(ArticleId(3)).read)

    async def test_news_that_arrives_is_searched_too(self) -> None:
        feed = Feed()
        app = an_app(Store(), loading=feed)
        async with running(app) as pilot:
            feed.send(Discovered(SOURCE, 32, TOPICS), Added(SOURCE, ArticleBatch.of(articles()[:2])))
            await until(pilot, lambda: len(app.main.article_list.rows) == 2)
            await search(pilot, "robots")
            assert shows(app, "Nothing found so far")
            feed.send(Added(SOURCE, ArticleBatch.of(articles()[2:])), Finished(SOURCE, ()))
            await until(pilot, lambda: listed(app) == [3])
            assert heading(app) == "Search: robots* · 1 · hottest first"


class TestWayBack:
    """Escape gives back what was, to the line."""

    @pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
    async def test_escape_while_typing(self, size: tuple[int, int]) -> None:
        app = an_app(remembered={"sort": "date", "density": "roomy"})
        async with running(app, size) as pilot:
            await pilot.press(*"jjjjjjjjjkk")
            main = app.main
            before = (
                main.view.listing,
                main.article_list.scroll_position,
                listed(app),
                main.view.current.location,
                screen_text(app),
            )
            await search(pilot, "robots")
            assert listed(app) == [3]
            await pilot.press("escape")
            await until(pilot, lambda: main.focused is main.article_list)
            await pilot.pause()
            assert (
                main.view.listing,
                main.article_list.scroll_position,
                listed(app),
                main.view.current.location,
            ) == before[:4]
            assert screen_text(app) == before[4]

    async def test_escape_after_the_search_was_kept(self) -> None:
        app = an_app(remembered={"view": "topic", "topic": "ai"})
        async with running(app) as pilot:
            await pilot.press(*"jjj")
            main = app.main
            before = (main.view.listing, main.article_list.scroll_position, main.view.current.location)
            await pilot.press("slash", "ctrl+t", *"robots", "enter")
            assert main.focused is main.article_list
            assert listed(app) == [3]
            await pilot.press("l", "escape")
            assert listed(app) == [3]
            await pilot.press("escape")
            assert (main.view.listing, main.article_list.scroll_position, main.view.current.location) == before
            assert main.view.panes.current == "list"
            await pilot.press("escape")
            assert main.view.panes.current == "sidebar"

    async def test_the_place_in_the_article_is_given_back(self) -> None:
        app = an_app()
        async with running(app, (80, 14)) as pilot:
            await pilot.press("l", *"jjj")
            before = app.main.view.current.location
            assert before is not None
            assert before.scroll[0] > 0
            await search(pilot, "robots", "escape")
            assert app.main.view.current.location == before

    async def test_a_page_of_a_related_entry_is_given_back(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await go_to_related(pilot, 2)
            assert app.main.view.current.is_external
            await search(pilot, "robots")
            assert app.main.view.current.id == 3
            await pilot.press("escape")
            assert (app.main.view.current.is_external, app.main.view.current.id) == (True, 901)

    async def test_the_selection_is_given_back(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await pilot.press("j", "space", "space")
            await search(pilot, "robots", "escape")
            assert app.main.view.selected == (2, 3)
            await search(pilot, "robots", "enter", "space", "b")
            await until(pilot, lambda: app.main.view.store.mark(ArticleId(3)).bookmarked)
            await pilot.press("escape")
            assert app.main.view.selected == (2, 3)
            assert not app.main.view.store.mark(ArticleId(2)).bookmarked

    async def test_what_was_just_read_is_given_back(self) -> None:
        app = an_app(remembered={"view": "unread"})
        async with running(app) as pilot:
            await pilot.press("m", "m")
            await until(pilot, lambda: app.main.view.store.mark(ArticleId(2)).read)
            await pilot.press("k")
            before = listed(app)
            await search(pilot, "robots", "escape")
            assert (listed(app), cursor(app)) == (before, 2)
            await search(pilot, "is:unread plain", "enter", "m")
            await until(pilot, lambda: app.main.view.store.mark(ArticleId(9)).read)
            await pilot.press("escape")
            assert (listed(app), cursor(app)) == ([one for one in before if one != 9], 2)

    async def test_a_kept_search_is_edited_and_escape_gives_it_back(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "plain news", "enter", *"jj")
            kept = (app.main.view.listing, app.main.article_list.scroll_position)
            await search(pilot, " 12")
            assert heading(app) == "Search: plain news 12* · 1 · hottest first"
            await pilot.press("escape")
            assert (app.main.view.listing, app.main.article_list.scroll_position) == kept
            await pilot.press("escape")
            assert app.main.view.listing == Listing()

    async def test_another_topic_leaves_the_search_for_good(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "robots", "enter", "]")
            assert app.main.view.listing.query is None
            assert app.main.view.home is None
            await search(pilot, "")
            assert app.main.view.typing
            assert app.main.query_one("#search").display

    async def test_enter_in_the_sidebar_lists_what_is_under_its_cursor(self) -> None:
        app = an_app(remembered={"view": "topic", "topic": "robotics"})
        async with running(app) as pilot:
            await search(pilot, "plain", "enter", "h", "enter")
            assert app.main.view.listing.query is not None
            await pilot.press("h", "j", "enter")
            assert app.main.view.listing == Listing(View.TOPIC, TopicKey("ai"))
            assert app.main.view.panes.current == "list"

    async def test_what_is_remembered_is_what_was_listed_before(self) -> None:
        app = an_app(remembered={"view": "topic", "topic": "robotics"})
        async with running(app) as pilot:
            await search(pilot, "plain", "enter")
            assert app.main.session.listing == Listing(View.TOPIC, TopicKey("robotics"))

    async def test_a_click_in_the_list_keeps_the_search_and_takes_the_row_that_was_clicked(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "plain")
            row = next(y for y, line in enumerate(screen_text(app)) if "number 11 " in line)
            await pilot.click("#list", offset=(10, row))
            await until(pilot, lambda: app.main.article_list.article == 11)
            assert not app.main.view.typing
            assert not app.main.query_one("#search").display
            assert app.main.controllers.search.past == ("plain",)

    async def test_a_click_that_moves_nothing_takes_the_line_away_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("reader.ui.controllers.search._CLICK", 0.001)
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "plain")
            await pilot.click("#list", offset=(10, 0))
            assert not app.main.view.typing
            await until(pilot, lambda: not app.main.query_one("#search").display)
            # A click on the heading sorts.
            assert heading(app) == "Search: plain* · 22 · newest first"

    async def test_going_to_another_pane_keeps_the_search(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "plain", "shift+tab")
            await until(pilot, lambda: app.main.view.panes.current == "sidebar")
            await until(pilot, lambda: not app.main.query_one("#search").display)
            assert heading(app).startswith("Search: plain*")

    async def test_what_is_wrong_is_not_remembered_by_going_to_another_pane(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "plain (", "shift+tab")
            await until(pilot, lambda: not app.main.query_one("#search").display)
            assert app.main.controllers.search.past == ()
            await search(pilot, " 12")
            assert heading(app).startswith("Search: plain 12* · 1 ")

    async def test_losing_the_terminal_for_a_while_changes_nothing(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "plain")
            app.app_focus = False
            await pilot.pause()
            app.app_focus = True
            await pilot.pause()
            await pilot.press(*" 12")
            assert heading(app).startswith("Search: plain 12*")


class TestOtherKeys:
    """While the line is open, keys are for what is typed."""

    async def test_no_key_undoes_redoes_or_goes_elsewhere(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await pilot.press("b")
            await until(pilot, lambda: app.main.view.store.mark(FIRST).bookmarked)
            await pilot.press("u")
            await until(pilot, lambda: not app.main.view.store.mark(FIRST).bookmarked)
            await go_to_related(pilot, 2)
            await search(pilot, "u", "ctrl+r", "alt+left")
            await app.workers.wait_for_complete()
            assert not app.main.view.store.mark(FIRST).bookmarked
            assert app.main.view.current.id == app.main.article_list.article
            await pilot.press("enter", "ctrl+r")
            await until(pilot, lambda: app.main.view.store.mark(FIRST).bookmarked)

    async def test_the_palette_can_still_be_opened(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "robots", "ctrl+p")
            assert app.screen is not app.main


class TestTrouble:
    """What cannot be understood, and what is not there."""

    async def test_a_caret_stands_under_the_place_and_the_last_result_stays(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "plain")
            good = listed(app)
            await pilot.press(*" (")
            await pilot.pause()
            assert listed(app) == good
            await pilot.press("backspace", *"heat>x")
            await pilot.pause()
            lines = [line.split("│")[1] for line in screen_text(app)[1:6]]
            assert lines[0].startswith(" / plain heat>x")
            assert lines[1].rstrip(" ┃") == " " * len(" / plain heat>") + "^"
            assert lines[2].startswith(" heat needs a whole number")
            assert listed(app) == good
            assert not shows(app, "Nothing found")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("colour:red", "colour"),
            ('"open', "quote"),
            ("(a", "parenthes"),
            ("topic:robtics", "Robotics"),
            ("before:yesterday", "date"),
        ],
    )
    async def test_what_is_wrong_is_said_in_words(self, text: str, said: str) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, text)
            lines = [line.split("│")[1] for line in screen_text(app)[1:7]]
            assert any("^" in line for line in lines)
            assert any(said in line for line in lines), lines
            assert not shows(app, "Nothing found")

    async def test_a_caret_stays_in_sight_in_a_long_query_in_a_narrow_list(self) -> None:
        app = an_app()
        async with running(app, (60, 20)) as pilot:
            await search(pilot, "plain " * 15 + "heat>x")
            assert any("^" in line for line in screen_text(app)[2:4])

    @pytest.mark.parametrize("text", ["zebra heat>x", "zebra OR heat>", "(", "heat>x", "zebra (heat>x"])
    async def test_it_does_not_look_like_nothing_found_where_nothing_was(self, text: str) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, text)
            assert any("^" in line for line in screen_text(app)[2:3])
            assert len(app.main.article_list.rows) == 30
            assert not shows(app, "Nothing found")

    async def test_enter_does_not_keep_it(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "heat>x", "enter")
            assert app.main.view.typing
            assert app.main.controllers.search.past == ()

    async def test_nothing_found_says_so_and_names_the_query(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "zebra crossing")
            assert listed(app) == []
            assert heading(app) == "Search: zebra crossing* · 0 · hottest first"
            assert shows(app, "Nothing found: no article matches zebra crossing*")
            assert app.main.view.current.article is None

    async def test_markup_in_a_query_is_text(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            for text in ('"[/b][@click.app"', "[@click=app.quit]x"):
                await search(pilot, text)
                assert shows(app, f" / {text}")
                await pilot.press("escape")
            assert app.is_running


class TestMatches:
    """What was searched for is shown where it is."""

    async def test_in_the_title_of_a_row_and_in_all_of_the_article(self) -> None:
        app = an_app()
        async with running(app, (200, 50)) as pilot:
            await search(pilot, "counted fac", "enter")
            assert listed(app) == [1]
            main = app.main
            found = [
                span.text for y in range(2) for span in main.article_list.line_at(y) if span.role.endswith("match")
            ]
            assert found == ["counted", "face"]
            shown = [span.text for line in main.detail._page_layout.lines for span in line if span.role == "match"]
            assert shown == ["counted", "face", "counted", "faces"]

    async def test_a_field_of_the_query_is_a_place_of_the_article(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "title:counted", "enter")
            shown = [span.text for line in app.main.detail._page_layout.lines for span in line if span.role == "match"]
            assert shown == ["counted"]

    async def test_they_are_gone_with_the_search(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "counted", "escape")
            roles = {span.role for line in app.main.detail._page_layout.lines for span in line}
            roles |= {span.role for y in range(20) for span in app.main.article_list.line_at(y)}
            assert not any(role.endswith("match") for role in roles)

    async def test_they_are_told_without_colour(self) -> None:
        app = an_app()
        async with running(app):
            for pane in (app.main.article_list, app.main.detail):
                style = pane.role_style("match")
                assert style.underline
                assert style.bold
            assert app.main.article_list.role_style("cursor match").underline


class TestOrder:
    """The order of what is found."""

    async def test_the_key_switches_it_as_usual(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "plain", "enter")
            hottest = listed(app)
            await pilot.press("s")
            assert heading(app) == "Search: plain* · 22 · newest first"
            assert app.main.view.listing.order is Order.DATE
            assert sorted(listed(app)) == sorted(hottest)

    async def test_an_order_in_the_query_wins_and_the_heading_says_it(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "plain -sort:date", "enter")
            assert heading(app) == "Search: plain -sort:date · 22 · oldest first"
            before = app.main.view.listing
            await pilot.press("s")
            assert app.main.view.listing == before
            assert says(app, "this search sets its own order")


class TestPast:
    """Searches that were kept come back with the arrow keys, also at the next start."""

    async def test_kept_searches_are_remembered_latest_first_and_once(self) -> None:
        marks = Marks()
        app = an_app(marks=marks)
        async with running(app) as pilot:
            for text in ("plain", "robots", "plain"):
                await search(pilot, text, "enter", "escape")
            await search(pilot, "given up", "escape")
            assert app.main.controllers.search.past == ("plain", "robots")
            await pilot.press("q")
            await until(pilot, lambda: app._exit)
        again = an_app(marks=marks)
        async with running(again) as pilot:
            await search(pilot, "", "up", "up")
            assert listed(again) == [3]
            await pilot.press("down")
            assert heading(again) == "Search: plain* · 22 · hottest first"

    async def test_they_are_remembered_before_the_end(self) -> None:
        marks = Marks()
        app = an_app(marks=marks)
        async with running(app) as pilot:
            await search(pilot, "robots", "enter")
            await until(pilot, lambda: marks.state.get("past") == "robots")

    async def test_a_hundred_at_most(self) -> None:
        app = an_app(remembered={"past": "\n".join(f"search {number}" for number in range(100))})
        async with running(app) as pilot:
            await search(pilot, "plain", "enter")
            assert len(app.main.controllers.search.past) == 100
            assert app.main.controllers.search.past[:2] == ("plain", "search 0")


class TestCompletion:
    """Tab takes what is on offer: fields, and the names in the store."""

    @pytest.mark.parametrize(
        ("typed", "value"),
        [
            ("prov", "provider:"),
            ("topic:comp", 'topic:"Computer Vision" '),
            ("plain provider:g", "plain provider:Gazette "),
            ("tag:la", "tag:later "),
            ("is:un", "is:unread "),
        ],
    )
    async def test_names_come_from_the_store(self, typed: str, value: str) -> None:
        marks = Marks()
        marks.elsewhere(MarkChange(MarkKind.TAG, True, (FIRST,), text="later"))
        app = an_app(marks=marks)
        async with running(app) as pilot:
            await pilot.press("slash")
            names = app.main.controllers.search._names
            await until(pilot, lambda: bool(names.complete("provider:news", 13).candidates))
            await pilot.press(*typed, "tab")
            await pilot.pause()
            assert app.main.controllers.search._line is not None
            assert app.main.controllers.search._line.value == value
            assert app.main.focused is app.main.controllers.search._line

    async def test_what_is_on_offer_is_shown(self) -> None:
        app = an_app()
        async with running(app) as pilot:
            await search(pilot, "is:")
            assert shows(app, "Tab is:unread  is:read  is:bookmarked")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40), (200, 50)])
async def test_the_line_is_under_the_heading_at_every_size(size: tuple[int, int]) -> None:
    app = an_app()
    async with running(app, size) as pilot:
        await search(pilot, "plain")
        for width, height in (size, (60, 20), (200, 50), (80, 24), (140, 40)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            line, rows = app.main.query_one("#search").region, app.main.article_list.region
            assert (line.x, line.y, line.height, line.right) == (rows.x + 3, rows.y + 1, 1, rows.right - 1)
            assert screen_text(app)[1][rows.x : rows.right].startswith(" / plain")


@pytest.mark.parametrize("front", ["h", "l"])
@pytest.mark.parametrize("zoom", [True, False])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
async def test_searching_goes_to_the_list_from_every_pane(front: str, zoom: bool, size: tuple[int, int]) -> None:
    app = an_app()
    async with running(app, size) as pilot:
        await pilot.press(front, *("z" if zoom else ""))
        await search(pilot, "robots")
        assert listed(app) == [3]
        assert shows(app, "Search: robots*")
        await pilot.press("enter")
        assert app.main.focused is app.main.article_list


async def test_rows_made_for_a_key_do_not_grow_with_the_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[int, int] = {}
    for count in (100, 5000):
        store = a_store(many(count))
        while store.search.advance(1000):
            pass
        rows: list[int] = []

        def counted(columns: Columns, slot: int, rows: list[int] = rows) -> Row:
            rows.append(slot)
            return make_row(columns, slot)

        app = an_app(store)
        async with running(app, (80, 24)) as pilot:
            await search(pilot, "s")
            await pilot.pause()
            monkeypatch.setattr(rows_module, "make_row", counted)
            await pilot.press(*"tory")
            await pilot.pause()
            assert len(app.main.article_list.rows) == count
            made[count] = len(rows)
    assert 0 < made[5000] <= made[100] + 5
