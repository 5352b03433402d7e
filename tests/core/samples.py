"""Articles, as short as the tests of the core want them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from reader.core.model.article import Article, ArticleId, Provider
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.rows import Rows

DAY_ZERO = datetime(2020, 11, 26, 15, 50, tzinfo=UTC)


def article(
    number: int,
    heat: int | None = None,
    day: int | None = None,
    topics: Iterable[str] = (),
    *,
    title: str = "",
    archived: bool = False,
) -> Article:
    """An article with what sorts and counts it; `day` counts from DAY_ZERO, None for no date."""
    return Article(
        id=ArticleId(number),
        title=title or f"Title {number}",
        provider=Provider(f"Provider {number}"),
        published=None if day is None else DAY_ZERO + timedelta(days=day),
        heat=heat,
        archived=archived,
        topics=tuple(topics),
    )


def store_of(*articles: Article) -> Store:
    """A store with one block."""
    store = Store()
    store.apply(ArticleBatch.of(articles))
    return store


def numbers(rows: Rows) -> list[int]:
    """The ids of rows, in order."""
    return [int(number) for number in rows.ids()]
