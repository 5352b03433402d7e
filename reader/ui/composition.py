"""The controllers, each put together with what it uses."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping, Sequence
from contextlib import AbstractContextManager
from inspect import isawaitable
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct
from textual.screen import Screen
from textual.widget import Widget

from reader.core.load_events import Loading
from reader.core.model.bookmark import Exporter
from reader.core.model.link_opener import LinkOpener
from reader.core.model.marks import MarkStore
from reader.core.model.problem import Problem
from reader.core.store import Store
from reader.core.text.date_format import SHORT
from reader.ui.commands.command import Command, CommandState
from reader.ui.commands.keymap import KeyChange
from reader.ui.controllers.annotations import AnnotationsController, Edit
from reader.ui.controllers.display import DisplayController, Manual, ThemeChoice
from reader.ui.controllers.export import ExportController
from reader.ui.controllers.hiding import HidingController
from reader.ui.controllers.history import HistoryController
from reader.ui.controllers.links import LinksController
from reader.ui.controllers.mark_writer import MarkWriter
from reader.ui.controllers.marking import MarkingController
from reader.ui.controllers.navigation import NavigationController
from reader.ui.controllers.outside.article_text import ArticleTextController
from reader.ui.controllers.outside.reload import ReloadController
from reader.ui.controllers.saved_searches import SavedSearchesController
from reader.ui.controllers.search import SearchController
from reader.ui.controllers.write_queue import ExternalState, WriteQueue
from reader.ui.view.callbacks import Answer, Ask, Clock, Copy, Later, Notify, Spawn
from reader.ui.view.current_article import LoadFull
from reader.ui.view.news_view import NewsView
from reader.ui.view.session_state import SessionState

SignalWatch = Callable[[asyncio.AbstractEventLoop, Callable[[int], None]], Callable[[], None]]


class WatchedFolders(NamedTuple):
    """What reads the folders again, and what tells whether files came or went, which blocks; None without folders."""

    reload: Callable[[], Loading] | None = None
    changed: Callable[[], bool] | None = None


class Dependencies(Struct, frozen=True):
    """What the application is given from outside; `reader.launch` builds it.

    Attributes:
        store: the news.
        marks: where marks are kept.
        opener: opens links.
        loading: what is being loaded, if anything.
        clock: the present as an aware time in the user's zone.
        remembered: the state of the last run, as text values (see `SessionState`).
        styles: the style sheets.
        dwell: seconds after which a selected article counts as read, infinite for never.
        theme: a theme that goes before the remembered one, or "".
        warnings: the problems in the settings.
        welcome: what is open, to be said at the first start of all; "" at the others.
        watch_signals: has signals reported; gives what ends that.
        load_full: reads the full article of a file.
        ascii: whether signs and lines are of ASCII only.
        dates: how dates are written (see `reader.core.text.date_format`).
        widths: of sidebar and list in cells or percent, "" for those of the style sheet.
        keys: the keys that the user changed (see `reader.ui.commands.keymap`).
        editor: the command that starts the user's editor.
        exporter: writes articles for other programs.
        manual: reads the pages of the manual: Markdown by topic.
        folders: reads all sources again.
        copy_text: copies a text with a program, and names how; "" if it could not.
        given: what the settings and the command line say about the remembered state, for this start.
    """

    store: Store
    marks: MarkStore
    opener: LinkOpener
    loading: Loading | None
    clock: Clock
    remembered: Mapping[str, str]
    styles: Sequence[Path]
    dwell: float = 2.0
    theme: str = ""
    warnings: Sequence[Problem] = ()
    welcome: str = ""
    watch_signals: SignalWatch | None = None
    load_full: LoadFull | None = None
    ascii: bool = False
    dates: str = SHORT
    widths: tuple[str, str] = ("", "")
    keys: Sequence[KeyChange] = ()
    editor: Sequence[str] = ()
    exporter: Exporter | None = None
    manual: Manual | None = None
    folders: WatchedFolders = WatchedFolders()
    copy_text: Callable[[str], str] | None = None
    given: Mapping[str, str] = {}


class ScreenServices(NamedTuple):
    """What the screen does for controllers (see `reader.ui.view.callbacks`).

    Attributes:
        focus: gives a widget the keys.
        run_command: runs the command of an id, or shows why it is blocked.
    """

    notify: Notify
    ask: Ask
    spawn: Spawn
    later: Later
    focus: Callable[[Widget], object]
    run_command: Callable[[str], object]


class _Work:
    """A coroutine that is closed if it never runs, because the program ends: Python would print a warning."""

    def __init__(self, work: Coroutine[Any, Any, None]) -> None:
        self._work = work

    def __await__(self) -> Generator[Any, None, None]:
        return self._work.__await__()

    def __del__(self) -> None:
        self._work.close()


def screen_services(screen: Screen[None], notify: Notify, run_command: Callable[[str], object]) -> ScreenServices:
    """What a screen does for controllers; `notify` shows messages on it, `run_command` runs the command of an id."""

    def ask(dialog: Screen[Answer]) -> Awaitable[Answer | None]:
        answer: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()

        async def answered(result: Answer | None) -> None:
            if not answer.done():
                answer.set_result(result)
            # What awaits the answer goes on before the next key is handled.
            await asyncio.sleep(0)

        screen.app.push_screen(dialog, answered)
        return answer

    def spawn(work: Coroutine[Any, Any, None], group: str) -> None:
        screen.run_worker(_Work(work), group=group)

    return ScreenServices(notify, ask, spawn, screen.set_timer, screen.set_focus, run_command)


class AppServices(NamedTuple):
    """What the application does for controllers.

    Attributes:
        copy: copies a text to the clipboard, and says how in words.
        suspend: lends the terminal to another program.
        edit: has a text edited in the user's editor.
        edit_file: opens a file in it, at a line if one is given.
        themes: the themes.
        choose_theme: lets the user choose a theme.
        theme: gives the theme for the next start.
        save_screenshot: saves a picture of the screen.
        quit: ends the program.
    """

    copy: Copy
    suspend: Callable[[], AbstractContextManager[None]]
    edit: Edit
    edit_file: Callable[[str, int | None], object]
    themes: ThemeChoice
    choose_theme: Callable[[], object]
    theme: Callable[[], str]
    save_screenshot: Callable[[], object]
    quit: Callable[[], object]


class Controllers(NamedTuple):
    """What commands run (see `reader.ui.commands.registry`)."""

    marking: MarkingController
    annotations: AnnotationsController
    history: HistoryController
    hiding: HidingController
    links: LinksController
    export: ExportController
    navigation: NavigationController
    search: SearchController
    saved_searches: SavedSearchesController
    display: DisplayController
    text: ArticleTextController
    reload: ReloadController
    writer: MarkWriter
    run_command: Callable[[str], object]
    choose_theme: Callable[[], object]
    save_screenshot: Callable[[], object]
    quit: Callable[[], object]

    async def run(self, command: Command, state: Callable[[], CommandState]) -> str:
        """Run a command; why it is blocked, or ""."""
        if command.id == "pane.out" and self.navigation.drop_count():
            return ""
        if not command.counts:
            self.navigation.settle_count()
        if reason := command.blocked(state()):
            return reason
        result = command.run(self) if command.run is not None else None
        if isawaitable(result):
            await result
        return ""


def compose_controllers(
    dependencies: Dependencies,
    view: NewsView,
    queue: WriteQueue,
    screen: ScreenServices,
    app: AppServices,
    session: SessionState,
) -> Controllers:
    """Make the controllers, and connect the view to them."""
    store, clock, loader = dependencies.store, dependencies.clock, view.loader
    notify, ask, spawn, later, focus, run_command = screen
    writer = MarkWriter(view, store, queue, loader, notify, spawn)
    marking = MarkingController(view, writer, notify, ask, spawn)
    hiding = HidingController(view, store, queue, writer, clock, notify, ask, spawn)
    search = SearchController(view, store, queue, notify, spawn, later, focus, session.past)
    saved = SavedSearchesController(view, store, queue, clock, notify, ask, spawn, later, search.forget)

    def take_external(state: ExternalState) -> None:
        hiding.set_mutes(state.mutes)
        saved.set_searches(state.searches)

    writer.on_external = take_external
    view.on_change = saved.count_soon
    view.on_news = hiding.apply_mutes
    view.on_dwell = marking.read_current
    controllers = Controllers(
        marking=marking,
        annotations=AnnotationsController(view, store, writer, notify, ask, spawn, app.edit, session.draft),
        history=HistoryController(view, store, queue, writer, clock, notify, ask, spawn, hiding.set_mutes),
        hiding=hiding,
        links=LinksController(view, store, writer, dependencies.opener, app.copy, app.suspend, notify, ask, spawn),
        export=ExportController(view, store, queue, loader, dependencies.exporter, clock, notify, ask, spawn),
        navigation=NavigationController(
            view, store, notify, search.forget, search.go_home, saved.show, later, app.quit
        ),
        search=search,
        saved_searches=saved,
        display=DisplayController(
            view, dependencies.manual, app.edit_file, notify, ask, spawn, app.themes, lambda run: run(controllers)
        ),
        text=ArticleTextController(view, store, app.copy, app.suspend, clock, notify, ask, spawn),
        reload=ReloadController(view, store, *dependencies.folders, notify, spawn, later),
        writer=writer,
        run_command=run_command,
        choose_theme=app.choose_theme,
        save_screenshot=app.save_screenshot,
        quit=app.quit,
    )
    _connect_panes(view, controllers)
    return controllers


def _connect_panes(view: NewsView, controllers: Controllers) -> None:
    """Connect what is clicked or read to the end in the panes."""
    detail, navigation = view.detail, controllers.navigation

    def read_on() -> None:
        controllers.marking.read_current()
        navigation.step_unread(1)

    detail.on_end, detail.on_selection = read_on, controllers.text.tell_selection
    detail.on_topic, detail.on_provider = navigation.show_topic, controllers.search.show_provider
    view.article_list.on_heading = controllers.display.next_order
