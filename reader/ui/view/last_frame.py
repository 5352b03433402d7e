"""The screen at the end, which the next start shows first (see `reader.launch.first_frame`)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from textual.screen import Screen

from reader.core.model.article import OriginKind, to_timestamp
from reader.core.text.date_format import AGO
from reader.core.text.relative_time import until_ago_changes
from reader.ui.terminal.sgr_optimizer import optimize_sgr
from reader.ui.view.news_view import NewsView
from reader.ui.view.session_state import SessionState
from reader.ui.widgets.line_view import LineView
from reader.ui.widgets.status_line import StatusLine


class LastFrame(NamedTuple):
    """A frame of the screen.

    Attributes:
        frame: the control sequences and text that draw it.
        until: when a date or age in it changes, in seconds since 1970.
        state: the session in which it was shown (see `SessionState.values`).
        files: the files of the articles in it.
    """

    frame: str
    until: float
    state: Mapping[str, str]
    files: Sequence[str]


def capture_frame(
    screen: Screen[None], view: NewsView, status: StatusLine, session: SessionState, now: datetime
) -> LastFrame | None:
    """The screen as it will be at the next start, or None if that cannot be predicted.

    Call it when nothing more will be shown: it scrolls the panes to where a start finds them.

    Args:
        screen: the main screen.
        view: what it shows.
        status: its status line.
        session: what the next start will restore.
        now: the present, in the user's zone.
    """
    if not _is_as_at_start(screen, view):
        return None
    articles = view.article_list
    with screen.app.batch_update():
        status.clear()
        view.detail.action_go_first()
        _scroll_to_start(articles, articles.cursor * articles.density.height, articles.density.height)
        _scroll_to_start(view.sidebar, view.sidebar.cursor, 1)
        frame = screen._compositor.render_full_update().render_segments(screen.app.console)
    return LastFrame(optimize_sgr(frame), _until(view, now), session.values(), _files(view))


def _is_as_at_start(screen: Screen[None], view: NewsView) -> bool:
    """Whether the next start will list the same articles, in the same panes, with nothing over them."""
    rows, progress = view.article_list.rows, view.progress
    return (
        screen.app.screen is screen
        and not progress.loading
        and not progress.failure
        and view.listing.query is None
        and view.panes.current == "list"
        and not view.panes.zoomed
        and not screen.query_one("#banner").display
        # Ages in the list change all the time.
        and view.article_list.dates != AGO
        and len(rows) > 0
        and view.current.id == view.article_list.article
        and _will_be_complete(view)
        and rows.same_as(view.store.select(view.listing))
    )


def _will_be_complete(view: NewsView) -> bool:
    """Whether the next start shows the full article at once and not only after loading it."""
    article = view.article_list.article
    found = None if article is None else view.store.article(article)
    if found is None or view.current.is_partial:
        return False
    return not found.partial or view.progress.complete


def _scroll_to_start(pane: LineView, start: int, count: int) -> None:
    pane.top = 0
    pane.reveal(start, count)
    pane.redraw()


def _files(view: NewsView) -> tuple[str, ...]:
    """The files of the articles that are visible in the list, and of the current article."""
    articles = view.article_list
    first, end = (line // articles.density.height for line in (articles.top, articles.top + articles.page_size))
    shown = map(view.store.article, articles.rows[first : end + 1].ids())
    origins = [article.origin for article in (*shown, view.current.article) if article is not None]
    return tuple(dict.fromkeys(origin.location for origin in origins if origin.kind is OriginKind.FILE))


def _until(view: NewsView, now: datetime) -> float:
    """When the first date or age changes, or an article comes back to the lists."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    article, due = view.current.article, view.store.next_due
    ages = [until_ago_changes(to_timestamp(article.published), now)] if article is not None else []
    return min([midnight.timestamp(), *ages, *([] if due is None else [float(due)])])
