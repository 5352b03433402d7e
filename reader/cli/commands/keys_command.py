"""`heatwire keys`: all commands with their keys; and the settings that only the interface can check."""

import os
from argparse import Namespace
from collections.abc import Iterator

from reader.cli.setting_flags import settings_file
from reader.config.settings import Settings
from reader.config.settings_loader import read_settings
from reader.console import narrate, write_lines
from reader.ui.commands.key_table import key_lines, markdown
from reader.ui.commands.keymap import remap
from reader.ui.themes import theme_error


def list_keys(arguments: Namespace) -> int:
    """Print the commands; the exit code is 1 if the settings change keys wrongly, else 0."""
    if arguments.markdown:
        write_lines([markdown()])
        return 0
    keymap, problems = remap(read_settings(settings_file(), os.environ)[0].keys)
    write_lines(key_lines(keymap))
    narrate(*map(str, problems))
    return 1 if problems else 0


def interface_errors(settings: Settings, theme_place: str) -> Iterator[str]:
    """The problems with keys and theme, a line each; the theme is set at `theme_place`, as `file:line`."""
    yield from map(str, remap(settings.keys)[1])
    if settings.theme and (error := theme_error(settings.theme)):
        yield f"{theme_place}: {error}"
