"""The command line: the one place that builds everything and starts it."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from reader.core.article import Article
    from reader.core.marks import MarkStore
    from reader.core.store import Store
    from reader.services.loading import LoadingProcess
    from reader.settings import Settings
    from reader.storage.edition_cache import CachedEdition

_FIRST_LOOKED_AT = 1_000


def main(words: Sequence[str] | None = None) -> int:
    """Run `heatwire` with the words that follow its name, those of the process if None.

    Returns:
        The exit code: 0 fine, 1 problems found, 2 wrong use, 130 interrupted.
    """
    try:
        return _run(sys.argv[1:] if words is None else words)
    except KeyboardInterrupt:
        return 130


def _run(words: Sequence[str]) -> int:
    from reader.commands.output import narrate, prepare, silence
    from reader.core.errors import HeatwireError

    prepare(sys.stdout, sys.stderr)
    try:
        try:
            code = _dispatch(words)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        if sys.stdout is not None:
            # Here and not at the interpreter's end, where a failure could not be caught.
            sys.stdout.flush()
    except HeatwireError as error:
        from reader.core.text import neutralise

        narrate(f"heatwire: {neutralise(str(error))}")
        return 2
    except BrokenPipeError:
        silence(sys.stdout)
        return 0
    except OSError as error:
        narrate(f"heatwire: {error.strerror or error}")
        silence(sys.stdout)
        return 1
    return code


def _dispatch(words: Sequence[str]) -> int:
    from reader.arguments import parse

    command, arguments = parse(words)
    if command == "list":
        return _list(arguments)
    if command == "check":
        from reader.commands.check import check_articles

        return check_articles(_paths(arguments.paths), arguments.json)
    if command == "bookmarks":
        from reader.commands.bookmarks import list_bookmarks

        return list_bookmarks(arguments.json)
    if command == "paths":
        from reader.commands.folders import list_folders

        return list_folders()
    return _read(arguments)


def _list(arguments: "argparse.Namespace") -> int:
    from reader.commands.listing import ListRequest, list_articles
    from reader.core.listing import Order

    return list_articles(
        ListRequest(
            _paths(arguments.paths),
            arguments.topic,
            Order(arguments.sort),
            arguments.limit,
            arguments.archived,
            arguments.json,
        )
    )


def _paths(words: Sequence[str]) -> "list[Path]":
    """The PATHs that were given, else the built-in edition."""
    from pathlib import Path

    from reader.core.errors import NothingToRead
    from reader.paths import seeds

    if "" in words:
        # For Path this would be the folder where the program was started.
        raise NothingToRead("an empty PATH leads nowhere")
    return [Path(word) for word in words] or [seeds()]


def _read(arguments: "argparse.Namespace") -> int:
    """Open the reader, or print the list where stdout is no terminal (as less acts as cat)."""
    from reader.commands.output import is_terminal, narrate
    from reader.settings import FILE_NAME, Settings

    paths = _paths(arguments.paths)
    if not is_terminal(sys.stdout):
        from reader.commands.listing import ListRequest, list_articles
        from reader.core.listing import Order

        return list_articles(ListRequest(paths, order=Order(arguments.sort or Order.HEAT)))
    if not is_terminal(sys.stdin):
        narrate("heatwire: the reader needs a terminal; `heatwire list` prints the articles")
        return 2
    from reader.paths import NoFolder, config_folder

    try:
        file = config_folder() / FILE_NAME
    except NoFolder:
        file = None
    flags = {name: getattr(arguments, name) for name in ("theme", "sort", "density", "browser", "dwell")}
    settings, problems = Settings.load(file, os.environ, flags)
    return open_reader(paths, settings, [str(problem) for problem in problems])


def open_reader(paths: "Sequence[Path]", settings: "Settings", complaints: Sequence[str]) -> int:
    """Run the application until the person leaves it.

    Args:
        paths: what to read.
        settings: what the person chose.
        complaints: what is wrong with the settings, a line each, for the application to show.

    Returns:
        The exit code.

    Raises:
        NothingToRead: a path holds no file that may be an article.
    """
    import gc

    from reader.paths import NoFolder, cache_folder
    from reader.services.loading import LoadingProcess
    from reader.storage.edition_cache import cache_file, open_edition

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
        from reader.services.candidates import require_candidates

        require_candidates(paths)
    # Before all else: it reads while Textual is being imported.
    loading = LoadingProcess(paths, cache, *((edition.stamp, edition.block.ids) if edition else ())).start()
    try:
        return _run_reader(loading, edition, settings, complaints)
    finally:
        loading.stop()


def _run_reader(
    loading: "LoadingProcess", edition: "CachedEdition | None", settings: "Settings", complaints: Sequence[str]
) -> int:
    import io
    from pathlib import Path

    from reader.core.errors import NothingToRead
    from reader.paths import APP, NoFolder, data_folder, styles
    from reader.services.browser import Opener
    from reader.services.editor import editor_command
    from reader.services.signals import watch_signals
    from reader.storage.marks import open_marks
    from reader.zone import local_now

    try:
        folder = data_folder()
    except NoFolder:
        folder = None
    marks = open_marks(folder or Path(os.devnull) / APP)
    opener = Opener(settings.browser)
    store = _filled_store(marks, edition)
    from reader.ui.app import HeatwireApp, Outside
    from reader.ui.terminal import driver_class

    if failure := _early_failure(loading, store):
        marks.close()
        raise NothingToRead(failure)
    app = HeatwireApp(
        Outside(
            store=store,
            marks=marks,
            opener=opener,
            loading=loading,
            clock=local_now,
            remembered={**marks.recall(), **_asked(settings)},
            styles=sorted(styles().glob("*.tcss")),
            dwell=settings.dwell,
            theme=settings.theme,
            complaints=complaints,
            watch_signals=watch_signals,
            read_whole=_read_whole,
            editor=editor_command(os.environ),
        ),
        driver_class(),
    )
    for stream in (sys.__stdout__, sys.__stderr__):
        if isinstance(stream, io.TextIOWrapper):
            # The lines and signs of the screen are beyond Latin-1, whatever the locale says.
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app.run()
    finally:
        opener.close()
        marks.close()
        _forget_dead_terminal()
    if app.crash is not None:
        return _tell_crash(app.crash, folder)
    return app.return_code or 0


def _early_failure(loading: "LoadingProcess", store: "Store") -> str:
    """Why there is nothing to read; mostly known by now, for importing the interface takes longer."""
    failure = loading.early_failure()
    if not failure and not len(store) and (fault := loading.fruitless()):
        failure = f"no article could be read: {fault}"
    return failure


def _forget_dead_terminal() -> None:
    """Keep Python from failing at its end, with a status of its own, for a terminal that is gone."""
    import stat

    from reader.commands.output import silence

    for stream in (sys.stdout, sys.stderr):
        try:
            number = stream.fileno()
            gone = stat.S_ISCHR(os.fstat(number).st_mode) and not os.isatty(number)
        except (OSError, ValueError):
            gone = True
        if gone:
            silence(stream)


def _read_whole(path: str) -> "Article | None":
    from reader.sources.front_matter import read_article

    return read_article(path)[0]


def _filled_store(marks: "MarkStore", edition: "CachedEdition | None") -> "Store":
    """What can be shown at once: the edition as it was the last time, the marks, and what bookmarks keep."""
    import time

    from reader.core.block import Block
    from reader.core.store import Store

    store = Store(edition.topics if edition else ())
    if edition is not None:
        store.apply(edition.block)
    store.set_marks(marks.load())
    missing = [kept.article for kept in marks.bookmarks() if kept.article.id not in store]
    if missing:
        store.apply(Block.of(missing, kept=True))
    now = time.time()
    mutes = marks.mutes()
    if mutes:
        # The first ones, so that none shows on the first screen; the interface looks at the rest.
        store.set_mutes(mutes, now)
        store.sift(_FIRST_LOOKED_AT)
    store.wake(now)
    return store


def _asked(settings: "Settings") -> dict[str, str]:
    """What the person asked for, in the place of what is remembered."""
    asked = {"sort": settings.sort, "density": settings.density}
    return {name: value for name, value in asked.items() if value}


def _tell_crash(error: Exception, folder: "Path | None") -> int:
    """Write the crash down and say where; the exit code."""
    import tempfile
    import time
    from pathlib import Path

    from reader.commands.output import narrate
    from reader.services.crash import write_report
    from reader.version import VERSION

    report = write_report(folder or Path(tempfile.gettempdir()), error, time.time(), VERSION)
    where = f"; the report is in {report}" if report else ""
    narrate(f"heatwire: it crashed ({type(error).__name__}){where}")
    return 1
