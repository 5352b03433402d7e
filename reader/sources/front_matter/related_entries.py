"""The related entries of an article: small articles of their own."""

from typing import Final

from reader.core.model.article import UNTITLED, Article, ArticleId, Links
from reader.core.text.article_ids import article_id
from reader.sources.front_matter.front_matter_fields import Fields
from reader.sources.front_matter.problem_list import ProblemList
from reader.sources.front_matter.yaml_nodes import Mapping, Node, Sequence

MAX_RELATED: Final = 50
_MAX_WARNINGS: Final = 3


def related_entries(fields: Fields, article: Article, problems: ProblemList) -> tuple[Article, ...]:
    """The entries of `related` without the article itself, without doubles, at most 50.

    Args:
        fields: the article's front matter.
        article: the article itself, still without related.
        problems: takes a warning for each bad entry, at most three and a sum.
    """
    node = fields.node("related")
    if node is None:
        return ()
    if not isinstance(node, Sequence):
        fields.warn("related is not a list", fields.line("related"))
        return ()
    collected = _Collected(article)
    bad = 0
    for number, part in enumerate(node.nodes, 1):
        if len(collected.entries) == MAX_RELATED:
            fields.warn(f"only the first {MAX_RELATED} of {len(node.nodes):,} related entries are kept", node.line)
            break
        reason = collected.take(part, number, problems)
        if reason:
            bad += 1
            if bad <= _MAX_WARNINGS:
                fields.warn(f"related entry {number} is left out: {reason}", part.line)
    if bad > _MAX_WARNINGS:
        fields.warn(f"{bad - _MAX_WARNINGS:,} more related entries are left out", node.line)
    return tuple(collected.entries)


class _Collected:
    """The entries so far, and what makes a further one the article itself or a double."""

    def __init__(self, article: Article) -> None:
        self.entries: list[Article] = []
        self._ids: set[ArticleId] = {article.id}
        self._ids.update(article_id(url) for url in _addresses(article.links))
        self._names = {_story(article)}

    def take(self, node: Node, number: int, problems: ProblemList) -> str:
        """Take in one entry unless it is known; why it is not one, or ""."""
        if not isinstance(node, Mapping):
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


def _addresses(links: Links) -> set[str]:
    return {url for url in (links.web, links.original, links.amp, links.cdn_amp) if url}


def _story(article: Article) -> tuple[str, str]:
    return article.title.casefold(), article.provider.label.casefold()
