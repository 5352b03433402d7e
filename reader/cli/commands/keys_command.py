"""`heatwire keys`: all commands with their keys; and the checks of settings that need the interface."""

import os
from argparse import Namespace

from reader.cli.commands.config_command import settings_file
from reader.config.settings_loader import read_settings
from reader.console import narrate, write_lines
from reader.ui.commands.key_table import key_lines, markdown
from reader.ui.commands.keymap import remap


def list_keys(arguments: Namespace) -> int:
    """Print the commands; the exit code is 1 if the settings change keys wrongly, else 0.

    Raises:
        NoFolder: there is no home folder.
    """
    if arguments.markdown:
        write_lines([markdown()])
        return 0
    keymap, problems = remap(read_settings(settings_file(), os.environ)[0].keys)
    write_lines(key_lines(keymap))
    for problem in problems:
        narrate(str(problem))
    return 1 if problems else 0
