"""`heatwire bookmarks`: what the reader keeps, also where the seed is gone."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reader.commands.output import json_array, narrate, terminal_width, write_lines
from reader.commands.table import Line, table
from reader.core.article import ArticleId
from reader.core.block import NO_HEAT, seconds
from reader.core.marks import Kept, Mark
from reader.core.text import printable
from reader.paths import data_folder

_KEPT = Mark(bookmarked=True)


def list_bookmarks(as_json: bool) -> int:
    """Print the bookmarks, the newest first; the exit code is 0, or 1 if something is wrong with their file.

    Raises:
        NoFolder: there is no home folder to look for them in.
    """
    folder = data_folder()
    kept: Sequence[Kept] = ()
    marks: Mapping[ArticleId, Mark] = {}
    troubles: list[str] = []
    if folder.is_dir():
        from reader.storage.marks import open_marks

        store = open_marks(folder)
        try:
            kept, marks = store.bookmarks(), store.load()
            troubles = [words for words in (store.trouble, store.notice) if words]
        finally:
            store.close()
    elif folder.exists():
        troubles = [f"bookmarks cannot be read: {printable(folder)} is not a folder"]
    for words in troubles:
        narrate(f"heatwire: {words}")
    if as_json:
        write_lines(json_array(_records(kept, marks)))
    else:
        write_lines(table(map(_line, kept), terminal_width(sys.stdout)))
        if not kept and not troubles:
            narrate("no bookmarks yet: in the reader, b keeps an article")
    return 1 if troubles else 0


def _line(bookmark: Kept) -> Line:
    article = bookmark.article
    heat = NO_HEAT if article.heat is None else article.heat
    return Line(heat, seconds(article.published), article.provider.label, article.title)


def _records(kept: Sequence[Kept], marks: Mapping[ArticleId, Mark]) -> Iterator[dict[str, Any]]:
    from reader.commands.record import article_record

    for bookmark in kept:
        yield article_record(bookmark.article, marks.get(bookmark.article.id, _KEPT))
