"""The index of an edition's words: said where it is, and made where there is none that fits."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from reader.core.model.load_events import Finished, IndexReady, LoadEvent, SourceId
from reader.storage.cache.article_cache import index_of, open_edition
from reader.storage.cache.stored_index import StoredIndex
from reader.storage.cache.word_index_file import has_index, write_index


class Indexing:
    """Sees to it that whoever is told of the articles of an edition is told of an index of their words.

    Args:
        source: where its articles come from.
        file: the cache file of the edition.
        shown: the stamp of the cached edition that whoever listens shows already, 0 for none.
        tell: takes an event, in order with all others.
    """

    def __init__(self, source: SourceId, file: Path, shown: int, tell: Callable[[LoadEvent], object]) -> None:
        self._source = source
        self._file = file
        self._index = index_of(file)
        self._tell = tell
        before = open_edition(file) if shown else None
        # Those who show another edition, or none, hear of the index when they have all of its articles.
        fits = before is not None and before.stamp == shown and has_index(self._index, shown)
        self._told = shown if fits else 0

    def events(self, events: Iterable[LoadEvent]) -> Iterator[LoadEvent]:
        """The same events, and first of all where there is an index of what is shown already."""
        ready = IndexReady(self._source, StoredIndex(str(self._index), self._told)) if self._told else None
        for event in events:
            # But that there is nothing to read must be known before.
            if ready is not None and not (isinstance(event, Finished) and event.failure):
                yield ready
                ready = None
            yield event

    def kept(self) -> None:
        """The cache file holds all that was sent, and what was shown: make the index of it, unless there is one."""
        edition = open_edition(self._file)
        if edition is None or edition.stamp == self._told:
            return
        fits = has_index(self._index, edition.stamp) or write_index(self._index, edition.block, edition.stamp)
        if fits:
            self._told = edition.stamp
            self._tell(IndexReady(self._source, StoredIndex(str(self._index), edition.stamp)))
