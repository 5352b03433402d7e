"""The application: themes, the last filter for text, and a clean end."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import COLOR_SYSTEMS
from textual import on
from textual.app import App
from textual.driver import Driver
from textual.events import Event, InputEvent, Key
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen

from reader.core.load_events import IndexReady, Loading
from reader.core.model.problem import Problem, Severity
from reader.core.text.normalization import quoted
from reader.ui import themes
from reader.ui.commands.command import DEFAULT_KEYMAP
from reader.ui.commands.key_names import key_name
from reader.ui.commands.keymap import remap
from reader.ui.commands.registry import APP_COMMANDS, bindings, first_key
from reader.ui.composition import AppServices, Dependencies
from reader.ui.contrast import readable_variables
from reader.ui.controllers.display import ThemeChoice
from reader.ui.controllers.write_queue import WriteQueue
from reader.ui.main_screen import MainScreen
from reader.ui.pane_widths import SOURCE
from reader.ui.terminal.filters import AsciiFilter, ControlFilter, NoColorFilter
from reader.ui.terminal.input_parser import BackgroundReported
from reader.ui.view import labels
from reader.ui.view.last_frame import LastFrame, capture_frame
from reader.ui.view.load_progress import LoadMessage
from reader.ui.view.session_state import SessionState, ViewOptions, widths_css
from reader.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from reader.ui.terminal.external_editor import ExternalEditor

_ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
_PATIENCE = 6.0
"""Seconds that the end waits for marks to be saved."""


class HeatwireApp(App[int]):
    """Runs the main screen, and ends cleanly whatever ends it."""

    TITLE = "heatwire"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = bindings(APP_COMMANDS)

    def __init__(self, dependencies: Dependencies, driver: type[Driver] | None = None) -> None:
        self._controls = ControlFilter()
        self._ascii = (AsciiFilter(),) if dependencies.ascii else ()
        self._no_color = NoColorFilter(lambda: self.current_theme.dark)
        super().__init__(driver, css_path=[str(path) for path in dependencies.styles if _is_needed(path)])
        self.dependencies = dependencies
        self._queue = WriteQueue(dependencies.marks, lambda: dependencies.clock().timestamp())
        self._unwatch_signals: Callable[[], None] | None = None
        self._leaving = False
        self.last_frame: LastFrame | None = None
        """The screen as the next start will show it, once the program was left."""
        for theme in themes.OURS:
            self.register_theme(theme)
        for name in themes.NOT_OFFERED:
            self.unregister_theme(name)
        self.stylesheet.add_source(widths_css(*dependencies.widths), ("settings", "widths"), tie_breaker=1)
        keymap, clashes = remap(dependencies.keys) if dependencies.keys else (DEFAULT_KEYMAP, ())
        self.set_keymap(dict(keymap))
        session = SessionState.of({**dependencies.remembered, **dependencies.given})
        background = dependencies.remembered.get("theme", "").partition(":")[2]
        self._dark = themes.is_dark_by_variable(os.environ)
        if self._dark is None and background:
            self._dark = background == "dark"
        wanted = dependencies.theme or session.theme.partition(":")[0]
        self._use_theme(wanted)
        self._given = {**dependencies.given, **({"theme": self.theme_choice} if dependencies.theme else {})}
        self.remembered = dependencies.remembered
        """What the next start will restore, once the program was left."""
        problems = (*dependencies.warnings, *clashes, *self._theme_problems(wanted))
        self.main = MainScreen(
            dependencies,
            self._queue,
            AppServices(
                self._copy_text,
                self.suspend,
                lambda text: self._editor.edit_text(text),
                lambda path, line: self._editor.edit_file(path, line),
                ThemeChoice(self._all_themes, self._use_theme),
                self.search_themes,
                lambda: self.theme_choice,
                self._save_screenshot,
                self._start_leaving,
            ),
            session,
            ViewOptions(dependencies.dwell, dependencies.dates, keymap, problems),
            Banner(labels.notes(problems, dependencies.welcome, keymap), warning=bool(problems), id="banner"),
        )
        self.stylesheet.add_source(self.main.widths.css, SOURCE, tie_breaker=2)

    def _use_theme(self, name: str) -> None:
        """Change the colours; an unknown theme is that of the background."""
        self._follows = name not in self.available_themes
        before, self.theme = self.theme, themes.of_background(self._dark) if self._follows else name
        if self.theme == before and not self.screen_stack:
            # It is Textual's default, which has its style already, without our variables.
            self.refresh_css()

    @property
    def theme_choice(self) -> str:
        """What the next start will use: a theme, or "auto" with the background if that is known."""
        if not self._follows or self.theme != themes.of_background(self._dark):
            return self.theme
        return themes.AUTO if self._dark is None else f"{themes.AUTO}:{'dark' if self._dark else 'light'}"

    @on(BackgroundReported)
    def _follow_background(self, event: BackgroundReported) -> None:
        dark = themes.is_dark_by_reply(event.reply)
        if dark is not None and self.theme_choice.partition(":")[0] == themes.AUTO:
            self._dark = dark
            self._use_theme(themes.AUTO)

    def _ask_for_background(self) -> None:
        if self._follows and self._dark is None and self._driver is not None and not self.is_headless:
            # Nothing waits for the answer.
            self._driver.write(themes.BACKGROUND_QUERY)
            self._driver.flush()

    def search_themes(self) -> None:
        """Let the user choose a theme, which is shown while the cursor is on it."""
        from reader.ui.dialogs.choice_dialog import ChoiceDialog  # lazy: dialogs

        names, before = (themes.AUTO, *themes.NAMES), self.theme_choice.partition(":")[0]
        options = [(name, self._theme_words(name)) for name in names]
        dialog = ChoiceDialog(
            "Theme", options, at=names.index(before), preview=lambda place: self._use_theme(names[place])
        )
        self.push_screen(dialog, lambda place: self._use_theme(names[place] if isinstance(place, int) else before))

    def _theme_words(self, name: str) -> str:
        if name == themes.AUTO:
            return "as the background of the terminal"
        return "dark" if self.available_themes[name].dark else "light"

    def _theme_problems(self, wanted: str) -> list[Problem]:
        if not wanted or wanted == themes.AUTO or wanted in self.available_themes:
            return []
        message = f"there is no theme {quoted(wanted)}; the palette (:) lists all themes"
        return [Problem("theme", None, Severity.WARNING, message)]

    def get_default_screen(self) -> Screen[None]:
        """The main screen."""
        return self.main

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and the one that holds back controls."""
        filters: Sequence[LineFilter] = super().get_line_filters()
        if self.no_color:
            filters = [self._no_color if isinstance(found, Monochrome | NoColor) else found for found in filters]
        return [*filters, *self._ascii, self._controls]

    def get_css_variables(self) -> dict[str, str]:
        """The variables of the theme, with colours that can be read in this terminal."""
        variables = super().get_css_variables()
        if themes.DEFAULT not in self.available_themes:
            # Nothing is styled before the themes are registered.
            return variables
        depth = COLOR_SYSTEMS[self.console.color_system or "truecolor"]
        return variables | readable_variables(variables, self.current_theme.dark, depth)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything again; before there is a screen, what was not read yet need not be read again."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def on_load(self) -> None:
        """Watch for signals, from before the terminal is taken; the end of the event loop ends that."""
        self._watch_signals()

    def on_mount(self) -> None:
        """Take in what is being loaded."""
        self.call_after_refresh(_collect_garbage_again)
        self._ask_for_background()
        if self.dependencies.loading is not None:
            self.run_worker(self._load(self.dependencies.loading), group="loading")

    async def _load(self, loading: Loading) -> None:
        async for event in loading.events():
            self.main.post_message(LoadMessage(event))
        self.main.post_message(LoadMessage(IndexReady(loading.source, None)))

    def on_app_focus(self) -> None:
        """The program came to the front: meanwhile marks and files may have changed."""
        self.main.controllers.writer.sync_soon()
        self.main.controllers.reload.look()

    def on_key(self, event: Key) -> None:
        """Say that a key does nothing here; it has come through the pane, and neither that nor the screen has it."""
        main = self.main
        # `active_bindings` asks for each whether it can act, which takes longer than most keys.
        chain = main._binding_chain if self.screen is main else ()
        if chain and not any(event.key in bound.key_to_bindings for _, bound in chain):
            keys = first_key("program.keys", main.view.keymap)
            main.status.flash(f"{key_name(event.key)} is not a key here · {keys} shows all")

    # -- the themes and the editor

    def _all_themes(self) -> Mapping[str, str]:
        return {name: self._theme_words(name) for name in (themes.AUTO, *themes.NAMES)}

    def _save_screenshot(self) -> None:
        # Once the palette is gone.
        self.set_timer(0.1, self.deliver_screenshot)

    @property
    def _editor(self) -> "ExternalEditor":
        from reader.ui.terminal.external_editor import ExternalEditor  # lazy: services

        return ExternalEditor(self.main.app, self.dependencies.editor, self._warn)

    def _warn(self, message: str) -> None:
        self.notify(message, severity="warning", markup=False)

    async def _copy_text(self, text: str) -> str:
        """Copy a text with a program, or else by the terminal; how, in words."""
        copy = self.dependencies.copy_text
        if copy is not None and (way := await asyncio.to_thread(copy, text)):
            return f"copied {way}"
        self.copy_to_clipboard(text)
        return "sent to the clipboard (OSC 52)"

    # -- the end

    async def action_quit(self) -> None:
        """End the program once all marks are saved, asking first if a note is not."""
        self.run_worker(self._quit(), group="quitting")

    async def _quit(self) -> None:
        if await self.main.controllers.annotations.may_quit():
            self._start_leaving()

    def _start_leaving(self) -> None:
        self.main.status.flash("saving …")
        self.run_worker(self._leave(0), group="leaving")

    def _end_by_signal(self, code: int) -> None:
        self.run_worker(self._leave(code), group="leaving")

    async def _leave(self, code: int) -> None:
        if self._leaving:
            return
        self._leaving = True
        if not self.main.is_mounted:
            # A signal during the start: there is nothing to save yet.
            self.exit(code, return_code=code)
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._queue.drain()
                self.remembered = self.main.session.kept(self.dependencies.remembered, self._given)
                await self._queue.remember(self.remembered)
                if self.screen is self.main and self.main.banner.welcomes and self.main.banner.dismiss():
                    # The next start, which shows this screen first, has no welcome.
                    await self.main.wait_for_refresh()
        except TimeoutError:
            self.log.warning("marks were still being saved")
        else:
            self.last_frame = capture_frame(
                self.main, self.main.view, self.main.status, self.main.session, self.dependencies.clock()
            )
        self.exit(code, return_code=code)

    def _watch_signals(self) -> None:
        if self.dependencies.watch_signals is not None:
            self._unwatch_signals = self.dependencies.watch_signals(asyncio.get_running_loop(), self._end_by_signal)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Lend the terminal to another program; Ctrl+C there is for that program alone."""
        failure: OSError | None = None
        with super().suspend():
            if self._unwatch_signals is not None:
                self._unwatch_signals()
            # Handlers of our own and not SIG_IGN, which the other program would inherit.
            handlers = {name: signal.signal(name, _end_at_once) for name in _ENDING}
            handlers[signal.SIGINT] = signal.signal(signal.SIGINT, lambda *_: None)
            try:
                yield
            except OSError as error:
                # Textual takes the terminal back only if nothing is raised.
                failure = error
            finally:
                for name, handler in handlers.items():
                    signal.signal(name, handler)
                self._watch_signals()
        if failure is not None:
            raise failure

    def action_suspend_process(self) -> None:
        """Stop the program and the rest of its job, if there is a shell that can continue it."""
        if sys.platform == "win32" or self._driver is None or not self._driver.can_suspend:
            self.main.status.flash("this terminal cannot suspend the reader", "warning")
        elif os.getpgrp() == os.getsid(0):
            self.main.status.flash("no shell that could bring the reader back", "warning")
        else:
            os.kill(0, signal.SIGTSTP)

    @on(Driver.SignalResume)
    def action_redraw(self) -> None:
        """Draw the whole screen again, for instance over what another program wrote."""
        self.refresh(layout=True)

    async def on_event(self, event: Event) -> None:
        """Ignore what was typed after the last screen was closed."""
        if self.screen_stack or not isinstance(event, InputEvent):
            await super().on_event(event)

    def on_unmount(self) -> None:
        """Stop watching browsers: the end would wait for that."""
        self.dependencies.opener.close()

    def _fatal_error(self) -> None:
        """End after an unhandled exception without printing its local variables."""
        self.bell()
        self._close_messages_no_wait()

    @property
    def crash(self) -> Exception | None:
        """The exception that ended the program, if one did."""
        return self._exception


def _is_needed(path: Path) -> bool:
    """Whether a style sheet is used: reading the one for terminals without colours takes time."""
    return path.stem != "nocolor" or "NO_COLOR" in os.environ


def _end_at_once(number: int, _: object) -> None:
    """End while another program has the terminal: that program ends, too, and temporary files are removed."""
    raise SystemExit(128 + number)


def _collect_garbage_again() -> None:
    """What is there after the first screen is there for good, and need not be looked through."""
    gc.freeze()
    gc.enable()
