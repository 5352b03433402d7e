"""Articles from a file that anyone may have written, made as sound as those of the loader."""

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from reader.core.model.article import MAX_HEAT, NO_ORIGIN, UNTITLED, Article, ArticleId, Image, Links, Origin, Provider
from reader.core.model.errors import LinkRefused
from reader.core.model.topic import topic_key
from reader.core.model.urls import article_id, check_link
from reader.core.text.cleaning import TEXT_LIMIT, clean_body, normalize_line, normalize_text
from reader.sources.front_matter.front_matter_fields import MAX_IMAGES, MAX_TOPICS, NAME_LIMIT
from reader.sources.front_matter.related_entries import MAX_RELATED

_MOST_PIXELS: Final = 999_999


class Unsound(ValueError):
    """A bookmark that cannot be taken in, and why."""


def sound_article(article: Article) -> Article:
    """The article with clean text, links that open, scores in their range, and its own id.

    Raises:
        Unsound: none of its links may be opened, or there is nothing in it.
    """
    found = _sound(article)
    if not (found.links.best or found.title != UNTITLED or found.excerpt):
        raise Unsound("it has no title, no excerpt and no link")
    related = (_sound(_entry(entry), strict=False) for entry in article.related[:MAX_RELATED])
    return replace(found, related=tuple(entry for entry in related if entry.links.best or entry.title != UNTITLED))


def own_id(article: Article) -> ArticleId:
    """The id that the loader gives such an article; without a link it depends on whether a title was written."""
    published = article.published.isoformat() if article.published else ""
    if article.title != UNTITLED:
        return article_id(article.links.best, article.title, published)
    written = article_id(article.links.best, UNTITLED, published)
    return written if written == article.id else article_id(article.links.best, "", published)


def _sound(article: Article, strict: bool = True) -> Article:
    expired = article.heat is not None and article.heat < 0
    found = replace(
        article,
        title=normalize_line(article.title) or UNTITLED,
        excerpt=normalize_text(article.excerpt),
        links=_links(article.links, strict),
        quality=_score(article.quality),
        heat=None if expired else _score(article.heat),
        archived=article.archived or expired,
        provider=_provider(article.provider),
        topics=_topics(article.topics),
        images=_images(article.images),
        related=(),
        featured=clean_body(article.featured, limit=TEXT_LIMIT),
        body=clean_body(article.body),
        origin=Origin.of_text(normalize_line(article.origin.text)),
    )
    return replace(found, id=own_id(found))


def _entry(entry: Article) -> Article:
    """A related entry with no more than such entries have."""
    return replace(entry, heat=None, archived=False, topics=(), featured="", body="", origin=NO_ORIGIN)


def _links(links: Links, strict: bool) -> Links:
    found: list[str] = []
    reason = ""
    for url in (links.web, links.original, links.amp, links.cdn_amp):
        url = url.strip(" \t\n")
        try:
            found.append(check_link(url) if url else "")
        except LinkRefused as refused:
            found.append("")
            reason = reason or str(refused)
    if strict and reason and not any(found):
        raise Unsound(reason)
    return Links(*found)


def _score(number: int | None) -> int | None:
    return int(number) if number is not None and abs(number) <= MAX_HEAT else None


def _provider(provider: Provider) -> Provider:
    return Provider(_name(provider.name), _name(provider.domain), _images(provider.images))


def _name(text: str) -> str:
    return normalize_line(text, NAME_LIMIT)


def _topics(names: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in map(_name, names):
        if name:
            found.setdefault(topic_key(name), name)
    return tuple(found.values())[:MAX_TOPICS]


def _images(images: tuple[Image, ...]) -> tuple[Image, ...]:
    return tuple(
        Image(
            image.url,
            _pixels(image.width),
            _pixels(image.height),
            normalize_line(image.title),
            normalize_line(image.attribution),
            bool(image.cached),
        )
        for image in images[:MAX_IMAGES]
        if _opens(image.url)
    )


def _opens(url: str) -> bool:
    try:
        return bool(check_link(url))
    except LinkRefused:
        return False


def _pixels(number: int) -> int:
    return int(number) if 0 <= number <= _MOST_PIXELS else 0
