"""`heatwire paths`: where things live."""

from collections.abc import Callable
from pathlib import Path

from reader.config import paths
from reader.console import write_lines

_FOLDERS: tuple[tuple[str, Callable[[], Path]], ...] = (
    ("config", paths.config_folder),
    ("data", paths.data_folder),
    ("cache", paths.cache_folder),
    ("seeds", paths.seeds),
    ("styles", paths.styles),
)


def list_folders() -> int:
    """Print each folder with what it is for; the exit code is 0.

    Raises:
        NoFolder: there is no home folder.
    """
    write_lines([f"{name.ljust(7)}{find()}" for name, find in _FOLDERS])
    return 0
