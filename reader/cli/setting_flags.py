"""The settings of the user, and those that can be given as flags."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from reader.config.paths import config_folder, folder_if_any
from reader.config.settings import FILE_NAME, Setting, Settings, settings
from reader.config.settings_loader import read_settings
from reader.config.validators import InvalidValue
from reader.core.model.problem import Problem


def settings_file() -> Path:
    """The path of the settings, which need not exist."""
    return config_folder() / FILE_NAME


def add_setting_flags(parser: argparse.ArgumentParser) -> dict[str, argparse.Action]:
    """Declare the settings that have flags; by their names, what was declared."""
    declared = {}
    for setting in settings():
        kind, description = setting.kind, setting.words.replace("`", "").replace("%", "%%")
        values = {"choices": kind.choices} if kind.choices else {"metavar": kind.flag, "type": _validated(setting)}
        if setting.flag:
            declared[setting.name] = parser.add_argument(setting.flag, help=description, **values)
    return declared


def load_settings(arguments: argparse.Namespace) -> tuple[Settings, tuple[Problem, ...]]:
    """The settings of the file, the environment and the flags, and the problems in them."""
    flags = {setting.name: getattr(arguments, setting.name) for setting in settings() if setting.flag}
    return read_settings(folder_if_any(settings_file), os.environ, flags)


def _validated(setting: Setting) -> Callable[[str], str]:
    def validate(text: str) -> str:
        try:
            setting.kind.parse(text)
        except InvalidValue as error:
            raise argparse.ArgumentTypeError(str(error)) from None
        return text

    return validate
