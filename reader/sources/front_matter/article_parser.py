"""Parses a file with front matter into an article, or into the problems that it has."""

import os

from msgspec.structs import replace

from reader.core.model.article import UNTITLED, Article, Origin, OriginKind
from reader.core.model.problem import Problem
from reader.core.text.article_ids import article_id
from reader.core.text.cleaning import clean_body
from reader.core.text.dates import date_of_name
from reader.core.text.normalization import BODY_LIMIT, TEXT_LIMIT
from reader.sources.files.file_reader import Unreadable, read_file
from reader.sources.front_matter.front_matter_fields import Fields
from reader.sources.front_matter.mojibake import repair
from reader.sources.front_matter.problem_list import ProblemList, decode_text, parse_file, warn_duplicate_keys
from reader.sources.front_matter.related_entries import related_entries


def read_article(path: str | os.PathLike[str]) -> tuple[Article | None, tuple[Problem, ...]]:
    """The article in a file (None if a problem is an error) and all problems. Never raises, blocks or takes long."""
    name = os.fspath(path)
    return parse_file(name, lambda problems: _article(read_file(name), name, problems))


def parse_article(data: bytes, path: str | os.PathLike[str]) -> tuple[Article | None, tuple[Problem, ...]]:
    """Parse a file's bytes like `read_article`; `path` is the place in the problems and in the article's origin."""
    name = os.fspath(path)
    return parse_file(name, lambda problems: _article(data, name, problems))


def _article(data: bytes, path: str, problems: ProblemList) -> Article:
    fields, body = _front_matter(decode_text(data, problems), problems)
    title, links, excerpt = fields.title(), fields.links(), fields.text("excerpt")
    if not (title or links.best or excerpt):
        raise Unreadable("the front matter has no title, no excerpt and no link", 1)
    if not title:
        fields.warn("there is no title", fields.line("title"))
    if not links.best:
        fields.warn("there is no link that can be opened", fields.line("webUrl") or fields.line("originalUrl"))
    published = fields.moment("publishedDateTime") or date_of_name(os.path.basename(path))
    heat, quality = fields.number("heat"), fields.number("quality")
    if len(body) > BODY_LIMIT:
        problems.warn(f"the text is longer than {BODY_LIMIT:,} characters; the rest is left out")
    expired = heat is not None and heat < 0
    article = Article(
        id=article_id(links.best, title, published),
        title=title or UNTITLED,
        excerpt=excerpt,
        published=published,
        links=links,
        kind=fields.kind(),
        quality=quality,
        heat=None if expired else heat,
        archived=not fields.is_published() or expired,
        provider=fields.provider(),
        topics=fields.topics(),
        images=fields.images(),
        featured=fields.markup("featuredContent", TEXT_LIMIT),
        body=clean_body(body, repair),
        origin=Origin(OriginKind.FILE, problems.path),
    )
    related = related_entries(fields, article, problems)
    return replace(article, related=related) if related else article


def _front_matter(text: str, problems: ProblemList) -> tuple[Fields, str]:
    from reader.sources.front_matter.handler import split_front_matter  # lazy: parsers

    start = len(text) - len(text.lstrip())
    if start == len(text):
        raise Unreadable("the file is empty", 1)
    mapping, body = split_front_matter(text, 1 + text.count("\n", 0, start))
    warn_duplicate_keys(mapping, problems)
    return Fields(mapping.fields(), problems), body
