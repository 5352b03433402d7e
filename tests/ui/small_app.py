"""The smallest application that holds the widgets of a view, and what controllers are given, as fakes: no Pilot."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App, ComposeResult
from textual.screen import Screen

from reader.core.store import Store
from reader.ui.controllers.mark_writer import MarkWriter
from reader.ui.controllers.write_queue import WriteQueue
from reader.ui.view.current_article import FullArticleLoader
from reader.ui.view.load_progress import LoadProgress
from reader.ui.view.news_view import NewsView
from reader.ui.view.pane_focus import Panes
from reader.ui.view.session_state import SessionState, ViewOptions
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.topic_sidebar import TopicSidebar
from tests.ui.support import LONG_DWELL, NOW, Marks, a_store


class ThreePanes(App[None]):
    """Three widgets in a row."""

    view: NewsView

    def compose(self) -> ComposeResult:
        """The widgets."""
        articles = ArticleList(lambda article: self.view.follow(article), id="list")
        self.panes = TopicSidebar(id="sidebar"), articles, ArticleDetail(id="detail")
        yield from self.panes


@asynccontextmanager
async def viewing(store: Store | None = None, session: SessionState | None = None) -> AsyncIterator[NewsView]:
    """A view of a store that lists its news."""
    app = ThreePanes()
    async with app.run_test(size=(120, 30)):
        store = a_store() if store is None else store
        panes, options = Panes(app.screen, app.panes), ViewOptions(dwell=LONG_DWELL)
        app.view = NewsView(store, *app.panes, panes, lambda: NOW, LoadProgress(store), None, options, session)
        app.view.tick()
        app.view.refresh(app.view.anchor)
        yield app.view


class Services:
    """What a screen does for controllers.

    `answers` are given to the dialogs that are asked, one after the other, and None to all others; a callable gets
    the dialog.
    """

    def __init__(self, view: NewsView, marks: Marks | None = None, *answers: object) -> None:
        self.view = view
        self.store = view.store
        self.marks = marks or Marks()
        self.answers = list(answers)
        self.messages: list[tuple[str, str]] = []
        self.dialogs: list[Screen[Any]] = []
        self.timers: list[Callable[[], object]] = []
        self._tasks: list[asyncio.Task[None]] = []
        self.queue = WriteQueue(self.marks, NOW.timestamp)
        self.loader = FullArticleLoader(None)
        self.writer = MarkWriter(view, view.store, self.queue, self.loader, self.notify, self.spawn)

    @property
    def said(self) -> list[str]:
        """The messages, without their levels."""
        return [message for message, _ in self.messages]

    def notify(self, message: str, level: str = "message") -> None:
        """Note a message."""
        self.messages.append((message, level))

    def ask(self, dialog: Screen[Any]) -> Awaitable[Any]:
        """Note a dialog, and give the next answer."""
        self.dialogs.append(dialog)
        answer = self.answers.pop(0) if self.answers else None
        future = asyncio.get_running_loop().create_future()
        future.set_result(answer(dialog) if callable(answer) else answer)
        return future

    def spawn(self, work: Coroutine[Any, Any, None], group: str) -> None:
        """Run work as a task."""
        assert group
        self._tasks.append(asyncio.create_task(work))

    def later(self, delay: float, callback: Callable[[], object]) -> Any:
        """Note a callback, which a test may call."""
        assert delay > 0
        self.timers.append(callback)

    async def done(self) -> None:
        """Wait until all work is done."""
        while self._tasks:
            await self._tasks.pop(0)
