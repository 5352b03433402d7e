"""Articles as JSON texts: a bookmark's copy, readable by any program and by later versions."""

import json
from datetime import UTC, datetime
from typing import Any, Final

from reader.core.model.article import Article, ArticleId, Image, Kind, Links, Origin, Provider

_LARGEST_ID: Final = 2**63 - 1


class DamagedRecord(ValueError):
    """A text that is not an article's copy."""


def plain(text: str) -> str:
    """The text without what UTF-8 cannot hold (lone surrogates become question marks)."""
    return text.encode("utf-8", "replace").decode("utf-8")


def encode(article: Article) -> str:
    """Everything of an article, with its related entries, as a JSON text; empty fields are left out."""
    return plain(json.dumps(_fields(article), ensure_ascii=False, separators=(",", ":")))


def decode(text: str) -> Article:
    """The article that `encode` made the text of; unknown fields are passed over, missing ones empty.

    Raises:
        DamagedRecord: the text is not JSON, or a field is not of its type.
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedRecord("not JSON") from error
    return from_fields(record)


def _fields(article: Article) -> dict[str, Any]:
    links, provider = article.links, article.provider
    fields = {
        "id": article.id,
        "title": article.title,
        "excerpt": article.excerpt,
        "published": article.published.isoformat() if article.published else "",
        "links": _filled({"web": links.web, "original": links.original, "amp": links.amp, "cdn_amp": links.cdn_amp}),
        "kind": article.kind.value,
        "quality": article.quality,
        "heat": article.heat,
        "archived": article.archived,
        "provider": _filled(
            {"name": provider.name, "domain": provider.domain, "images": list(map(_image_fields, provider.images))}
        ),
        "topics": list(article.topics),
        "images": list(map(_image_fields, article.images)),
        "related": list(map(_fields, article.related)),
        "featured": article.featured,
        "body": article.body,
        "source": article.origin.text,
    }
    return _filled(fields)


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what `decode` takes for granted; a heat of 0 is known, so it stays."""
    return {key: value for key, value in fields.items() if value not in ("", None, [], {}) and value is not False}


def _image_fields(image: Image) -> dict[str, Any]:
    return _filled(
        {
            "url": image.url,
            "width": image.width,
            "height": image.height,
            "title": image.title,
            "attribution": image.attribution,
            "cached": image.cached,
        }
    )


def from_fields(record: object) -> Article:
    """The article of a JSON object that was read already (see `decode`).

    Raises:
        DamagedRecord: a field is not of its type.
    """
    fields = _Fields(record)
    links, provider = _Fields(fields.take("links", {})), _Fields(fields.take("provider", {}))
    number = fields.number("id") or 0
    if not 0 < number <= _LARGEST_ID:
        raise DamagedRecord("the id is not an article's")
    return Article(
        id=ArticleId(number),
        title=fields.text("title"),
        excerpt=fields.text("excerpt"),
        published=fields.moment("published"),
        links=Links(links.text("web"), links.text("original"), links.text("amp"), links.text("cdn_amp")),
        kind=Kind.VIDEO if fields.text("kind") == Kind.VIDEO else Kind.ARTICLE,
        quality=fields.number("quality"),
        heat=fields.number("heat"),
        archived=bool(fields.take("archived", False)),
        provider=Provider(provider.text("name"), provider.text("domain"), provider.images()),
        topics=tuple(str(topic) for topic in fields.entries("topics")),
        images=fields.images(),
        related=tuple(map(from_fields, fields.entries("related"))),
        featured=fields.text("featured"),
        body=fields.text("body"),
        origin=Origin.of_text(fields.text("source")),
    )


class _Fields:
    """A JSON object whose fields are taken by type; a wrong type is a DamagedRecord."""

    def __init__(self, record: object) -> None:
        if not isinstance(record, dict):
            raise DamagedRecord("not an object")
        self._record: dict[str, object] = record

    def take(self, key: str, default: object) -> object:
        return self._record.get(key, default)

    def text(self, key: str) -> str:
        value = self._record.get(key, "")
        if not isinstance(value, str):
            raise DamagedRecord(f"{key} is not a text")
        return value

    def number(self, key: str) -> int | None:
        value = self._record.get(key)
        if value is not None and not isinstance(value, int):
            raise DamagedRecord(f"{key} is not a whole number")
        return value

    def entries(self, key: str) -> list[object]:
        value = self._record.get(key, [])
        if not isinstance(value, list):
            raise DamagedRecord(f"{key} is not a list")
        return value

    def moment(self, key: str) -> datetime | None:
        text = self.text(key)
        try:
            return datetime.fromisoformat(text).astimezone(UTC) if text else None
        except (ValueError, OverflowError) as error:
            raise DamagedRecord(f"{key} is not a time") from error

    def images(self) -> tuple[Image, ...]:
        return tuple(_image(_Fields(entry)) for entry in self.entries("images"))


def _image(fields: _Fields) -> Image:
    return Image(
        url=fields.text("url"),
        width=fields.number("width") or 0,
        height=fields.number("height") or 0,
        title=fields.text("title"),
        attribution=fields.text("attribution"),
        cached=bool(fields.take("cached", False)),
    )
