"""Finding by a query without an index: each article is looked at."""

from collections.abc import Iterable
from typing import NamedTuple

from reader.commands.cells import cell_width, cut
from reader.core.article import Article
from reader.core.block import seconds
from reader.core.errors import QueryError
from reader.core.marks import Mark
from reader.core.matching import closure_of, matches
from reader.core.query import Query, SortBy, Words, highlights
from reader.core.query_sort import arranged, title_key
from reader.core.relevance import score
from reader.core.rows import Row
from reader.core.store import Store
from reader.core.text import neutralise


class _Found(NamedTuple):
    row: Row
    value: int | str | None


def found(store: Store, rows: Iterable[Row], query: Query, now: float) -> list[Row]:
    """The rows that fit a query, in its order, else in theirs.

    Args:
        store: has their articles and marks.
        rows: from which to choose.
        query: which ones, and in which order.
        now: seconds since 1970, UTC.
    """
    closure = closure_of(store.topics)
    terms = highlights(query)
    fitting: list[_Found] = []
    for row in rows:
        article, mark = store.article(row.id), store.mark(row.id)
        if article is None or (query.node is not None and not matches(query.node, article, mark, closure, now)):
            continue
        value = _value(query.sort.by, article, mark, terms) if query.sort is not None else None
        fitting.append(_Found(row, value))
    if query.sort is None:
        return [row for row, _ in fitting]
    return arranged([row for row, _ in fitting], [value for _, value in fitting], query.sort)


def _value(by: SortBy, article: Article, mark: Mark, terms: Iterable[Words]) -> int | str | None:
    """What an article is sorted by."""
    match by:
        case SortBy.HEAT:
            return article.heat
        case SortBy.DATE:
            return None if article.published is None else seconds(article.published)
        case SortBy.QUALITY:
            return article.quality
        case SortBy.TITLE:
            return title_key(article.title)
        case SortBy.MATCH:
            return score(terms, article, mark)


def pointed(error: QueryError, query: str, width: int | None) -> str:
    """The complaint about a query, the query, and a caret under the place; three lines.

    Args:
        error: its column is a place in the query.
        query: as it was typed.
        width: the cells of a line, None if there is no end; a longer query is shown around the place.
    """
    before, after = neutralise(query[: error.column]), neutralise(query[error.column :])
    room = max((width or 0) - 3, 20)
    if width is not None and cell_width(before + after) > room:
        before = _ending(before, room // 2)
        after = cut(after, room - cell_width(before))
    return f"{neutralise(str(error))}\n  {before}{after}\n  {' ' * cell_width(before)}^"


def _ending(text: str, width: int) -> str:
    """The end of a text that fits a width, with an ellipsis where something was left out."""
    if cell_width(text) <= width:
        return text
    while cell_width(text) >= width:
        text = text[1:]
    return f"…{text}"
