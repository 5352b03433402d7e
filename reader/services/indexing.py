"""The index of an edition's words: said where it is, and made where there is none that fits."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from reader.core.loading import Arrived, Gone, Indexed, Loaded, LoadEvent
from reader.storage.edition_cache import CachedEdition, index_of, open_edition
from reader.storage.index_file import has_index, write_index
from reader.storage.stored_index import StoredIndex


def with_index(events: Iterable[LoadEvent], file: Path, shown: int) -> Iterator[LoadEvent]:
    """The events of loading an edition, and `Indexed`.

    Args:
        events: those of `reader.services.edition`; once they are at their end, the cache file is written.
        file: the cache file.
        shown: the stamp of the cached edition that whoever listens shows already, 0 for none.
    """
    before = open_edition(file)
    stamp = before.stamp if before is not None else 0
    # Those who show another edition, or none, hear of the index when they have all of its articles.
    ready = _found(file, before) if before is not None and stamp == shown else None
    told, changed = ready is None, False
    for event in events:
        changed = changed or isinstance(event, Arrived | Gone)
        # Before anything that is not in it; but that there is nothing to read must be known first of all.
        if not told and not (isinstance(event, Loaded) and event.failure):
            told = True
            yield Indexed(ready)
        yield event
    if not told:
        yield Indexed(ready)
    now = open_edition(file)
    if now is None or (now.stamp == stamp and (ready is not None or changed)):
        # Nothing is new; or what is may not be in the file, for it could not be written.
        return
    yield Indexed(_found(file, now) or _made(file, now))


def _found(file: Path, edition: CachedEdition) -> StoredIndex | None:
    index = index_of(file)
    return StoredIndex(str(index), edition.stamp) if has_index(index, edition.stamp) else None


def _made(file: Path, edition: CachedEdition) -> StoredIndex | None:
    index = index_of(file)
    return StoredIndex(str(index), edition.stamp) if write_index(index, edition.block, edition.stamp) else None
