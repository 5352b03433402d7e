"""Builds the reader and runs it."""

import io
import os
import stat
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from reader.config.manual import read_manual
from reader.config.paths import APP, NoFolder, config_folder, data_folder, folder_if_any, seeds, styles
from reader.config.settings import FILE_NAME, Settings
from reader.console import narrate, silence
from reader.core.model.article import Article
from reader.core.model.bookmark import Bookmark, Exported
from reader.core.model.errors import MarksUnavailable, NothingToRead
from reader.core.model.marks import MarkStore
from reader.core.model.problem import Problem
from reader.core.model.topic import topic_key
from reader.core.store import Store
from reader.launch.early_load import EarlyLoad
from reader.launch.first_frame import discard_frame, has_changed_since, save_frame, watched_folders
from reader.services.browser import Opener
from reader.services.clipboard import copy_text
from reader.services.crash_report import write_report
from reader.services.editor import editor
from reader.services.loader.folder_watch import FolderWatch
from reader.services.loader.process import LoadingProcess
from reader.services.local_time import local_now
from reader.services.signals import watch_signals
from reader.storage.cache.article_cache import CachedArticles, open_cache
from reader.storage.marks.database import FILE_NAME as MARKS
from reader.storage.marks.database import open_marks
from reader.ui.app import HeatwireApp
from reader.ui.composition import Dependencies, WatchedFolders
from reader.ui.terminal.driver import driver_class
from reader.version import VERSION

_EDITION = "Built-in edition: AI history, 2012 to 2025 · give a folder to read your own"
_OWN = "Welcome to heatwire."
_FIRST_MUTED = 1_000
"""Articles to which mutes are applied before the first screen is shown; the application applies them to the rest."""


def open_reader(load: EarlyLoad, settings: Settings, warnings: Sequence[Problem], arguments: Namespace) -> int:
    """Run the application until the user quits; the exit code.

    `warnings` are the problems in the settings. `arguments` has `paths`, `argv` (for which the last frame is saved),
    `frame` (the first frame, if it is on the screen) and `started` (seconds since 1970, before anything was read).

    Raises:
        NothingToRead: there are no articles.
    """
    folder = folder_if_any(data_folder)
    marks = open_marks(folder or Path(os.devnull) / APP)
    opener = Opener(settings.browser)
    store = build_store(marks, load.edition)
    if failure := _early_failure(load, store):
        marks.close()
        raise NothingToRead(failure)
    remembered = marks.recall()
    app = HeatwireApp(
        Dependencies(
            store=store,
            marks=marks,
            opener=opener,
            loading=load.process,
            clock=local_now,
            remembered=remembered,
            given=starting_state(settings),
            styles=sorted(styles().glob("*.tcss")),
            dwell=settings.dwell,
            theme=settings.theme,
            ascii=settings.ascii,
            dates=settings.date_format,
            widths=(settings.sidebar_width, settings.list_width),
            keys=settings.keys,
            warnings=warnings,
            welcome="" if remembered else _EDITION if arguments.paths == [seeds()] else _OWN,
            watch_signals=watch_signals,
            load_full=_read_article,
            editor=editor(os.environ).words,
            exporter=_export,
            manual=read_manual,
            folders=WatchedFolders(_reloading(load.process, store), FolderWatch(arguments.paths).changed),
            copy_text=copy_text,
        ),
        driver_class(arguments.frame),
    )
    _use_utf8()
    try:
        app.run(mouse=settings.mouse)
    finally:
        opener.close()
        load.process.stop()
        _keep_draft(app, marks)
        _compact(marks, settings.history_days)
        _save_frame(app, settings, arguments, load)
        if marks.changed_elsewhere():
            discard_frame(arguments.argv)
        marks.close()
        _silence_dead_terminal()
    return _report_crash(app.crash, folder) if app.crash is not None else app.return_code or 0


