"""What is wrong with one file or feed: where, what, and how bad."""

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """How bad a problem is: an error loses the article, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Problem(Struct, frozen=True):
    """One thing wrong at one place. `path` and `message` are cleaned text; `line` counts from 1."""

    path: str
    line: int | None
    severity: Severity
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"
