"""The application: themes, the last gate for text, the palette, and a proper end."""

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from textual.app import App, SystemCommand
from textual.command import Provider
from textual.driver import Driver
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen

from reader.core.model.bookmark import Exporter
from reader.core.model.link_opener import LinkOpener
from reader.core.model.load_events import IndexReady, Loading
from reader.core.model.marks import MarkStore
from reader.core.store import Store
from reader.core.text.date_format import SHORT
from reader.core.text.normalization import quoted
from reader.ui import themes
from reader.ui.commands.key_names import NO_KEY
from reader.ui.commands.keymap import PLAIN, KeyChange, mapped
from reader.ui.commands.registry import APP_COMMANDS, remappable
from reader.ui.controllers.write_queue import Keeper
from reader.ui.main_screen import MainScreen
from reader.ui.terminal.filters import ControlFilter, NoColorFilter
from reader.ui.terminal.last_frame import LastFrame, capture_frame
from reader.ui.view.completing import Completing, ReadWhole
from reader.ui.view.messages import LoadingNews
from reader.ui.view.session_state import Remembered
from reader.ui.view.wishes import Wishes, widths_css

SignalWatch = Callable[[asyncio.AbstractEventLoop, Callable[[int], None]], Callable[[], None]]
PATIENCE = 6.0


class Outside(Struct, frozen=True):
    """All that the application needs from outside; the command line builds it.

    `dwell` is in seconds; `complaints` are lines about the settings; `theme` and `remembered` are
    the state to start with, a theme given by the person going before the remembered one; `read_whole`
    reads the article of a file; `dates` is a way to write them (`reader.core.text.date_format`); `widths` are
    those of sidebar and list in cells or percent, "" for the style sheet's; `keys` are changes of keys
    (see `reader.ui.commands.keymap`); `editor` are the words that start the person's own;
    `exporter` writes articles for other programs; `manual` reads the manual, pages in Markdown by topic.
    """

    store: Store
    marks: MarkStore
    opener: LinkOpener
    loading: Loading | None
    clock: Callable[[], datetime]
    remembered: Mapping[str, str]
    styles: Sequence[Path]
    dwell: float = 2.0
    theme: str = ""
    complaints: Sequence[str] = ()
    watch_signals: SignalWatch | None = None
    read_whole: ReadWhole | None = None
    dates: str = SHORT
    widths: tuple[str, str] = ("", "")
    keys: Sequence[KeyChange] = ()
    editor: Sequence[str] = ()
    exporter: Exporter | None = None
    manual: Callable[[], Mapping[str, str]] | None = None


def _main_commands() -> type[Provider]:
    """Imported when the palette is opened for the first time."""
    from reader.ui.commands.palette import MainCommands

    return MainCommands


def _search_commands() -> type[Provider]:
    """Imported when the palette is opened for the first time."""
    from reader.ui.commands.search_palette import SearchCommands

    return SearchCommands


