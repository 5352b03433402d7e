"""`heatwire bookmarks export`: the bookmarks as a file for other programs, or as seeds."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from reader.cli.read_all import counted
from reader.config.paths import data_folder
from reader.console import narrate
from reader.core.model.bookmark import Bookmark
from reader.core.model.errors import HeatwireError
from reader.core.text.normalization import printable_path
from reader.formats.exporter import export_file, export_seeds, left_out, lines_of


class NoFolderNamed(HeatwireError):
    """Seeds without a folder to write them to."""


def export_bookmarks(form: str, output: str | None) -> int:
    """Write the bookmarks; the exit code is 0, or 1 if something is wrong with them.

    Args:
        form: `md`, `json`, `html` or `seeds`.
        output: the file, or for seeds the folder, to write to; None or "-" for stdout.

    Raises:
        NoFolderNamed: seeds are to go to stdout.
        NotWritten: the file or folder could not be written; what was there before is as it was.
        NoFolder: there is no home folder to look for bookmarks in.
    """
    path = None if output in (None, "-") else Path(str(output))
    if output == "" or (form == "seeds" and path is None):
        what = "seeds are a folder of files" if form == "seeds" else "an empty PATH leads nowhere"
        raise NoFolderNamed(f"{what}: name it with --output {'FOLDER' if form == 'seeds' else 'FILE'}")
    bookmarks, troubles = _bookmarks(data_folder())
    if form == "seeds" and path is not None:
        troubles += _write_seeds(path, bookmarks)
    else:
        unfit = left_out(form, bookmarks)
        if path is None:
            _print(lines_of(form, bookmarks))
        else:
            narrate(f"{counted(export_file(form, path, bookmarks).articles, 'bookmark')} in {printable_path(path)}")
        if unfit:
            narrate(f"{counted(unfit, 'bookmark')} left out: browsers keep links, and there is none that opens")
    for trouble in troubles:
        narrate(f"heatwire: {trouble}")
    if not bookmarks and not troubles:
        narrate("no bookmarks yet: in the reader, b keeps an article")
    return 1 if troubles else 0


def _bookmarks(folder: Path) -> tuple[list[Bookmark], list[str]]:
    """All bookmarks, the newest first, and what is wrong with them."""
    if not folder.is_dir():
        wrong = f"bookmarks cannot be read: {printable_path(folder)} is not a folder"
        return [], [wrong] if folder.exists() else []
    from reader.core.model.marks import NO_MARK
    from reader.storage.marks.database import open_marks

    store = open_marks(folder)
    try:
        marks, kept = store.load(), store.bookmarks()
        troubles = [words for words in (store.trouble, store.notice) if words]
    finally:
        store.close()
    found = []
    for bookmark in kept:
        mark = marks.get(bookmark.article.id, NO_MARK)
        found.append(Bookmark(bookmark.article, bookmark.when, mark.tags, mark.note))
    missing = sum(mark.bookmarked for mark in marks.values()) - len(found)
    if missing > 0:
        troubles.append(f"{counted(missing, 'bookmark')} left out: there is no copy of the article that can be read")
    return found, troubles


def _print(lines: Iterable[str]) -> None:
    if sys.stdout is not None:
        # A file has one encoding, whatever the terminal's is.
        sys.stdout.flush()
        for line in lines:
            sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _write_seeds(folder: Path, bookmarks: Sequence[Bookmark]) -> list[str]:
    """Write the seeds and say so; what is wrong with them."""
    written = export_seeds(folder, bookmarks)
    again = f", {written.again:,} in the place of earlier ones" if written.again else ""
    topics = f" and {counted(written.topics, 'topic')}" if written.topics else ""
    narrate(f"{counted(written.articles, 'seed')}{topics} in {printable_path(folder)}{again}")
    return list(written.complaints)
