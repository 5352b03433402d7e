"""A bookmark as it leaves and enters."""

from reader.core.article import Article
from reader.core.errors import LinkRefused
from reader.core.links import check_link
from reader.core.value import value


@value
class Bookmark:
    """A bookmark with all that is kept of it; `when` is in seconds since 1970 (UTC), 0 where unknown."""

    article: Article
    when: int = 0
    tags: tuple[str, ...] = ()
    note: str = ""

    @property
    def link(self) -> str:
        """The link that opens, or ""."""
        try:
            return check_link(self.article.url)
        except LinkRefused:
            return ""
