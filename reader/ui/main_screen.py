"""The main screen: three panes and a status line. It puts the parts together and passes on what happens."""

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.screen import Screen

from reader.core.load_events import Finished
from reader.core.model.article import ArticleId
from reader.ui.commands.registry import BY_ID, COMMANDS, bindings, hints
from reader.ui.composition import AppServices, Dependencies, compose_controllers, screen_services
from reader.ui.controllers.write_queue import WriteQueue
from reader.ui.pane_widths import PaneWidths
from reader.ui.view import labels
from reader.ui.view.current_article import FullArticleLoader
from reader.ui.view.load_progress import LoadMessage, LoadProgress
from reader.ui.view.news_view import NewsView
from reader.ui.view.pane_focus import BREAKPOINTS, Panes, width_class
from reader.ui.view.session_state import SessionState, ViewOptions
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.banner import Banner
from reader.ui.widgets.edge import Edge
from reader.ui.widgets.status_line import StatusLine
from reader.ui.widgets.topic_sidebar import TopicSidebar

_PREPARE_AFTER = 1.5
"""Seconds after the first screen in which the user looks at it."""


class MainScreen(Screen[None], inherit_bindings=False):
    """Topics, list and article over a status line.

    Args:
        dependencies: what the application is given from outside.
        queue: takes marks to the disk.
        app: what the application does for controllers.
        session: the state of the last run.
        options: how the settings change the screen.
        banner: the lines over the panes.
    """

    BINDINGS = bindings(COMMANDS)
    AUTO_FOCUS = "#list"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BLANK = True

    def __init__(
        self,
        dependencies: Dependencies,
        queue: WriteQueue,
        app: AppServices,
        session: SessionState,
        options: ViewOptions,
        banner: Banner,
    ) -> None:
        super().__init__()
        self._queue, self._theme = queue, app.theme
        self.banner = banner
        self._edges = (Edge(id="sidebar-edge"), Edge(id="list-edge"), Edge(line=False, id="detail-edge"))
        self.sidebar = TopicSidebar(
            lambda *entry: self.controllers.navigation.show_entry(*entry), bar=self._edges[0], id="sidebar"
        )
        self.article_list = ArticleList(self._follow_article, bar=self._edges[1], id="list")
        self.article_list.on_selection = self.show_status
        self.detail = ArticleDetail(bar=self._edges[2], id="detail")
        self.status = StatusLine(id="status")
        self.widths = PaneWidths(self, session.sizes, dependencies.widths)
        loading = dependencies.loading
        self.view = NewsView(
            dependencies.store,
            self.sidebar,
            self.article_list,
            self.detail,
            Panes(self, (self.sidebar, self.article_list, self.detail)),
            dependencies.clock,
            LoadProgress(dependencies.store, (loading.source,) if loading else ()),
            FullArticleLoader(dependencies.load_full),
            options,
            session,
        )
        self.view.on_status = self.show_status
        self.view.on_show = self.view.count.on_taken = self.status.clear
        screen = screen_services(self, self.status.flash, self.action_run)
        self.controllers = compose_controllers(dependencies, self.view, queue, screen, app, session)
        self.controllers.writer.on_trouble = lambda: banner.show((queue.trouble, queue.notice))

    def compose(self) -> ComposeResult:
        """The panes lie directly on the screen: a container would be drawn in every frame."""
        self.add_class(width_class(self.app.size.width))
        yield self.banner
        for pane, edge in zip((self.sidebar, self.article_list, self.detail), self._edges, strict=True):
            edge.on_drag = pane.scroll_lines
            edge.on_resize = None if pane is self.detail else partial(self.widths.drag, pane)
            yield pane
            yield edge
        yield self.status

    def on_mount(self) -> None:
        """Show what is there."""
        self._tick()
        self.set_interval(60, self._tick)
        self.banner.show((self._queue.trouble, self._queue.notice))
        self.view.refresh(self.view.anchor)
        self.controllers.hiding.apply_mutes()
        self.call_after_refresh(self.controllers.saved_searches.load)
        self.controllers.reload.watch()
        self.call_after_refresh(self.controllers.annotations.offer_draft)
        self.set_timer(_PREPARE_AFTER, self.controllers.search.prepare)

    def _tick(self) -> None:
        self.view.tick()
        self.controllers.hiding.resurface()

    @property
    def session(self) -> SessionState:
        """What the next start is to restore."""
        view, density, collapsed = self.view, self.article_list.chosen_density, tuple(sorted(self.view.collapsed))
        past, draft = self.controllers.search.past, self.controllers.annotations.draft
        kept = past, draft, collapsed, self.widths.sizes
        return SessionState(view.base_listing, density, view.article, self._theme(), *kept)

    def show_status(self) -> None:
        """Show the keys that matter now, and the state."""
        view, selected = self.view, len(self.article_list.selection)
        pane = "selection" if selected and view.panes.current == "list" else view.panes.current
        keys = hints("search" if view.typing else pane, view.keymap, view.state())
        parts = labels.status_parts(view.listing, view.store, view.progress, view.problem_count, selected)
        self.status.show(keys, parts)

    async def action_run(self, command_id: str) -> None:
        """Run a command, or show why it is blocked."""
        command = BY_ID[command_id]
        if command_id == "pane.out" and self.banner.dismiss():
            return
        if reason := await self.controllers.run(command, self.view.state):
            self.status.flash(reason)
        elif command.run is None:
            await self.app.run_action(command.action, self.focused if command.pane else self.app)
        self.show_status()

    def on_resize(self) -> None:
        """Another width may show other panes."""
        self.call_after_refresh(self.show_status)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the search line, the key that opens it is a character like others."""
        if self.view.typing and (action, parameters) == ("run", ("search.open",)):
            return False
        return super().check_action(action, parameters)

    @on(LoadMessage)
    def _take_event(self, message: LoadMessage) -> None:
        if warning := self.view.take(message.event):
            self.status.flash(warning, "warning")
        if isinstance(message.event, Finished) and message.event.failure:
            self.status.flash(message.event.failure, "error")

    def _follow_article(self, article: ArticleId | None) -> None:
        self.controllers.search.end_lingering()
        self.view.follow(article)

    @on(TopicSidebar.EntryChosen)
    def _enter_list(self) -> None:
        self.controllers.navigation.enter_list()

    @on(ArticleList.ArticleChosen)
    def _read_article(self, message: ArticleList.ArticleChosen) -> None:
        self.view.show_article(message.article)
        self.view.panes.go_to("detail")
        self.controllers.marking.read_current()

    @on(ArticleList.ArticleOpened)
    async def _open_article(self, message: ArticleList.ArticleOpened) -> None:
        self.view.show_article(message.article)
        await self.action_run("article.open")

    @on(ArticleDetail.LinkChosen)
    async def _open_link(self) -> None:
        await self.action_run("article.open")

    @on(ArticleDetail.RelatedChosen)
    def _show_related(self, message: ArticleDetail.RelatedChosen) -> None:
        self.controllers.navigation.show_related(message.number)

    @on(StatusLine.HintClicked)
    async def _run_hint(self, message: StatusLine.HintClicked) -> None:
        await self.action_run(message.command)

    def on_descendant_focus(self) -> None:
        """Another pane is in front: show its keys."""
        panes = self.view.panes
        panes.bring_to_front(self.focused.id if self.focused else None)
        self.controllers.search.pane_focused(panes.current)
        if panes.current != "list":
            self.view.mark_user_active()
        self.show_status()
