"""`heatwire bookmarks`: the bookmarks, including those whose file is gone."""

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from reader.cli.article_json import article_record, json_array
from reader.cli.table import Line, table
from reader.config.paths import data_folder
from reader.console import narrate, terminal_width, write_lines
from reader.core.model.article import NO_HEAT, ArticleId, to_timestamp
from reader.core.model.bookmark import Bookmark
from reader.core.model.marks import Mark
from reader.core.text.normalization import printable_path
from reader.storage.marks.database import open_marks

NO_BOOKMARKS = "no bookmarks yet: in the reader, press b on an article"
_BOOKMARKED = Mark(bookmarked=True)


def list_bookmarks(arguments: Namespace) -> int:
    """Print the bookmarks, newest first; the exit code is 1 if there is something wrong with their file, else 0."""
    bookmarks, marks, warnings = load_bookmarks(data_folder())
    narrate(*(f"heatwire: {warning}" for warning in warnings))
    if arguments.json:
        articles = (bookmark.article for bookmark in bookmarks)
        write_lines(json_array(article_record(article, marks.get(article.id, _BOOKMARKED)) for article in articles))
    else:
        write_lines(table(map(_line, bookmarks), terminal_width(sys.stdout)))
        if not bookmarks and not warnings:
            narrate(NO_BOOKMARKS)
    return 1 if warnings else 0


def load_bookmarks(folder: Path) -> tuple[Sequence[Bookmark], Mapping[ArticleId, Mark], list[str]]:
    """The bookmarks in the data folder, newest first, all marks, and warnings about their file."""
    if not folder.is_dir():
        warning = f"bookmarks cannot be read: {printable_path(folder)} is not a folder"
        return (), {}, [warning] if folder.exists() else []
    with closing(open_marks(folder)) as store:
        return store.bookmarks(), store.load(), [text for text in (store.trouble, store.notice) if text]


def _line(bookmark: Bookmark) -> Line:
    article = bookmark.article
    heat = NO_HEAT if article.heat is None else article.heat
    return Line(heat, to_timestamp(article.published), article.provider.label, article.title)
