"""`heatwire`: opens the reader."""

import gc
import sys
import time
from argparse import Namespace

from reader.cli.setting_flags import load_settings
from reader.console import is_terminal, narrate
from reader.launch.early_load import start_load


def open_screen(arguments: Namespace) -> int:
    """Open the full-screen reader; the exit code."""
    if not is_terminal(sys.stdin):
        narrate("heatwire: the reader needs a terminal; `heatwire list` prints the articles")
        return 2
    # The last frame is kept only if what it was drawn from has not changed since.
    arguments.started = time.time()
    settings, warnings = load_settings(arguments)
    # Imported modules are never garbage: looking through them would delay the first screen. The application
    # enables collection again.
    gc.disable()
    load = start_load(arguments.paths)
    try:
        # After the load was started, so that both happen at the same time.
        from reader.launch.start import open_reader  # lazy: services

        return open_reader(load, settings, warnings, arguments)
    finally:
        load.process.stop()
