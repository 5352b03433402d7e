"""Cleaning articles from files that other programs may have written: as strict as the loader of articles."""

from functools import partial
from typing import Final

from msgspec.structs import astuple, replace

from reader.core.model.article import MAX_HEAT, NO_ORIGIN, UNTITLED, Article, ArticleId, Image, Links, Origin, Provider
from reader.core.model.errors import LinkRefused
from reader.core.model.urls import check_link, safe_link
from reader.core.text.article_ids import article_id
from reader.core.text.cleaning import clean_body
from reader.core.text.normalization import TEXT_LIMIT, normalize_line, normalize_text
from reader.sources.front_matter.front_matter_fields import MAX_IMAGES, MAX_TOPICS, NAME_LIMIT, distinct_topics
from reader.sources.front_matter.related_entries import MAX_RELATED

_MOST_PIXELS: Final = 999_999
_name: Final = partial(normalize_line, limit=NAME_LIMIT)


class InvalidBookmark(ValueError):
    """A bookmark that cannot be imported, and why."""


def clean_article(article: Article) -> Article:
    """The article with clean text, only links that may be opened, scores in their range, and its own id.

    Raises:
        InvalidBookmark: none of its links may be opened, or it is empty.
    """
    found = _clean(article)
    if not (found.links.best or found.title != UNTITLED or found.excerpt):
        raise InvalidBookmark("it has no title, no excerpt and no link")
    related = (_clean(_entry(entry), strict=False) for entry in article.related[:MAX_RELATED])
    return replace(found, related=tuple(entry for entry in related if entry.links.best or entry.title != UNTITLED))


def _clean(article: Article, strict: bool = True) -> Article:
    provider, expired = article.provider, article.heat is not None and article.heat < 0
    found = replace(
        article,
        title=normalize_line(article.title) or UNTITLED,
        excerpt=normalize_text(article.excerpt),
        links=_links(article.links, strict),
        quality=_score(article.quality),
        heat=None if expired else _score(article.heat),
        archived=article.archived or expired,
        provider=Provider(_name(provider.name), _name(provider.domain), _images(provider.images)),
        topics=tuple(distinct_topics(filter(None, map(_name, article.topics)))[:MAX_TOPICS]),
        images=_images(article.images),
        related=(),
        featured=clean_body(article.featured, limit=TEXT_LIMIT),
        body=clean_body(article.body),
        origin=Origin.of_text(normalize_line(article.origin.text)),
    )
    return replace(found, id=_own_id(found))


def _own_id(article: Article) -> ArticleId:
    """The id that the loader gives such an article; without a link it depends on whether a title was written."""
    found = article_id(article.links.best, article.title, article.published)
    if article.title != UNTITLED or found == article.id:
        return found
    return article_id(article.links.best, "", article.published)


def _entry(entry: Article) -> Article:
    """A related entry with only the fields that such entries have."""
    return replace(entry, heat=None, archived=False, topics=(), featured="", body="", origin=NO_ORIGIN)


def _links(links: Links, strict: bool) -> Links:
    found: list[str] = []
    reason = ""
    for url in astuple(links):
        url = url.strip(" \t\n")
        try:
            found.append(check_link(url) if url else "")
        except LinkRefused as refused:
            found.append("")
            reason = reason or str(refused)
    if strict and reason and not any(found):
        raise InvalidBookmark(reason)
    return Links(*found)


def _score(number: int | None) -> int | None:
    return int(number) if number is not None and abs(number) <= MAX_HEAT else None


def _images(images: tuple[Image, ...]) -> tuple[Image, ...]:
    return tuple(
        replace(
            image,
            width=_pixels(image.width),
            height=_pixels(image.height),
            title=normalize_line(image.title),
            attribution=normalize_line(image.attribution),
        )
        for image in images[:MAX_IMAGES]
        if safe_link(image.url)
    )


def _pixels(number: int) -> int:
    return number if 0 <= number <= _MOST_PIXELS else 0
