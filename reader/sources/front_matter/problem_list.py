"""The problems of one file while it is read."""

from typing import Final

from reader.core.model.problem import Problem, Severity
from reader.core.text.normalization import printable_path

MOST: Final = 20


class ProblemList:
    """Problems of one file; a file with more than twenty has the rest summed up in one."""

    __slots__ = ("_more", "_problems", "path")

    def __init__(self, path: str) -> None:
        self.path = printable_path(path)
        self._problems: list[Problem] = []
        self._more = 0

    def warn(self, message: str, line: int | None = None) -> None:
        """Note what does not cost the article."""
        self._add(Problem(self.path, line, Severity.WARNING, message))

    def fail(self, message: str, line: int | None = None) -> None:
        """Note what costs the article; it is told whatever the number."""
        self._problems.append(Problem(self.path, line, Severity.ERROR, message))

    def told(self) -> tuple[Problem, ...]:
        """All of them, in the order of lines."""
        problems = sorted(self._problems, key=lambda problem: problem.line or 0)
        if self._more:
            problems.append(Problem(self.path, None, Severity.WARNING, f"and {self._more:,} problems more"))
        return tuple(problems)

    def _add(self, problem: Problem) -> None:
        if len(self._problems) < MOST:
            self._problems.append(problem)
        else:
            self._more += 1
