"""Back and forward between articles, as in a browser, and back to what was listed."""

from collections.abc import Callable, Collection

from msgspec import Struct

from reader.core.model.article import Article, ArticleId
from reader.core.model.listing import Listing
from reader.ui.render.list_row import Density


class Location(Struct, frozen=True):
    """An article of the store or an external one, and the position in its page.

    Attributes:
        article: its id.
        external: the related entry itself, if the store does not have it.
        scroll: the line at the top of the detail pane, and the related entry under its cursor.
    """

    article: ArticleId
    external: Article | None = None
    scroll: tuple[int, int | None] = (0, None)


class ViewSnapshot(Struct, frozen=True):
    """What was listed and shown, to come back to."""

    listing: Listing
    article: ArticleId | None
    scroll: tuple[int, int, Density]
    location: Location | None
    selected: Collection[ArticleId] = ()
    sticky: Collection[ArticleId] = ()


class BackStack:
    """The locations before and after the present one.

    Args:
        exists: whether a location can still be shown; others are skipped.
    """

    def __init__(self, exists: Callable[[Location], bool] = lambda _: True) -> None:
        self._exists = exists
        self._back: list[Location] = []
        self._forward: list[Location] = []

    @property
    def can_go_back(self) -> bool:
        """Whether there is a location to go back to."""
        return any(map(self._exists, self._back))

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a location to go forward to."""
        return any(map(self._exists, self._forward))

    def push(self, here: Location) -> None:
        """Leave a location for a new one; the forward ones are dropped."""
        self._back.append(here)
        self._forward.clear()

    def drop_forward(self) -> None:
        """Drop the forward locations: the user went elsewhere."""
        self._forward.clear()

    def go_back(self, here: Location | None) -> Location | None:
        """The location before `here`, None at the start; `here` is None if nothing is shown."""
        return self._turn(self._back, self._forward, here)

    def go_forward(self, here: Location | None) -> Location | None:
        """The location that `go_back` left, None at the end."""
        return self._turn(self._forward, self._back, here)

    def _turn(self, source: list[Location], target: list[Location], here: Location | None) -> Location | None:
        while source and not self._exists(source[-1]):
            source.pop()
        if not source:
            return None
        if here is not None:
            target.append(here)
        return source.pop()
