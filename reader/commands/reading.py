"""Reading everything at once, for commands that end when they have said it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.core.errors import NothingToRead
from reader.core.loading import Arrived, Found, Loaded
from reader.core.marks import Mark
from reader.core.problem import Problem, Severity
from reader.core.store import Store
from reader.sources.loader import load


@dataclass(frozen=True, slots=True)
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


def read_all(paths: Sequence[Path]) -> Edition:
    """Read everything at the paths.

    Raises:
        NothingToRead: a path does not exist or holds no file to read.
    """
    store, files = Store(), 0
    problems: tuple[Problem, ...] = ()
    for event in load(paths):
        match event:
            case Found(count, topics):
                files += count
                store.add_topics(topics)
            case Arrived(block):
                store.apply(block)
            case Loaded(found, failure):
                if failure:
                    raise NothingToRead(failure)
                problems = found
    return Edition(store, problems, files)


def show_marks(store: Store) -> None:
    """Put the reader's marks into a store, where there are any; trouble is not this command's matter."""
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
    finally:
        kept.close()
    store.set_marks(marks)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 error", "2 errors"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
