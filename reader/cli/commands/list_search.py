"""Finding by a query, and saying where one is wrong."""

from msgspec.structs import replace

from reader.cli.cells import cell_width, cut
from reader.core.model.errors import QueryError
from reader.core.model.listing import Listing
from reader.core.model.query import Query
from reader.core.store import Store
from reader.core.tables.rows import Rows
from reader.core.text.normalization import strip_controls


def found(store: Store, listing: Listing, query: Query, now: float) -> Rows:
    """What of a listing fits a query, in its order, else in the listing's: as the reader lists it.

    Args:
        store: has the articles and their marks.
        listing: what to choose from.
        query: its topics are known to the store.
        now: seconds since 1970, UTC.
    """
    store.search.finish(query)
    return store.select(replace(listing, query=query), now)


def pointed(error: QueryError, query: str, width: int | None) -> str:
    """The complaint about a query, the query, and a caret under the place; three lines.

    Args:
        error: its column is a place in the query.
        query: as it was typed.
        width: the cells of a line, None if there is no end; a longer query is shown around the place.
    """
    before, after = strip_controls(query[: error.column]), strip_controls(query[error.column :])
    room = max((width or 0) - 3, 20)
    if width is not None and cell_width(before + after) > room:
        before = _ending(before, room // 2)
        after = cut(after, room - cell_width(before))
    return f"{strip_controls(str(error))}\n  {before}{after}\n  {' ' * cell_width(before)}^"


def _ending(text: str, width: int) -> str:
    """The end of a text that fits a width, with an ellipsis where something was left out."""
    if cell_width(text) <= width:
        return text
    while cell_width(text) >= width:
        text = text[1:]
    return f"…{text}"
