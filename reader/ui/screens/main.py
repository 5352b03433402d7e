"""The main screen: it wires topics, list and detail to the store, and knows nothing else."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static
from textual.worker import Worker

from reader.core.article import ArticleId
from reader.core.listing import Listing, View
from reader.core.opening import LinkOpener
from reader.core.store import Change, Store
from reader.core.topic import TopicKey
from reader.ui import words
from reader.ui.annotating import Annotating
from reader.ui.arrivals import REFRESH_WHILE_LOADING, Arrivals
from reader.ui.commands import COMMANDS, hints
from reader.ui.completing import PAUSE, Completing
from reader.ui.dwell import Dwell
from reader.ui.hiding import Hiding
from reader.ui.keeping import Keeper
from reader.ui.linking import Linking
from reader.ui.marking import Marking
from reader.ui.messages import LoadingNews
from reader.ui.opening import Opening
from reader.ui.panes import NARROW, WIDE, Panes
from reader.ui.reading import Reading
from reader.ui.remembered import Remembered
from reader.ui.screens import dialogs
from reader.ui.staying import Staying, by_marks
from reader.ui.trail import Stop, Trail
from reader.ui.triage import Triage
from reader.ui.undoing import Undoing
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.edge import Edge
from reader.ui.widgets.status_line import PASSING, StatusLine
from reader.ui.widgets.topic_sidebar import TopicSidebar


class MainScreen(Hiding, Annotating, Triage, Undoing, Linking, inherit_bindings=False):
    """Three panes and a status line.

    Args:
        store: the news.
        keeper: takes marks to the disk.
        opener: opens links.
        clock: the present as an aware time in the reader's zone.
        remembered: the state of the last run.
        dwell: seconds after which a selected article counts as read.
        completing: reads the rest of articles.
        loading: whether articles are still to come.
        notices: what to say in the banner.
        editor: the words that start the person's own editor.
    """

    BINDINGS = COMMANDS
    AUTO_FOCUS = "#list"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-medium"), (WIDE, "-wide")]
    BLANK = True

    def __init__(
        self,
        store: Store,
        keeper: Keeper,
        opener: LinkOpener,
        clock: Callable[[], datetime],
        remembered: Remembered,
        dwell: float,
        completing: Completing,
        loading: bool,
        notices: Sequence[str] = (),
        editor: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.editor = editor
        self.store = store
        self.listing = remembered.listing
        self.clock = clock
        self.keeper = keeper
        self.marking = Marking(self, store, keeper, completing)
        self.opening = Opening(self, opener)
        self._dwell = Dwell(self, dwell, self._dwelt)
        self._pause = Dwell(self, PAUSE, self._complete, in_front=False)
        self._trail = Trail(lambda stop: stop.entry is not None or stop.article in store)
        self._wanted = remembered.article
        self._settled = False
        self._arrivals = Arrivals(store, loading)
        self._notices = notices
        self._stale = False
        self._staying = Staying()
        self.edges = (Edge(id="sidebar-edge"), Edge(id="list-edge"), Edge(line=False, id="detail-edge"))
        self.topics = TopicSidebar(self._list_entry, bar=self.edges[0], id="sidebar")
        self.list = ArticleList(self._follow, bar=self.edges[1], id="list")
        self.list.density = remembered.density
        self.list.counted = self._show_state
        self.detail = ArticleDetail(bar=self.edges[2], id="detail")
        self.status = StatusLine(id="status")
        self.reading = Reading(store, self.detail, completing)
        self.panes = Panes(self, (self.topics, self.list, self.detail))
        for edge, pane in zip(self.edges, (self.topics, self.list, self.detail), strict=True):
            edge.pull = pane.scroll_lines

    def compose(self) -> ComposeResult:
        """The panes lie directly on the screen: a container would be drawn in every frame."""
        width = self.app.size.width
        self.add_class("-wide" if width >= WIDE else "-medium" if width >= NARROW else "-narrow")
        yield Static(id="banner", markup=False)
        for pane, edge in zip((self.topics, self.list, self.detail), self.edges, strict=True):
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

    def _tell_time(self) -> None:
        now, before = self.clock(), self.list.now
        self.list.now = self.detail.now = now
        self.reading.redraw()
        if now.date() != before.date():
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
        return Remembered(self.listing, self.list.density, article, self.app.theme)

    # -- news arrives

    @on(LoadingNews)
    def _take_news(self, message: LoadingNews) -> None:
        if not self._arrivals.take(message.event):
            self._show_soon()
            return
        self.listing = self._arrivals.sound(self.listing)
        self._show_arrived()
        if self._arrivals.failure:
            self.say(self._arrivals.failure, "error")

    def _show_soon(self) -> None:
        if not self._stale:
            self._stale = True
            self.set_timer(REFRESH_WHILE_LOADING if len(self.list.rows) else 0.001, self._show_arrived)

    def _show_arrived(self) -> None:
        self._stale = False
        if self._arrivals.changed or not len(self.list.rows):
            self._arrivals.shown()
            self.relist(self._anchor())
            self.sift()
        else:
            self._show_state()

    def _anchor(self) -> ArticleId | None:
        """Where the cursor stays while news arrives: nowhere yet, until the reader or time settles it."""
        if self._settled:
            return self.list.article
        return self._wanted

    # -- data down

    def relist(self, anchor: ArticleId | None = None) -> None:
        """Choose the rows of the listing anew."""
        before = self.list.article
        followed = not self.reading.entry and self.reading.id == before
        rows = self.store.select(self.listing, also=self._staying.of(self.listing, self.list.rows))
        if anchor is not None and not self._settled and rows.place_of(anchor) is None:
            anchor = None
        hint = words.empty(self.listing, self._arrivals)
        self.list.show(rows, words.heading(self.listing, self.store, len(rows)), anchor, hint)
        if self.reading.article is None or (followed and self.list.article != before):
            self.show_article(self.list.article)
        else:
            self.reading.refresh()
            self._pause.start()
        self._show_counts()

    def _show_counts(self) -> None:
        self.topics.show(words.entries(self.store, self.listing.view), self.listing.view, self.listing.topic)
        self._show_state()

    def _show_state(self) -> None:
        selected = len(self.list.selection)
        pane = "selection" if selected and self.panes.current == "list" else self.panes.current
        self.status.show(hints(pane, {}), words.state(self.listing, self.store, self._arrivals, selected))

    def show_article(self, article: ArticleId | None) -> None:
        """Show an article in the detail pane."""
        if self.reading.show(article):
            self._dwell.start()
            self._pause.start()

    def _complete(self) -> None:
        if self.reading.is_partial:
            self.work(self.reading.complete, "completing")

    def _follow(self, article: ArticleId | None) -> None:
        """The list's cursor moved: the detail follows in the same frame."""
        self._settled = True
        self._trail.turn_off()
        self.show_article(article)

    def show_change(self, change: Change, elsewhere: bool = False, more: bool = False) -> None:
        """Show what is different after marks changed (see `Desk.show_change`)."""
        if not change.marked and not change.news:
            return
        if not elsewhere:
            self._staying.note(self.listing, change.marked)
        if change.news or ((elsewhere or more) and by_marks(self.listing)):
            self.relist(self.list.article)
        self.list.remark(change.marked)
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

    def _arrive(self, stop: Stop | None, otherwise: str = "") -> None:
        if stop is None:
            self.say(otherwise)
            return
        if stop.entry is not None and stop.article not in self.store:
            self.reading.show_entry(stop.entry)
            self._dwell.stop()
        else:
            self.list.place(stop.article)
            self.show_article(stop.article)
        self.detail.go_to(stop.place)

    def action_show_related(self, number: int) -> None:
        """Go to a related entry, by its number from 0."""
        here = self.reading.stop
        if here is None or self.reading.article is None:
            return
        if number >= len(self.reading.article.related):
            self.say(words.related_count(self.reading.article))
            return
        entry = self.reading.article.related[number]
        self._settled = True
        self._trail.leave(here)
        self._arrive(Stop(entry.id, entry))
        if self.panes.single:
            self.panes.go("detail")

    def action_go_back(self) -> None:
        """Back to the article before."""
        self._arrive(self._trail.back(self.reading.stop), "nothing to go back to")

    def action_go_forward(self) -> None:
        """Forward again."""
        self._arrive(self._trail.forward(self.reading.stop), "nothing to go forward to")

    def action_step_topic(self, by: int) -> None:
        """List the previous or next topic."""
        self.topics.action_move(by)

    def action_go_pane(self, by: int) -> None:
        """To the pane on the left or right."""
        self.panes.step(by)

    def action_turn_pane(self, by: int) -> None:
        """To the next or previous pane, round and round."""
        self.panes.turn(by)

    def action_back_out(self) -> None:
        """Back out by one step; in the list what is selected comes first."""
        if self.panes.current != "list" or not self.list.unselect():
            self.panes.back_out()

    def action_zoom_pane(self) -> None:
        """Show this pane alone, or all again."""
        self.panes.zoom()

    def switch_to(self, listing: Listing, anchor: ArticleId | None) -> None:
        """Show another listing, with the cursor on an article if it is there."""
        if listing != self.listing:
            if listing.ordered(self.listing.order) != self.listing:
                self.list.select_nothing()
            self.listing = listing
            self._settled = True
            self.status.say("")
            self.relist(anchor)

    def action_switch_order(self) -> None:
        """Sort by heat or by date, the cursor staying on its article."""
        self.switch_to(self.listing.ordered(self.listing.order.other), self.list.article)

    def action_switch_density(self) -> None:
        """Rows of one, two or three lines."""
        self.list.set_density(self.list.density.next)
        self.say(f"{self.list.density.value} rows")

    def action_show_problems(self) -> None:
        """Show what is wrong with the files."""
        self.app.push_screen(dialogs.problem_list(self._arrivals.problems))

    def action_show_keys(self) -> None:
        """Show all keys."""
        self.app.push_screen(dialogs.key_help({}))

    def say(self, message: str, role: str = "message") -> None:
        """Say something in the status line for a while; an error stays until something else is said."""
        self.status.say(message, role)
        if role != "error":
            self.set_timer(PASSING, lambda: self.status.unsay(message))

    # -- messages of the panes

    def _list_entry(self, view: View, topic: TopicKey | None) -> None:
        self.switch_to(Listing(view, topic, self.listing.order), None)
        self.show_article(self.list.article)

    @on(TopicSidebar.Chosen)
    def _to_list(self) -> None:
        self.panes.go("list")

    @on(ArticleList.Chosen)
    def _read_article(self, message: ArticleList.Chosen) -> None:
        self.show_article(message.article)
        self.panes.go("detail")
        self.mark_read()

    @on(ArticleList.Opened)
    def _open_row(self, message: ArticleList.Opened) -> None:
        self.show_article(message.article)
        self.action_open_link()

    @on(ArticleDetail.LinkChosen)
    def _open_shown(self) -> None:
        self.action_open_link()

    @on(ArticleDetail.RelatedChosen)
    def _go_related(self, message: ArticleDetail.RelatedChosen) -> None:
        self.action_show_related(message.number)

    @on(StatusLine.Clicked)
    async def _run_clicked(self, message: StatusLine.Clicked) -> None:
        for target in (self.focused, self):
            if target is not None and await self.app.run_action(message.action, target):
                return

    def on_descendant_focus(self) -> None:
        """Another pane is in front: its keys are shown."""
        self.panes.focused()
        self._settled = self._settled or self.panes.current != "list"
        self._show_state()
