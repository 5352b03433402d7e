"""The files that were read, and their states."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import compress
from typing import NamedTuple


class FileState(NamedTuple):
    """The state of a file when it was read: size in bytes, modification time in ns, and its article's id or 0."""

    size: int
    mtime_ns: int
    article: int


class FileStates(Mapping[str, FileState]):
    """The states of many files by path, in columns: 24 bytes each beside the paths.

    `sizes`, `times` and `articles` are in the order of `paths`, which are distinct.
    """

    __slots__ = ("_places", "articles", "paths", "sizes", "times")

    def __init__(self, states: Mapping[str, FileState] | None = None) -> None:
        self.paths: list[str] = []
        self.sizes, self.times, self.articles = array("q"), array("q"), array("q")
        # Made when it is first needed.
        self._places: dict[str, int] | None = None
        for path, state in (states or {}).items():
            self.append(path, *state)

    @classmethod
    def of_columns(
        cls, paths: Iterable[str], sizes: "array[int]", times: "array[int]", articles: "array[int]"
    ) -> "FileStates":
        """The states in some columns, which are not copied."""
        states = cls()
        states.paths, states.sizes, states.times, states.articles = list(paths), sizes, times, articles
        return states

    def append(self, path: str, size: int, time: int, article: int) -> None:
        """Add a file that is not in these states."""
        self.paths.append(path)
        self.sizes.append(size)
        self.times.append(time)
        self.articles.append(article)
        self._places = None

    def extend(self, others: "FileStates") -> None:
        """Add files none of which is in these states."""
        self.paths += others.paths
        self.sizes += others.sizes
        self.times += others.times
        self.articles += others.articles
        self._places = None

    def note(self, others: "FileStates") -> None:
        """Add files, replacing the states of those that are there."""
        places = self._by_path()
        for path, *state in zip(others.paths, others.sizes, others.times, others.articles, strict=True):
            place = places.get(path)
            if place is None:
                self.append(path, *state)
            else:
                self.sizes[place], self.times[place], self.articles[place] = state

    def forget(self, paths: Collection[str]) -> None:
        """Remove some paths; unknown ones are skipped."""
        gone = set(paths)
        kept = [path not in gone for path in self.paths]
        self.paths = list(compress(self.paths, kept))
        self.sizes = array("q", compress(self.sizes, kept))
        self.times = array("q", compress(self.times, kept))
        self.articles = array("q", compress(self.articles, kept))
        self._places = None

    def articles_of(self, paths: Iterable[str]) -> Iterator[int]:
        """The ids of the articles of some files, 0 for none."""
        return map(self.articles.__getitem__, map(self._by_path().__getitem__, paths))

    def _by_path(self) -> dict[str, int]:
        if self._places is None:
            self._places = dict(zip(self.paths, range(len(self.paths)), strict=True))
        return self._places

    def __getitem__(self, path: str) -> FileState:
        place = self._by_path()[path]
        return FileState(self.sizes[place], self.times[place], self.articles[place])

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)
