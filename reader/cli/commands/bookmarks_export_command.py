"""`heatwire bookmarks export`: the bookmarks as a file for other programs, or as seeds."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path

from reader.cli.arguments import UsageError
from reader.cli.commands.bookmarks_command import NO_BOOKMARKS, load_bookmarks
from reader.config.paths import data_folder
from reader.console import narrate
from reader.core.model.bookmark import Bookmark
from reader.core.model.marks import NO_MARK
from reader.core.text.counting import count_noun
from reader.core.text.normalization import printable_path
from reader.formats.exporter import export_file, export_seeds, left_out, lines_of


def export_bookmarks(arguments: Namespace) -> int:
    """Write the bookmarks; the exit code is 1 if some could not be written, else 0.

    Raises:
        UsageError: a file name is empty, or seeds have no folder to go to.
        NotWritten: the file or folder could not be written; what was there before is unchanged.
    """
    form, output = arguments.format, arguments.output
    path = None if output in (None, "-") else Path(output)
    if form == "seeds" and (path is None or output == ""):
        raise UsageError("heatwire bookmarks export: seeds need a folder: add --output FOLDER")
    if output == "":
        raise UsageError("heatwire bookmarks export: the file name after --output is empty")
    bookmarks, warnings = _bookmarks()
    if form == "seeds" and path is not None:
        warnings += _write_seeds(path, bookmarks)
    else:
        if path is None:
            _print(lines_of(form, bookmarks))
        else:
            written = export_file(form, path, bookmarks).articles
            narrate(f"{count_noun(written, 'bookmark')} written to {printable_path(path)}")
        if unfit := left_out(form, bookmarks):
            narrate(f"{count_noun(unfit, 'bookmark')} left out: no link that a browser can open")
    narrate(*(f"heatwire: {warning}" for warning in warnings))
    if not bookmarks and not warnings:
        narrate(NO_BOOKMARKS)
    return 1 if warnings else 0


def _bookmarks() -> tuple[list[Bookmark], list[str]]:
    """All bookmarks, newest first, and warnings about them."""
    kept, marks, warnings = load_bookmarks(data_folder())
    found = []
    for bookmark in kept:
        mark = marks.get(bookmark.article.id, NO_MARK)
        found.append(Bookmark(bookmark.article, bookmark.when, mark.tags, mark.note))
    missing = sum(mark.bookmarked for mark in marks.values()) - len(found)
    if missing > 0:
        warnings.append(f"{count_noun(missing, 'bookmark')} left out: the copy of the article cannot be read")
    return found, warnings


def _print(lines: Iterable[str]) -> None:
    if sys.stdout is not None:
        # The format prescribes the encoding, not the terminal.
        sys.stdout.flush()
        for line in lines:
            sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _write_seeds(folder: Path, bookmarks: Sequence[Bookmark]) -> list[str]:
    """Write the seeds and report it; warnings about them."""
    written = export_seeds(folder, bookmarks)
    replaced = f", replacing {written.again:,}" if written.again else ""
    topics = f" and {count_noun(written.topics, 'topic')}" if written.topics else ""
    narrate(f"{count_noun(written.articles, 'seed')}{topics} written to {printable_path(folder)}{replaced}")
    return list(written.warnings)
