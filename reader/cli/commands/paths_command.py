"""`heatwire paths`: the folders that the program uses."""

from argparse import Namespace

from reader.config import paths
from reader.console import write_lines

_FOLDERS = {
    "config": paths.config_folder,
    "data": paths.data_folder,
    "cache": paths.cache_folder,
    "seeds": paths.seeds,
    "styles": paths.styles,
}


def list_folders(_: Namespace) -> int:
    """Print each folder with its purpose; the exit code is 0."""
    write_lines([f"{name.ljust(7)}{find()}" for name, find in _FOLDERS.items()])
    return 0
