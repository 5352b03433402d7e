"""Problems in files and feeds: where, what, and how severe."""

from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    """How severe a problem is: an error loses the article, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Problem(Struct, frozen=True):
    """One problem at one place. `path` and `message` are cleaned text; `line` counts from 1."""

    path: str
    line: int | None
    severity: Severity
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"
