"""`heatwire config`: the settings file in the user's editor, and the problems in it."""

import os
import subprocess
import textwrap
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from reader.cli.setting_flags import settings_file
from reader.config.settings import Setting, settings
from reader.config.settings_loader import line_of, read_settings, settings_text
from reader.console import narrate, write_lines
from reader.core.text.normalization import printable_path
from reader.services.editor import editor

_HEAD: Final = """\
# The settings of heatwire, each with its default or an example. Remove the # to set one.
# Environment variables and flags override this file; `heatwire config --check` finds mistakes in it.
"""
_KEYS: Final = """
# Other keys for commands, "" for none; `heatwire keys` lists the names of all commands.
#[keys]
#"article.bookmark" = "ctrl+b,B"
"""


def configure(arguments: Namespace) -> int:
    """Check the settings, or open them in an editor, creating the file if there is none, and then check them.

    The exit code is 1 if the settings have problems, or if there is no editor or it failed, else 0.

    Raises:
        OSError: the file cannot be created.
    """
    file = settings_file()
    name = printable_path(file)
    if arguments.check:
        found = setting_errors(file, os.environ)
        write_lines(found)
        if not found:
            narrate(f"{name}: no problems" if file.exists() else f"no {name}: using defaults")
        return 1 if found else 0
    _create(file)
    words, source = editor(os.environ)
    if not words:
        narrate(f"heatwire: no editor found: set EDITOR, or edit {name}")
        return 1
    try:
        code = subprocess.run([*words, str(file)], check=False).returncode
    except OSError as error:
        narrate(f"heatwire: {source}: {printable_path(words[0])}: {error.strerror}; the settings are in {name}")
        return 1
    if code:
        narrate(f"heatwire: {printable_path(words[0])} exited with status {code}")
    found = setting_errors(file, os.environ)
    narrate(*found)
    return 1 if code or found else 0


def setting_errors(file: Path, environment: Mapping[str, str]) -> list[str]:
    """The problems in the settings, a line each; the interface is imported only to check keys or a theme."""
    loaded, problems = read_settings(file, environment)
    found = [str(problem) for problem in problems]
    if loaded.keys or loaded.theme:
        from reader.cli.commands.keys_command import interface_errors  # lazy: commands

        found += interface_errors(loaded, _place(file, "theme"))
    return found


def _place(file: Path, name: str) -> str:
    """Where a setting is set: `file:line`, or the environment."""
    try:
        line = line_of(settings_text(file), name)
    except (OSError, UnicodeDecodeError):
        line = None
    return f"{printable_path(file)}:{line}" if line else "environment"


def _create(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        # "x": never over a file that exists by now.
        with file.open("x", encoding="utf-8") as new:
            new.write(template())
    except FileExistsError:
        return
    narrate(f"created {printable_path(file)}")


def template() -> str:
    """A settings file with every setting as a comment."""
    return _HEAD + "".join(map(_commented, settings())) + _KEYS


def _commented(setting: Setting) -> str:
    default = f'"{setting.default}"' if isinstance(setting.default, str) else str(setting.default).lower()
    value = f"{setting.kind.example}  # an example" if setting.default == "" else default
    lines = textwrap.wrap(setting.words.replace("`", ""), 98)
    return "\n" + "".join(f"# {line}\n" for line in lines) + f"#{setting.name} = {value}\n"
