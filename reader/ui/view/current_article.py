"""The article that is shown, and the loader that reads the rest of one that was only read in part."""

import asyncio
from collections.abc import Callable

from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId
from reader.core.model.topic import topic_key
from reader.core.store import Store
from reader.ui.render.article_page import ArticlePage
from reader.ui.render.highlights import Highlighter
from reader.ui.view.back_stack import Location
from reader.ui.view.dwell import Dwell
from reader.ui.widgets.article_detail import ArticleDetail

LoadFull = Callable[[str], Article | None]
"""Reads the full article of a file; blocks, so it is called in a thread."""

_PAUSE = 0.05
"""Seconds on an article before the rest of it is read."""
_REMEMBERED = 200


class FullArticleLoader:
    """Reads articles in full, and remembers the last of them."""

    def __init__(self, load: LoadFull | None) -> None:
        self._load = load
        self._full: dict[ArticleId, Article] = {}

    def cached(self, article: Article) -> Article:
        """The full article if it was loaded before, else as it is."""
        full = self._full.get(article.id) if article.partial else None
        return _with_topics(full, article) if full and full.origin == article.origin else article

    async def load(self, article: Article) -> Article:
        """The full article; as it is if its file no longer holds it."""
        if not article.partial or self._load is None:
            return article
        full = self._full.get(article.id)
        if full is None or full.origin != article.origin:
            full = await asyncio.to_thread(self._load, article.origin.location)
            if full is None or full.id != article.id:
                return article
            self._full[article.id] = full
            if len(self._full) > _REMEMBERED:
                del self._full[next(iter(self._full))]
        return _with_topics(full, article)


def _with_topics(full: Article, article: Article) -> Article:
    """The full article with the topics that the same article has from other files, too."""
    return replace(full, topics=article.topics)


class CurrentArticle:
    """The article that commands act on, an article of the store or an external one, and its page in the detail pane.

    An external article is a related entry that the store does not have.
    """

    def __init__(self, store: Store, detail: ArticleDetail, loader: FullArticleLoader) -> None:
        self._store = store
        self._loader = loader
        self._detail = detail
        self._pause = Dwell(detail, _PAUSE, self._load_rest, in_front=False)
        self.article: Article | None = None
        self.is_external = False
        self.highlighter: Highlighter | None = None

    @property
    def id(self) -> ArticleId | None:
        """Its id, None if nothing is shown."""
        return self.article.id if self.article else None

    @property
    def location(self) -> Location | None:
        """Where it is, to come back to."""
        if self.article is None:
            return None
        return Location(self.article.id, self.article if self.is_external else None, self._detail.scroll_position)

    @property
    def is_partial(self) -> bool:
        """Whether the rest of it is still to be read."""
        return self.article is not None and self.article.partial and not self.is_external

    def show(self, article: ArticleId | None) -> bool:
        """Show an article of the store, or nothing; True if that is another than before."""
        changed = article != self.id or self.is_external
        found = None if article is None else self._store.article(article)
        self.article = found and self._loader.cached(found)
        self.is_external = False
        self.redraw()
        if changed:
            self._pause.start()
        return changed

    def show_external(self, article: Article) -> None:
        """Show a related entry that the store does not have."""
        self.article, self.is_external = article, True
        self.redraw()

    def refresh(self) -> None:
        """Show the same article again, which the store may have received or replaced."""
        article = self.id
        if article is not None and article in self._store:
            self.show(article)
        else:
            self.redraw()
        self._pause.start()

    def redraw(self) -> None:
        """Draw the page with the present marks."""
        article = self.article
        if article is None:
            self._detail.show(None)
            return
        stored = [related.id in self._store for related in article.related]
        topics = tuple(self._store.topics.name(topic_key(topic)) for topic in article.topics)
        page = ArticlePage(article, self._store.mark(article.id), stored, self.is_external, self.highlighter, topics)
        self._detail.show(page)

    def _load_rest(self) -> None:
        if self.is_partial:
            self._detail.run_worker(self._show_full(), group="full article")

    async def _show_full(self) -> None:
        article = self.article
        if article is None or not self.is_partial:
            return
        full = await self._loader.load(article)
        if self.id == article.id and not self.is_external and full is not article:
            self.article = full
            self.redraw()
