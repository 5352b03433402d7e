"""A bookmark as the text of a seed, and a topic as the text of its file; loading them gives the same values.

A bookmark's tags, note and time are under `heatwire`, which the loader ignores. Importing this module imports yaml
and frontmatter (20 ms).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

import frontmatter
from frontmatter.default_handlers import YAMLHandler
from yaml import SafeDumper, dump

from reader.core.model.article import UNTITLED, Article, Image
from reader.core.model.bookmark import Bookmark
from reader.core.model.topic import Topic
from reader.core.text.article_ids import article_id
from reader.core.text.cleaning import clean_body, clean_line, clean_text
from reader.core.text.normalization import TEXT_LIMIT
from reader.formats.bookmark_file import bookmark_time, format_time
from reader.sources.front_matter.front_matter_fields import NAME_LIMIT
from reader.sources.front_matter.mojibake import repair

OWN_KEY: Final = "heatwire"
_WIDTH: Final = 120
_UNSEEN: Final = "\ufeff"
"""A blank without width, which the loader removes: it separates characters that would be read together."""
_LETTER: Final = re.compile("[^\x00-\x7f]")
"""Characters that wrongly decoded text consists of, and that are taken for it."""


class _Time(str):
    """A time that is written without quotes: 2020-11-26T15:50:00Z."""

    __slots__ = ()


class _Dumper(SafeDumper):
    """Writes times without quotes and repeats values instead of referring to them."""

    def ignore_aliases(self, data: object) -> bool:
        """Write no references, which the loader refuses."""
        del data
        return True


_Dumper.add_representer(_Time, lambda dumper, time: dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(time)))


def seed_text(bookmark: Bookmark) -> str:
    """The whole text of a seed."""
    article = bookmark.article
    fields = _filled({"category": "news", **_article_fields(article), OWN_KEY: _own_fields(bookmark)})
    post = frontmatter.Post(_spell(article.body, lambda text: clean_body(text.strip(), repair)), **fields)
    return frontmatter.dumps(post, YAMLHandler(), Dumper=_Dumper, sort_keys=False, width=_WIDTH) + "\n"


def topic_text(topic: Topic) -> str:
    """The whole text of a topic file."""
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
    return str(dump(_filled(fields), Dumper=_Dumper, sort_keys=False, width=_WIDTH, allow_unicode=True))


def _article_fields(article: Article) -> dict[str, Any]:
    return {
        **_entry_fields(article),
        "heat": article.heat,
        # The default is true, but other programs need it written.
        "published": not article.archived,
        "topics": list(map(_name, article.topics)),
        "related": [_filled(_entry_fields(entry)) for entry in article.related],
        "featuredContent": _spell(article.featured, lambda text: clean_body(text, repair, TEXT_LIMIT)),
    }


def _entry_fields(article: Article) -> dict[str, Any]:
    links, provider = article.links, article.provider
    return {
        "title": _title(article),
        "excerpt": _text(article.excerpt),
        "publishedDateTime": _Time(format_time(article.published)) if article.published else None,
        "webUrl": links.web,
        "originalUrl": links.original,
        "ampWebUrl": links.amp,
        "cdnAmpWebUrl": links.cdn_amp,
        "type": article.kind.value,
        "quality": article.quality,
        "provider": _filled(
            {"name": _name(provider.name), "domain": _name(provider.domain), "images": _images(provider.images)}
        ),
        "images": _images(article.images),
    }


def _own_fields(bookmark: Bookmark) -> dict[str, Any]:
    marked = bookmark_time(bookmark)
    fields = {
        "bookmarked": _Time(format_time(marked)) if marked else None,
        "tags": list(bookmark.tags),
        "note": bookmark.note,
    }
    return _filled(fields) or {"bookmarked": True}


def _title(article: Article) -> str:
    if article.title == UNTITLED and article_id(article.links.best, "", article.published) == article.id:
        # The source had none.
        return ""
    return _line(article.title)


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


def _spell(text: str, clean: Callable[[str], str]) -> str:
    """The simplest spelling that the loader cleans to this text; the text itself if there is none."""
    return next((spelling for spelling in _spellings(text) if clean(spelling) == text), text)


_line: Final = partial(_spell, clean=partial(clean_line, repair=repair))
_name: Final = partial(_spell, clean=partial(clean_line, repair=repair, limit=NAME_LIMIT))
_text: Final = partial(_spell, clean=partial(clean_text, repair=repair))


def _spellings(text: str) -> Iterator[str]:
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
