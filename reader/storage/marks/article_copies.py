"""Articles as JSON texts: the copies kept with bookmarks, readable by other programs and by later versions."""

import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct, ValidationError
from msgspec.structs import asdict

from reader.core.model.article import Article, ArticleId, Image, Kind, Links, Origin, Provider
from reader.core.text.article_ids import format_id

_MISMATCH: Final = re.compile(r"Expected `(\w+).*?`, got `.*?`(?: - at `\$\.?(.*)`)?")
_MISSING: Final = re.compile(r"Object missing required field `(\w+)`")
_TYPES: Final = {"str": "text", "int": "a whole number", "bool": "true or false", "array": "a list"}


class DamagedRecord(ValueError):
    """A text or an object that is not the copy of an article, and why."""


class ArticleCopy(Struct):
    """An article as a JSON object, in which empty fields are missing; unknown fields are ignored.

    An id is a number, or a text of 16 hexadecimal digits (see `format_id`): other programs round such numbers.
    """

    id: Annotated[int, Meta(gt=0, le=2**63 - 1)] | Annotated[str, Meta(pattern="^(?!0{16})[0-7][0-9a-f]{15}$")]
    title: str = ""
    excerpt: str = ""
    published: str = ""
    links: Links = Links()
    kind: str = ""
    quality: int | None = None
    heat: int | None = None
    archived: bool = False
    provider: Provider = Provider()
    topics: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    related: "tuple[ArticleCopy, ...]" = ()
    featured: str = ""
    body: str = ""
    source: str = ""

    def article(self) -> Article:
        """The article; raises DamagedRecord if its date is none."""
        try:
            published = datetime.fromisoformat(self.published).astimezone(UTC) if self.published else None
        except (ValueError, OverflowError) as error:
            raise DamagedRecord("published is not a time") from error
        return Article(
            ArticleId(int(self.id, 16) if isinstance(self.id, str) else self.id),
            self.title,
            self.excerpt,
            published,
            self.links,
            Kind.VIDEO if self.kind == Kind.VIDEO else Kind.ARTICLE,
            self.quality,
            self.heat,
            self.archived,
            self.provider,
            self.topics,
            self.images,
            tuple([entry.article() for entry in self.related]),
            self.featured,
            self.body,
            Origin.of_text(self.source),
        )


_decode: Final = msgspec.json.Decoder(ArticleCopy).decode


def encode_copy(article: Article, text_ids: bool = False) -> str:
    """Everything of an article, with its related entries, as a JSON text; its ids as numbers or as texts."""
    fields = _fields(article, text_ids)
    try:
        return msgspec.json.encode(fields).decode()
    except UnicodeEncodeError:
        return utf8_safe(json.dumps(fields, ensure_ascii=False, separators=(",", ":")))


def decode_copy(text: str) -> Article:
    """The article of a text that `encode_copy` made.

    Raises:
        DamagedRecord: it is not JSON, or a field has the wrong type.
    """
    try:
        return _decode(text).article()
    except ValidationError as error:
        raise DamagedRecord(mismatch_reason(error)) from error
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise DamagedRecord("not JSON") from error


def mismatch_reason(error: ValidationError) -> str:
    """Which field of a record has the wrong type, in words."""
    if mismatch := _MISMATCH.match(str(error)):
        return f"{mismatch[2] or 'the record'} is not {_TYPES.get(mismatch[1], 'an object')}"
    if missing := _MISSING.match(str(error)):
        return f"{missing[1]} is missing"
    return "the id is out of range"


def utf8_safe(text: str) -> str:
    """The text with question marks for lone surrogates, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _fields(value: Struct, text_ids: bool) -> dict[str, Any]:
    """The fields of a value, without the empty ones; a heat of 0 is known, so it stays."""
    found: dict[str, Any] = {}
    for name, field in asdict(value).items():
        if isinstance(field, Origin):
            name, field = "source", field.text
        elif name == "id" and text_ids:
            field = format_id(field)
        elif isinstance(field, Struct):
            field = _fields(field, text_ids)
        elif isinstance(field, tuple):
            field = [_fields(entry, text_ids) if isinstance(entry, Struct) else entry for entry in field]
        elif isinstance(field, datetime):
            field = field.isoformat()
        if (field or field == 0) and field is not False and name != "partial":
            found[name] = field
    return found
