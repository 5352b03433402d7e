"""Folders: those of the user, and those that come with the program."""

import os
from collections.abc import Callable
from pathlib import Path

from reader.core.model.errors import HeatwireError

APP = "heatwire"
CONFIG_VARIABLE = "HEATWIRE_CONFIG_DIR"
DATA_VARIABLE = "HEATWIRE_DATA_DIR"
CACHE_VARIABLE = "HEATWIRE_CACHE_DIR"

_PACKAGE = Path(__file__).resolve().parents[1]


class NoFolder(HeatwireError):
    """There is no home folder for one of the user's folders to be in, and its variable is not set."""


def _folder(variable: str, kind: str) -> Path:
    named = os.environ.get(variable, "").strip()
    if not named:
        import platformdirs  # lazy: services

        folders = platformdirs.PlatformDirs(APP, appauthor=False)
        try:
            named = str(getattr(folders, f"user_{kind}_dir"))
        except RuntimeError:
            # Newer versions raise if there is no home folder; older ones give "~/...".
            named = "~"
    named = os.path.expanduser(named)
    if named.startswith("~"):
        # Otherwise this would become a folder called "~" in the current folder.
        raise NoFolder(f"no home folder for {kind}: set HOME or {variable}")
    return Path(named).absolute()


def folder_if_any(find: Callable[[], Path]) -> Path | None:
    """The folder that one of the functions below finds, or None if there is no home folder."""
    try:
        return find()
    except NoFolder:
        return None


def config_folder() -> Path:
    """The folder of `config.toml`. Like the two below it need not exist, and its lookup may raise `NoFolder`."""
    return _folder(CONFIG_VARIABLE, "config")


def data_folder() -> Path:
    """The folder of the marks and of crash reports."""
    return _folder(DATA_VARIABLE, "data")


def cache_folder() -> Path:
    """The folder of files that can be deleted at any time."""
    return _folder(CACHE_VARIABLE, "cache")


def shipped_folder(name: str) -> Path:
    """A folder that comes with the program: inside the package in an installation, else perhaps beside it.

    Raises:
        HeatwireError: there is none.
    """
    for folder in (_PACKAGE / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise HeatwireError(f"the installation is incomplete: there is no folder {name!r} at {_PACKAGE}")


def seeds() -> Path:
    """The built-in edition: in the package of an installation, beside it in a checkout."""
    return shipped_folder("seeds")


def styles() -> Path:
    """The style sheets, found like `seeds`."""
    return shipped_folder("styles")
