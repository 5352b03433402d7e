"""Starting the reader: the one place that builds all of it and runs it."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from reader.config.settings import Settings
    from reader.core.model.article import Article
    from reader.core.model.bookmark import Bookmark, Exported
    from reader.core.model.marks import MarkStore
    from reader.core.store import Store
    from reader.launch.first_frame import Replay
    from reader.services.loader.process import LoadingProcess
    from reader.storage.cache.article_cache import CachedEdition
    from reader.ui.app import HeatwireApp

_FIRST_LOOKED_AT = 1_000


def open_reader(
    paths: "Sequence[Path]",
    settings: "Settings",
    complaints: "Sequence[str]",
    words: "Sequence[str]" = (),
    shown: "Replay | None" = None,
) -> int:
    """Run the application until the person leaves it.

    Args:
        paths: what to read.
        settings: what the person chose.
        complaints: what is wrong with the settings, a line each, for the application to show.
        words: those of the command, for which the last screen is kept.
        shown: the last screen, if it is shown already.

    Returns:
        The exit code.

    Raises:
        NothingToRead: a path holds no file that may be an article.
    """
    import gc

    from reader.config.paths import NoFolder, cache_folder
    from reader.services.loader.process import LoadingProcess
    from reader.storage.cache.article_cache import cache_file, open_edition

    # What is imported stays: looking through it for garbage would hold up the first screen (the
    # application turns this on again after it).
    gc.disable()

    try:
        cache = cache_file(cache_folder(), paths)
    except NoFolder:
        cache = None
    edition = open_edition(cache) if cache else None
    if edition is None or not all(os.path.exists(path) for path in paths):
        # Whoever was here before found something, and the loading says if it is gone.
        from reader.sources.files.candidates import require_candidates

        require_candidates(paths)
    # Before all else: it reads while Textual is being imported.
    loading = LoadingProcess(paths, cache, *((edition.stamp, edition.block.ids) if edition else ())).start()
    try:
        app, code = _run_reader(loading, edition, settings, complaints, shown)
    finally:
        loading.stop()
    _keep_screen(app, settings, words, paths, cache)
    return code


def _run_reader(
    loading: "LoadingProcess",
    edition: "CachedEdition | None",
    settings: "Settings",
    complaints: "Sequence[str]",
    shown: "Replay | None",
) -> "tuple[HeatwireApp, int]":
    from pathlib import Path

    from reader.config.paths import APP, styles
    from reader.core.model.errors import NothingToRead
    from reader.services.browser import Opener
    from reader.services.local_time import local_now
    from reader.services.signals import watch_signals
    from reader.storage.marks.database import open_marks

    folder = _data_folder()
    marks = open_marks(folder or Path(os.devnull) / APP)
    opener = Opener(settings.browser)
    store = _filled_store(marks, edition)
    from reader.ui.app import HeatwireApp
    from reader.ui.composition import Dependencies
    from reader.ui.terminal.driver import driver_class

    if failure := _early_failure(loading, store):
        marks.close()
        raise NothingToRead(failure)
    app = HeatwireApp(
        Dependencies(
            store=store,
            marks=marks,
            opener=opener,
            loading=loading,
            clock=local_now,
            remembered={**marks.recall(), **_asked(settings)},
            styles=sorted(styles().glob("*.tcss")),
            dwell=settings.dwell,
            theme=settings.theme,
            dates=settings.date_format,
            widths=(settings.sidebar_width, settings.list_width),
            keys=settings.keys,
            warnings=complaints,
            watch_signals=watch_signals,
            load_full=_read_whole,
            editor=_editor(),
            exporter=_export,
        ),
        driver_class(shown),
    )
    _speak_utf8()
    try:
        app.run()
    finally:
        opener.close()
        _compact(marks, settings.history_days)
        marks.close()
        _forget_dead_terminal()
    if app.crash is not None:
        return app, _tell_crash(app.crash, folder)
    return app, app.return_code or 0


def _data_folder() -> "Path | None":
    from reader.config.paths import NoFolder, data_folder

    try:
        return data_folder()
    except NoFolder:
        return None


def _editor() -> "tuple[str, ...]":
    from reader.services.editor import editor

    return editor(os.environ).words


def _compact(marks: "MarkStore", days: float) -> None:
    """Forget the history of long ago, marks staying as they are; if that cannot be done, another time will do."""
    import time
    from contextlib import suppress

    from reader.core.model.errors import MarksUnavailable

    if days:
        with suppress(MarksUnavailable):
            marks.compact(time.time() - days * 86_400)


def _keep_screen(
    app: "HeatwireApp", settings: "Settings", words: "Sequence[str]", paths: "Sequence[Path]", cache: "Path | None"
) -> None:
    """Keep the last screen, so that the next start of the same command shows it at once."""
    from reader.config.paths import NoFolder, config_folder, data_folder
    from reader.config.settings import FILE_NAME
    from reader.launch.first_frame import folders_of, forget, keep
    from reader.storage.marks.database import FILE_NAME as MARKS

    last = app.last_frame
    if last is not None and {**last.state, **_asked(settings)} != last.state:
        # The next start begins elsewhere.
        last = None
    try:
        files = [str(config_folder() / FILE_NAME), str(data_folder() / MARKS)]
    except NoFolder:
        last = None
    if last is None or cache is None or not cache.exists():
        forget(words)
    else:
        folders = [folder for path in paths for folder in folders_of(str(path))]
        keep(words, last.frame, last.until, [str(cache), *files, *folders])


def _speak_utf8() -> None:
    """The lines and signs of the screen are beyond Latin-1, whatever the locale says."""
    import io

    for stream in (sys.__stdout__, sys.__stderr__):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _early_failure(loading: "LoadingProcess", store: "Store") -> str:
    """Why there is nothing to read; mostly known by now, for importing the interface takes longer."""
    failure = loading.early_failure()
    if not failure and not len(store) and (fault := loading.fruitless()):
        failure = f"no article could be read: {fault}"
    return failure


def _forget_dead_terminal() -> None:
    """Keep Python from failing at its end, with a status of its own, for a terminal that is gone."""
    import stat

    from reader.console import silence

    for stream in (sys.stdout, sys.stderr):
        try:
            number = stream.fileno()
            gone = stat.S_ISCHR(os.fstat(number).st_mode) and not os.isatty(number)
        except (OSError, ValueError):
            gone = True
        if gone:
            silence(stream)


def _export(form: str, path: str, bookmarks: "Sequence[Bookmark]", over: bool = False) -> "Exported":
    # Not at the top: most sessions export nothing.
    from reader.formats.exporter import export

    return export(form, path, bookmarks, over)


def _read_whole(path: str) -> "Article | None":
    from reader.sources.front_matter.article_parser import read_article

    return read_article(path)[0]


def _filled_store(marks: "MarkStore", edition: "CachedEdition | None") -> "Store":
    """What can be shown at once: the edition as it was the last time, the marks, and what bookmarks keep."""
    import time

    from reader.core.store import Store

    store = Store(edition.topics if edition else ())
    if edition is not None:
        store.apply(edition.block)
    store.replace_marks(marks.load())
    store.add_copies(bookmark.article for bookmark in marks.bookmarks())
    now = time.time()
    mutes = marks.mutes()
    if mutes:
        # The first ones, so that none shows on the first screen; the interface looks at the rest.
        store.set_mutes(mutes, now)
        store.apply_mutes(_FIRST_LOOKED_AT)
    store.resurface(now)
    return store


def _asked(settings: "Settings") -> dict[str, str]:
    """What the person asked for, in the place of what is remembered."""
    from reader.core.model.topic import topic_key

    asked = {name: value for name, value in (("sort", settings.sort), ("density", settings.density)) if value}
    view, _, topic = settings.startup_view.partition(":")
    if view != "last":
        # The article of the last time may be anywhere in another view: it begins at its first.
        asked |= {"view": view, "topic": topic_key(topic), "article": ""}
    return asked


def _tell_crash(error: Exception, folder: "Path | None") -> int:
    """Write the crash down and say where; the exit code."""
    import tempfile
    import time
    from pathlib import Path

    from reader.console import narrate
    from reader.services.crash_report import write_report
    from reader.version import VERSION

    report = write_report(folder or Path(tempfile.gettempdir()), error, time.time(), VERSION)
    where = f"; the report is in {report}" if report else ""
    narrate(f"heatwire: it crashed ({type(error).__name__}){where}")
    return 1
