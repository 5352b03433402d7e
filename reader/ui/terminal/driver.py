"""A terminal that may go away while it is being written to, and may be far away."""

import os
import sys
from collections.abc import Callable
from queue import Full, Queue
from typing import TYPE_CHECKING, Any, Protocol

from reader.ui.terminal.sgr_optimizer import erases_in_colour, optimize_sgr

if TYPE_CHECKING:
    from textual.driver import Driver

_PATIENCE = 0.25
_ENTER = "\x1b[?1049h"


class Shown(Protocol):
    """A screen that is shown before the interface is there; see `reader.launch.first_frame`."""

    @property
    def attributes(self) -> list[Any]:
        """The terminal's attributes from before."""

    def hand_over(self) -> None:
        """The interface has the terminal now."""


def driver_class(shown: "Shown | None" = None) -> "type[Driver] | None":
    """Textual's driver for this system, made to survive its terminal; None for Textual's own choice.

    Textual hands what it draws to a thread through a short queue. That thread dies with the terminal,
    and whoever fills the queue then waits for ever, deaf to the signal that says so.

    Args:
        shown: a screen that is there already, which the driver is to take over.
    """
    if sys.platform == "win32":
        return None
    from textual.drivers._writer_thread import WriterThread
    from textual.drivers.linux_driver import LinuxDriver

    def put(thread: WriterThread, text: str | None) -> None:
        queue: Queue[str | None] = thread._queue
        while thread.is_alive():
            try:
                queue.put(text, timeout=_PATIENCE)
            except Full:
                continue
            return

    erases = erases_in_colour(os.environ)

    class TerminalDriver(LinuxDriver):
        """Drops what nobody shows any more, and writes the rest in few bytes."""

        _found = shown

        def start_application_mode(self) -> None:
            """Take the terminal over, with what it shows already."""
            start: Callable[[], None] = super().start_application_mode
            start()
            if (found := self._found) is not None:
                # Textual took those for the terminal's own that it had for the screen before.
                self.attrs_before = found.attributes
                self._found = None
                found.hand_over()

        def write(self, data: str) -> None:
            """Write to the terminal, if it is still there."""
            if self._found is not None and data == _ENTER:
                # To enter the second screen once more would empty it.
                return
            if self._writer_thread is not None:
                put(self._writer_thread, optimize_sgr(data, erases))

        def close(self) -> None:
            """End the thread that writes, if it has not ended with the terminal."""
            thread = self._writer_thread
            if thread is not None and thread.is_alive():
                put(thread, None)
                thread.join()

    return TerminalDriver
