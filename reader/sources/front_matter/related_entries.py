"""The related entries of an article: small articles of their own."""

from typing import Final

from msgspec.structs import astuple

from reader.core.model.article import UNTITLED, Article
from reader.core.text.article_ids import article_id
from reader.sources.front_matter.front_matter_fields import Fields
from reader.sources.front_matter.problem_list import ProblemList
from reader.sources.front_matter.yaml_nodes import MappingNode, SequenceNode

MAX_RELATED: Final = 50
_MAX_WARNINGS: Final = 3


def related_entries(fields: Fields, article: Article, problems: ProblemList) -> tuple[Article, ...]:
    """At most 50 entries of `related` in an article's fields, without duplicates and the article itself.

    Each of the first three bad entries causes a warning, and the rest of them one.
    """
    node = fields.node("related")
    if node is None:
        return ()
    if not isinstance(node, SequenceNode):
        fields.warn("related is not a list", fields.line("related"))
        return ()
    entries: list[Article] = []
    ids = {article.id, *(article_id(url) for url in astuple(article.links) if url)}
    stories, bad = {_story(article)}, 0
    for number, part in enumerate(node.nodes, 1):
        if len(entries) == MAX_RELATED:
            fields.warn(f"only the first {MAX_RELATED} of {len(node.nodes):,} related entries are kept", node.line)
            break
        entry, reason = None, "it is not a mapping"
        if isinstance(part, MappingNode):
            entry = _entry(Fields(part.fields(), problems, f"related entry {number}: "))
            reason = "it has neither a title nor a link"
        if entry is None:
            bad += 1
            if bad <= _MAX_WARNINGS:
                fields.warn(f"related entry {number} is ignored: {reason}", part.line)
            continue
        if entry.title == UNTITLED:
            problems.warn(f"related entry {number} has no title", part.line)
        if entry.id not in ids and (entry.title == UNTITLED or _story(entry) not in stories):
            entries.append(entry)
        ids.add(entry.id)
        stories.add(_story(entry))
    if bad > _MAX_WARNINGS:
        fields.warn(f"{bad - _MAX_WARNINGS:,} more related entries are ignored", node.line)
    return tuple(entries)


def _entry(fields: Fields) -> Article | None:
    title, links = fields.title(), fields.links()
    if not title and not links.best:
        return None
    published = fields.moment("publishedDateTime")
    return Article(
        id=article_id(links.best, title, published),
        title=title or UNTITLED,
        excerpt=fields.text("excerpt"),
        published=published,
        links=links,
        kind=fields.kind(),
        quality=fields.number("quality"),
        provider=fields.provider(),
        images=fields.images(),
    )


def _story(article: Article) -> tuple[str, str]:
    return article.title.casefold(), article.provider.label.casefold()
