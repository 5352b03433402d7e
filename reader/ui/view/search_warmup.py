"""What searching needs, prepared between two keys: the index of words, and the names for completion."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.core.model.listing import Listing, View
from reader.core.store import Store
from reader.core.tables.rows import EMPTY, Rows
from reader.ui.view.callbacks import Later

if TYPE_CHECKING:
    from reader.core.search.query_completion import Completion, Vocabulary

PAUSE = 0.005
"""Seconds between two steps of indexing."""

SHOW_AFTER = 40
"""Steps after which newly found articles are shown."""

SLICE = 1000
"""Articles whose names are collected at a time."""

_NAMES_PAUSE = 0.01
_MOST_PROVIDERS = 5000


class IndexWarmup:
    """Has the store's search index its articles, a few at a time.

    Args:
        store: the news.
        later: calls back after some seconds.
        on_growth: called when more may be found, now and then and at the end.
    """

    def __init__(self, store: Store, later: Later, on_growth: Callable[[], object]) -> None:
        self._store = store
        self._later = later
        self._on_growth = on_growth
        self._running = False
        self._steps = 0
        self._reported = -1

    @property
    def missing(self) -> int:
        """How many articles cannot be found by their words yet."""
        state = self._store.search.state
        return state.total - state.indexed

    def start(self) -> None:
        """Go on until all is indexed, or the rest is to come from elsewhere."""
        if not self._running and self.missing:
            self._running = True
            self._later(PAUSE, self._step)

    def _step(self) -> None:
        self._steps += 1
        if self._store.search.advance():
            if not self._steps % SHOW_AFTER:
                self._report()
            self._later(PAUSE, self._step)
        else:
            self._running = False
            self._report()

    def _report(self) -> None:
        """Report growth, if there is any since the last time: the callback may start this again."""
        missing = self.missing
        if missing != self._reported:
            self._reported = missing
            self._on_growth()


class CompletionNames:
    """Topics, providers and tags of the store; the most frequent come first.

    Args:
        store: the news.
        later: calls back after some seconds.
    """

    def __init__(self, store: Store, later: Later) -> None:
        self._store = store
        self._later = later
        self._vocabulary: Vocabulary | None = None
        self._providers: Counter[str] = Counter()
        self._rows: Rows = EMPTY
        self._place = 0
        self._counted = -1
        self._tags: list[str] = []

    def complete(self, text: str, cursor: int) -> "Completion":
        """Complete the word at the cursor with fields, their values, and the names that were collected so far."""
        from reader.core.search.query_completion import Vocabulary, complete  # lazy: search

        if self._vocabulary is None:
            store = self._store
            topics = sorted(store.topics.topics(), key=lambda topic: -store.topic_count(topic.key))
            providers = [name for name, _ in self._providers.most_common(_MOST_PROVIDERS)]
            self._vocabulary = Vocabulary([topic.name for topic in topics], providers, self._tags)
        return complete(text, cursor, self._vocabulary)

    @staticmethod
    def condition(field: str, name: str) -> str:
        """A query for a name in a field, such as `topic:"AI Ethics"`."""
        # Quotes are always allowed; `as_value` would load what only a search needs.
        doubled = name.replace('"', '""')
        return f"{field}:{name}" if name.isalnum() else f'{field}:"{doubled}"'

    def collect(self) -> None:
        """Take in what has changed: tags at once, topics and providers if the news did, the latter in slices."""
        tags = self._store.tags()
        if tags != self._tags:
            self._tags, self._vocabulary = tags, None
        if self._counted != self._store.news:
            self._counted, self._vocabulary = self._store.news, None
            self._rows, self._place = self._store.select(Listing(View.ALL, archived=True)), 0
            self._later(_NAMES_PAUSE, self._count_slice)

    def _count_slice(self) -> None:
        rows = self._rows[self._place : self._place + SLICE]
        if not self._place:
            self._providers.clear()
        self._place += SLICE
        self._providers.update(row.provider for row in rows if row.provider)
        if self._place < len(self._rows):
            self._later(_NAMES_PAUSE, self._count_slice)
        else:
            self._rows = EMPTY
            self._vocabulary = None
