"""What is listed and shown: the one object that holds the state of the main screen."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from reader.core.load_events import LoadEvent
from reader.core.model.article import Article, ArticleId
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import NO_MARK, SavedSearch
from reader.core.model.problem import Problem, Severity
from reader.core.model.topic import TopicKey
from reader.core.store import Change, Store
from reader.core.text.counting import count_noun
from reader.core.text.date_format import AGO
from reader.core.text.normalization import quoted
from reader.ui.commands.command import CommandState
from reader.ui.render.highlights import Highlighter
from reader.ui.view import labels
from reader.ui.view.back_stack import BackStack, Location, ViewSnapshot
from reader.ui.view.callbacks import Clock
from reader.ui.view.current_article import CurrentArticle, FullArticleLoader
from reader.ui.view.dwell import Dwell
from reader.ui.view.load_progress import REFRESH_WHILE_LOADING, LoadProgress
from reader.ui.view.pane_focus import Panes
from reader.ui.view.search_warmup import IndexWarmup
from reader.ui.view.session_state import SessionState, ViewOptions
from reader.ui.view.sticky_rows import StickyRows, listed_by_marks
from reader.ui.widgets.article_detail import ArticleDetail
from reader.ui.widgets.article_list import ArticleList
from reader.ui.widgets.movement import Count
from reader.ui.widgets.topic_sidebar import UNKNOWN, Entry, TopicSidebar

if TYPE_CHECKING:
    from reader.core.model.query import Query


_COUNT_AFTER = 1.0
"""Seconds until the unread articles of many topics are counted: later than what the user waits for."""
_FIRST = 100
"""Rows among which the hottest is, even if some are on top because their time has come."""


class Targets(Struct, frozen=True):
    """The articles that a command acts on: the selection, else the article that is shown.

    Attributes:
        ids: which articles, in the order of the list.
        title: the title, if it is one article.
        article: the article that is shown; None for a selection.
    """

    ids: tuple[ArticleId, ...] = ()
    title: str = ""
    article: Article | None = None

    @property
    def name(self) -> str:
        """The targets for a dialog: a short title in quotes, or how many articles."""
        return quoted(self.title) if len(self.ids) == 1 else count_noun(len(self.ids), "article")

    @property
    def label(self) -> str:
        """The targets for the history: the whole title in quotes, or how many."""
        return f"“{self.title}”" if len(self.ids) == 1 else f"{len(self.ids):,}"


def _ignore() -> None:
    """For events that nobody handles."""


class NewsView:
    """Shows a listing of the store in three widgets, and the article under the cursor.

    Args:
        store: the news.
        sidebar: shows views, saved searches and topics.
        article_list: shows the listing; its cursor is to be reported to `follow`.
        detail: shows one article.
        panes: which of the three is in front.
        clock: the present.
        progress: what is still being loaded.
        loader: reads the rest of partial articles.
        options: how the settings change the screen.
        session: the state to start with.

    Attributes:
        keymap: the keys that the user changed.
        home: what was shown before the search; None while no search is in force.
        typing: whether a search is being typed.
        collapsed: the topics whose descendants are hidden in the sidebar.
        saved: the saved searches.
        count: the number typed before a motion.
        on_change: called when news or marks have changed.
        on_news: called when loaded articles are shown.
        on_show: called when another listing is about to be shown.
        on_status: called when what the status line shows may have changed.
        on_dwell: called when an article has stayed selected for long enough to count as read.
    """

    def __init__(
        self,
        store: Store,
        sidebar: TopicSidebar,
        article_list: ArticleList,
        detail: ArticleDetail,
        panes: Panes,
        clock: Clock,
        progress: LoadProgress | None = None,
        loader: FullArticleLoader | None = None,
        options: ViewOptions | None = None,
        session: SessionState | None = None,
    ) -> None:
        options, session = options or ViewOptions(), session or SessionState()
        self.store = store
        self.sidebar = sidebar
        self.article_list = article_list
        self.detail = detail
        self.panes = panes
        self.progress = progress or LoadProgress(store)
        self.listing = session.listing
        self.home: ViewSnapshot | None = None
        self.typing = False
        self.collapsed = set(session.collapsed)
        self.saved: tuple[SavedSearch, ...] = ()
        self.loader = loader or FullArticleLoader(None)
        self.current = CurrentArticle(store, detail, self.loader)
        self.back_stack = BackStack(lambda location: location.external is not None or location.article in store)
        self.sticky = StickyRows()
        self.warmup = IndexWarmup(store, article_list.set_timer, self.show_found)
        self.dwell = Dwell(article_list, options.dwell, self._dwelt)
        self.on_change: Callable[[], object] = _ignore
        self.on_news: Callable[[], object] = _ignore
        self.on_show: Callable[[], object] = _ignore
        self.on_status: Callable[[], object] = _ignore
        self.on_dwell: Callable[[], object] = _ignore
        self._clock = clock
        self.keymap = options.keymap
        self._setting_problems = options.problems
        self._saved_counts: Mapping[str, int] = {}
        self._remembered = session.article
        self._user_active = False
        self._news_waiting = False
        self._counting = False
        sidebar.on_toggle, sidebar.find_among = self.toggle_topic, self._entries
        sidebar.find_keys = options.keymap.get("sidebar.find", "f").split(",")
        article_list.chosen_density = session.density
        article_list.count = sidebar.count = self.count = Count()
        article_list.dates = detail.dates = options.dates

    # -- what is shown

    @property
    def base_listing(self) -> Listing:
        """What is listed, or was before the search that is in force."""
        return self.home.listing if self.home else self.listing

    @property
    def listing_name(self) -> str:
        """The name of the listing, for the history."""
        query = self.listing.query
        if query is None:
            return labels.listing_name(self.listing, self.store)
        return self.saved_name(query.text) or f"search {query.text}"

    def saved_name(self, query: str) -> str:
        """The name of the saved search with this text, "" if there is none."""
        return next((search.name for search in self.saved if search.query == query), "")

    @property
    def missing(self) -> int:
        """How many articles the search in force cannot find yet."""
        return self.warmup.missing if self.listing.query is not None else 0

    @property
    def article(self) -> ArticleId | None:
        """The article to show at the next start."""
        return self.article_list.article or self._remembered

    @property
    def selected(self) -> tuple[ArticleId, ...]:
        """The selection, if commands act on it: not while one article is read in the detail pane."""
        return () if self.panes.current == "detail" else self.article_list.selection.ids()

    def targets(self) -> Targets:
        """What commands act on: the selection, else the article that is shown."""
        selected, article = self.selected, self.current.article
        if selected or article is None:
            return self.targets_of(selected)
        return self.targets_of((article.id,), article)

    def targets_of(self, articles: tuple[ArticleId, ...], article: Article | None = None) -> Targets:
        """Some articles as targets; `article` is the one that is shown, unless they are selected."""
        only = article or (self.store.article(articles[0]) if len(articles) == 1 else None)
        return Targets(articles, only.title if only else "", article)

    @property
    def problem_count(self) -> int:
        """How many problems the settings and the files have."""
        return len(self._setting_problems) + len(self.progress.problems)

    def problems(self) -> tuple[Problem, ...]:
        """The problems in the settings, then those in the files, errors first."""
        files = sorted(self.progress.problems, key=lambda problem: problem.severity is not Severity.ERROR)
        return (*self._setting_problems, *files)

    def state(self) -> CommandState:
        """The state that commands depend on."""
        article, sidebar, listed = self.current.article, self.sidebar, self.article_list
        mark = self.store.mark(article.id) if article else NO_MARK
        return CommandState(
            article=article is not None,
            external=self.current.is_external,
            links=len(article.links.choices()) if article else 0,
            related=len(article.related) if article else 0,
            bookmarked=mark.bookmarked,
            read=mark.read,
            back=self.back_stack.can_go_back,
            forward=self.back_stack.can_go_forward,
            pane=self.panes.current,
            drawer=self.panes.drawer,
            zoomed=self.panes.zoomed,
            topics_hidden=self.panes.topics_hidden,
            first_topic=sidebar.cursor == 0,
            last_topic=sidebar.cursor >= sidebar.line_total() - 1,
            listed=len(listed.rows),
            selected=0 if self.panes.current == "detail" else len(listed.selection),
            searching=self.home is not None,
            unread=self.store.counts.unread,
            new=self.store.held,
            beyond=self.listing.query is not None or self.listing.view not in (View.ALL, View.UNREAD, View.TOPIC),
            order=self.listing.order,
            density=listed.density,
            problems=self.problem_count,
        )

    # -- showing

    def show(self, listing: Listing, anchor: ArticleId | None = None) -> None:
        """Show another listing, with the cursor on an article if it is listed, else on the first."""
        if listing == self.listing:
            return
        if listing.ordered(self.listing.order) != self.listing:
            self.article_list.clear_selection()
        self.listing = listing
        self._user_active = True
        self.on_show()
        self.refresh(anchor)

    def show_results(self, query: "Query", anchor: ArticleId | None = None) -> None:
        """Show what a query finds, with the cursor on an article if it is found, else on the first."""
        self.listing = Listing(order=self.listing.order, query=query)
        self._user_active = True
        self.refresh(anchor, or_first=True)

    def refresh(self, anchor: ArticleId | None = None, or_first: bool = False) -> None:
        """Select the rows of the listing again.

        Args:
            anchor: where the cursor goes; None for the first row.
            or_first: whether the cursor goes to the first row, too, if the article is not listed; else it stays
                in its place.
        """
        before = self.article_list.article
        follows = or_first or (not self.current.is_external and self.current.id == before)
        sticky = self.sticky.keep(self.listing, self.article_list.rows)
        rows = self.store.select(self.listing, self._clock().timestamp(), also=sticky)
        if anchor is not None and (or_first or not self._user_active) and rows.place_of(anchor) is None:
            anchor = None
        highlighter = self.current.highlighter = self._highlighter()
        hint, hottest = "" if rows else self._hint(), rows.hottest(_FIRST if self._sorted_by_heat else None)
        self.article_list.show(rows, self._heading(len(rows)), anchor, hint, highlighter, hottest)
        if self.current.article is None or (follows and self.article_list.article != self.current.id):
            self.show_article(self.article_list.article)
        else:
            self.current.refresh()
        self._show_counts()

    @property
    def _sorted_by_heat(self) -> bool:
        query = self.listing.query
        return self.listing.order is Order.HEAT and (query is None or query.sort is None)

    def _highlighter(self) -> Highlighter | None:
        """Finds what to highlight; the index goes on growing as long as a search needs it."""
        if self.listing.query is None:
            return None
        from reader.core.search.highlighter import highlighter  # lazy: search

        self.warmup.start()
        return highlighter(self.listing.query)

    def _heading(self, count: int) -> str:
        query = self.listing.query
        name = "" if query is None or self.typing else self.saved_name(query.text)
        return labels.heading(self.listing, self.store, count, name, so_far=self.missing > 0)

    def _hint(self) -> str:
        counts = self.store.counts
        return labels.empty_hint(self.listing, self.progress, self.keymap, self.missing, counts.muted + counts.snoozed)

    def _show_counts(self) -> None:
        home, found = self.base_listing, self.listing
        if home.topic is not None and found.query is None:
            self.collapsed.difference_update(self.store.topics.closure(home.topic)[1:])
        entries = self._entries(self.collapsed)
        if found.query is not None:
            self.sidebar.show(entries, View.ALL, None, found.query.text)
        else:
            self.sidebar.show(entries, home.view, home.topic)
        if not self._counting and not self.progress.loading and any(entry.unread == UNKNOWN for entry in entries):
            self._counting = True
            self.sidebar.set_timer(_COUNT_AFTER, self._count_unread)
        self.on_status()

    def _count_unread(self) -> None:
        self._counting = False
        self.store.count_unread()
        self._show_counts()

    def _entries(self, collapsed: Collection[TopicKey] = ()) -> Sequence[Entry]:
        """The entries of the sidebar; a search in force has one, even if it is not saved."""
        query = self.listing.query
        saved = tuple(
            Entry(View.ALL, search.name, self._saved_counts.get(search.query, -1), mark="/", query=search.query)
            for search in self.saved
        )
        found = None
        if query is not None and not self.saved_name(query.text):
            found = Entry(View.ALL, query.text, len(self.article_list.rows), mark="/", query=query.text)
        return labels.sidebar_entries(self.store, self.base_listing.view, saved, collapsed, found)

    def toggle_topic(self, topic: TopicKey) -> None:
        """Collapse or expand a topic in the sidebar, or collapse the one above if there is none below."""
        above = self.store.topics.parent(topic)
        children = self.store.topics.children(topic)
        if not any(map(self.store.topic_count, children)):
            if above is None:
                return
            topic = above
        self.collapsed ^= {topic}
        if topic in self.collapsed and self.listing.topic is not None:
            here = self.store.topics.closure(self.listing.topic)
            if topic in here[1:]:
                self.show(Listing.of_topic(topic).ordered(self.listing.order))
                return
        self._show_counts()

    def show_article(self, article: ArticleId | None) -> None:
        """Show an article of the store, or nothing."""
        if self.current.show(article):
            self.on_status()
            if not self.typing:
                self.dwell.start()

    def show_external(self, article: Article) -> None:
        """Show a related entry that the store does not have."""
        self.current.show_external(article)
        self.on_status()
        self.dwell.stop()

    def show_saved(self, saved: tuple[SavedSearch, ...], counts: Mapping[str, int]) -> None:
        """Show these saved searches; `counts` are the articles found, by the text of each query."""
        self.saved, self._saved_counts = saved, counts
        if self.listing.query is not None:
            self.article_list.set_title(self._heading(len(self.article_list.rows)))
        self._show_counts()

    def show_typing(self, typing: bool) -> None:
        """Begin or end the typing of a search; what is selected meanwhile does not count as read."""
        self.typing = typing
        self.on_status()
        if not typing:
            self.dwell.start()

    def show_found(self) -> None:
        """Show what more a search finds."""
        if self.listing.query is not None:
            self.refresh(self.article_list.article)

    @property
    def anchor(self) -> ArticleId | None:
        """Where the cursor stays while news arrives: nowhere yet, until the user or time decides it."""
        return self.article_list.article if self._user_active else self._remembered

    def tick(self) -> None:
        """Show times as of now."""
        now, before = self._clock(), self.article_list.now
        self.article_list.now = self.detail.now = now
        self.current.redraw()
        if now.date() != before.date() or self.article_list.dates == AGO:
            self.article_list.redraw()

    # -- what changes

    def take(self, event: LoadEvent) -> str:
        """Take in an event of loading, and show it now or soon; a warning if another listing had to be shown."""
        if not self.progress.take(event):
            if not self._news_waiting:
                self._news_waiting = True
                delay = REFRESH_WHILE_LOADING if self.article_list.rows else 0.001
                self.article_list.set_timer(delay, self._show_news)
            return ""
        before, self.listing = self.listing, self.progress.valid_listing(self.listing)
        self._show_news()
        return "" if self.listing == before else f"no article is on the topic {quoted(before.topic or '')}: showing all"

    def _show_news(self) -> None:
        self._news_waiting = False
        if self.progress.changed or not self.article_list.rows:
            self.progress.changed = False
            self.refresh(self.anchor)
            self.on_news()
            self.on_change()
        else:
            self.on_status()
            self.show_found()

    def follow(self, article: ArticleId | None) -> None:
        """The cursor of the list moved: show its article, in the same frame."""
        self._user_active = True
        self.back_stack.drop_forward()
        self.show_article(article)

    def mark_user_active(self, dwell: bool = True) -> None:
        """The user did something: what arrives moves the cursor no longer.

        Args:
            dwell: whether the article still counts as read after a while.
        """
        self._user_active = True
        if not dwell:
            self.dwell.stop()

    def _dwelt(self) -> None:
        self._user_active = True
        self.on_dwell()

    def apply(self, change: Change, external: bool = False, more: bool = False) -> None:
        """Show what changed in the store.

        Args:
            change: what changed.
            external: whether another window changed it: then nothing stays in a listing that it does not fit.
            more: whether articles may be listed that were not.
        """
        if not change.marked and not change.news:
            return
        self.on_change()
        if not external:
            self.sticky.add(self.listing, change.marked)
        if change.news or ((external or more) and listed_by_marks(self.listing)):
            self.refresh(self.article_list.article)
        self.article_list.refresh_marks(change.marked)
        if self.current.id in change.marked:
            self.current.redraw()
        self._show_counts()

    # -- going back

    def snapshot(self) -> ViewSnapshot:
        """What is listed and shown now."""
        articles = self.article_list
        return ViewSnapshot(
            self.listing,
            articles.article,
            articles.scroll_position,
            self.current.location,
            articles.selection.ids(),
            self.sticky.ids,
        )

    def restore(self, snapshot: ViewSnapshot) -> None:
        """List and show what was."""
        self.listing = snapshot.listing
        self.sticky.restore(snapshot.listing, snapshot.sticky)
        self.refresh(snapshot.article)
        self.article_list.restore_scroll(snapshot.scroll)
        self.article_list.select(snapshot.selected)
        if snapshot.location is not None:
            self.go_to(snapshot.location)

    def go_to(self, location: Location) -> None:
        """Show the article of a location, at the position where it was left."""
        if location.external is not None and location.article not in self.store:
            self.show_external(location.external)
        else:
            self.article_list.move_to(location.article)
            self.show_article(location.article)
        self.detail.restore_scroll(location.scroll)
