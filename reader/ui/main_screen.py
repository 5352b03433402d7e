"""The main screen: it wires topics, list and detail to the store, and knows nothing else."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static
from textual.worker import Worker

from reader.core.model.article import Article, ArticleId
from reader.core.model.bookmark import Exporter
from reader.core.model.link_opener import LinkOpener
from reader.core.model.listing import Listing, View
from reader.core.model.load_events import Finished, SourceId
from reader.core.model.topic import TopicKey
from reader.core.store import Change, Store
from reader.core.text.date_format import AGO
from reader.core.text.normalization import quoted
from reader.ui.commands.registry import COMMANDS, hints
from reader.ui.controllers.annotations import Annotating
from reader.ui.controllers.export import Exporting
from reader.ui.controllers.finding import Finding
from reader.ui.controllers.hiding import Hiding
from reader.ui.controllers.history import Undoing
from reader.ui.controllers.links import Linking
from reader.ui.controllers.mark_changes import Marking
from reader.ui.controllers.marking import Triage
from reader.ui.controllers.navigation import Going, GoingActions
from reader.ui.controllers.opening import Opening
from reader.ui.controllers.saved_searches import SavedSearches
from reader.ui.controllers.search import Searching
from reader.ui.controllers.write_queue import Keeper
from reader.ui.dialogs import lazy
from reader.ui.view import labels
from reader.ui.view.completing import PAUSE, Completing
from reader.ui.view.current_article import Reading
from reader.ui.view.dwell import Dwell
from reader.ui.view.keep_visible import Staying, by_marks
from reader.ui.view.load_progress import REFRESH_WHILE_LOADING, LoadProgress
from reader.ui.view.messages import LoadingNews
from reader.ui.view.pane_focus import BREAKPOINTS, PaneActions, Panes, width_class
from reader.ui.view.session_state import Remembered
from reader.ui.view.wishes import Wishes
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.edge import Edge
from reader.ui.widgets.status_line import StatusLine
from reader.ui.widgets.topic_sidebar import TopicSidebar


class MainScreen(
    Finding, Hiding, Annotating, Exporting, Triage, Undoing, Linking, GoingActions, PaneActions, inherit_bindings=False
):
    """Three panes and a status line.

    Args:
        store: the news.
        keeper: takes marks to the disk.
        opener: opens links.
        clock: the present as an aware time in the reader's zone.
        remembered: the state of the last run.
        wishes: how the person wants it.
        completing: reads the rest of articles.
        sources: where articles are still to come from.
        notices: what to say in the banner.
        editor: the words that start the person's own editor.
        exporter: writes articles for other programs.
    """

    BINDINGS = COMMANDS
    AUTO_FOCUS = "#list"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BLANK = True

    def __init__(
        self,
        store: Store,
        keeper: Keeper,
        opener: LinkOpener,
        clock: Callable[[], datetime],
        remembered: Remembered,
        wishes: Wishes,
        completing: Completing,
        sources: Sequence[SourceId],
        notices: Sequence[str] = (),
        editor: Sequence[str] = (),
        exporter: Exporter | None = None,
    ) -> None:
        super().__init__()
        self.editor = editor
        self.exporter = exporter
        self.completing = completing
        self.store = store
        self.listing = remembered.listing
        self.clock = clock
        self.keeper = keeper
        self.marking = Marking(self, store, keeper, completing)
        self.opening = Opening(self, opener)
        self._dwell = Dwell(self, wishes.dwell, self._dwelt)
        self._pause = Dwell(self, PAUSE, self._complete, in_front=False)
        self.going = Going(self)
        self._wanted = remembered.article
        self._settled = False
        self.arrivals = LoadProgress(store, sources)
        self._notices = notices
        self.keymap = wishes.keymap
        self._stale = False
        self.staying = Staying()
        self.edges = (Edge(id="sidebar-edge"), Edge(id="list-edge"), Edge(line=False, id="detail-edge"))
        self.topics = TopicSidebar(self._list_entry, bar=self.edges[0], id="sidebar")
        self.list = ArticleList(self._follow, bar=self.edges[1], id="list")
        self.list.density = remembered.density
        self.list.on_selection = self._show_state
        self.detail = ArticleDetail(bar=self.edges[2], id="detail")
        self.list.dates = self.detail.dates = wishes.dates
        self.status = StatusLine(id="status")
        self.reading = Reading(store, self.detail, completing)
        self.panes = Panes(self, (self.topics, self.list, self.detail))
        self.searching = Searching(self, remembered.past)
        self.saved = SavedSearches(self, store, keeper, clock)

    def compose(self) -> ComposeResult:
        """The panes lie directly on the screen: a container would be drawn in every frame."""
        self.add_class(width_class(self.app.size.width))
        yield Static(id="banner", markup=False)
        for pane, edge in zip((self.topics, self.list, self.detail), self.edges, strict=True):
            edge.on_drag = pane.scroll_lines
            yield pane
            yield edge
        yield self.status

    def on_mount(self) -> None:
        """Show what is there."""
        self._tell_time()
        self.set_interval(60, self._tell_time)
        self.show_trouble()
        self.relist(self._anchor())
        self.sift()
        self.call_after_refresh(self.get_ready)

    def _tell_time(self) -> None:
        now, before = self.clock(), self.list.now
        self.list.now = self.detail.now = now
        self.reading.redraw()
        if now.date() != before.date() or self.list.dates == AGO:
            self.list.redraw()
        self.wake()

    def show_trouble(self) -> None:
        """Show what lasts: marks that will not be kept, complaints about the settings."""
        banner = self.query_one("#banner", Static)
        said = [line for line in (self.keeper.trouble, self.keeper.notice, *self._notices) if line]
        banner.display = bool(said)
        if said:
            banner.update("\n".join(said))

    @property
    def state(self) -> Remembered:
        """What is to be back at the next start."""
        article = self.list.article or self._wanted
        return Remembered(self.home, self.list.density, article, self.app.theme, self.searching.past)

    # -- news arrives

    @on(LoadingNews)
    def _take_news(self, message: LoadingNews) -> None:
        if not self.arrivals.take(message.event):
            self._show_soon()
            return
        before, self.listing = self.listing, self.arrivals.sound(self.listing)
        if self.listing != before:
            self.say(f"no article here is on the topic {quoted(before.topic or '')}; all are listed", "warning")
        self._show_arrived()
        if isinstance(message.event, Finished) and message.event.failure:
            self.say(message.event.failure, "error")

    def _show_soon(self) -> None:
        if not self._stale:
            self._stale = True
            self.set_timer(REFRESH_WHILE_LOADING if len(self.list.rows) else 0.001, self._show_arrived)

    def _show_arrived(self) -> None:
        self._stale = False
        if self.arrivals.changed or not len(self.list.rows):
            self.arrivals.shown()
            self.relist(self._anchor())
            self.sift()
            self.saved.stale()
        else:
            self._show_state()
            self.show_grown()

    def _anchor(self) -> ArticleId | None:
        """Where the cursor stays while news arrives: nowhere yet, until the reader or time settles it."""
        return self.list.article if self._settled else self._wanted

    # -- data down

    def relist(self, anchor: ArticleId | None = None, follow: bool = False) -> None:
        """List anew, the cursor on an article; with `follow` on the first where that is not listed."""
        before = self.list.article
        followed = follow or (not self.reading.entry and self.reading.id == before)
        stay = self.staying.of(self.listing, self.list.rows)
        rows = self.store.select(self.listing, self.clock().timestamp(), also=stay)
        if anchor is not None and (follow or not self._settled) and rows.place_of(anchor) is None:
            anchor = None
        sought = self.reading.sought = self.searching.sought(self.listing)
        hint = "" if rows else self.words_if_empty()
        self.list.show(rows, self.heading(len(rows)), anchor, hint, sought)
        if self.reading.article is None or (followed and self.list.article != self.reading.id):
            self.show_article(self.list.article)
        else:
            self.reading.refresh()
            self._pause.start()
        self._show_counts()

    def show_searches(self) -> None:
        """The saved searches are others than before, by name or count."""
        if self.listing.query is not None:
            self.list.set_title(self.heading(len(self.list.rows)))
        self._show_counts()

    def _show_counts(self) -> None:
        self.show_sidebar()
        self._show_state()

    def _show_state(self) -> None:
        selected = len(self.list.selection)
        pane = "selection" if selected and self.panes.current == "list" else self.panes.current
        keys = hints("search" if self.searching.typing else pane, self.keymap)
        self.status.show(keys, labels.state(self.listing, self.store, self.arrivals, selected))

    def show_mode(self, typing: bool) -> None:
        """Show the keys that matter; what is selected while typing is not read by staying."""
        self._show_state()
        if not typing:
            self._dwell.start()

    def show_article(self, article: ArticleId | None) -> None:
        """Show an article of the store, or nothing."""
        if self.reading.show(article):
            if not self.searching.typing:
                self._dwell.start()
            self._pause.start()

    def show_entry(self, entry: Article) -> None:
        """Show a related entry that the store does not have."""
        self.reading.show_entry(entry)
        self._dwell.stop()

    def _complete(self) -> None:
        if self.reading.is_partial:
            self.work(self.reading.complete, "completing")

    def _follow(self, article: ArticleId | None) -> None:
        """The list's cursor moved: the detail follows in the same frame."""
        self._settled = True
        self.going.trail.turn_off()
        self.searching.moved()
        self.show_article(article)

    def show_change(self, change: Change, elsewhere: bool = False, more: bool = False) -> None:
        """Show what is different after marks changed (see `Desk.show_change`)."""
        if not change.marked and not change.news:
            return
        self.saved.stale()
        if not elsewhere:
            self.staying.note(self.listing, change.marked)
        if change.news or ((elsewhere or more) and by_marks(self.listing)):
            self.relist(self.list.article)
        self.list.refresh_marks(change.marked)
        if self.reading.id in change.marked:
            self.reading.redraw()
        self._show_counts()

    # -- marks

    def settle(self, dwell: bool = True) -> None:
        """The reader did something: what arrives moves the cursor no longer (see `Desk.settle`)."""
        self._settled = True
        if not dwell:
            self._dwell.stop()

    def _dwelt(self) -> None:
        self._settled = True
        self.mark_read()

    def look_elsewhere(self) -> None:
        """Take in what another window marked."""
        self.marking.look_elsewhere()

    def work(self, work: Callable[[], Awaitable[None]], group: str) -> Worker[None]:
        """Run something in the background."""
        return self.run_worker(work(), group=group)

    # -- going around

    def action_step_topic(self, by: int) -> None:
        """List the previous or next topic."""
        self.topics.action_move(by)

    def action_back_out(self) -> None:
        """Back out by one step; in the list what is selected comes first, then the search."""
        in_list = not self.panes.zoomed and self.panes.current == "list"
        if not in_list or not (self.list.unselect() or self.searching.leave_kept()):
            self.panes.back_out()

    def switch_to(self, listing: Listing, anchor: ArticleId | None) -> None:
        """Show another listing, with the cursor on an article if it is there."""
        if listing != self.listing:
            if listing.ordered(self.listing.order) != self.listing:
                self.list.clear_selection()
            self.listing = listing
            self._settled = True
            self.status.clear()
            self.relist(anchor)

    def action_switch_order(self) -> None:
        """Sort by heat or by date, the cursor staying on its article; an order that the search asks for stays."""
        if self.listing.query is not None and self.listing.query.sort is not None:
            self.say("the search says its order itself: / to change it", "warning")
            return
        self.switch_to(self.listing.ordered(self.listing.order.next), self.list.article)

    def action_switch_density(self) -> None:
        """Rows of one, two or three lines."""
        self.list.set_density(self.list.density.next)
        self.say(f"{self.list.density.value} rows")

    def action_show_problems(self) -> None:
        """Show what is wrong with the files."""
        self.app.push_screen(lazy.problem_list(self.arrivals.problems))

    def action_show_keys(self) -> None:
        """Show all keys."""
        self.app.push_screen(lazy.key_help(self))

    def say(self, message: str, role: str = "message") -> None:
        """Say something in the status line for a while; an error stays until something else is said."""
        self.status.flash(message, role)

    # -- messages of the panes

    def _list_entry(self, view: View, topic: TopicKey | None, query: str = "") -> None:
        self.searching.forget()
        if query:
            self.list_saved(query)
        else:
            self.switch_to(Listing(view, topic, self.listing.order), None)
        self.show_article(self.list.article)

    @on(TopicSidebar.EntryChosen)
    def _to_list(self) -> None:
        entry = self.topics.entry
        if self.searching.home and entry:
            self._list_entry(entry.view, entry.topic, entry.query)
        self.panes.go("list")

    @on(ArticleList.ArticleChosen)
    def _read_article(self, message: ArticleList.ArticleChosen) -> None:
        self.show_article(message.article)
        self.panes.go("detail")
        self.mark_read()

    @on(ArticleList.ArticleOpened)
    def _open_row(self, message: ArticleList.ArticleOpened) -> None:
        self.show_article(message.article)
        self.action_open_link()

    @on(ArticleDetail.LinkChosen)
    def _open_shown(self) -> None:
        self.action_open_link()

    @on(ArticleDetail.RelatedChosen)
    def _go_related(self, message: ArticleDetail.RelatedChosen) -> None:
        self.action_show_related(message.number)

    @on(StatusLine.HintClicked)
    async def _run_clicked(self, message: StatusLine.HintClicked) -> None:
        for target in (self.focused, self):
            if target is not None and await self.app.run_action(message.action, target):
                return

    def on_descendant_focus(self) -> None:
        """Another pane is in front: its keys are shown."""
        self.panes.focused()
        self.searching.focused(self.panes.current)
        self._settled = self._settled or self.panes.current != "list"
        self._show_state()
