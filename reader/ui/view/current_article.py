"""What is being read: an article of the store, or a related entry's own page."""

from reader.core.model.article import Article, ArticleId
from reader.core.store import Store
from reader.ui.render.article_page import ArticlePage
from reader.ui.render.highlights import Highlighter
from reader.ui.view.back_stack import Stop
from reader.ui.view.completing import Completing
from reader.ui.widgets.article_detail import ArticleDetail


class Reading:
    """Holds the article that commands act on, and keeps the detail pane showing it."""

    def __init__(self, store: Store, detail: ArticleDetail, completing: Completing) -> None:
        self._store = store
        self._completing = completing
        self._detail = detail
        self.article: Article | None = None
        self.entry = False
        self.sought: Highlighter | None = None

    @property
    def id(self) -> ArticleId | None:
        """The id of the article, or None where nothing is shown."""
        return self.article.id if self.article else None

    @property
    def stop(self) -> Stop | None:
        """This place, to come back to."""
        if self.article is None:
            return None
        return Stop(self.article.id, self.article if self.entry else None, self._detail.scroll_position)

    def show(self, article: ArticleId | None) -> bool:
        """Show an article of the store, or nothing; True if that is another than before."""
        other = article != self.id or self.entry
        found = None if article is None else self._store.article(article)
        self.article = found and self._completing.known(found)
        self.entry = False
        self.redraw()
        return other

    def show_entry(self, entry: Article) -> None:
        """Show a related entry that the store does not have."""
        self.article, self.entry = entry, True
        self.redraw()

    @property
    def is_partial(self) -> bool:
        """Whether some of the article is still to be read."""
        return self.article is not None and self.article.partial and not self.entry

    async def complete(self) -> None:
        """Read the rest of the article, if only a part of it was, and show it if it is still the one."""
        article = self.article
        if article is not None and self.is_partial:
            whole = await self._completing.whole(article)
            if self.id == article.id and not self.entry and whole is not article:
                self.article = whole
                self.redraw()

    def refresh(self) -> None:
        """Show the same article, which the store may have got or replaced since."""
        article = self.id
        if article is not None and article in self._store:
            self.show(article)
        else:
            self.redraw()

    def redraw(self) -> None:
        """Show the article as it is now."""
        article = self.article
        if article is None:
            self._detail.show(None)
            return
        known = [related.id in self._store for related in article.related]
        self._detail.show(ArticlePage(article, self._store.mark(article.id), known, self.entry, self.sought))
