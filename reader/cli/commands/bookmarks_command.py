"""`heatwire bookmarks`: what the reader keeps, also where the seed is gone."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reader.cli.table import Line, table
from reader.config.paths import data_folder
from reader.console import json_array, narrate, terminal_width, write_lines
from reader.core.model.article import NO_HEAT, ArticleId, to_timestamp
from reader.core.model.bookmark import Bookmark
from reader.core.model.marks import Mark
from reader.core.text.normalization import printable_path

_KEPT = Mark(bookmarked=True)


def list_bookmarks(as_json: bool) -> int:
    """Print the bookmarks, the newest first; the exit code is 0, or 1 if something is wrong with their file.

    Raises:
        NoFolder: there is no home folder to look for them in.
    """
    folder = data_folder()
    kept: Sequence[Bookmark] = ()
    marks: Mapping[ArticleId, Mark] = {}
    troubles: list[str] = []
    if folder.is_dir():
        from reader.storage.marks.database import open_marks

        store = open_marks(folder)
        try:
            kept, marks = store.bookmarks(), store.load()
            troubles = [words for words in (store.trouble, store.notice) if words]
        finally:
            store.close()
    elif folder.exists():
        troubles = [f"bookmarks cannot be read: {printable_path(folder)} is not a folder"]
    for words in troubles:
        narrate(f"heatwire: {words}")
    if as_json:
        write_lines(json_array(_records(kept, marks)))
    else:
        write_lines(table(map(_line, kept), terminal_width(sys.stdout)))
        if not kept and not troubles:
            narrate("no bookmarks yet: in the reader, b keeps an article")
    return 1 if troubles else 0


def _line(bookmark: Bookmark) -> Line:
    article = bookmark.article
    heat = NO_HEAT if article.heat is None else article.heat
    return Line(heat, to_timestamp(article.published), article.provider.label, article.title)


def _records(kept: Sequence[Bookmark], marks: Mapping[ArticleId, Mark]) -> Iterator[dict[str, Any]]:
    from reader.cli.article_json import article_record

    for bookmark in kept:
        yield article_record(bookmark.article, marks.get(bookmark.article.id, _KEPT))
