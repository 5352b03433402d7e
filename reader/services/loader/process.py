"""Loading that keeps the interface free: in a process of its own, or in slices in this one."""

import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

from reader.core.load_events import Added, Finished, IndexReady, LoadEvent, Reset, files_source, without_left_over
from reader.services.loader.block_files import BlockFile, create_unnamed
from reader.services.loader.wire import DamagedFrame, read_events
from reader.services.signals import describe_exit

Load = Callable[[Sequence[Path]], Iterable[LoadEvent]]


class EventQueue:
    """Events from a thread to one coroutine; those that come before an event loop runs are kept for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._early: list[LoadEvent | None] = []
        self._put: Callable[[LoadEvent | None], object] = self._early.append

    def put(self, event: LoadEvent | None) -> None:
        """Add an event, or None after the last one; called in the thread."""
        # RuntimeError: the event loop has ended, and nobody reads any more.
        with self._lock, suppress(RuntimeError):
            self._put(event)

    def early_failure(self) -> str:
        """Why nothing could be read, if that came before anything else; "" otherwise."""
        with self._lock:
            first = self._early[0] if self._early else None
        return first.failure if isinstance(first, Finished) else ""

    def early_problem(self) -> str:
        """The first problem, if everything was read by now without any article; "" otherwise."""
        with self._lock:
            events = list(self._early)
        if any(isinstance(event, Added) for event in events):
            return ""
        return next((str(event.problems[0]) for event in events if isinstance(event, Finished) and event.problems), "")

    async def events(self) -> AsyncIterator[LoadEvent]:
        """The events in their order, to the last one."""
        # The queue is filled while Textual is still being imported.
        import asyncio  # lazy: services

        loop, queue = asyncio.get_running_loop(), asyncio.Queue[LoadEvent | None]()
        with self._lock:
            for early in self._early:
                queue.put_nowait(early)
            self._early.clear()
            self._put = lambda event: loop.call_soon_threadsafe(queue.put_nowait, event)
        while (event := await queue.get()) is not None:
            yield event


class LoadingProcess:
    """A loading in a process of its own; see `reader.core.load_events.Loading`.

    The process ends by itself when this one does. If it dies, the failure of the last event says so, and what came
    before is good. Where it cannot be started, the loading runs here. `shown` is the revision of the cache file whose
    articles are shown already, 0 for none, and `ids` are the ids of these articles. `shares` says whether large batches
    come through files that the two processes share, and not through the pipe.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        cache: Path | None = None,
        shown: int = 0,
        ids: Iterable[int] = (),
        command: Sequence[str] = (),
        shares: bool = True,
    ) -> None:
        self.source, self._paths, self._ids = files_source(paths), paths, ids
        self.revision = shown
        """The revision of the cache file that holds what was sent, as far as is known."""
        self._cache = cache
        self.queue = EventQueue()
        self._command = [*(command or (sys.executable, "-P", "-m", "reader.services.loader.worker"))]
        self._files: list[BlockFile] = []
        if cache is not None:
            # One for the process, one for that which it shares its work with.
            files = (create_unnamed(cache.parent), create_unnamed(cache.parent)) if shares else (None,)
            self._files = [file for file in files if file is not None] if None not in files else []
            self._command += [str(cache), str(shown), *(str(file.descriptor) for file in self._files)]
        self._process: subprocess.Popen[bytes] | None = None
        self._here: LoadingHere | None = None
        self._stopped = False

    def again(self, ids: Iterable[int]) -> "LoadingProcess":
        """A further loading of the same paths, which sends what has changed since this one.

        Args:
            ids: the articles that are shown.
        """
        # No cache has the revision 1: then everything comes again, and what does not come is removed.
        return LoadingProcess(self._paths, self._cache, self.revision or 1, ids, shares=False)

    def start(self) -> "LoadingProcess":
        """Start the process now, and collect what it sends until `events` is called."""
        if self._process is not None or self._here is not None:
            return self
        try:
            self._process = subprocess.Popen(
                [*self._command, "--", *map(str, self._paths)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Ctrl+C in the terminal is for the application alone.
                start_new_session=True,
                pass_fds=[file.descriptor for file in self._files],
                env=_environment(),
            )
        except (OSError, ValueError):
            self._here = LoadingHere(self._paths, ids=self._ids)
            return self
        threading.Thread(target=self._collect, args=(self._process,), name="loading", daemon=True).start()
        return self

    def _collect(self, process: "subprocess.Popen[bytes]") -> None:
        """Hand over what the process sends, and reap it."""
        with process:
            for event in without_left_over(_received(process, self._files), {self.source: self._ids}):
                # After that it works for the cache alone, and may finish though nobody listens any more.
                self._stopped = self._stopped or isinstance(event, Finished)
                if isinstance(event, IndexReady) and event.index is not None:
                    self.revision = event.index.revision
                self.queue.put(event)
        if not self._stopped:
            failure = f"the loading process {describe_exit(process.returncode)}; the articles read so far are listed"
            self.queue.put(Finished(self.source, (), failure))
        self.queue.put(None)

    async def events(self) -> AsyncIterator[LoadEvent]:
        """The events, each as soon as it is there. Cancelling the iteration stops the loading."""
        self.start()
        try:
            async for event in self._here.events() if self._here else self.queue.events():
                yield event
        finally:
            self.stop()

    def stop(self) -> None:
        """End the process, if it still runs; to be called when the application ends."""
        if self._process is not None and not self._stopped:
            self._stopped = True
            # Not SIGKILL: it removes what it has not finished.
            self._process.terminate()


class LoadingHere:
    """A loading in this process, by default by `load_safely`; `ids` are the articles that are shown already."""

    def __init__(self, paths: Sequence[Path], load: Load | None = None, ids: Iterable[int] = ()) -> None:
        self.source = files_source(paths)
        self._paths, self._load, self._ids = paths, load, ids

    async def events(self) -> AsyncIterator[LoadEvent]:
        """The events; the event loop has its turn after each."""
        import asyncio  # lazy: services

        from reader.services.loader.cached_load import load_safely  # lazy: parsers

        load = self._load or load_safely
        for event in without_left_over(chain([Reset(self.source)], load(self._paths)), {self.source: self._ids}):
            yield event
            await asyncio.sleep(0)


def _received(process: "subprocess.Popen[bytes]", files: Sequence[BlockFile]) -> Iterator[LoadEvent]:
    """The events that a process sends, as long as they are sound."""
    if process.stdout is None:
        return
    try:
        yield from read_events(process.stdout, files)
    except (DamagedFrame, OSError, MemoryError):
        # Nothing that follows can be trusted.
        process.kill()


def _environment() -> dict[str, str]:
    """The variables of the process: its modules come from where ours do, in a checkout, too."""
    folders = [folder or os.getcwd() for folder in sys.path]
    # Under glibc, a large piece of memory goes back to the system as soon as it is free.
    return {"MALLOC_MMAP_THRESHOLD_": "262144", **os.environ, "PYTHONPATH": os.pathsep.join(folders)}
