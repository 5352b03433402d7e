"""Collects the problems of a file while it is parsed."""

from collections.abc import Callable
from typing import Final, TypeVar

from reader.core.model.problem import Problem, Severity
from reader.core.text.normalization import printable_path, quoted
from reader.sources.files.file_reader import Unreadable, decode
from reader.sources.front_matter.yaml_nodes import MappingNode

MOST: Final = 20
Parsed = TypeVar("Parsed")


class ProblemList:
    """The problems of one file; after twenty, further ones are only counted."""

    __slots__ = ("_more", "_problems", "path")

    def __init__(self, path: str) -> None:
        self.path = printable_path(path)
        self._problems: list[Problem] = []
        self._more = 0

    def warn(self, message: str, line: int | None = None) -> None:
        """Add a problem that leaves the article usable."""
        if len(self._problems) < MOST:
            self._problems.append(Problem(self.path, line, Severity.WARNING, message))
        else:
            self._more += 1

    def fail(self, message: str, line: int | None = None) -> None:
        """Add the problem that makes the article unusable; it is added even after twenty others."""
        self._problems.append(Problem(self.path, line, Severity.ERROR, message))

    def sorted(self) -> tuple[Problem, ...]:
        """All problems, in the order of lines."""
        problems = sorted(self._problems, key=lambda problem: problem.line or 0)
        if self._more:
            problems.append(Problem(self.path, None, Severity.WARNING, f"and {self._more:,} more problems"))
        return tuple(problems)


def parse_file(path: str, parse: Callable[[ProblemList], Parsed]) -> tuple[Parsed | None, tuple[Problem, ...]]:
    """What `parse` makes of a file, None if it raises `Unreadable`, and the problems it adds to the list."""
    problems = ProblemList(path)
    try:
        return parse(problems), problems.sorted()
    except Unreadable as error:
        problems.fail(error.reason, error.line)
        return None, problems.sorted()


def decode_text(data: bytes, problems: ProblemList) -> str:
    """The text of a file as from `decode`, with a warning if bytes are not UTF-8."""
    text, bad = decode(data)
    if bad is not None:
        problems.warn("a byte that is not UTF-8 is shown as �", bad)
    return text


def warn_duplicate_keys(mapping: MappingNode, problems: ProblemList) -> None:
    """Warn about each key that occurs a second time."""
    for key, line in mapping.duplicate_keys():
        problems.warn(f"duplicate key {quoted(key)}; the last one is used", line)
