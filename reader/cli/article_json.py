"""JSON output, and an article as JSON: the shape that `list`, `check` and `bookmarks` share."""

import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from reader.core.model.article import Article
from reader.core.model.marks import Mark
from reader.core.model.urls import safe_link
from reader.core.store import Store
from reader.core.tables.rows import Row
from reader.core.text.article_ids import format_id


def json_text(value: object) -> str:
    """A value as JSON on one line; non-ASCII characters are escaped unless stdout is UTF-8."""
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "").replace("_", "")
    text = json.dumps(value, ensure_ascii=encoding != "utf8")
    # A lone surrogate (an undecodable byte of a file name) is no valid character in JSON.
    return text.encode("utf-8", "replace").decode("utf-8") if encoding == "utf8" else text


def json_array(values: Iterable[object]) -> Iterator[str]:
    """The lines of a JSON array, one value a line."""
    opening = "["
    for value in values:
        yield opening + json_text(value)
        opening = ","
    yield "[]" if opening == "[" else "]"


def article_records(store: Store, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """The articles of some rows as JSON values."""
    for row in rows:
        article = store.article(row.id)
        if article is not None:
            yield article_record(article, store.mark(row.id))


def article_record(article: Article, mark: Mark) -> dict[str, Any]:
    """An article with its marks as a JSON value; `url` is "" if its link may not be opened."""
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
        "url": safe_link(article.url),
        "published": published.isoformat() if published else None,
        "provider": {"name": article.provider.name, "domain": article.provider.domain},
    }
