"""Events from a thread to a coroutine, kept until someone asks for them."""

import threading
from collections import deque
from collections.abc import AsyncIterator, Callable

from reader.core.loading import Arrived, Loaded, LoadEvent


class Mailbox:
    """Takes events from one thread, from before an event loop runs, and gives them to one coroutine."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: deque[LoadEvent] = deque()
        self._wake: Callable[[], object] | None = None

    def put(self, event: LoadEvent) -> None:
        """Leave an event; called in the thread."""
        with self._lock:
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
        return first.failure if isinstance(first, Loaded) else ""

    def fruitless(self) -> str:
        """What was wrong first, if all was read by now and gave no article; "" otherwise."""
        with self._lock:
            events = list(self._events)
        if not events or not isinstance(events[-1], Loaded) or any(isinstance(event, Arrived) for event in events):
            return ""
        return str(events[-1].problems[0]) if events[-1].problems else ""

    async def events(self) -> AsyncIterator[LoadEvent]:
        """The events in their order, up to and with `Loaded`."""
        # Not at the top: the mailbox is filled while the interface is still being imported.
        import asyncio

        loop, arrived = asyncio.get_running_loop(), asyncio.Event()
        with self._lock:
            self._wake = lambda: loop.call_soon_threadsafe(arrived.set)
        while True:
            arrived.clear()
            while self._events:
                event = self._events.popleft()
                yield event
                if isinstance(event, Loaded):
                    return
            await arrived.wait()
