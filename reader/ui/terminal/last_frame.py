"""The screen as the next start will show it first, for `reader.launch.first_frame`."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from reader.core.model.article import to_timestamp
from reader.core.text.date_format import AGO
from reader.core.text.relative_time import until_ago_changes
from reader.ui.main_screen import MainScreen
from reader.ui.terminal.sgr_optimizer import optimize_sgr
from reader.ui.widgets.line_view import LineView


class LastFrame(NamedTuple):
    """What draws a screen.

    `until` is when (seconds since 1970) what it says of time is no longer true; `state` is what is remembered of it.
    """

    frame: str
    until: float
    state: Mapping[str, str]


def capture_frame(screen: MainScreen, now: datetime) -> LastFrame | None:
    """The screen as it will be at the next start; None where that cannot be said for sure.

    To be called when nothing more will be shown: lists and panes go to the places where a start finds them.

    Args:
        screen: the main screen.
        now: the present, in the reader's zone.
    """
    if not _is_as_at_start(screen):
        return None
    articles = screen.list
    with screen.app.batch_update():
        screen.status.clear()
        screen.detail.action_go_first()
        _go_to_start(articles, articles.cursor * articles.density.height, articles.density.height)
        _go_to_start(screen.topics, screen.topics.cursor, 1)
        frame = screen._compositor.render_full_update().render_segments(screen.app.console)
    return LastFrame(optimize_sgr(frame), _until(screen, now), screen.state.values())


def _is_as_at_start(screen: MainScreen) -> bool:
    """Whether the next start will list the same articles, in the same panes, with nothing over them."""
    rows = screen.list.rows
    return (
        screen.app.screen is screen
        and not screen.arrivals.loading
        and not screen.arrivals.failure
        and screen.listing.query is None
        and screen.panes.current == "list"
        and not screen.has_class("-zoom")
        and not screen.query_one("#banner").display
        # Ages in the list change one after the other, all the time.
        and screen.list.dates != AGO
        and len(rows) > 0
        and screen.reading.id == screen.list.article
        and _will_be_whole(screen)
        and rows.same_as(screen.store.select(screen.listing))
    )


def _will_be_whole(screen: MainScreen) -> bool:
    """Whether the next start has all of the article at once, and not only after a while on it."""
    article = screen.list.article
    found = None if article is None else screen.store.article(article)
    if found is None or screen.reading.is_partial:
        return False
    return not found.partial or screen.arrivals.complete


def _go_to_start(view: LineView, start: int, count: int) -> None:
    view.top = 0
    view.reveal(start, count)
    view.redraw()


def _until(screen: MainScreen, now: datetime) -> float:
    """When the first date or age will be said in other words, or an article comes back to the lists."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    article, due = screen.reading.article, screen.store.next_due
    ages = [until_ago_changes(to_timestamp(article.published), now)] if article is not None else []
    return min([midnight.timestamp(), *ages, *([] if due is None else [float(due)])])
