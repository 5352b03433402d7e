"""The loading process: reads the paths it is given and writes the events of loading to its stdout."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from reader.core.model.errors import NothingToRead
from reader.core.model.load_events import Added, Finished, LoadEvent, files_source
from reader.core.tables.article_batch import ArticleBatch
from reader.services.loader.block_files import Spool
from reader.services.loader.wire import write_event

if TYPE_CHECKING:
    from reader.sources.files.batch import Batch
    from reader.sources.files.folder_loader import Share

LATER_NICENESS = 5
"""Added once the first articles are out, or shown from the cache: the interface goes before the rest."""


def load_safely(
    paths: Sequence[Path],
    cache: Path | None = None,
    shown: int = 0,
    pack: Callable[[ArticleBatch], ArticleBatch] = lambda block: block,
    hold: Callable[[ArticleBatch], ArticleBatch] | None = None,
    share: "Share | None" = None,
    kept: Callable[[], None] = lambda: None,
) -> Iterator[LoadEvent]:
    """The events of `reader.services.loader.cached_load`; a failure becomes the last event and never an exception."""
    source = files_source(paths)
    try:
        from reader.services.loader.cached_load import edition_events

        yield from edition_events(paths, cache, shown, pack, hold, share, kept)
    except NothingToRead as error:
        yield Finished(source, (), str(error))
    except Exception as error:  # noqa: BLE001 - the worker boundary: whoever waits must hear of it
        yield Finished(
            files_source(paths), (), f"loading stopped by a fault of the program: {type(error).__name__}: {error}"
        )


def send(events: Iterable[LoadEvent], pipe: IO[bytes], spool: Spool | None = None) -> None:
    """Write the events to a pipe, making way for others after the first articles.

    Args:
        events: what to write.
        pipe: where to.
        spool: where large blocks go, which whoever listens can map instead of holding them.
    """
    waiting = True
    for event in events:
        write_event(pipe, event, spool)
        if waiting and isinstance(event, Added):
            waiting = False
            _make_way()


def _make_way() -> None:
    if sys.platform == "win32":
        return
    try:
        os.nice(LATER_NICENESS)
    except OSError:
        return
    if os.getsid(0) != os.getpid():
        return
    try:
        # Where Linux groups processes by session, niceness counts only inside the group: ours makes way, too.
        with open("/proc/self/autogroup", "w") as group:
            group.write(str(LATER_NICENESS))
    except OSError:
        return


def _sharing(spool: Spool, pipe: IO[bytes]) -> "Share":
    """What shares the reading of many files with a second process."""

    def share(parts: Sequence[Sequence[str]], quick: bool) -> "Iterator[Batch]":
        from reader.services.loader.read_pool import SecondReader

        # Whoever listens waits for the end of this process alone.
        return SecondReader(spool, [pipe.fileno()]).share(parts, quick)

    return share


def _load_with_cache(paths: Sequence[Path], cache: Path, shown: int, pipe: IO[bytes]) -> None:
    from reader.services.loader.indexing import Indexing

    spool = Spool(cache.parent)
    indexing = Indexing(files_source(paths), cache, shown, lambda event: write_event(pipe, event))
    events = load_safely(paths, cache, shown, spool.pack, spool.hold, _sharing(spool, pipe), indexing.kept)
    try:
        send(indexing.events(events), pipe, spool)
    finally:
        spool.close()


def main(arguments: Sequence[str]) -> int:
    """Load the paths that stand after `--`, with the cache file and the stamp that stand before it."""
    end = arguments.index("--")
    options, paths = arguments[:end], [Path(argument) for argument in arguments[end + 1 :]]
    cache = Path(options[options.index("--cache") + 1]) if "--cache" in options else None
    shown = int(options[options.index("--shown") + 1]) if "--shown" in options else 0
    # The pipe for ourselves alone: whatever else prints must not end up between two frames.
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if shown:
        _make_way()
    try:
        with pipe:
            if cache is None:
                send(load_safely(paths), pipe)
            else:
                _load_with_cache(paths, cache, shown, pipe)
    except BrokenPipeError:
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
