"""`heatwire bookmarks import`: bookmarks from an export, or from a browser."""

import time
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Final

from reader.config.paths import data_folder
from reader.console import narrate
from reader.core.model.errors import MarksUnavailable
from reader.core.text.counting import count_noun
from reader.core.text.normalization import printable_path
from reader.formats.importer import read_bookmarks
from reader.storage.marks.bookmark_import import add_bookmarks
from reader.storage.marks.database import MarkDatabase

_LISTED: Final = 10
"""Rejected entries that are listed; the others are only counted."""


def import_bookmarks(arguments: Namespace) -> int:
    """Import the bookmarks of a file in one step; the exit code is 1 if some were rejected or not saved, else 0.

    Raises:
        NotBookmarks: the file cannot be read as bookmarks; nothing was changed.
    """
    path: Path = arguments.file
    read = read_bookmarks(path)
    for refused in read.refused[:_LISTED]:
        narrate(f"{printable_path(path)}:{refused.line}: rejected: {refused.reason}")
    if (more := len(read.refused) - _LISTED) > 0:
        narrate(f"{printable_path(path)}: {more:,} more rejected")
    with closing(MarkDatabase(data_folder())) as store:
        if store.notice:
            narrate(f"heatwire: {store.notice}")
        label = f"imported {count_noun(len(read.bookmarks), 'bookmark')} from {printable_path(path.name)}"
        try:
            result = add_bookmarks(store, read.bookmarks, label, time.time())
        except MarksUnavailable as error:
            narrate(f"heatwire: {error}; nothing was imported")
            return 1
    changed = f" ({result.changed:,} of them got new tags or a note)" if result.changed else ""
    narrate(
        f"{count_noun(result.new, 'bookmark')} imported, {result.known + result.changed:,} already there{changed}, "
        f"{len(read.refused):,} rejected"
    )
    return 1 if read.refused else 0
