"""The loading process: reads the paths in its arguments and writes the events of loading to its stdout."""

import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO

from reader.core.load_events import Added, LoadEvent, files_source
from reader.core.tables.article_batch import ArticleBatch
from reader.services.loader.block_files import BlockFile, create_unnamed
from reader.services.loader.cached_load import load_cached, load_safely
from reader.services.loader.indexer import Indexer
from reader.services.loader.wire import write_event
from reader.sources.files.batch import ReadBatch

LATER_NICENESS = 5
"""Added once the first articles are sent, or shown from the cache: the interface comes before the rest."""


def send(events: Iterable[LoadEvent], pipe: IO[bytes], files: Sequence[BlockFile] = ()) -> None:
    """Write events to a pipe, with less priority after the first articles; large batches go to shared files."""
    waiting = True
    for event in events:
        write_event(pipe, event, files)
        if waiting and isinstance(event, Added):
            waiting = False
            _lower_priority()


def _lower_priority() -> None:
    if sys.platform != "win32":
        with suppress(OSError):
            os.nice(LATER_NICENESS)
            if os.getsid(0) == os.getpid():
                # Where Linux groups processes by session, niceness counts only inside the group: lower that, too.
                with open("/proc/self/autogroup", "w") as group:
                    group.write(str(LATER_NICENESS))


def _read_parts(parts: Sequence[Sequence[str]], quick: bool, files: Sequence[BlockFile]) -> Iterator[ReadBatch]:
    from reader.services.loader.read_pool import read_parts  # lazy: services

    return read_parts(parts, quick, files)


def _load_with_cache(paths: Sequence[Path], cache: Path, shown: int, pipe: IO[bytes], files: list[BlockFile]) -> None:
    private = create_unnamed(cache.parent)
    spill, spill_private = (_keep if file is None else file.spill for file in (files[0] if files else None, private))
    read_parts = partial(_read_parts, files=files[1:])
    indexer = Indexer(files_source(paths), cache, shown, lambda event: write_event(pipe, event))
    events = load_cached(paths, cache, shown, spill, spill_private, read_parts, indexer.kept)
    send(indexer.events(load_safely(paths, events)), pipe, files)


def _keep(batch: ArticleBatch) -> ArticleBatch:
    return batch


def main(arguments: Sequence[str]) -> int:
    """Load the paths after `--`; before it are the cache file, the revision that is shown, and shared descriptors."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    end = arguments.index("--")
    options, paths = arguments[:end], [Path(argument) for argument in arguments[end + 1 :]]
    # The pipe for the events alone: nothing else that is printed must end up between two of them.
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        with pipe:
            if not options:
                send(load_safely(paths), pipe)
                return 0
            cache, shown, *descriptors = options
            if int(shown):
                _lower_priority()
            _load_with_cache(paths, Path(cache), int(shown), pipe, [BlockFile(int(number)) for number in descriptors])
    except BrokenPipeError:
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
