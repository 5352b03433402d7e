"""Where the reader has been: back and forward, as in a browser."""

from collections.abc import Callable

from msgspec import Struct

from reader.core.model.article import Article, ArticleId


class Stop(Struct, frozen=True):
    """One place: an article of the store, or a related entry's own page."""

    article: ArticleId
    entry: Article | None = None
    place: tuple[int, int | None] = (0, None)
    """The line at the top of the detail pane, and the related entry under its cursor."""


class Trail:
    """The places behind and ahead of the present one.

    Args:
        exists: whether a place is still there; those that are not are passed over.
    """

    def __init__(self, exists: Callable[[Stop], bool] = lambda _: True) -> None:
        self._exists = exists
        self._behind: list[Stop] = []
        self._ahead: list[Stop] = []

    @property
    def has_behind(self) -> bool:
        """Whether there is a place to go back to."""
        return any(map(self._exists, self._behind))

    @property
    def has_ahead(self) -> bool:
        """Whether there is a place to go forward to."""
        return any(map(self._exists, self._ahead))

    def leave(self, here: Stop) -> None:
        """Go on to a new place from here; what was ahead is forgotten."""
        self._behind.append(here)
        self._ahead.clear()

    def turn_off(self) -> None:
        """Go on to a place beside the trail: what was ahead is forgotten."""
        self._ahead.clear()

    def back(self, here: Stop | None) -> Stop | None:
        """The place before, or None at the start; `here` is None where nothing is shown."""
        return self._turn(self._behind, self._ahead, here)

    def forward(self, here: Stop | None) -> Stop | None:
        """The place that `back` came from, or None at the end."""
        return self._turn(self._ahead, self._behind, here)

    def _turn(self, source: list[Stop], target: list[Stop], here: Stop | None) -> Stop | None:
        while source and not self._exists(source[-1]):
            source.pop()
        if not source:
            return None
        if here is not None:
            target.append(here)
        return source.pop()
