"""The entry point of the command line."""

import signal
import sys

from reader.launch.first_frame import show_frame

# Not from `typing`: importing it takes longer than showing the first frame.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: "Sequence[str] | None" = None) -> int:
    """Run `heatwire` with the arguments after the program's name, those of the process if None.

    The exit code is 0 for success, 1 for problems found, 2 for wrong usage and 130 if it was interrupted.
    """
    argv = sys.argv[1:] if argv is None else argv
    for name in ("SIGTERM", "SIGHUP"):
        if getattr(signal, name, None) and signal.getsignal(getattr(signal, name)) is signal.SIG_DFL:
            signal.signal(getattr(signal, name), _end)
    frame = show_frame(argv)
    try:
        from reader.cli.dispatch import run_command  # lazy: commands

        return run_command(argv, frame)
    except KeyboardInterrupt:
        return 130
    finally:
        if frame is not None:
            frame.restore_terminal()


def _end(number: int, _: object) -> None:
    """End as after any error, so that unfinished files are removed."""
    sys.exit(128 + number)
