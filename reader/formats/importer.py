"""Bookmarks from a file of any form that can be imported."""

import os
from pathlib import Path
from typing import Final

from reader.core.text.normalization import printable_path
from reader.formats.bookmark_file import NotBookmarks, Taken
from reader.sources.files.file_reader import Unreadable, decode, read_file

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a file; browsers write a picture with each bookmark."""


def read_bookmarks(path: Path) -> Taken:
    """The bookmarks in a JSON file of ours or an HTML file of a browser.

    Raises:
        NotBookmarks: the file cannot be read, is neither, or is damaged; the message names file and line.
    """
    try:
        text, bad = decode(read_file(os.fspath(path), LARGEST))
        return _read(text)
    except Unreadable as error:
        raise NotBookmarks(f"{_place(path, error.line)}: {error.reason}") from error
    except NotBookmarks as error:
        odd = bad is not None and error.line is None
        reason = f"{error.reason} (line {bad} is not UTF-8)" if odd else error.reason
        raise NotBookmarks(f"{_place(path, error.line)}: {reason}", error.line) from error


def _read(text: str) -> Taken:
    start = text.lstrip()[:1]
    if start == "<":
        from reader.formats.netscape_reader import from_netscape

        return from_netscape(text)
    if start in ("{", "["):
        from reader.formats.json_file import from_json

        return from_json(text)
    if not start:
        raise NotBookmarks("the file is empty")
    raise NotBookmarks("neither JSON from `heatwire bookmarks export` nor the bookmarks of a browser (HTML)", 1)


def _place(path: Path, line: int | None) -> str:
    return f"{printable_path(path)}:{line}" if line else printable_path(path)
