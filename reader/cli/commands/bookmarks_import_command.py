"""`heatwire bookmarks import`: bookmarks from an export, or from a browser."""

import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from reader.config.paths import data_folder
from reader.console import narrate, show_progress
from reader.core.model.bookmark import Bookmark
from reader.core.model.errors import MarksUnavailable
from reader.core.text.counting import count_noun
from reader.core.text.normalization import printable_path
from reader.formats.bookmark_file import RefusedBookmark
from reader.formats.importer import read_bookmarks
from reader.storage.marks.bookmark_import import add_bookmarks
from reader.storage.marks.database import MarkDatabase

_SHOWN_EVERY: Final = 1_000
_LISTED: Final = 10
"""Rejected entries that are listed; the others are only counted."""


def import_bookmarks(arguments: Namespace) -> int:
    """Import the bookmarks of a file in one step; the exit code is 1 if some were rejected or not saved, else 0.

    Raises:
        NotBookmarks: the file cannot be read as bookmarks; nothing was changed.
    """
    path: Path = arguments.file
    reading = _Reading(path)
    next(reading.bookmarks(), None)  # What is no such file is refused before anything is opened.
    with closing(MarkDatabase(data_folder())) as store:
        if store.notice:
            narrate(f"heatwire: {store.notice}")
        name = printable_path(path.name)
        try:
            result = add_bookmarks(
                store,
                reading.bookmarks,
                lambda count: f"imported {count_noun(count, 'bookmark')} from {name}",
                time.time(),
            )
        except MarksUnavailable as error:
            narrate(f"heatwire: {error}; nothing was imported")
            return 1
        finally:
            show_progress("")
    narrate(*reading.listed)
    if (more := reading.rejected - _LISTED) > 0:
        narrate(f"{printable_path(path)}: {more:,} more rejected")
    changed = f" ({result.changed:,} of them got new tags or a note)" if result.changed else ""
    narrate(
        f"{count_noun(result.new, 'bookmark')} imported, {result.known + result.changed:,} already there{changed}, "
        f"{reading.rejected:,} rejected"
    )
    return 1 if reading.rejected else 0


class _Reading:
    """The bookmarks of a file as they come; `listed` are the first rejected entries in words, `rejected` counts all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.rejected = 0
        self.listed: list[str] = []

    def bookmarks(self) -> Iterator[Bookmark]:
        """Read the file, from its beginning, and show how far that is."""
        self.rejected, self.listed = 0, []
        for number, found in enumerate(read_bookmarks(self._path), 1):
            if number % _SHOWN_EVERY == 0:
                show_progress(f"{number:,} bookmarks read …")
            if not isinstance(found, RefusedBookmark):
                yield found
                continue
            self.rejected += 1
            if self.rejected <= _LISTED:
                self.listed.append(f"{printable_path(self._path)}:{found.line}: rejected: {found.reason}")
