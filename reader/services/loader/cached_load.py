"""An edition from its cache file, brought up to date; or from its files, and then into the cache."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from reader.core.model.load_events import LoadEvent, Reset, files_source
from reader.core.tables.article_batch import ArticleBatch
from reader.sources.files.batch import one_by_one
from reader.sources.files.folder_loader import Reading, Share, load
from reader.storage.cache.article_cache import CachedEdition, note_use, open_edition, write_edition


def edition_events(
    paths: Sequence[Path],
    file: Path | None,
    shown: int = 0,
    pack: Callable[[ArticleBatch], ArticleBatch] = lambda block: block,
    hold: Callable[[ArticleBatch], ArticleBatch] | None = None,
    share: Share | None = None,
    kept: Callable[[], None] = lambda: None,
) -> Iterator[LoadEvent]:
    """The events of `reader.sources.files.folder_loader.load`, with the help of a cache file.

    Args:
        paths: what to read.
        file: the cache file; None for none.
        shown: the stamp of the cached edition that whoever listens shows already, 0 for none. If it is
            still the one in the file, only what has changed since is sent; else `Reset`, and everything.
        pack: what to do with a block that was read before it is sent.
        hold: what to do with one that is only kept; if given, many files are read twice (see `load`).
        share: what reads many files, perhaps with a second process.
        kept: called whenever the cache file holds all that was sent or is shown.
    """
    cached = open_edition(file) if file is not None else None
    known = _trusted(cached)
    if known is not None and hold is None and any(block.has_partial for block in known.blocks):
        # Whoever asks for all of it now cannot wait for the rest.
        known = None
    up_to_date = cached is not None and known is not None and shown == cached.stamp
    if shown and not up_to_date:
        yield Reset(files_source(paths))

    def keep(reading: Reading) -> None:
        if file is None:
            return
        if not reading.changed:
            note_use(file)
        elif not write_edition(file, reading.blocks, reading.gone, reading.topics, reading.problems, reading.files):
            return
        kept()

    yield from load(paths, known=known, shown=up_to_date, done=keep, pack=pack, hold=hold, share=share or one_by_one)


def _trusted(cached: CachedEdition | None) -> Reading | None:
    """What a cached edition was read from, if all of it is as it was written."""
    if cached is None or not cached.is_sound():
        return None
    sources = cached.sources()
    if sources is None:
        return None
    files, problems = sources
    return Reading([cached.block], cached.topics, problems, files)
