"""Reading everything at once, for commands that end when they have said it."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from reader.core.model.errors import NothingToRead
from reader.core.model.load_events import Added, Discovered, Finished, IndexReady, LoadEvent, Removed, files_source
from reader.core.model.marks import MarkStore
from reader.core.model.problem import Problem, Severity
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch


class Edition(Struct, frozen=True):
    """All that was read, and what was wrong with it."""

    store: Store
    problems: tuple[Problem, ...]
    files: int

    @property
    def errors(self) -> int:
        """How many problems lose an article."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems do not."""
        return len(self.problems) - self.errors


def read_all(paths: Sequence[Path], cached: bool = False) -> Edition:
    """Read everything at the paths.

    Args:
        paths: what to read.
        cached: whether what did not change since the last time may come from the cache.

    Raises:
        NothingToRead: a path does not exist or holds no file to read.
    """
    store, files = Store(), 0
    problems: tuple[Problem, ...] = ()
    for event in _cached_events(paths) if cached else _events(paths):
        match event:
            case Discovered(files=count, topics=topics):
                files = count
                store.add_topics(topics)
            case Added(batch=block):
                store.apply(block)
            case Removed(articles=articles):
                store.remove(articles)
            case IndexReady(index=index):
                store.use_index(index)
            case Finished(problems=found, failure=failure):
                if failure:
                    raise NothingToRead(failure)
                problems = found
    return Edition(store, problems, files)


def _events(paths: Sequence[Path]) -> Iterator[LoadEvent]:
    # Not at the top: from the cache nothing needs to be parsed.
    from reader.sources.files.folder_loader import load

    return load(paths)


def _cached_events(paths: Sequence[Path]) -> Iterator[LoadEvent]:
    from reader.config.paths import NoFolder, cache_folder
    from reader.services.loader.cached_load import edition_events
    from reader.storage.cache.article_cache import cache_file, index_of, open_edition
    from reader.storage.cache.stored_index import StoredIndex

    try:
        file = cache_file(cache_folder(), paths)
    except NoFolder:
        file = None
    fitting: list[Path] = []
    yield from edition_events(paths, file, kept=lambda: fitting.extend([file] if file else ()))
    edition = open_edition(fitting[0]) if fitting else None
    if edition is not None:
        # It is there if the reader was opened on this edition; else the first search makes its own.
        yield IndexReady(files_source(paths), StoredIndex(str(index_of(fitting[0])), edition.stamp))


def show_marks(store: Store, hide: bool = False) -> None:
    """Put the reader's marks into a store, where there are any; what is wrong with their file is said.

    Args:
        store: the articles.
        hide: whether what is muted or snoozed is off the lists, as it is in the reader.
    """
    from reader.config.paths import NoFolder, data_folder
    from reader.console import narrate
    from reader.storage.marks.database import open_marks

    try:
        folder = data_folder()
    except NoFolder:
        return
    if not folder.is_dir():
        # Listing news must not leave a folder behind.
        return
    kept = open_marks(folder)
    try:
        if hide:
            take_marks(store, kept, time.time())
        else:
            store.replace_marks(kept.load())
        for words in (kept.trouble, kept.notice):
            if words:
                narrate(f"heatwire: {words}")
    finally:
        kept.close()


def take_marks(store: Store, marks: MarkStore, now: float) -> None:
    """Put all into a store that is kept: marks, the copies of bookmarks, and what is muted or snoozed at `now`."""
    store.replace_marks(marks.load())
    missing = [bookmark.article for bookmark in marks.bookmarks() if bookmark.article.id not in store]
    if missing:
        store.apply(ArticleBatch.of(missing, kept=True))
    hide(store, marks, now)


def hide(store: Store, marks: MarkStore, now: float) -> None:
    """Keep off the lists what is muted or snoozed at `now` (seconds since 1970, UTC)."""
    store.set_mutes(marks.mutes(), now)
    while store.mutes_pending:
        store.apply_mutes(len(store))
    store.resurface(now)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 error", "2 errors"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
