"""Errors that the user can do something about; their message is shown as it is."""


class HeatwireError(Exception):
    """Wrong use, or an error in the environment, with a message of one line; no traceback is needed."""


class NothingToRead(HeatwireError):
    """A path does not exist or has no articles."""


class UnknownTopic(HeatwireError):
    """There is no topic of that name."""


class LinkRefused(HeatwireError):
    """A link is not opened, for the reason in the message."""


class MarksUnavailable(HeatwireError):
    """The marks could not be written; nothing in memory was changed."""


class QueryError(HeatwireError):
    """A query cannot be parsed; `column` is the place in it, from 0 up to its length."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.column = column


class PathTaken(HeatwireError):
    """A file exists already and would be replaced."""
