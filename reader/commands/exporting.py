"""`heatwire bookmarks export`: the bookmarks as a file for other programs, or as seeds."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reader.commands.output import narrate
from reader.commands.reading import counted
from reader.core.bookmark import Bookmark
from reader.core.errors import HeatwireError
from reader.core.text import printable
from reader.core.topic import Topic
from reader.paths import data_folder

_UP = 3
"""Folders above a seed in which its topics may be."""


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
        _write(_lines(form, bookmarks), path)
        said = _left_out(form, bookmarks)
        if path is not None:
            said.insert(0, f"{counted(len(bookmarks) - _unfit(form, bookmarks), 'bookmark')} in {printable(path)}")
        for line in said:
            narrate(line)
    for trouble in troubles:
        narrate(f"heatwire: {trouble}")
    if not bookmarks and not troubles:
        narrate("no bookmarks yet: in the reader, b keeps an article")
    return 1 if troubles else 0


def _bookmarks(folder: Path) -> tuple[list[Bookmark], list[str]]:
    """All bookmarks, the newest first, and what is wrong with them."""
    if not folder.is_dir():
        wrong = f"bookmarks cannot be read: {printable(folder)} is not a folder"
        return [], [wrong] if folder.exists() else []
    from reader.core.marks import NO_MARK
    from reader.storage.marks import open_marks

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


def _lines(form: str, bookmarks: Sequence[Bookmark]) -> Iterable[str]:
    if form == "json":
        from reader.exchange.json_file import to_json

        return to_json(bookmarks)
    if form == "html":
        from reader.exchange.netscape import to_netscape

        return to_netscape(bookmarks)
    from reader.exchange.markdown import to_markdown

    return to_markdown(bookmarks)


def _unfit(form: str, bookmarks: Sequence[Bookmark]) -> int:
    return sum(not bookmark.link for bookmark in bookmarks) if form == "html" else 0


def _left_out(form: str, bookmarks: Sequence[Bookmark]) -> list[str]:
    unfit = _unfit(form, bookmarks)
    return (
        [f"{counted(unfit, 'bookmark')} left out: browsers keep links, and there is none that opens"] if unfit else []
    )


def _write(lines: Iterable[str], path: Path | None) -> None:
    if path is not None:
        from reader.exchange.writing import write_file

        write_file(path, lines)
    elif sys.stdout is not None:
        # A file has one encoding, whatever the terminal's is.
        sys.stdout.flush()
        for line in lines:
            sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _write_seeds(folder: Path, bookmarks: Sequence[Bookmark]) -> list[str]:
    """Write the seeds and say so; what is wrong with them."""
    from reader.exchange.seed_folder import write_seeds

    written = write_seeds(folder, bookmarks, _topics(bookmarks))
    again = f", {written.again:,} in the place of earlier ones" if written.again else ""
    topics = f" and {counted(written.topics, 'topic')}" if written.topics else ""
    narrate(f"{counted(written.seeds, 'seed')}{topics} in {printable(folder)}{again}")
    return list(written.complaints)


def _topics(bookmarks: Sequence[Bookmark]) -> Iterator[Topic]:
    """The topics that files define: those beside the seeds of the bookmarks, then those of the built-in edition."""
    from reader.paths import seeds
    from reader.sources.topics import read_topic

    folders: dict[Path, None] = {}
    for folder in dict.fromkeys(os.path.dirname(bookmark.article.source) for bookmark in bookmarks):
        if folder:
            for above in (Path(folder), *list(Path(folder).parents)[:_UP]):
                folders |= {above / "topics": None, above / "_data" / "topics": None}
    for folder_path in (*folders, seeds() / "topics"):
        for path in sorted(folder_path.glob("*.y*ml")):
            topic, _ = read_topic(path)
            if topic is not None:
                yield topic
