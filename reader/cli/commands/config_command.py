"""`heatwire config`: the settings file in the person's editor, and what is wrong with it."""

import os
import subprocess
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from reader.config.paths import config_folder
from reader.config.settings import FILE_NAME, KeyChange, Setting, settings
from reader.config.settings_loader import line_of, read_settings
from reader.console import narrate, write_lines
from reader.core.text.cleaning import printable_path
from reader.services.editor import editor

_HEAD: Final = """\
# The settings of heatwire, each with its usual value or an example. A line counts once its # is gone.
# Environment variables and flags go before this file; `heatwire config --check` says what is wrong with it.
"""
_KEYS: Final = """
# Other keys for commands, "" for none; `heatwire keys` has the names of all commands.
#[keys]
#"article.bookmark" = "ctrl+b,B"
"""


class Checks(NamedTuple):
    """What only the interface can say: what is wrong with changes of keys, and with the name of a theme."""

    keys: Callable[[Sequence[KeyChange]], Iterable[str]]
    theme: Callable[[str], str]


def settings_file() -> Path:
    """Where the settings are; the file need not exist.

    Raises:
        NoFolder: there is no home folder.
    """
    return config_folder() / FILE_NAME


def check_config(checks: Checks) -> int:
    """Print what is wrong with the settings as `file:line: what is wrong`; 1 if anything is, else 0.

    Raises:
        NoFolder: there is no home folder.
    """
    file = settings_file()
    found = faults(file, os.environ, checks)
    write_lines(found)
    if not found:
        narrate(
            f"{printable_path(file)} is fine" if file.exists() else f"all as usual: there is no {printable_path(file)}"
        )
    return 1 if found else 0


def faults(file: Path, environment: Mapping[str, str], checks: Checks) -> list[str]:
    """What is wrong with the settings, a line each."""
    chosen, problems = read_settings(file, environment)
    found = [str(problem) for problem in problems]
    if chosen.keys:
        found += checks.keys(chosen.keys)
    if chosen.theme and (fault := checks.theme(chosen.theme)):
        found.append(f"{_place(file, 'theme')}: {fault}")
    return found


def _place(file: Path, name: str) -> str:
    """Where a setting was set, as `file:line`; it may have been a variable."""
    try:
        line = line_of(file.read_text("utf-8-sig"), name)
    except (OSError, UnicodeDecodeError):
        line = None
    return f"{printable_path(file)}:{line}" if line else "environment"


def edit_config(checks: Checks) -> int:
    """Open the settings in an editor, having made the file where there is none, and say what is wrong then.

    Returns:
        The exit code: 1 if there is no editor, it failed, or something is wrong with the settings.

    Raises:
        NoFolder: there is no home folder.
        OSError: the file cannot be made.
    """
    file = settings_file()
    _make(file)
    words, source = editor(os.environ)
    if not words:
        narrate(f"heatwire: no editor found: set EDITOR, or edit {printable_path(file)}")
        return 1
    try:
        code = subprocess.run([*words, str(file)], check=False).returncode
    except OSError as error:
        narrate(
            f"heatwire: {source}: {printable_path(words[0])}: {error.strerror};"
            f" the settings are in {printable_path(file)}"
        )
        return 1
    if code:
        narrate(f"heatwire: {printable_path(words[0])} ended with status {code}")
    found = faults(file, os.environ, checks)
    for line in found:
        narrate(line)
    return 1 if code or found else 0


def _make(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Never over a file that somebody wrote, not even in between.
        with file.open("x", encoding="utf-8") as new:
            new.write(template())
    except FileExistsError:
        return
    narrate(f"made {printable_path(file)}")


def template() -> str:
    """A settings file that changes nothing and shows everything."""
    return _HEAD + "".join(map(_commented, settings())) + _KEYS


def _commented(setting: Setting) -> str:
    usual = f"{setting.kind.example}  # an example" if setting.default == "" else _toml(setting.default)
    words = textwrap.wrap(setting.kind.words.replace("`", ""), 98)
    return "\n" + "".join(f"# {line}\n" for line in words) + f"#{setting.name} = {usual}\n"


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
