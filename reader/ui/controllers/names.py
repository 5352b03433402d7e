"""The names that a search can be completed with, collected while nothing else is to be done."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

from reader.core.model.listing import Listing, View
from reader.core.store import Store
from reader.core.tables.rows import EMPTY, Rows

if TYPE_CHECKING:
    from reader.core.search.query_completion import Vocabulary

SLICE = 1000
"""Articles looked at between two keys."""

PAUSE = 0.01
"""Seconds between two slices."""

MOST_PROVIDERS = 5000


class Names:
    """Topics, providers and tags of the store; the most frequent come first.

    Args:
        store: the news.
        later: calls back after some seconds.
    """

    def __init__(self, store: Store, later: Callable[[float, Callable[[], None]], Timer]) -> None:
        self._store = store
        self._later = later
        self._vocabulary: Vocabulary | None = None
        self._providers: Counter[str] = Counter()
        self._rows: Rows = EMPTY
        self._place = 0
        self._counted = -1
        self._tags: list[str] = []

    @property
    def vocabulary(self) -> "Vocabulary":
        """The names that are known so far."""
        if self._vocabulary is None:
            # Not at the top: only a search needs it.
            from reader.core.search.query_completion import Vocabulary

            store = self._store
            topics = sorted(store.topics.topics(), key=lambda topic: -store.topic_count(topic.key))
            providers = [name for name, _ in self._providers.most_common(MOST_PROVIDERS)]
            self._vocabulary = Vocabulary([topic.name for topic in topics], providers, self._tags)
        return self._vocabulary

    def collect(self) -> None:
        """Take in what has changed: tags at once, topics and providers if the news did, the latter in slices."""
        tags = self._store.tags()
        if tags != self._tags:
            self._tags, self._vocabulary = tags, None
        if self._counted != self._store.news:
            self._counted, self._vocabulary = self._store.news, None
            self._rows, self._place = self._store.select(Listing(View.ALL, archived=True)), 0
            self._later(PAUSE, self._count_slice)

    def _count_slice(self) -> None:
        rows = self._rows[self._place : self._place + SLICE]
        if not self._place:
            self._providers.clear()
        self._place += SLICE
        self._providers.update(row.provider for row in rows if row.provider)
        if self._place < len(self._rows):
            self._later(PAUSE, self._count_slice)
        else:
            self._rows = EMPTY
            self._vocabulary = None
