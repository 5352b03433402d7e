"""What was read from some paths, and from which files."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import compress
from typing import NamedTuple


class FileState(NamedTuple):
    """What a file was when it was read: bytes, time of change in ns, and its article's id, 0 for none."""

    size: int
    mtime_ns: int
    article: int


class FileStates(Mapping[str, FileState]):
    """The states of many files by path, at 24 bytes each beside the paths.

    `sizes`, `times` and `articles` are columns in the order of `paths`, each of which is there once.
    """

    __slots__ = ("_places", "articles", "paths", "sizes", "times")

    def __init__(self, states: Mapping[str, FileState] | None = None) -> None:
        self.paths: list[str] = []
        self.sizes, self.times, self.articles = array("q"), array("q"), array("q")
        # Made when it is needed: a first reading looks up nothing.
        self._places: dict[str, int] | None = None
        for path, state in (states or {}).items():
            self.append(path, *state)

    @classmethod
    def of_columns(
        cls, paths: Iterable[str], sizes: "array[int]", times: "array[int]", articles: "array[int]"
    ) -> "FileStates":
        """States whose columns are there already."""
        states = cls()
        states.paths, states.sizes, states.times, states.articles = list(paths), sizes, times, articles
        return states

    def append(self, path: str, size: int, time: int, article: int) -> None:
        """Note a file that is not among these yet."""
        self.paths.append(path)
        self.sizes.append(size)
        self.times.append(time)
        self.articles.append(article)
        self._places = None

    def extend(self, others: "FileStates") -> None:
        """Note files none of which is among these yet."""
        self.paths += others.paths
        self.sizes += others.sizes
        self.times += others.times
        self.articles += others.articles
        self._places = None

    def note(self, others: "FileStates") -> None:
        """Note files; of one path the later state counts."""
        places = self._by_path()
        fresh = []
        for number, path in enumerate(others.paths):
            place = places.get(path)
            if place is None:
                fresh.append(number)
                continue
            self.sizes[place] = others.sizes[number]
            self.times[place] = others.times[number]
            self.articles[place] = others.articles[number]
        for number in fresh:
            self.append(others.paths[number], others.sizes[number], others.times[number], others.articles[number])

    def forget(self, paths: Collection[str]) -> None:
        """Take out some paths; others are passed over."""
        gone = paths if isinstance(paths, set | frozenset | dict) else set(paths)
        kept = [path not in gone for path in self.paths]
        self.paths = list(compress(self.paths, kept))
        self.sizes = array("q", compress(self.sizes, kept))
        self.times = array("q", compress(self.times, kept))
        self.articles = array("q", compress(self.articles, kept))
        self._places = None

    def articles_of(self, paths: Iterable[str]) -> Iterator[int]:
        """The ids of the articles that files gave, 0 for none."""
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
