"""Reading bookmarks from a file in any format that can be imported."""

import codecs
import io
import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from reader.core.model.bookmark import Bookmark
from reader.core.text.normalization import printable_path
from reader.formats.bookmark_file import NotBookmarks, RefusedBookmark
from reader.formats.json_file import from_json
from reader.formats.netscape_reader import from_netscape
from reader.sources.files.file_reader import Unreadable, decode, read_file

LARGEST: Final = 64 * 1024 * 1024  # bytes of a file; browsers write a picture with each bookmark

_PIECE: Final = 64 * 1024


def read_bookmarks(path: Path) -> Iterator[Bookmark | RefusedBookmark]:
    """The bookmarks in a JSON file from `heatwire bookmarks export` or in an HTML file from a browser, as they come.

    Raises:
        NotBookmarks: the file cannot be read, is neither, or is damaged; the message names the file and the line. That
            may come after bookmarks.
    """
    data = b""
    try:
        data = read_file(os.fspath(path), LARGEST)
        decode(data[:2])  # Refuses UTF-16.
        yield from _parse(data)
    except Unreadable as error:
        raise NotBookmarks(f"{_place(path, error.line)}: {error.reason}") from error
    except NotBookmarks as error:
        bad = decode(data)[1] if error.line is None else None
        reason = f"{error.reason} (line {bad} is not UTF-8)" if bad is not None else error.reason
        raise NotBookmarks(f"{_place(path, error.line)}: {reason}", error.line) from error


def _parse(data: bytes) -> Iterator[Bookmark | RefusedBookmark]:
    pieces = _pieces(data)
    begun = ""
    while not begun and (piece := next(pieces, None)) is not None:
        begun = piece.lstrip()
    match begun[:1]:
        case "<":
            return from_netscape(chain([piece or ""], pieces))
        case "{" | "[":
            return from_json(chain([piece or ""], pieces))
        case "":
            raise NotBookmarks("the file is empty")
    raise NotBookmarks("neither JSON from `heatwire bookmarks export` nor bookmarks from a browser (HTML)", 1)


def _pieces(data: bytes) -> Iterator[str]:
    """The text of a file as from `decode`, in pieces."""
    decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8-sig")("replace"), translate=True)
    for place in range(0, len(data), _PIECE):
        yield decoder.decode(data[place : place + _PIECE], final=place + _PIECE >= len(data))


def _place(path: Path, line: int | None) -> str:
    return f"{printable_path(path)}:{line}" if line else printable_path(path)
