"""A Textual driver that survives what its terminal sends and the end of it, and writes fewer bytes."""

import os
import select
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable
from queue import Full
from typing import Any, Protocol

from textual import constants
from textual.driver import Driver

from reader.ui.terminal.input_parser import InputParser
from reader.ui.terminal.sgr_optimizer import erases_with_background, optimize_sgr

_RETRY_SECONDS = 0.25
_IDLE_SECONDS = 0.1
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

    Args:
        shown: a frame that is already on the screen; the driver takes the terminal over from it.
    """
    if sys.platform == "win32":
        return None

    class HandOverDriver(TerminalDriver):
        frame = shown

    return HandOverDriver


if sys.platform != "win32":
    from textual.drivers._writer_thread import WriterThread
    from textual.drivers.linux_driver import LinuxDriver

    class TerminalDriver(LinuxDriver):
        """Drops output that has no terminal any more, and ends the program when there is no more input.

        Textual passes its output to a thread through a short queue. The thread dies with the terminal, and the
        application would block on the full queue for ever, deaf to the signal that ends it.

        Attributes:
            frame: a frame that is already on the screen.
        """

        frame: ShownFrame | None = None
        _erases = erases_with_background(os.environ)

        def start_application_mode(self) -> None:
            """Take the terminal over, with the frame it shows."""
            start: Callable[[], None] = super().start_application_mode
            start()
            if (frame := self.frame) is not None:
                # Textual has stored the attributes that were set for the frame.
                self.attrs_before = frame.attributes
                self.frame = None
                frame.hand_over()

        def stop_application_mode(self) -> None:
            """Put the terminal back as it was, mouse reports in pixels included."""
            if self._mouse_pixels:
                self.write("\x1b[?1016l")
            stop: Callable[[], None] = super().stop_application_mode
            stop()

        def _sigcont_application(self, *_: object) -> None:
            """Take the terminal back, whatever stopped the program: the shell may have changed it."""
            if self._auto_restart and self._writer_thread is not None:
                if not self._must_signal_resume:
                    self.suspend_application_mode()
                    self._must_signal_resume = True
                self.resume_application_mode()

        # -- input

        def _run_input_thread(self) -> None:
            try:
                self.run_input_thread()
            except Exception as error:  # noqa: BLE001 - the boundary of a thread: its end is a crash like others
                self._app.call_later(self._app._handle_exception, error)

        def run_input_thread(self) -> None:
            """Read input until the application ends; the end of the terminal is a hangup."""
            keys = ",".join(self._app._keymap.values()).split(",")
            parser = InputParser([key for key in keys if key.startswith("alt+")])
            decode = getincrementaldecoder("utf-8")("replace").decode
            while not self.exit_event.is_set():
                patience = constants.ESCAPE_DELAY if parser.is_waiting else _IDLE_SECONDS
                if not select.select([self.fileno], [], [], patience)[0]:
                    messages = parser.tick()
                elif data := _read(self.fileno):
                    messages = parser.feed(decode(data))
                else:
                    os.kill(os.getpid(), signal.SIGHUP)
                    return
                for message in messages:
                    self.process_message(message)

        # -- output

        def write(self, data: str) -> None:
            """Write to the terminal, if it is still there."""
            if self.frame is not None and data == _ENTER:
                # Entering the alternate screen again would clear the frame.
                return
            if self._writer_thread is not None:
                _put(self._writer_thread, optimize_sgr(data, self._erases))

        def close(self) -> None:
            """End the writing thread, if it has not ended with the terminal."""
            thread = self._writer_thread
            if thread is not None and thread.is_alive():
                _put(thread, None)
                thread.join()

    def _put(thread: WriterThread, text: str | None) -> None:
        while thread.is_alive():
            try:
                thread._queue.put(text, timeout=_RETRY_SECONDS)
            except Full:
                continue
            return

    def _read(descriptor: int) -> bytes:
        """What a terminal sent; nothing if it is gone."""
        try:
            return os.read(descriptor, 4096)
        except OSError:
            return b""
