"""`heatwire list`: the articles on stdout."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from reader.commands.output import json_array, narrate, terminal_width, write_lines
from reader.commands.reading import Edition, counted, read_all, show_marks
from reader.commands.table import Line, table
from reader.core.errors import NothingToRead
from reader.core.listing import Listing, Order, View
from reader.core.rows import Row
from reader.core.store import Store


@dataclass(frozen=True, slots=True)
class ListRequest:
    """What to list, and how; `topic` is a name as the person wrote it, `limit` None for all."""

    paths: Sequence[Path]
    topic: str | None = None
    order: Order = Order.HEAT
    limit: int | None = None
    archived: bool = False
    as_json: bool = False


def list_articles(request: ListRequest) -> int:
    """Print the listing; the exit code is 0.

    Raises:
        NothingToRead: a path does not exist or holds no article.
        UnknownTopic: there is no topic of that name.
    """
    edition = read_all(request.paths, cached=True)
    store = edition.store
    if not len(store):
        raise NothingToRead(_no_article(request.paths, edition))
    topic = store.find_topic(request.topic) if request.topic is not None else None
    view = View.ALL if topic is None else View.TOPIC
    rows = store.select(Listing(view, topic, request.order, request.archived))
    if edition.problems:
        narrate(f"{_amount(edition)}: `heatwire check` says where")
    chosen = islice(rows, request.limit)
    if request.as_json:
        show_marks(store)
        write_lines(json_array(records(store, chosen)))
    else:
        lines = (Line(row.heat, row.when, row.provider, row.title) for row in chosen)
        write_lines(table(lines, terminal_width(sys.stdout)))
    return 0


def records(store: Store, rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """The articles of some rows as JSON values."""
    from reader.commands.record import article_record

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
