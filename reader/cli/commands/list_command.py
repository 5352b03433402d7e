"""`heatwire list`: the articles on stdout."""

import sys
import time
from argparse import Namespace
from collections.abc import Iterable, Iterator
from itertools import islice

from reader.cli.article_json import article_records, json_array
from reader.cli.read_all import load_marks, read_all
from reader.cli.table import Line, cell_width, cut, table
from reader.console import narrate, terminal_width, write_lines
from reader.core.model.errors import NothingToRead, QueryError
from reader.core.model.listing import Listing, Order, View
from reader.core.store import Store
from reader.core.tables.rows import Row
from reader.core.text.counting import count_noun
from reader.core.text.normalization import strip_controls


def list_articles(arguments: Namespace) -> int:
    """Print the articles; the exit code is 0, or 2 for a malformed query.

    Raises:
        NothingToRead: a path does not exist or holds no article.
        UnknownTopic: there is no topic of that name.
    """
    try:
        return _list(arguments)
    except QueryError as error:
        narrate(f"heatwire: {point_at(error, arguments.query, terminal_width(sys.stderr))}")
        return 2


def _list(arguments: Namespace) -> int:
    search = None
    if arguments.query is not None:
        # Most lists are made without a query.
        from reader.cli.article_search import prepare_search  # lazy: search

        search = prepare_search(arguments.query)
    found = read_all(arguments.paths, cached=True, searched=search is not None)
    if not len(found.store):
        reason = f": {found.problems[0]}" if found.problems else ""
        raise NothingToRead(f"no article in {', '.join(map(str, arguments.paths))}{reason}")
    topic = found.store.topics.named(arguments.topic) if arguments.topic is not None else None
    view = View.ALL if topic is None else View.TOPIC
    load_marks(found.store, hide=True)
    listing = Listing(view, topic, Order(arguments.sort), arguments.archived)
    rows = search(found.store, listing, time.time()) if search else found.store.select(listing)
    if found.problems:
        counts = (count_noun(found.errors, "error"), count_noun(found.warnings, "warning"))
        some = " and ".join(count for count in counts if not count.startswith("0 "))
        narrate(f"{some} in the files: see `heatwire check`")
    if search and not len(rows):
        narrate(f"no article matches {strip_controls(arguments.query)}")
    chosen = list(islice(rows, arguments.limit))
    if arguments.json:
        write_lines(json_array(article_records(found.store, chosen)))
        return 0
    lines = table(map(_line, chosen), terminal_width(sys.stdout))
    write_lines(_with_links(found.store, chosen, lines) if arguments.links else lines)
    return 0


def _with_links(store: Store, rows: Iterable[Row], lines: Iterable[str]) -> Iterator[str]:
    for row, line in zip(rows, lines, strict=True):
        article = store.article(row.id)
        yield line
        yield f"  {article.url or '(no link)'}" if article else ""


def _line(row: Row) -> Line:
    return Line(row.heat, row.when, row.provider, f"(archived) {row.title}" if row.archived else row.title)


def point_at(error: QueryError, query: str, width: int | None) -> str:
    """The message of a query error, the query, and a caret below the error: three lines.

    `width` is the terminal's columns, None if unlimited; of a longer query the part around the error is shown.
    """
    before, after = strip_controls(query[: error.column]), strip_controls(query[error.column :])
    room = max((width or 0) - 3, 20)
    if width is not None and cell_width(before + after) > room:
        before = _cut_start(before, room // 2)
        after = cut(after, room - cell_width(before))
    return f"{strip_controls(str(error))}\n  {before}{after}\n  {' ' * cell_width(before)}^"


def _cut_start(text: str, width: int) -> str:
    if cell_width(text) <= width:
        return text
    while cell_width(text) >= width:
        text = text[1:]
    return f"…{text}"
