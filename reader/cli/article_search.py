"""Searching the articles of a store."""

from collections.abc import Callable

from msgspec.structs import replace

from reader.core.model.listing import Listing
from reader.core.search.query_parser import check_topics, parse
from reader.core.store import Store
from reader.core.tables.rows import Rows


def prepare_search(text: str) -> Callable[[Store, Listing, float], Rows]:
    """A function that selects the articles of a listing that match a query.

    It takes the store, the listing, whose order holds unless the query has its own, and the time in seconds
    since 1970 (UTC). It raises QueryError if the query names an unknown topic.

    Raises:
        QueryError: the query is malformed.
    """
    query = parse(text)

    def search(store: Store, listing: Listing, now: float) -> Rows:
        check_topics(query, store.topics.named)
        store.search.finish(query)
        return store.select(replace(listing, query=query), now)

    return search
