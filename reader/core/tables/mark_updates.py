"""Changes of many marks: many articles share few different marks, so each pair is compared and made once."""

from collections import Counter
from collections.abc import Iterable, Mapping

from reader.core.model.article import ArticleId
from reader.core.model.marks import NO_MARK, Mark, MarkChange, MarkKind


def changed_by(
    change: MarkChange, marks: Mapping[ArticleId, Mark], articles: Iterable[ArticleId]
) -> dict[ArticleId, Mark]:
    """The new marks of those articles whose marks a change alters; `marks` are the present ones."""
    known: dict[int, tuple[Mark, Mark | None]] = {}
    changed: dict[ArticleId, Mark] = {}
    for article in articles:
        old = marks.get(article, NO_MARK)
        found = known.get(id(old))
        if found is None:
            new = change.after(old)
            found = known[id(old)] = old, None if new == old else new
        if found[1] is not None:
            changed[article] = found[1]
    return changed


def differing(marks: Mapping[ArticleId, Mark], new_marks: Mapping[ArticleId, Mark]) -> dict[ArticleId, Mark]:
    """Those of some new marks that differ from the present `marks`."""
    known: dict[tuple[int, int], bool] = {}
    changed: dict[ArticleId, Mark] = {}
    for article, new in new_marks.items():
        old = marks.get(article, NO_MARK)
        differs = known.get((id(old), id(new)))
        if differs is None:
            differs = known[id(old), id(new)] = old != new
        if differs:
            changed[article] = new
    return changed


def without_mark(
    marks: Mapping[ArticleId, Mark], kind: MarkKind, value: bool, articles: Iterable[ArticleId]
) -> list[ArticleId]:
    """Those of some articles that are not (`value`) read, or bookmarked."""
    mark_of = marks.get
    if kind is MarkKind.READ:
        return [article for article in articles if mark_of(article, NO_MARK).read is not value]
    return [article for article in articles if mark_of(article, NO_MARK).bookmarked is not value]


def tags_in_use(marks: Iterable[Mark]) -> list[str]:
    """The tags of some marks, the most frequent first."""
    counts = Counter(tag for mark in marks for tag in mark.tags)
    return sorted(counts, key=lambda tag: (-counts[tag], tag))
