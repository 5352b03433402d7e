"""Articles from their cache file, brought up to date; or from their own files, and then into the cache."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from reader.core.load_events import Finished, LoadEvent, Reset, files_source
from reader.sources.files.batch import read_in_order
from reader.sources.files.folder_loader import load_files
from reader.sources.files.folder_reader import ReadParts, Spill
from reader.sources.files.read_state import ReadState
from reader.storage.cache.article_cache import CachedArticles, note_use, open_cache, write_cache


def load_cached(
    paths: Sequence[Path],
    file: Path | None,
    shown: int = 0,
    spill: Spill = lambda batch: batch,
    spill_private: Spill | None = None,
    read_parts: ReadParts = read_in_order,
    kept: Callable[[], None] = lambda: None,
) -> Iterator[LoadEvent]:
    """The events of `reader.sources.files.folder_loader.load_files`, with the help of a cache file.

    `shown` is the revision of the cache file whose articles the receiver shows already, 0 for none. If it is still
    the one in the file, only what has changed since is sent; else `Reset`, and everything. `kept` is called whenever
    the cache file holds all that was sent or is shown.
    """
    cached = open_cache(file) if file is not None else None
    known = _known(cached)
    if known is not None and spill_private is None and any(batch.has_partial for batch in known.batches):
        # Without `spill_private` everything is read at once.
        known = None
    up_to_date = cached is not None and known is not None and shown == cached.revision
    if shown and not up_to_date:
        yield Reset(files_source(paths))

    def keep(state: ReadState) -> None:
        if file is None:
            return
        if not state.changed:
            note_use(file)
        elif not write_cache(file, state.batches, state.gone, state.topics, state.problems, state.files):
            return
        kept()

    yield from load_files(
        paths, known=known, shown=up_to_date, done=keep, spill=spill, spill_private=spill_private, read_parts=read_parts
    )


def _known(cached: CachedArticles | None) -> ReadState | None:
    """What cached articles were read from, if all of the cache file is as it was written."""
    if cached is None or not cached.is_sound() or (sources := cached.sources()) is None:
        return None
    files, problems = sources
    return ReadState([cached.batch], cached.topics, problems, files)


def load_safely(paths: Sequence[Path], events: Iterable[LoadEvent] | None = None) -> Iterator[LoadEvent]:
    """The events of `load_cached`, without a cache if not given; an exception becomes the failure of the last event."""
    try:
        yield from events or load_cached(paths, None)
    except Exception as error:  # noqa: BLE001 - the worker boundary: the failure is reported to the application
        failure = f"loading stopped by a bug in the program: {type(error).__name__}: {error}"
        yield Finished(files_source(paths), (), failure)
