"""What the settings change on the screen."""

import pytest

from reader.core.load_events import Added, Discovered, ListReady
from reader.core.model.topic import TopicKey
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.render.list_row import Density
from tests.edition import SOURCE
from tests.ui.support import TOPICS, Feed, an_app, articles, running, screen_text, shows, until


async def test_dates_are_written_as_asked_in_list_and_detail() -> None:
    app = an_app(dates="%d/%m/%y")
    async with running(app):
        assert shows(app, "The Newswire · 15/01/26 ")
        assert shows(app, "15/01/26 · 3 h ago")


@pytest.mark.parametrize("density", ["compact", "normal", "roomy"])
async def test_wide_letters_in_dates_keep_the_rows_whole(density: str) -> None:
    app = an_app(dates="%Y年%m月%d日", remembered={"density": density})
    async with running(app, (160, 40)):
        assert app.main.article_list.content_width >= 60
        assert shows(app, "2026年01月15日")
        assert shows(app, "━━━━━ 183")


@pytest.mark.parametrize(
    ("widths", "sidebar", "rows"),
    [(("", ""), 30, 56), (("20", ""), 20, 61), (("20%", "50"), 28, 50), (("60", "55%"), 42, 77), (("", "200"), 30, 77)],
)
async def test_widths_are_those_asked_for_and_leave_room(widths: tuple[str, str], sidebar: int, rows: int) -> None:
    app = an_app(widths=widths)
    async with running(app, (140, 40)):
        assert (app.main.sidebar.size.width, app.main.article_list.size.width) == (sidebar, rows)
        assert app.main.detail.size.width >= 18


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_widths_count_only_where_three_panes_are_shown(size: tuple[int, int]) -> None:
    usual, asked = an_app(), an_app(widths=("20", "30"))
    for keys in ([], ["h"]):
        seen = []
        for app in (usual, asked):
            async with running(app, size) as pilot:
                await pilot.press(*keys)
                seen.append([pane.size for pane in (app.main.sidebar, app.main.article_list, app.main.detail)])
        assert seen[0] == seen[1]
        usual, asked = an_app(), an_app(widths=("20", "30"))


async def test_the_zoomed_pane_takes_all_of_the_screen() -> None:
    app = an_app(widths=("20", "30"))
    async with running(app) as pilot:
        await pilot.press("z")
        await until(pilot, lambda: app.main.article_list.size.width == 139)


async def test_a_topic_is_meant_by_its_short_name_too() -> None:
    feed = Feed()
    app = an_app(Store(), loading=feed, remembered={"view": "topic", "topic": "vision"})
    async with running(app) as pilot:
        feed.send(Discovered(SOURCE, 32, TOPICS), Added(SOURCE, ArticleBatch.of(articles())), ListReady(SOURCE))
        await until(pilot, lambda: app.main.view.listing.topic == TopicKey("computervision"))
        assert app.main.article_list.article == 1


async def test_rows_follow_the_width_of_the_list_until_a_density_is_chosen() -> None:
    app = an_app(remembered={"density": "auto"})
    async with running(app, (80, 24)) as pilot:
        articles = app.main.article_list
        assert (articles.density, app.main.session.density) == (Density.ROOMY, None)
        await pilot.resize_terminal(200, 50)
        await until(pilot, lambda: articles.density is Density.NORMAL)
        await pilot.press("d", "d")
        assert (articles.density, app.main.session.density) == (Density.COMPACT, Density.COMPACT)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: articles.size.width < 70)
        assert articles.density is Density.COMPACT
        await pilot.press("d", "d")
        assert (articles.density, app.main.session.values()["density"]) == (Density.ROOMY, "auto")


async def test_the_place_of_the_cursor_is_in_the_rule_of_the_list() -> None:
    app = an_app()
    async with running(app, (120, 40)) as pilot:
        assert shows(app, "─ 1/30 ─")
        await pilot.press(*"jj")
        assert shows(app, "─ 3/30 ─")
        await pilot.press("G")
        assert shows(app, "─ 30/30 ─")
        await pilot.press("slash", *"nothing like this")
        await until(pilot, lambda: not shows(app, "/30 ─"))


@pytest.mark.parametrize(("size", "blanks"), [((80, 24), 1), ((120, 40), 2), ((200, 50), 2)])
async def test_the_article_has_more_padding_from_120_columns_on(size: tuple[int, int], blanks: int) -> None:
    app = an_app()
    async with running(app, size):
        line = screen_text(app)[1][app.main.detail.region.x :]
        assert line.startswith(" " * blanks + "Privacy in")
