"""Reading all articles at once, for commands that end when they have printed them."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from reader.config.paths import cache_folder, data_folder, folder_if_any
from reader.console import narrate
from reader.core.load_events import Added, Discovered, Finished, IndexReady, LoadEvent, Removed, files_source
from reader.core.model.errors import NothingToRead
from reader.core.model.marks import MarkStore
from reader.core.model.problem import Problem, Severity
from reader.core.store import Store
from reader.services.loader.cached_load import load_cached
from reader.sources.files.folder_loader import load_files
from reader.storage.cache.article_cache import cache_file, index_file, open_cache
from reader.storage.cache.stored_index import StoredIndex


class ReadResult(Struct, frozen=True):
    """What was read: the articles, the problems in the files, and the number of files."""

    store: Store
    problems: tuple[Problem, ...]
    files: int

    @property
    def errors(self) -> int:
        """The number of problems because of which an article is missing."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def warnings(self) -> int:
        """The number of other problems."""
        return len(self.problems) - self.errors


def read_all(paths: Sequence[Path], cached: bool = False, searched: bool = True) -> ReadResult:
    """Read all articles of files and folders.

    With `cached`, unchanged files may come from the cache, and if they are `searched`, its word index, too.

    Raises:
        NothingToRead: a path does not exist or holds no file to read.
    """
    store, files = Store(), 0
    problems: tuple[Problem, ...] = ()
    for event in _cached_events(paths, searched) if cached else load_files(paths):
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
    return ReadResult(store, problems, files)


def _cached_events(paths: Sequence[Path], searched: bool) -> Iterator[LoadEvent]:
    folder = folder_if_any(cache_folder)
    file = cache_file(folder, paths) if folder else None
    fitting: list[Path] = []
    yield from load_cached(paths, file, kept=lambda: fitting.extend([file] if file else ()))
    edition = open_cache(fitting[0]) if fitting else None
    if edition is not None and searched:
        # It is there if the reader was opened on this edition; else the first search makes its own.
        yield IndexReady(files_source(paths), StoredIndex(str(index_file(fitting[0])), edition.revision))


def load_marks(store: Store, hide: bool = False) -> None:
    """Load the user's marks, if there are any, into a store, and report what is wrong with their file.

    With `hide`, muted and snoozed articles are left out of the lists, as in the reader.
    """
    folder = folder_if_any(data_folder)
    if folder is None or not folder.is_dir():
        # Listing news must not create a folder.
        return
    from reader.storage.marks.database import open_marks  # lazy: services

    with closing(open_marks(folder)) as marks:
        if hide:
            apply_marks(store, marks, time.time())
        else:
            store.replace_marks(marks.load())
        report_trouble(marks)


def report_trouble(marks: MarkStore) -> None:
    """Print what is wrong with the file of the marks."""
    narrate(*(f"heatwire: {message}" for message in (marks.trouble, marks.notice) if message))


def apply_marks(store: Store, marks: MarkStore, now: float) -> None:
    """Put all marks into a store, with the copies of bookmarked articles that it lacks; hide what is muted at `now`."""
    store.replace_marks(marks.load())
    store.add_copies(bookmark.article for bookmark in marks.bookmarks())
    hide_articles(store, marks, now)


def hide_articles(store: Store, marks: MarkStore, now: float) -> None:
    """Hide what is muted or snoozed at `now` (seconds since 1970, UTC)."""
    store.set_mutes(marks.mutes(), now)
    while store.mutes_pending:
        store.apply_mutes(len(store))
    store.resurface(now)
