"""Events from a thread to a coroutine, kept until someone asks for them."""

import threading
from collections import deque
from collections.abc import AsyncIterator, Callable

from reader.core.model.load_events import Added, Finished, LoadEvent


class Mailbox:
    """Takes events from one thread, from before an event loop runs, and gives them to one coroutine."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: deque[LoadEvent] = deque()
        self._wake: Callable[[], object] | None = None
        self._closed = False

    def put(self, event: LoadEvent) -> None:
        """Leave an event; called in the thread."""
        self._leave(event)

    def close(self) -> None:
        """Say that nothing more will come; called in the thread."""
        self._leave(None)

    def _leave(self, event: LoadEvent | None) -> None:
        with self._lock:
            if event is None:
                self._closed = True
            else:
                self._events.append(event)
            wake = self._wake
        if wake is not None:
            try:
                wake()
            except RuntimeError:
                # The loop has ended: nobody will ask any more.
                return

    def failure(self) -> str:
        """Why nothing could be read, if that has come before all else; "" otherwise."""
        with self._lock:
            first = self._events[0] if self._events else None
        return first.failure if isinstance(first, Finished) else ""

    def fruitless(self) -> str:
        """What was wrong first, if all was read by now and gave no article; "" otherwise."""
        with self._lock:
            events = list(self._events)
        if any(isinstance(event, Added) for event in events):
            return ""
        return next((str(event.problems[0]) for event in events if isinstance(event, Finished) and event.problems), "")

    async def events(self) -> AsyncIterator[LoadEvent]:
        """The events in their order, until the box is closed."""
        # Not at the top: the mailbox is filled while the interface is still being imported.
        import asyncio

        loop, arrived = asyncio.get_running_loop(), asyncio.Event()
        with self._lock:
            self._wake = lambda: loop.call_soon_threadsafe(arrived.set)
        while True:
            arrived.clear()
            # In this order: what was left before the box was closed is there.
            closed = self._closed
            while self._events:
                yield self._events.popleft()
            if closed:
                return
            await arrived.wait()