def build_store(marks: MarkStore, edition: CachedArticles | None) -> Store:
    """What can be shown at once: the articles from the cache, the marks, and the copies of bookmarked articles."""
    store = Store(edition.topics if edition else ())
    if edition is not None:
        store.apply(edition.batch)
    store.replace_marks(marks.load())
    store.add_copies(bookmark.article for bookmark in marks.bookmarks())
    now = time.time()
    if mutes := marks.mutes():
        store.set_mutes(mutes, now)
        store.apply_mutes(_FIRST_MUTED)
    store.resurface(now)
    return store


def starting_state(settings: Settings) -> dict[str, str]:
    """The settings that override the state in which the reader was left."""
    state = {name: getattr(settings, name) for name in ("sort", "density", "theme") if getattr(settings, name)}
    if settings.theme == "auto":
        # What it stands for is remembered.
        del state["theme"]
    view, _, topic = settings.startup_view.partition(":")
    if view != "last":
        # The current article of the last session need not be in this view: begin with the first one.
        state |= {"view": view, "topic": topic_key(topic), "article": ""}
    return state


def _early_failure(load: EarlyLoad, store: Store) -> str:
    """Why there is nothing to read, or "". It is usually known by now, because importing the interface takes longer."""
    failure = load.process.queue.early_failure()
    if not failure and not len(store) and (problem := load.process.queue.early_problem()):
        return f"no article could be read: {problem}"
    return failure


def _reloading(process: LoadingProcess, store: Store) -> Callable[[], LoadingProcess]:
    """Begins to read again what a process has read, each time for what has changed since the last."""
    last = [process]

    def reload() -> LoadingProcess:
        last[0] = last[0].again(list(store.ids()))
        return last[0].start()

    return reload


def _read_article(path: str) -> Article | None:
    from reader.sources.front_matter.article_parser import read_article  # lazy: parsers

    return read_article(path)[0]


def _export(form: str, path: str, bookmarks: Sequence[Bookmark], over: bool = False) -> Exported:
    from reader.formats.exporter import export  # lazy: services

    return export(form, path, bookmarks, over)


def _use_utf8() -> None:
    """The interface draws characters beyond Latin-1, whatever the locale."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _keep_draft(app: HeatwireApp, marks: MarkStore) -> None:
    """Keep a note that was being written when the reader crashed."""
    if app.crash is not None and (draft := app.main.controllers.annotations.draft):
        marks.remember({"draft": draft.value})


def _compact(marks: MarkStore, days: float) -> None:
    """Delete old history, but no marks; if that fails, the next session tries again."""
    if days:
        with suppress(MarksUnavailable):
            marks.compact(time.time() - days * 86_400)


def _silence_dead_terminal() -> None:
    """If the terminal is gone, keep Python from failing at exit, with an exit code of its own."""
    for stream in (sys.stdout, sys.stderr):
        try:
            number = stream.fileno()
            gone = stat.S_ISCHR(os.fstat(number).st_mode) and not os.isatty(number)
        except (OSError, ValueError):
            gone = True
        if gone:
            silence(stream)


def _save_frame(app: HeatwireApp, settings: Settings, arguments: Namespace, load: EarlyLoad) -> None:
    """Save the last frame for the next start with the same arguments, or discard it if that would look different."""
    last = app.last_frame
    if last is not None and {**app.remembered, **starting_state(settings)} != last.state:
        last = None
    try:
        config, marks = str(config_folder() / FILE_NAME), str(data_folder() / MARKS)
    except NoFolder:
        last = None
    if last is not None and load.cache is not None:
        folders = [folder for path in arguments.paths for folder in watched_folders(str(path))]
        read = [config, *folders, *last.files]
        save_frame(arguments.argv, last.frame, last.until, [str(load.cache), marks, *read])
        cached = open_cache(load.cache)
        # Checked after it was saved: what changes later makes the saved frame invalid.
        if (
            cached is not None
            and cached.revision == load.process.revision
            and not has_changed_since(arguments.started, read)
        ):
            return
    discard_frame(arguments.argv)


def _report_crash(error: Exception, folder: Path | None) -> int:
    """Write a crash report and print where it is; the exit code."""
    report = write_report(folder or Path(tempfile.gettempdir()), error, time.time(), VERSION)
    where = f"; the report is in {report}" if report else ""
    narrate(f"heatwire: crashed ({type(error).__name__}){where}")
    return 1
