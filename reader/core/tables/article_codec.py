"""One article as the bytes of a record, and the numbers that a batch keeps in columns."""

import json
from enum import IntFlag
from typing import Final, NamedTuple

from msgspec import Struct, to_builtins
from msgspec.json import Decoder, Encoder
from msgspec.structs import astuple

from reader.core.model.article import (
    MAX_HEAT,
    NO_HEAT,
    NO_QUALITY,
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


class BatchFlag(IntFlag):
    """What a batch holds of an article beside its numbers."""

    ARCHIVED = 1
    VIDEO = 2
    KEPT = 4
    """Only a bookmark's copy: its seed is not there."""
    PARTIAL = 64
    """Not all of it was read yet: see `Article.partial`."""


# Plain numbers: those of an IntFlag are slow to combine.
_ARCHIVED, _VIDEO, _KEPT, _PARTIAL = map(int, BatchFlag)


class Headline(Struct, array_like=True):
    """What a row shows of a record."""

    title: str
    provider: str
    domain: str

    @property
    def label(self) -> str:
        """The provider's name to show (see `Provider.label`)."""
        return self.provider or self.domain


class ArticleRecord(Headline, array_like=True):
    """What a record holds: all of an article that is not in the columns of a batch."""

    excerpt: str
    links: tuple[str, str, str, str]
    topics: tuple[str, ...]
    origin: str
    provider_images: tuple[Image, ...] = ()
    images: tuple[Image, ...] = ()
    featured: str = ""
    body: str = ""
    related: tuple[Article, ...] = ()


_encode = Encoder().encode
decode_headline: Final = Decoder(Headline).decode
decode_record: Final = Decoder(ArticleRecord).decode


class EncodedArticle(NamedTuple):
    """An article ready for a batch; the numbers are those of `ArticleBatch`."""

    id: int
    when: int
    heat: int
    quality: int
    flags: int
    topics: tuple[str, ...]
    record: bytes

    @property
    def article(self) -> Article:
        return decode_article(self.id, self.when, self.heat, self.quality, self.flags, self.record)


def encode(article: Article, kept: bool = False) -> EncodedArticle:
    """Encode an article; `kept` means that it is a bookmark's copy."""
    flags = article_flags(article.archived, article.kind is Kind.VIDEO, article.partial)
    record = ArticleRecord(
        article.title,
        article.provider.name,
        article.provider.domain,
        article.excerpt,
        astuple(article.links),
        article.topics,
        article.origin.text,
        article.provider.images,
        article.images,
        article.featured,
        article.body,
        article.related,
    )
    return EncodedArticle(
        article.id,
        to_timestamp(article.published),
        NO_HEAT if article.heat is None else min(article.heat, MAX_HEAT),
        NO_QUALITY if article.quality is None else article.quality,
        flags | _KEPT if kept else flags,
        article.topics,
        encode_record(record),
    )


def article_flags(archived: bool, video: bool, partial: bool) -> int:
    """The flags of an article that is no bookmark's copy."""
    return (_ARCHIVED if archived else 0) | (_VIDEO if video else 0) | (_PARTIAL if partial else 0)


def encode_record(record: ArticleRecord) -> bytes:
    """The bytes of a record; what UTF-8 cannot hold becomes question marks."""
    try:
        return _encode(record)
    except UnicodeEncodeError:
        return json.dumps(to_builtins(record), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def decode_article(number: int, when: int, heat: int, quality: int, flags: int, data: bytes) -> Article:
    """The article of the numbers and the record that `encode` gave."""
    record = decode_record(data)
    return Article(
        id=ArticleId(number),
        title=record.title,
        excerpt=record.excerpt,
        published=from_timestamp(when),
        links=Links(*record.links),
        kind=Kind.VIDEO if flags & _VIDEO else Kind.ARTICLE,
        quality=None if quality == NO_QUALITY else quality,
        heat=None if heat == NO_HEAT else heat,
        archived=bool(flags & _ARCHIVED),
        provider=Provider(record.provider, record.domain, record.provider_images),
        topics=record.topics,
        images=record.images,
        related=record.related,
        featured=record.featured,
        body=record.body,
        origin=Origin.of_text(record.origin),
        partial=bool(flags & _PARTIAL),
    )
