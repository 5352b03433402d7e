"""An article as JSON: the shape that `list`, `check` and `bookmarks` share."""

from typing import Any

from reader.core.model.article import Article, Provider
from reader.core.model.errors import LinkRefused
from reader.core.model.marks import Mark
from reader.core.model.urls import check_link
from reader.core.text.article_ids import format_id


def article_record(article: Article, mark: Mark) -> dict[str, Any]:
    """An article with its marks; `url` is "" where the link is not one that opens."""
    return {
        "id": format_id(article.id),
        **_entry_record(article),
        "heat": article.heat,
        "quality": article.quality,
        "topics": list(article.topics),
        "excerpt": article.excerpt,
        "archived": article.archived,
        "bookmarked": mark.bookmarked,
        "read": mark.read,
        "tags": list(mark.tags),
        "note": mark.note,
        "related": [_entry_record(entry) for entry in article.related],
    }


def _entry_record(article: Article) -> dict[str, Any]:
    published = article.published
    return {
        "title": article.title,
        "url": _opening_url(article.url),
        "published": published.isoformat() if published else None,
        "provider": _provider_record(article.provider),
    }


def _provider_record(provider: Provider) -> dict[str, str]:
    return {"name": provider.name, "domain": provider.domain}


def _opening_url(url: str) -> str:
    try:
        return check_link(url)
    except LinkRefused:
        return ""