class HeatwireApp(App[int]):
    """Runs the main screen and ends properly, whatever ends it."""

    TITLE = "heatwire"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_main_commands, _search_commands}
    # The palette's keys are declared with all others; Textual's own would hold on to Ctrl+P.
    COMMAND_PALETTE_BINDING = NO_KEY
    BINDINGS = APP_COMMANDS

    def __init__(self, outside: Outside, driver: type[Driver] | None = None) -> None:
        self._controls = ControlFilter()
        self._plain = NoColorFilter(lambda: self.current_theme.dark)
        super().__init__(driver, css_path=[str(path) for path in outside.styles if _is_read(path)])
        self._outside = outside
        self._keeper = Keeper(outside.marks, lambda: outside.clock().timestamp())
        self._forget_signals: Callable[[], None] | None = None
        self._leaving = False
        self.last_frame: LastFrame | None = None
        """The screen as the next start will show it, once the program was left."""
        for theme in themes.OURS:
            self.register_theme(theme)
        self.stylesheet.add_source(widths_css(*outside.widths), ("settings", "widths"), tie_breaker=1)
        keymap, clashes = mapped(remappable(), outside.keys) if outside.keys else (PLAIN, ())
        self.set_keymap(dict(keymap))
        remembered = Remembered.of(outside.remembered)
        wanted = outside.theme or remembered.theme
        self.theme = wanted if wanted in self.available_themes else themes.DEFAULT
        self.main = MainScreen(
            outside.store,
            self._keeper,
            outside.opener,
            outside.clock,
            remembered,
            Wishes(outside.dwell, outside.dates, keymap),
            Completing(outside.read_whole),
            sources=() if outside.loading is None else (outside.loading.source,),
            notices=[*outside.complaints, *clashes, *self._theme_missed(wanted)],
            editor=outside.editor,
            exporter=outside.exporter,
        )

    def _theme_missed(self, wanted: str) -> list[str]:
        if not wanted or wanted in self.available_themes:
            return []
        return [f"there is no theme called {quoted(wanted)}; the palette (:) has all names"]

    def get_default_screen(self) -> Screen[None]:
        """The main screen."""
        return self.main

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and the one that holds back controls."""
        filters: Sequence[LineFilter] = super().get_line_filters()
        if self.no_color:
            filters = [self._plain if isinstance(found, Monochrome | NoColor) else found for found in filters]
        return [*filters, self._controls]

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew; before there is anything, what was not read yet need not be read again."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def on_mount(self) -> None:
        """Watch for signals and take in what is being loaded."""
        self.call_after_refresh(_collect_garbage_again)
        watch = self._outside.watch_signals
        if watch is not None:
            self._forget_signals = watch(asyncio.get_running_loop(), self._end_by_signal)
        if self._outside.loading is not None:
            self.run_worker(self._load(self._outside.loading), group="loading")

    async def _load(self, loading: Loading) -> None:
        async for event in loading.events():
            self.main.post_message(LoadingNews(event))
        self.main.post_message(LoadingNews(IndexReady(loading.source, None)))

    def on_app_focus(self) -> None:
        """The program came to the front: another window may have changed the marks."""
        self.main.look_elsewhere()

    # -- the palette

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Textual's own commands, but for those that ours are in the place of."""
        for command in super().get_system_commands(screen):
            if command.title not in ("Quit", "Keys", "Maximize", "Minimize"):
                yield command

    # -- the end

    async def action_leave(self) -> None:
        """End the program once all marks are kept."""
        self.main.say("saving …")
        self.run_worker(self._leave(0), group="leaving")

    async def action_quit(self) -> None:
        """The same by its usual name."""
        await self.action_leave()

    def _end_by_signal(self, code: int) -> None:
        self.run_worker(self._leave(code), group="leaving")

    async def _leave(self, code: int) -> None:
        if self._leaving:
            return
        self._leaving = True
        try:
            async with asyncio.timeout(PATIENCE):
                await self._keeper.settled()
                await self._keeper.remember(self.main.state.values())
        except TimeoutError:
            self.log.warning("marks were still under way")
        else:
            self.last_frame = capture_frame(self.main, self._outside.clock())
        self.exit(code, return_code=code)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Lend the terminal to another program; Ctrl+C there is for that program alone."""
        if self._forget_signals is not None:
            self._forget_signals()
        # A handler of our own and not SIG_IGN, which the other program would inherit.
        before = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            with super().suspend():
                yield
        finally:
            signal.signal(signal.SIGINT, before)
            watch = self._outside.watch_signals
            if watch is not None:
                self._forget_signals = watch(asyncio.get_running_loop(), self._end_by_signal)

    def on_unmount(self) -> None:
        """Leave signals to whoever had them, and browsers to themselves: the end would wait for their watch."""
        self._outside.opener.close()
        if self._forget_signals is not None:
            self._forget_signals()
            self._forget_signals = None

    def _fatal_error(self) -> None:
        """End after an unhandled exception without printing its local variables."""
        self.bell()
        self._close_messages_no_wait()

    @property
    def crash(self) -> Exception | None:
        """The exception that ended the program, if one did."""
        return self._exception


def _is_read(path: Path) -> bool:
    """Whether a style sheet counts here: that for terminals without colours takes time to read."""
    return path.stem != "nocolor" or "NO_COLOR" in os.environ


def _collect_garbage_again() -> None:
    """What is there after the first screen is there for good and need not be looked through."""
    gc.freeze()
    gc.enable()
