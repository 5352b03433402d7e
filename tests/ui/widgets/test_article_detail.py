"""The detail pane: its cursor among related entries, as in a text browser, and what it says."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from msgspec.structs import replace
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from reader.core.model.article import Article
from reader.core.model.marks import Mark
from reader.ui.render.article_page import ArticlePage
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.line_view import LineView
from tests.ui.support import NOW, article, articles, entry, screen_text, until
from tests.ui.widget_app import OneWidget

LEAD = articles()[0]
LONG = replace(LEAD, excerpt="A sentence that takes its time to say very little. " * 60)


@asynccontextmanager
async def shown(
    what: Article | None = LEAD, height: int = 30, width: int = 60
) -> AsyncIterator[tuple[Pilot[None], OneWidget, ArticleDetail]]:
    detail = ArticleDetail(id="detail")
    detail.now = NOW
    app = OneWidget(detail)
    async with app.run_test(size=(width, height), message_hook=app.hear) as pilot:
        detail.focus()
        if what is not None:
            detail.show(ArticlePage(what, known=(True, False, True)))
        await pilot.pause()
        yield pilot, app, detail


def line_of(app: OneWidget, words: str) -> int:
    return next(y for y, line in enumerate(screen_text(app)) if words in line)


@pytest.mark.parametrize(
    ("keys", "chosen"),
    [
        ([], None),
        (["j"], 0),
        (["j", "down"], 1),
        (["j", "j", "j"], 2),
        (["j", "j", "j", "j", "j"], 2),
        (["j", "j", "k"], 0),
        (["j", "k"], None),
        (["k"], None),
        (["j", "j", "g"], None),
    ],
)
async def test_the_cursor_goes_from_entry_to_entry(keys: list[str], chosen: int | None) -> None:
    async with shown() as (pilot, _app, detail):
        await pilot.press(*keys)
        assert detail.chosen == chosen


async def test_down_scrolls_until_the_next_entry_is_in_view() -> None:
    async with shown(LONG, height=20) as (pilot, app, detail):
        seen: list[int] = []
        while detail.chosen is None:
            seen.append(detail.top)
            await pilot.press("j")
            assert len(seen) < 100
        assert seen == [*range(len(seen))]
        assert len(seen) > 20
        assert any("1 顔認証" in line for line in screen_text(app))


async def test_the_chosen_entry_is_shown_whole() -> None:
    async with shown(LONG, height=20) as (pilot, app, detail):
        await pilot.press("G", "j", "j", "j")
        assert detail.chosen == 2
        assert "3 A long look back" in "\n".join(screen_text(app))


async def test_enter_goes_to_the_entry_or_opens_the_link() -> None:
    async with shown() as (pilot, app, _detail):
        await pilot.press("enter")
        assert [type(message) for message in app.said] == [ArticleDetail.LinkChosen]
        app.said.clear()
        await pilot.press("j", "j", "enter")
        assert app.said == [ArticleDetail.RelatedChosen(1)]


async def test_clicks_go_to_entries_and_open_the_link() -> None:
    async with shown() as (pilot, app, _detail):
        await pilot.click("#detail", offset=(10, line_of(app, "Seen from elsewhere") + 1))
        assert app.said == [ArticleDetail.RelatedChosen(1)]
        app.said.clear()
        await pilot.click("#detail", offset=(10, line_of(app, "→ https://")))
        assert [type(message) for message in app.said] == [ArticleDetail.LinkChosen]
        app.said.clear()
        await pilot.click("#detail", offset=(10, 1))
        await pilot.click("#detail", offset=(10, 0))
        assert app.said == []


async def test_the_wheel_scrolls_and_the_cursor_stays() -> None:
    async with shown(LONG, height=20) as (pilot, app, detail):
        await pilot._post_mouse_events([MouseScrollDown, MouseScrollDown, MouseScrollUp], "#detail", (5, 5))
        assert (detail.top, detail.chosen, app.said) == (3, None, [])


@pytest.mark.parametrize(
    ("keys", "top"),
    [(["pagedown"], 19), (["pagedown", "pageup"], 0), (["ctrl+d"], 9), (["ctrl+d", "ctrl+u"], 0), (["G", "g"], 0)],
)
async def test_pages(keys: list[str], top: int) -> None:
    async with shown(LONG, height=20) as (pilot, _app, detail):
        await pilot.press(*keys)
        assert detail.top == top


async def test_the_end_is_the_last_line() -> None:
    async with shown(LONG, height=20) as (pilot, app, detail):
        await pilot.press("G")
        assert "Gazette" in screen_text(app)[-1] or "The Newswire" in screen_text(app)[-1]
        assert detail.top == detail.line_total() - detail.page_size


async def test_the_same_article_keeps_its_place_and_another_starts_at_the_top() -> None:
    async with shown(LONG, height=20) as (pilot, app, detail):
        await pilot.press("G", "j")
        top, chosen = detail.top, detail.chosen
        assert chosen == 2
        detail.show(ArticlePage(LONG, Mark(read=True, bookmarked=True), (True, False, True)))
        assert (detail.top, detail.chosen) == (top, chosen)
        detail.show(ArticlePage(replace(LONG, id=articles()[1].id)))
        await pilot.pause()
        assert (detail.top, detail.chosen) == (0, None)
        assert "Privacy" in screen_text(app)[1]


async def test_nothing_to_show_may_have_words() -> None:
    async with shown(None) as (pilot, app, detail):
        detail.show(None, "Choose an article.")
        await pilot.press("j", "k", "g", "G", "pagedown")
        assert "Choose an article." in "\n".join(screen_text(app))
        detail.show(None)
        await pilot.pause()
        assert not "".join(screen_text(app)[1:]).strip()


async def test_lines_are_no_longer_than_is_good_to_read() -> None:
    async with shown(LONG, width=200) as (_pilot, app, _detail):
        assert max(len(line[:-1].rstrip()) for line in screen_text(app)[1:]) <= 94


async def test_another_width_lays_the_page_out_anew() -> None:
    async with shown(LONG) as (pilot, app, detail):
        before = detail.line_total()
        await pilot.resize_terminal(40, 30)
        await pilot.pause()
        assert detail.line_total() > before
        assert all(line.rstrip()[-1] != "…" for line in screen_text(app)[1:9] if line.strip())


async def test_the_cursor_redraws_its_lines_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    draw = LineView._content_strip

    def counted(view: LineView, *words: Any) -> object:
        drawn.append(words[0])
        return draw(view, *words)

    monkeypatch.setattr(LineView, "_content_strip", counted)
    lead = article(1, "A lead", related=tuple(entry(number, f"Entry {number}") for number in range(2, 9)))
    async with shown(lead, height=40) as (pilot, _app, _detail):
        await pilot.press("j")
        await until(pilot, lambda: bool(drawn))
        await pilot.pause()
        drawn.clear()
        await pilot.press("j")
        assert 0 < len(drawn) <= 4


async def test_reading_on_goes_down_by_pages_and_tells_the_end() -> None:
    async with shown(LONG, height=12) as (_, _, detail):
        ends: list[int] = []
        detail.on_end = lambda: ends.append(detail.top)
        last = detail.line_total() - detail.page_size
        tops = []
        while not ends:
            detail.action_read_on()
            tops.append(detail.top)
        assert tops[0] == detail.page_size - 1
        assert ends == [last]
        detail.action_page(-1)
        assert detail.top == last - detail.page_size


async def test_text_is_selected_with_the_mouse_and_wrapped_lines_are_joined() -> None:
    async with shown(width=40) as (pilot, app, detail):
        told: list[str] = []
        detail.on_selection = lambda: told.append(detail.selected_text)
        first = line_of(app, "A city counted")
        await pilot.mouse_down("#detail", offset=(detail._margin + 2, first))
        await pilot.hover("#detail", offset=(detail._margin + 11, first + 1))
        await pilot.mouse_up("#detail", offset=(detail._margin + 11, first + 1))
        assert told == [detail.selected_text]
        assert told[0].startswith("city counted faces for a year. ")
        assert "\n" not in told[0]
        assert app.said == []
        await pilot.mouse_down("#detail", offset=(1, 2))
        await pilot.mouse_up("#detail", offset=(1, 2))
        assert (detail.selected_text, len(told)) == ("", 1)


async def test_topics_and_provider_are_links() -> None:
    async with shown() as (pilot, app, detail):
        detail.show(ArticlePage(LEAD, topics=("Computer Vision", "AI")))
        names: list[str] = []
        detail.on_topic = detail.on_provider = names.append
        await pilot.pause()
        topics, provider = line_of(app, "Computer Vision · AI"), line_of(app, "The Newswire")
        for x, y in ((3, topics), (19, topics), (3, provider)):
            await pilot.click("#detail", offset=(x, y))
        assert names == ["Computer Vision", "AI", "The Newswire"]
