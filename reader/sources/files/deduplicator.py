"""One article from files that have the same one."""

from msgspec.structs import replace

from reader.core.model.article import Article, to_timestamp
from reader.core.model.problem import Problem, Severity
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.article_codec import EncodedArticle, encode
from reader.core.text.normalization import printable_path
from reader.sources.files.batch import ReadBatch
from reader.sources.front_matter.article_parser import read_article
from reader.sources.front_matter.front_matter_fields import distinct_topics


class Deduplicator:
    """Merges articles with one id over all batches: the newer one is kept, with the topics of both."""

    def __init__(self) -> None:
        # Only paths are kept for all articles: most occur once.
        self._known: dict[int, str] = {}
        self._topics: dict[int, tuple[str, ...]] = {}
        self._ready: dict[int, EncodedArticle] = {}

    def deduplicate(self, batch: ReadBatch) -> ArticleBatch:
        """The articles of a batch, each once; a warning for each duplicate is added to the batch's problems."""
        articles, files = batch.articles, batch.files
        paths = [path for path, article in zip(files.paths, files.articles, strict=True) if article]
        if self._known.keys().isdisjoint(articles.ids) and len(set(articles.ids)) == articles.count:
            self._known.update(zip(articles.ids, paths, strict=True))
            return articles
        for place, path in enumerate(paths):
            article = articles.encoded(place)
            known = self._known.setdefault(article.id, path)
            self._ready[article.id] = article if known is path else self._merge(article.article, path, known, batch)
        articles = ArticleBatch.of_encoded(self._ready.values())
        self._ready.clear()
        return articles

    def _merge(self, article: Article, path: str, known: str, batch: ReadBatch) -> EncodedArticle:
        # The first one may have been sent already: then its file is read again.
        ready = self._ready.get(article.id)
        first = ready.article if ready else read_article(known)[0]
        kept, kept_path = article, path
        if first is not None and to_timestamp(article.published) <= to_timestamp(first.published):
            kept, kept_path = first, known
        message = (
            f"the same article as {printable_path(known)}; {printable_path(kept_path)} is used, with the topics of both"
        )
        problem = Problem(article.origin.location, None, Severity.WARNING, message)
        batch.problems[path] = (*batch.problems.get(path, ()), problem)
        topics = self._topics.get(article.id, first.topics if first else ())
        self._known[article.id] = kept_path
        self._topics[article.id] = tuple(distinct_topics((*topics, *article.topics)))
        return encode(replace(kept, topics=self._topics[article.id]))
