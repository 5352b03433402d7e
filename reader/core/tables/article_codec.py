"""One article as the bytes of its record and the few numbers that stand outside it."""

import json
from collections.abc import Sequence
from enum import IntFlag
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from reader.core.model.article import (
    MAX_HEAT,
    NO_HEAT,
    Article,
    ArticleId,
    Image,
    Kind,
    Links,
    Origin,
    Provider,
    from_timestamp,
    to_timestamp,
)

NOTHING = '""'
"""An empty text as it stands in a record."""

TOPICS = 6
"""The place of the topics in a record."""

# Made once for all, and without looking for cycles, which a record cannot have.
_encoded = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class BatchFlag(IntFlag):
    """What a block knows of an article beside its numbers."""

    ARCHIVED = 1
    VIDEO = 2
    KEPT = 4
    """Only a bookmark's copy: its seed is not there."""
    PARTIAL = 64
    """Not all of it was read yet: see `Article.partial`."""


# Plain numbers: those of an IntFlag are slow to join.
_ARCHIVED, _VIDEO, _KEPT, _PARTIAL = map(int, BatchFlag)


class EncodedArticle(NamedTuple):
    """An article ready to go into a block: `record` is all that is not in the other fields."""

    id: int
    when: int
    heat: int
    flags: int
    topics: tuple[str, ...]
    record: bytes

    @property
    def article(self) -> Article:
        """The whole article."""
        return article_of(self.id, self.when, self.heat, self.flags, json.loads(self.record))


def encode(article: Article, kept: bool = False) -> EncodedArticle:
    """Pack an article; `kept` says that it is a bookmark's copy."""
    flags = article_flags(article.archived, article.kind is Kind.VIDEO, article.partial)
    return EncodedArticle(
        article.id,
        to_timestamp(article.published),
        NO_HEAT if article.heat is None else min(article.heat, MAX_HEAT),
        flags | _KEPT if kept else flags,
        article.topics,
        _encoded(_record(article)).encode("utf-8", "replace"),
    )


def article_flags(archived: bool, video: bool, partial: bool) -> int:
    """The flags of an article that is no bookmark's copy."""
    return (_ARCHIVED if archived else 0) | (_VIDEO if video else 0) | (_PARTIAL if partial else 0)


def record_for_list(
    title: str, provider: str, excerpt: str, links: str, quality: int | None, topics: str, origin: str
) -> bytes:
    """The record of an article that has nothing but these fields, each made of `pieces`.

    It is what `encode` makes of one, in a fraction of the time.

    Args:
        title: its title.
        provider: the provider's name and domain.
        excerpt: its excerpt.
        links: web, original, AMP and cached AMP.
        quality: its quality.
        topics: the names of its topics.
        origin: the text of its origin.
    """
    number = "null" if quality is None else quality
    record = f'[{title},{provider},{excerpt},[{links}],{number},[{topics}],{origin},[],[],"","",[]]'
    return record.encode("utf-8", "replace")


def pieces(*texts: str) -> str:
    """Texts as they stand in a record."""
    return ",".join(map(encode_basestring, texts))


def _image_record(image: Image) -> list[Any]:
    return [image.url, image.width, image.height, image.title, image.attribution, int(image.cached)]


def _image(record: Sequence[Any]) -> Image:
    return Image(record[0], record[1], record[2], record[3], record[4], bool(record[5]))


def _record(article: Article) -> list[Any]:
    links, provider = article.links, article.provider
    return [
        article.title,
        provider.name,
        provider.domain,
        article.excerpt,
        [links.web, links.original, links.amp, links.cdn_amp],
        article.quality,
        article.topics,
        article.origin.text,
        [_image_record(image) for image in provider.images],
        [_image_record(image) for image in article.images],
        article.featured,
        article.body,
        [_related_record(entry) for entry in article.related],
    ]


def _related_record(entry: Article) -> list[Any]:
    return [entry.id, to_timestamp(entry.published), _VIDEO if entry.kind is Kind.VIDEO else 0, _record(entry)]


def article_of(number: int, when: int, heat: int, flags: int, record: Sequence[Any]) -> Article:
    """The article that was packed.

    Args:
        number: its id.
        when: seconds since 1970 (UTC), or UNDATED.
        heat: 0 … MAX_HEAT or NO_HEAT.
        flags: its BatchFlag as a number.
        record: its record, decoded.
    """
    return Article(
        id=ArticleId(number),
        title=record[0],
        provider=Provider(record[1], record[2], tuple(map(_image, record[8]))),
        excerpt=record[3],
        published=from_timestamp(when),
        links=Links(*record[4]),
        kind=Kind.VIDEO if flags & _VIDEO else Kind.ARTICLE,
        quality=record[5],
        heat=None if heat == NO_HEAT else heat,
        archived=bool(flags & _ARCHIVED),
        partial=bool(flags & _PARTIAL),
        topics=tuple(record[6]),
        origin=Origin.of_text(record[7]),
        images=tuple(map(_image, record[9])),
        featured=record[10],
        body=record[11],
        related=tuple(article_of(entry[0], entry[1], NO_HEAT, entry[2], entry[3]) for entry in record[12]),
    )
