"""Articles from many files, made one where two files hold the same."""

from collections.abc import Iterable

from msgspec.structs import replace

from reader.core.model.article import Article, to_timestamp
from reader.core.model.problem import Problem, Severity
from reader.core.model.topic import topic_key
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.article_codec import EncodedArticle, encode
from reader.core.text.normalization import printable_path
from reader.sources.files.batch import Batch
from reader.sources.front_matter.article_parser import read_article


class Gathering:
    """Takes in batches in their order; of two articles with one id it makes one: the newer, with the topics of both."""

    def __init__(self) -> None:
        # Paths alone: most articles come once, and a few words on each would be many.
        self._known: dict[int, str] = {}
        self._topics: dict[int, tuple[str, ...]] = {}
        self._ready: dict[int, EncodedArticle] = {}

    def taken(self, batch: Batch) -> ArticleBatch:
        """The articles of a batch, each once. What there is to say of files with one id goes to its problems."""
        block, files = batch.block, batch.files
        paths = [path for path, article in zip(files.paths, files.articles, strict=True) if article]
        if self._known.keys().isdisjoint(block.ids) and len(set(block.ids)) == block.count:
            self._known.update(zip(block.ids, paths, strict=True))
            return block
        for place, path in enumerate(paths):
            article = block.encoded(place)
            known = self._known.setdefault(article.id, path)
            self._ready[article.id] = article if known is path else self._united(article, path, known, batch)
        block = ArticleBatch.of_encoded(self._ready.values())
        self._ready.clear()
        return block

    def _united(self, late: EncodedArticle, path: str, known: str, batch: Batch) -> EncodedArticle:
        # The one that came first may be on its way already: then its file is read once more.
        ready = self._ready.get(late.id)
        first = ready.article if ready else read_article(known)[0]
        article = late.article
        kept, kept_path = article, path
        if first is not None and to_timestamp(article.published) <= to_timestamp(first.published):
            kept, kept_path = first, known
        topics = _union(self._topics.get(article.id, first.topics if first else ()), article.topics)
        self._note_double(article, path, known, kept_path, batch)
        self._known[article.id] = kept_path
        self._topics[article.id] = topics
        return encode(replace(kept, topics=topics))

    def _note_double(self, article: Article, path: str, known: str, kept: str, batch: Batch) -> None:
        message = f"the same article as {printable_path(known)}; {printable_path(kept)} counts, with the topics of both"
        problem = Problem(article.origin.location, None, Severity.WARNING, message)
        batch.problems[path] = (*batch.problems.get(path, ()), problem)


def _union(one: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in (*one, *other):
        found.setdefault(topic_key(name), name)
    return tuple(found.values())
