"""The lasting id of an article."""

from hashlib import blake2b

from reader.core.model.article import ArticleId
from reader.core.model.urls import canonical


def article_id(url: str, title: str = "", published: str = "") -> ArticleId:
    """The lasting id of an article: of its canonical link, else of its title and date.

    Args:
        url: the article's best link, or "".
        title: its title, which counts only without a web link.
        published: its date in any fixed form, likewise.
    """
    return id_of_page(canonical(url) or f"{title.casefold()}\n{published}")


def id_of_page(key: str) -> ArticleId:
    """The id of an article whose canonical link is known, or what stands for one."""
    digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return ArticleId((int.from_bytes(digest) >> 1) or 1)


def format_id(article: ArticleId) -> str:
    """An id as 16 hexadecimal digits."""
    return f"{article:016x}"
