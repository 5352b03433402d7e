"""The entry point of the command line."""

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
    frame = show_frame(argv)
    try:
        from reader.cli.dispatch import run_command  # lazy: commands

        return run_command(argv, frame)
    except KeyboardInterrupt:
        return 130
    finally:
        if frame is not None:
            frame.restore_terminal()
