"""Runs the command that the arguments name and turns its errors into messages and exit codes."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final

from reader.cli.arguments import COMMANDS, READER, UsageError, parse
from reader.console import is_dumb_terminal, is_terminal, narrate, prepare, silence
from reader.core.model.errors import HeatwireError
from reader.launch.first_frame import FirstFrame

_READER: Final = "commands.read_command:open_screen"
_PLAIN_READER: Final = "plain.plain_reader:read_plainly"


def run_command(argv: Sequence[str], frame: FirstFrame | None = None) -> int:
    """Run a command; the exit code. The first frame, if it is on the screen, is removed before anything is printed."""
    prepare(sys.stdout, sys.stderr)
    try:
        try:
            code = _dispatch(argv, frame)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        finally:
            if frame is not None:
                frame.restore_terminal()
        if sys.stdout is not None:
            # Here, because a failure at the interpreter's exit could not be caught.
            sys.stdout.flush()
    except HeatwireError as error:
        from reader.core.text.normalization import strip_controls  # lazy: services

        narrate(strip_controls(str(error) if isinstance(error, UsageError) else f"heatwire: {error}"))
        return 2
    except BrokenPipeError:
        silence(sys.stdout)
        return 0
    except OSError as error:
        narrate(f"heatwire: {error.strerror or error}")
        silence(sys.stdout)
        return 1
    return code


def _dispatch(argv: Sequence[str], frame: FirstFrame | None) -> int:
    command, arguments = parse(argv)
    if command != READER:
        function = f"commands.{COMMANDS[command].function}"
    elif arguments.plain or (is_terminal(sys.stdout) and is_dumb_terminal()):
        function = _PLAIN_READER
    elif is_terminal(sys.stdout):
        function = _READER
        arguments.argv, arguments.frame = argv, frame
    else:
        # In a pipe the articles are listed, just as `less` acts as `cat`.
        order = [f"--sort={arguments.sort}"] if arguments.sort else []
        command, arguments = parse(["list", *order, "--", *map(str, arguments.paths)])
        function = f"commands.{COMMANDS[command].function}"
    module, _, name = function.partition(":")
    try:
        run: Callable[[argparse.Namespace], int] = getattr(import_module(f"reader.cli.{module}"), name)
    except ModuleNotFoundError as error:
        narrate(f"heatwire: the package {error.name} is missing: reinstall heatwire")
        return 1
    return run(arguments)
