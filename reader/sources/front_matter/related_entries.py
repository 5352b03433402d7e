"""The related entries of an article: small articles of their own."""

from typing import Final

from msgspec.structs import astuple

from reader.core.model.article import UNTITLED, Article, ArticleId
from reader.core.text.article_ids import article_id
from reader.sources.front_matter.front_matter_fields import Fields
from reader.sources.front_matter.problem_list import ProblemList
from reader.sources.front_matter.yaml_nodes import MappingNode, Node, SequenceNode

MAX_RELATED: Final = 50
_MAX_WARNINGS: Final = 3


def related_entries(fields: Fields, article: Article, problems: ProblemList) -> tuple[Article, ...]:
    """At most 50 entries of `related`, without duplicates and the article itself.

    Args:
        fields: the article's front matter.
        article: the article itself, still without related.
        problems: gets a warning for each of the first three bad entries, and one for the rest.
    """
    node = fields.node("related")
    if node is None:
        return ()
    if not isinstance(node, SequenceNode):
        fields.warn("related is not a list", fields.line("related"))
        return ()
    collected = _EntryCollector(article)
    bad = 0
    for number, part in enumerate(node.nodes, 1):
        if len(collected.entries) == MAX_RELATED:
            fields.warn(f"only the first {MAX_RELATED} of {len(node.nodes):,} related entries are kept", node.line)
            break
        reason = collected.add(part, number, problems)
        if reason:
            bad += 1
            if bad <= _MAX_WARNINGS:
                fields.warn(f"related entry {number} is ignored: {reason}", part.line)
    if bad > _MAX_WARNINGS:
        fields.warn(f"{bad - _MAX_WARNINGS:,} more related entries are ignored", node.line)
    return tuple(collected.entries)


class _EntryCollector:
    """The entries so far, and what identifies them and the article itself."""

    def __init__(self, article: Article) -> None:
        self.entries: list[Article] = []
        self._ids: set[ArticleId] = {article.id}
        self._ids.update(article_id(url) for url in astuple(article.links) if url)
        self._names = {_story(article)}

    def add(self, node: Node, number: int, problems: ProblemList) -> str:
        """Add an entry unless it is a duplicate; why it is invalid, or ""."""
        if not isinstance(node, MappingNode):
            return "it is not a mapping"
        entry = _entry(Fields(node.fields(), problems, f"related entry {number}: "))
        if entry is None:
            return "it has neither a title nor a link"
        if entry.title == UNTITLED:
            problems.warn(f"related entry {number} has no title", node.line)
        story = _story(entry)
        if entry.id not in self._ids and (entry.title == UNTITLED or story not in self._names):
            self.entries.append(entry)
        self._ids.add(entry.id)
        self._names.add(story)
        return ""


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
