"""The word index of the articles in a cache file: announced if it fits, and written if it does not."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from reader.core.load_events import Finished, IndexReady, LoadEvent, SourceId
from reader.storage.cache.article_cache import index_file, open_cache
from reader.storage.cache.stored_index import StoredIndex
from reader.storage.cache.word_index_file import open_index, write_index


class Indexer:
    """Adds `IndexReady` to the events of a source.

    `shown` is the revision of the cache file that is shown already, 0 for none; `send` takes an event, in order with
    all others.
    """

    def __init__(self, source: SourceId, file: Path, shown: int, send: Callable[[LoadEvent], object]) -> None:
        self._source, self._file, self._send = source, file, send
        self._index = index_file(file)
        # If another revision is shown, or none, the index is of use only once all articles were sent.
        before = open_cache(file) if shown else None
        fits = before is not None and before.revision == shown and open_index(self._index, shown) is not None
        self._announced = shown if fits else 0

    def _ready(self, revision: int) -> IndexReady:
        return IndexReady(self._source, StoredIndex(str(self._index), revision))

    def events(self, events: Iterable[LoadEvent]) -> Iterator[LoadEvent]:
        """The same events, after the index of what is shown already, if there is one."""
        ready = self._ready(self._announced) if self._announced else None
        for event in events:
            # A failure to read anything must come first.
            if ready is not None and not (isinstance(event, Finished) and event.failure):
                yield ready
                ready = None
            yield event

    def kept(self) -> None:
        """Send the index of the cache file, which now has all that was sent; write it if there is none."""
        cached = open_cache(self._file)
        if cached is None or cached.revision == self._announced:
            return
        revision = cached.revision
        if open_index(self._index, revision) is not None or write_index(self._index, cached.batch, revision):
            self._announced = revision
            self._send(self._ready(revision))
