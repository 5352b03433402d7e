"""`heatwire list`: the articles on stdout."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct

from reader.cli.read_all import Edition, counted, read_all, show_marks
from reader.cli.table import Line, table
from reader.console import json_array, narrate, terminal_width, write_lines
from reader.core.model.errors import NothingToRead, QueryError
from reader.core.model.listing import Listing, Order, View
from reader.core.store import Store
from reader.core.tables.rows import Row


class ListRequest(Struct, frozen=True):
    """What to list, and how; `topic` and `query` are as the person wrote them, `limit` None for all."""

    paths: Sequence[Path]
    topic: str | None = None
    order: Order = Order.HEAT
    limit: int | None = None
    archived: bool = False
    as_json: bool = False
    query: str | None = None


def list_articles(request: ListRequest) -> int:
    """Print the listing; the exit code is 0, or 2 if the query cannot be understood, which is said with its place.

    Raises:
        NothingToRead: a path does not exist or holds no article.
        UnknownTopic: there is no topic of that name.
    """
    try:
        edition, rows = _listed(request) if request.query is None else _found(request, request.query)
    except QueryError as error:
        from reader.cli.commands.list_search import pointed

        narrate(f"heatwire: {pointed(error, request.query or '', terminal_width(sys.stderr))}")
        return 2
    if edition.problems:
        narrate(f"{_amount(edition)}: `heatwire check` says where")
    chosen = islice(rows, request.limit)
    if request.as_json:
        write_lines(json_array(records(edition.store, chosen)))
    else:
        write_lines(table(map(_line, chosen), terminal_width(sys.stdout)))
    return 0


def _listed(request: ListRequest) -> tuple[Edition, Iterable[Row]]:
    edition = _read(request)
    listing = _listing(edition.store, request)
    show_marks(edition.store, hide=True)
    return edition, edition.store.select(listing)


def _found(request: ListRequest, text: str) -> tuple[Edition, Iterable[Row]]:
    """What fits a query; archived articles are found, too."""
    import time

    # Not at the top: most lists are made without a query.
    from reader.cli.commands.list_search import found
    from reader.core.search.matcher import check_topics
    from reader.core.search.query_parser import parse

    query = parse(text)
    edition = _read(request)
    check_topics(query, edition.store.find_topic)
    listing = _listing(edition.store, request)
    show_marks(edition.store, hide=True)
    return edition, found(edition.store, listing, query, time.time())


def _read(request: ListRequest) -> Edition:
    edition = read_all(request.paths, cached=True)
    if not len(edition.store):
        raise NothingToRead(_no_article(request.paths, edition))
    return edition


def _listing(store: Store, request: ListRequest) -> Listing:
    topic = store.find_topic(request.topic) if request.topic is not None else None
    return Listing(View.ALL if topic is None else View.TOPIC, topic, request.order, request.archived)


def _line(row: Row) -> Line:
    title = f"(archived) {row.title}" if row.archived else row.title
    return Line(row.heat, row.when, row.provider, title)


def records(store: Store, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """The articles of some rows as JSON values."""
    from reader.cli.article_json import article_record

    for row in rows:
        article = store.article(row.id)
        if article is not None:
            yield article_record(article, store.mark(row.id))


def _no_article(paths: Sequence[Path], edition: Edition) -> str:
    where = ", ".join(map(str, paths))
    if edition.problems:
        return f"no article in {where}: {edition.problems[0]}"
    return f"no article in {where}"


def _amount(edition: Edition) -> str:
    said = (counted(edition.errors, "error"), counted(edition.warnings, "warning"))
    return " and ".join(text for text in said if not text.startswith("0 "))
