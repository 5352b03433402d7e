"""A Textual driver that survives the end of its terminal and writes fewer bytes."""

import os
import sys
from collections.abc import Callable
from queue import Full
from typing import Any, Protocol

from textual.driver import Driver

from reader.ui.terminal.sgr_optimizer import erases_with_background, optimize_sgr

if sys.platform != "win32":
    from textual.drivers._writer_thread import WriterThread
    from textual.drivers.linux_driver import LinuxDriver

_RETRY_SECONDS = 0.25
_ENTER = "\x1b[?1049h"


class ShownFrame(Protocol):
    """A frame that is on the screen before the interface starts; see `reader.launch.first_frame`."""

    @property
    def attributes(self) -> list[Any]:
        """The attributes of the terminal from before the frame."""

    def hand_over(self) -> None:
        """Leave the terminal to the interface."""


def driver_class(shown: ShownFrame | None = None) -> type[Driver] | None:
    """Textual's driver for this system, made to survive its terminal; None for Textual's own choice.

    Textual passes its output to a thread through a short queue. The thread dies with the terminal, and the
    application would block on the full queue for ever, deaf to the signal that ends it.

    Args:
        shown: a frame that is already on the screen; the driver takes the terminal over from it.
    """
    if sys.platform == "win32":
        return None
    erases = erases_with_background(os.environ)

    def put(thread: WriterThread, text: str | None) -> None:
        while thread.is_alive():
            try:
                thread._queue.put(text, timeout=_RETRY_SECONDS)
            except Full:
                continue
            return

    class TerminalDriver(LinuxDriver):
        """Drops output that has no terminal any more."""

        _shown = shown

        def start_application_mode(self) -> None:
            """Take the terminal over, with the frame it shows."""
            start: Callable[[], None] = super().start_application_mode
            start()
            if (frame := self._shown) is not None:
                # Textual has stored the attributes that were set for the frame.
                self.attrs_before = frame.attributes
                self._shown = None
                frame.hand_over()

        def write(self, data: str) -> None:
            """Write to the terminal, if it is still there."""
            if self._shown is not None and data == _ENTER:
                # Entering the alternate screen again would clear the frame.
                return
            if self._writer_thread is not None:
                put(self._writer_thread, optimize_sgr(data, erases))

        def close(self) -> None:
            """End the writing thread, if it has not ended with the terminal."""
            thread = self._writer_thread
            if thread is not None and thread.is_alive():
                put(thread, None)
                thread.join()

    return TerminalDriver
