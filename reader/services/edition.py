"""An edition from its cache file, brought up to date; or from its files, and then into the cache."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.core.article import ArticleId
from reader.core.loading import Arrived, Found, Gone, Loaded, LoadEvent
from reader.sources.loader import Reading, load
from reader.storage.edition_cache import CachedEdition, open_edition, write_edition


def edition_events(paths: Sequence[Path], file: Path | None, shown: int = 0) -> Iterator[LoadEvent]:
    """The events of `reader.sources.loader.load`, with the help of a cache file.

    Args:
        paths: what to read.
        file: the cache file; None for none.
        shown: the stamp of the cached edition that whoever listens shows already, 0 for none. Then only
            what has changed since is sent.
    """
    cached = open_edition(file) if file is not None else None
    known = _trusted(cached)
    if cached is not None and known is not None and shown != cached.stamp:
        yield Found(cached.block.count, cached.topics)
        yield Arrived(cached.block)

    def keep(reading: Reading) -> None:
        if file is not None and reading.changed:
            write_edition(file, reading.blocks, reading.gone, reading.topics, reading.problems, reading.files)

    events = load(paths, known=known, done=keep)
    if not shown or known is not None:
        yield from events
        return
    yield from _without_left_over(events, cached)


def _trusted(cached: CachedEdition | None) -> Reading | None:
    """What a cached edition was read from, if all of it is as it was written."""
    if cached is None:
        return None
    files = cached.files()
    if files is None or not cached.block.is_sound():
        return None
    return Reading([cached.block], set(), cached.topics, cached.problems, files)


def _without_left_over(events: Iterator[LoadEvent], cached: CachedEdition | None) -> Iterator[LoadEvent]:
    """All is read anew though something is shown: at the end, take away what was not read again."""
    read: set[int] = set()
    for event in events:
        if isinstance(event, Arrived):
            read.update(event.block.ids)
        elif isinstance(event, Loaded) and cached is not None and not event.failure:
            yield Gone(tuple(ArticleId(article) for article in cached.block.ids if article not in read))
        yield event
