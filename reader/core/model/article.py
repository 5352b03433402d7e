"""Articles, and what they are made of."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from msgspec import Struct

ArticleId = NewType("ArticleId", int)
"""A positive integer below 2**63, made from the canonical link: see `reader.core.text.article_ids`."""

UNTITLED = "(untitled)"

UNDATED: Final = -(2**62)
"""The timestamp of an article without a date; it sorts before all others."""

NO_HEAT: Final = -1
"""The number for an unknown heat; a known heat is 0 or more."""

MAX_HEAT: Final = 1_000_000
"""The largest heat and quality."""

NO_QUALITY: Final = -(2**31)
"""The number for an unknown quality."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def to_timestamp(when: datetime | None) -> int:
    """An aware time as whole seconds since 1970 (UTC); UNDATED for None."""
    return UNDATED if when is None else (when - _EPOCH) // timedelta(seconds=1)


def from_timestamp(when: int) -> datetime | None:
    """The aware time (UTC) of seconds since 1970; None for UNDATED."""
    return None if when == UNDATED else _EPOCH + timedelta(seconds=when)


class Kind(StrEnum):
    """What the link of an article leads to."""

    ARTICLE = "article"
    VIDEO = "video"


class Image(Struct, frozen=True, omit_defaults=True):
    """An image of an article or a provider; sizes are in pixels, 0 if unknown."""

    url: str = ""
    width: int = 0
    height: int = 0
    title: str = ""
    attribution: str = ""
    cached: bool = False


class Provider(Struct, frozen=True, omit_defaults=True):
    """Who published an article."""

    name: str = ""
    domain: str = ""
    images: tuple[Image, ...] = ()

    @property
    def label(self) -> str:
        """The name to show: the name, else the domain, else ""."""
        return self.name or self.domain


class Links(Struct, frozen=True, omit_defaults=True):
    """The links of an article as they are in the data; "" if there is none.

    They are cleaned but not checked: see `reader.core.model.urls.check_link`.
    """

    web: str = ""
    original: str = ""
    amp: str = ""
    cdn_amp: str = ""

    @property
    def best(self) -> str:
        """The link of the article: web, else original, else AMP, else the cached AMP page, else ""."""
        return self.web or self.original or self.amp or self.cdn_amp

    def choices(self) -> tuple[tuple[str, str], ...]:
        """The distinct links as (description, link), the best first."""
        named = (
            ("page", self.web),
            ("original", self.original),
            ("AMP page", self.amp),
            ("cached AMP page", self.cdn_amp),
        )
        seen: dict[str, str] = {}
        for name, url in named:
            if url:
                seen.setdefault(url, name)
        return tuple((name, url) for url, name in seen.items())


class OriginKind(StrEnum):
    """What an article was read from."""

    NONE = "none"
    """A related entry, or a bookmark that another program exported."""
    FILE = "file"
    FEED = "feed"
    SERVER = "server"


class Origin(Struct, frozen=True, omit_defaults=True):
    """Where an article comes from; `location` is the path of a file or the address of a feed or server."""

    kind: OriginKind = OriginKind.NONE
    location: str = ""

    @classmethod
    def of_text(cls, text: str) -> "Origin":
        """The origin that `text` gave: a path, or an address after its kind, as in "feed:https://…"."""
        kind, _, location = text.partition(":")
        if kind in ("feed", "server") and location.startswith(("http://", "https://")):
            return cls(OriginKind(kind), location)
        return cls(OriginKind.FILE, text) if text else NO_ORIGIN

    @property
    def text(self) -> str:
        """One string for records and exports."""
        return self.location if self.kind in (OriginKind.NONE, OriginKind.FILE) else f"{self.kind}:{self.location}"


NO_ORIGIN = Origin()


class Article(Struct, frozen=True, omit_defaults=True):
    """One piece of news. All text is cleaned; related entries are articles without related entries.

    `published` is aware and in UTC. `published`, `heat` and `quality` are None if unknown; an expired article (heat
    -1 in the data) has heat None and is archived. `body` is Markdown. Of a `partial` article the images, related
    entries, embedded content and body were not read from its origin yet.
    """

    id: ArticleId
    title: str = UNTITLED
    excerpt: str = ""
    published: datetime | None = None
    links: Links = Links()
    kind: Kind = Kind.ARTICLE
    quality: int | None = None
    heat: int | None = None
    archived: bool = False
    provider: Provider = Provider()
    topics: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    related: "tuple[Article, ...]" = ()
    featured: str = ""
    body: str = ""
    origin: Origin = NO_ORIGIN
    partial: bool = False

    @property
    def url(self) -> str:
        """The link to open, unchecked, or ""."""
        return self.links.best
