"""Bookmarks, and exporting them."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from reader.core.model.article import Article
from reader.core.model.urls import safe_link


class Bookmark(Struct, frozen=True):
    """A bookmarked article; `when` is the time of bookmarking in seconds since 1970 (UTC), 0 if unknown."""

    article: Article
    when: int = 0
    tags: tuple[str, ...] = ()
    note: str = ""

    @property
    def link(self) -> str:
        """The link that opens, or ""."""
        return safe_link(self.article.url)


class Exported(Struct, frozen=True):
    """The result of an export.

    `articles` were written, of which `again` replaced seeds of an earlier export, with `topics`; `left_out` have no
    link. `warnings` name what could not be written completely.
    """

    articles: int
    again: int = 0
    topics: int = 0
    left_out: int = 0
    warnings: tuple[str, ...] = ()


class Exporter(Protocol):
    """Writes articles for other programs; implemented in `reader.formats.exporter`."""

    def __call__(self, form: str, path: str, bookmarks: Sequence[Bookmark], over: bool = False) -> Exported:
        """Write to a file or, as seeds, to a folder. Blocks: call it in a worker thread.

        `form` is one of `reader.config.choices.EXPORT_FORMS`; `~` in the path is the home folder.

        Raises:
            PathTaken: the file exists, and `over` is False.
            HeatwireError: it could not be written; what was there before is unchanged.
        """
