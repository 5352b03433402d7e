"""A bookmark as the text of a seed, and a topic as that of its file; the loader makes the same of them again.

Tags, note and time of a bookmark stand under `heatwire`, which the loader passes over.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from reader.core.model.article import UNTITLED, Article, Image, Kind, Provider
from reader.core.model.bookmark import Bookmark
from reader.core.model.topic import Topic
from reader.core.text.article_ids import article_id
from reader.core.text.cleaning import clean_body, clean_line, clean_text
from reader.core.text.normalization import TEXT_LIMIT
from reader.formats.bookmark_file import day_time, stamp
from reader.formats.yaml_text import Moment, written
from reader.sources.front_matter.front_matter_fields import NAME_LIMIT
from reader.sources.front_matter.mojibake import repair

OWN_KEY: Final = "heatwire"
_UNSEEN: Final = "\ufeff"
"""A blank without width, which is taken out when the text is read: it keeps apart what would be read as one."""
_LETTER: Final = re.compile("[^\x00-\x7f]")
"""What wrongly decoded text is made of, and what is taken for it."""

Reads = Callable[[str], str]


def seed_text(bookmark: Bookmark) -> str:
    """The whole text of the file."""
    import frontmatter  # 20 ms (with yaml), which only an export to seeds needs

    article = bookmark.article
    fields = _filled({"category": "news", **_article_fields(article), OWN_KEY: _own_fields(bookmark)})
    body = _spelled(article.body, lambda text: clean_body(text.strip(), repair))
    return written(frontmatter.Post(body, **fields))


def topic_text(topic: Topic) -> str:
    """The whole text of a topic's file."""
    from reader.formats.yaml_text import yaml

    fields = {
        "taxonomy": "topic",
        "name": _name(topic.name),
        "shortname": _name(topic.shortname),
        "parent": _name(topic.parent),
        "description": _text(topic.description),
        "keywords": list(map(_name, topic.keywords)),
        "hashtags": list(map(_name, topic.hashtags)),
        "services": {"news": topic.news} if topic.news else {},
    }
    return yaml(_filled(fields))


def _article_fields(article: Article) -> dict[str, Any]:
    return {
        **_entry_fields(article),
        "heat": article.heat,
        # What is listed needs no word, but other programs look for one.
        "published": not article.archived,
        "topics": list(map(_name, article.topics)),
        "related": [_filled(_entry_fields(entry)) for entry in article.related],
        "featuredContent": _spelled(article.featured, lambda text: clean_body(text, repair, TEXT_LIMIT)),
    }


def _entry_fields(article: Article) -> dict[str, Any]:
    links = article.links
    return {
        "title": _title(article),
        "excerpt": _text(article.excerpt),
        "publishedDateTime": Moment(stamp(article.published)) if article.published else None,
        "webUrl": links.web,
        "originalUrl": links.original,
        "ampWebUrl": links.amp,
        "cdnAmpWebUrl": links.cdn_amp,
        "type": article.kind.value if article.kind is Kind.VIDEO else Kind.ARTICLE.value,
        "quality": article.quality,
        "provider": _provider_fields(article.provider),
        "images": _images(article.images),
    }


def _own_fields(bookmark: Bookmark) -> dict[str, Any]:
    marked = day_time(bookmark.when)
    fields = {
        "bookmarked": Moment(stamp(marked)) if marked else None,
        "tags": list(bookmark.tags),
        "note": bookmark.note,
    }
    return _filled(fields) or {"bookmarked": True}


def _title(article: Article) -> str:
    if article.title == UNTITLED:
        published = article.published.isoformat() if article.published else ""
        if article_id(article.links.best, "", published) == article.id:
            # None was written.
            return ""
    return _line(article.title)


def _provider_fields(provider: Provider) -> dict[str, Any]:
    return _filled({"name": _name(provider.name), "domain": _name(provider.domain), "images": _images(provider.images)})


def _images(images: Iterable[Image]) -> list[dict[str, Any]]:
    return [
        _filled(
            {
                "url": image.url,
                "width": image.width or None,
                "height": image.height or None,
                "title": _line(image.title),
                "attribution": _line(image.attribution),
                "isCached": image.cached or None,
            }
        )
        for image in images
    ]


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", None, [], {})}


def _line(text: str) -> str:
    return _spelled(text, lambda spelling: clean_line(spelling, repair))


def _name(text: str) -> str:
    return _spelled(text, lambda spelling: clean_line(spelling, repair, NAME_LIMIT))


def _text(text: str) -> str:
    return _spelled(text, lambda spelling: clean_text(spelling, repair))


def _spelled(text: str, reads: Reads) -> str:
    """How a text is to be written so that it is read as it is: the plainest way that does it."""
    for spelling in _spellings(text):
        if reads(spelling) == text:
            return spelling
    return text


def _spellings(text: str) -> Iterable[str]:
    yield text
    entities = text.replace("&", "&amp;")
    yield entities
    tags = entities.replace("<", "&lt;")
    yield tags
    apart = tags.replace("\\", f"\\{_UNSEEN}")
    yield apart
    yield _LETTER.sub(rf"\g<0>{_UNSEEN}", apart)
    yield f"{text}{_UNSEEN}"
    kept = _LETTER.sub(rf"\g<0>{_UNSEEN}", text)
    yield f"{_UNSEEN}{kept}{_UNSEEN}"
