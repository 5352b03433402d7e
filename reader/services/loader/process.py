"""Loading that keeps the interface free: in a process of its own, or in slices in this one."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from reader.core.model.load_events import Finished, LoadEvent, Reset, files_source, without_left_over
from reader.services.loader.mailbox import Mailbox
from reader.services.loader.wire import DamagedFrame, read_events
from reader.services.loader.worker import load_safely

Load = Callable[[Sequence[Path]], Iterable[LoadEvent]]


class LoadingProcess:
    """A loading in a process of its own; see `reader.core.model.load_events.Loading`.

    The process ends by itself when this one does. If it dies, the last event's failure says so, and
    what came before is good. Where it cannot be started, the loading runs here.

    Args:
        paths: what to load.
        cache: the cache file of the edition; None for none.
        shown: the stamp of what was taken from that file already, 0 for nothing.
        ids: the articles that are shown because of it.
        command: the words that start the process, what it is to load not among them.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        cache: Path | None = None,
        shown: int = 0,
        ids: Iterable[int] = (),
        command: Sequence[str] = (),
    ) -> None:
        self.source = files_source(paths)
        self._paths = paths
        self._ids = ids
        self._command = [*(command or (sys.executable, "-P", "-m", "reader.services.loader.worker"))]
        if cache is not None:
            self._command += ["--cache", str(cache), "--shown", str(shown)]
        self._process: subprocess.Popen[bytes] | None = None
        self._mailbox = Mailbox()
        self._here: LoadingHere | None = None
        self._stopped = False

    def start(self) -> "LoadingProcess":
        """Start the process now, and collect what it sends until `events` asks."""
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
            for event in without_left_over(_received(process), {self.source: self._ids}):
                # What it does after that, it does for the cache, and is let do though nobody listens any more.
                self._stopped = self._stopped or isinstance(event, Finished)
                self._mailbox.put(event)
        if not self._stopped:
            self._mailbox.put(Finished(self.source, (), _failure(process.returncode)))
        self._mailbox.close()

    def early_failure(self) -> str:
        """Why there is nothing to read, if the process has said so by now; "" otherwise."""
        return self._mailbox.failure()

    def fruitless(self) -> str:
        """What was wrong first, if all was read by now and gave no article; "" otherwise."""
        return self._mailbox.fruitless()

    async def events(self) -> AsyncIterator[LoadEvent]:
        """The events, each as soon as it is there. Cancelling the iteration stops the loading."""
        self.start()
        try:
            async for event in self._here.events() if self._here else self._mailbox.events():
                yield event
        finally:
            self.stop()

    def stop(self) -> None:
        """End the process, if it still runs; to be called when the application ends."""
        if self._process is not None and not self._stopped:
            self._stopped = True
            self._process.kill()


class LoadingHere:
    """A loading in this process, event by event: where there can be no other, and in tests.

    Args:
        paths: what to load.
        load: what loads it.
        ids: the articles that are shown already.
    """

    def __init__(self, paths: Sequence[Path], load: Load = load_safely, ids: Iterable[int] = ()) -> None:
        self.source = files_source(paths)
        self._paths = paths
        self._load = load
        self._ids = ids

    async def events(self) -> AsyncIterator[LoadEvent]:
        """The events; the event loop has its turn after each."""
        import asyncio

        for event in without_left_over(chain([Reset(self.source)], self._load(self._paths)), {self.source: self._ids}):
            yield event
            await asyncio.sleep(0)


def _received(process: "subprocess.Popen[bytes]") -> Iterator[LoadEvent]:
    """The events that a process sends, as long as they are sound."""
    if process.stdout is None:
        return
    try:
        yield from read_events(process.stdout)
    except (DamagedFrame, OSError, MemoryError):
        # Out of step: nothing that follows can be trusted.
        process.kill()


def _environment() -> dict[str, str]:
    """The variables of the process: its modules come from where ours do, in a checkout, too."""
    folders = [folder or os.getcwd() for folder in sys.path]
    # A large piece of memory goes back to the system when it is free, under glibc, too; others heed no such word.
    return {"MALLOC_MMAP_THRESHOLD_": "262144", **os.environ, "PYTHONPATH": os.pathsep.join(folders)}


def _failure(status: int) -> str:
    """What a loading that ended too early says."""
    if status < 0:
        try:
            end = f"was ended by {signal.Signals(-status).name}"
        except ValueError:
            end = f"was ended by signal {-status}"
    else:
        end = f"ended too early (exit code {status})"
    return f"the loading process {end}; what it had read is listed"
