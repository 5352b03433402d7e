"""A bookmark as it leaves and enters."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from reader.core.model.article import Article
from reader.core.model.urls import safe_link


class Bookmark(Struct, frozen=True):
    """A bookmark with all that is kept of it; `when` is in seconds since 1970 (UTC), 0 where unknown."""

    article: Article
    when: int = 0
    tags: tuple[str, ...] = ()
    note: str = ""

    @property
    def link(self) -> str:
        """The link that opens, or ""."""
        return safe_link(self.article.url)


class Exported(Struct, frozen=True):
    """What came of an export.

    How many articles were written, how many of them in the place of seeds of an earlier one, how many topics
    with them; how many were left out for having no link; and which are not whole.
    """

    articles: int
    again: int = 0
    topics: int = 0
    left_out: int = 0
    warnings: tuple[str, ...] = ()


class Exporter(Protocol):
    """Writes articles for other programs; implemented in `reader.formats.exporter`."""

    def __call__(self, form: str, path: str, bookmarks: Sequence[Bookmark], over: bool = False) -> Exported:
        """Write to a file or, as seeds, to a folder. Blocks, so it is called in a worker thread.

        Args:
            form: one of `reader.config.choices.EXPORT_FORMS`.
            path: where to; `~` is the home folder.
            bookmarks: what to write; they need not be bookmarked.
            over: whether a file that is there is to be replaced.

        Raises:
            PathTaken: the file is there, and is not to be replaced.
            HeatwireError: it could not be written; what was there before is as it was.
        """
