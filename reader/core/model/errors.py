"""Errors that a person can do something about; their text is shown as it is."""


class HeatwireError(Exception):
    """Wrong use or a fault of the surroundings, said in one line that needs no traceback."""


class NothingToRead(HeatwireError):
    """A path that does not exist, or holds no article."""


class UnknownTopic(HeatwireError):
    """A topic that no article and no topic file names."""


class LinkRefused(HeatwireError):
    """A link that is not opened, and why."""


class MarksUnavailable(HeatwireError):
    """The marks could not be written; nothing in memory was changed."""


class QueryError(HeatwireError):
    """A query that cannot be understood; `column` counts its characters from 0 and may be its length."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


class PathTaken(HeatwireError):
    """A file that is there already and would be replaced."""
