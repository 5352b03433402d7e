"""Reading everything at once, for commands that end when they have said it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.core.errors import NothingToRead
from reader.core.loading import Arrived, Found, Gone, Loaded, LoadEvent
from reader.core.marks import Mark
from reader.core.problem import Problem, Severity
from reader.core.store import Store
from reader.core.value import value


@value
class Edition:
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
            case Found(count, topics):
                files = count
                store.add_topics(topics)
            case Arrived(block):
                store.apply(block)
            case Gone(articles):
                store.remove(articles)
            case Loaded(found, failure):
                if failure:
                    raise NothingToRead(failure)
                problems = found
    return Edition(store, problems, files)


def _events(paths: Sequence[Path]) -> Iterator[LoadEvent]:
    # Not at the top: from the cache nothing needs to be parsed.
    from reader.sources.loader import load

    return load(paths)


def _cached_events(paths: Sequence[Path]) -> Iterator[LoadEvent]:
    from reader.paths import NoFolder, cache_folder
    from reader.services.edition import edition_events
    from reader.storage.edition_cache import cache_file

    try:
        file = cache_file(cache_folder(), paths)
    except NoFolder:
        file = None
    return edition_events(paths, file)


def show_marks(store: Store) -> None:
    """Put the reader's marks into a store, where there are any; what is wrong with their file is said."""
    from reader.commands.output import narrate
    from reader.core.article import ArticleId
    from reader.paths import NoFolder, data_folder
    from reader.storage.marks import open_marks

    try:
        folder = data_folder()
    except NoFolder:
        return
    if not folder.is_dir():
        # Listing news must not leave a folder behind.
        return
    kept = open_marks(folder)
    try:
        marks: dict[ArticleId, Mark] = dict(kept.load())
        for words in (kept.trouble, kept.notice):
            if words:
                narrate(f"heatwire: {words}")
    finally:
        kept.close()
    store.set_marks(marks)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 error", "2 errors"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
