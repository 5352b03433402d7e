"""Articles of which only what a list needs was read: the rest is read when one is looked at."""

import asyncio
from collections.abc import Callable

from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId

ReadWhole = Callable[[str], Article | None]
"""Reads the whole article of a file; blocks, so it is called in a thread."""

PAUSE = 0.05
"""Seconds on an article before the rest of it is read."""

_REMEMBERED = 200


class Completing:
    """Reads articles whole, and remembers the last of them."""

    def __init__(self, read: ReadWhole | None) -> None:
        self._read = read
        self._whole: dict[ArticleId, Article] = {}

    def known(self, article: Article) -> Article:
        """The whole article if it is one or was read whole before, else as it is."""
        whole = self._whole.get(article.id) if article.partial else None
        return completed(article, whole) if whole and whole.origin == article.origin else article

    async def whole(self, article: Article) -> Article:
        """The whole article; as it is where its file does not hold it any more."""
        if not article.partial or self._read is None:
            return article
        found = self._whole.get(article.id)
        if found is None or found.origin != article.origin:
            found = await asyncio.to_thread(self._read, article.origin.location)
            if found is None or found.id != article.id:
                return article
            self._whole[article.id] = found
            if len(self._whole) > _REMEMBERED:
                del self._whole[next(iter(self._whole))]
        return completed(article, found)


def completed(article: Article, read: Article) -> Article:
    """What was read whole, with the topics that the article has from other files, too."""
    return replace(read, topics=article.topics)
