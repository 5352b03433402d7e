"""Reading bookmarks from a file in any format that can be imported."""

import os
from pathlib import Path
from typing import Final

from reader.core.text.normalization import printable_path
from reader.formats.bookmark_file import NotBookmarks, ParsedBookmarks
from reader.formats.json_file import from_json
from reader.formats.netscape_reader import from_netscape
from reader.sources.files.file_reader import Unreadable, decode, read_file

LARGEST: Final = 64 * 1024 * 1024  # bytes of a file; browsers write a picture with each bookmark


def read_bookmarks(path: Path) -> ParsedBookmarks:
    """The bookmarks in a JSON file from `heatwire bookmarks export` or in an HTML file from a browser.

    Raises:
        NotBookmarks: the file cannot be read, is neither, or is damaged; the message names the file and the line.
    """
    try:
        text, bad = decode(read_file(os.fspath(path), LARGEST))
        return _parse(text)
    except Unreadable as error:
        raise NotBookmarks(f"{_place(path, error.line)}: {error.reason}") from error
    except NotBookmarks as error:
        damaged = bad is not None and error.line is None
        reason = f"{error.reason} (line {bad} is not UTF-8)" if damaged else error.reason
        raise NotBookmarks(f"{_place(path, error.line)}: {reason}", error.line) from error


def _parse(text: str) -> ParsedBookmarks:
    match text.lstrip()[:1]:
        case "<":
            return from_netscape(text)
        case "{" | "[":
            return from_json(text)
        case "":
            raise NotBookmarks("the file is empty")
    raise NotBookmarks("neither JSON from `heatwire bookmarks export` nor bookmarks from a browser (HTML)", 1)


def _place(path: Path, line: int | None) -> str:
    return f"{printable_path(path)}:{line}" if line else printable_path(path)
