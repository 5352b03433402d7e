"""Bookmarks, or any articles, written in one of the forms that other programs read."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reader.core.model.bookmark import Bookmark, Exported
from reader.core.model.errors import PathTaken
from reader.core.model.topic import Topic
from reader.core.text.cleaning import printable_path
from reader.storage.export_file import NotWritten, write_file

_UP = 3
"""Folders above a seed in which its topics may be."""


def export(form: str, path: str, bookmarks: Sequence[Bookmark], over: bool = False) -> Exported:
    """Write articles to a file or a folder, as `reader.core.model.bookmark.Exporter` says."""
    try:
        target = Path(path).expanduser()
    except RuntimeError as error:
        raise NotWritten(f"{printable_path(path)} could not be written: there is no such home folder") from error
    if form == "seeds":
        return export_seeds(target, bookmarks)
    try:
        taken = target.is_file()
    except (OSError, ValueError):
        # Writing says what is wrong with it.
        taken = False
    if taken and not over:
        raise PathTaken(f"{printable_path(path)} is there already")
    return export_file(form, target, bookmarks)


def export_file(form: str, path: Path, bookmarks: Sequence[Bookmark]) -> Exported:
    """Write a file of the form `md`, `json` or `html`; one that is there is replaced.

    Raises:
        NotWritten: it could not be written; what was there before is as it was.
    """
    write_file(path, lines_of(form, bookmarks))
    unfit = left_out(form, bookmarks)
    return Exported(len(bookmarks) - unfit, left_out=unfit)


def export_seeds(folder: Path, bookmarks: Sequence[Bookmark]) -> Exported:
    """Write seeds and their topics to a folder.

    Raises:
        NotWritten: it could not be written.
    """
    # Not at the top: the other forms do without YAML.
    from reader.formats.seed_writer import write_seeds

    written = write_seeds(folder, bookmarks, _topics(bookmarks))
    return Exported(written.seeds, written.again, written.topics, complaints=written.complaints)


def lines_of(form: str, bookmarks: Sequence[Bookmark]) -> Iterable[str]:
    """The lines of a file of the form `md`, `json` or `html`."""
    if form == "json":
        from reader.formats.json_file import to_json

        return to_json(bookmarks)
    if form == "html":
        from reader.formats.netscape_writer import to_netscape

        return to_netscape(bookmarks)
    from reader.formats.markdown import to_markdown

    return to_markdown(bookmarks)


def left_out(form: str, bookmarks: Sequence[Bookmark]) -> int:
    """How many have no place in a form: browsers keep links alone."""
    return sum(not bookmark.link for bookmark in bookmarks) if form == "html" else 0


def _topics(bookmarks: Sequence[Bookmark]) -> Iterator[Topic]:
    """The topics that files define: those beside the seeds of the bookmarks, then those of the built-in edition."""
    from reader.config.paths import seeds
    from reader.sources.front_matter.topic_parser import read_topic

    folders: dict[Path, None] = {}
    for folder in dict.fromkeys(os.path.dirname(bookmark.article.origin.location) for bookmark in bookmarks):
        if folder:
            for above in (Path(folder), *list(Path(folder).parents)[:_UP]):
                folders |= {above / "topics": None, above / "_data" / "topics": None}
    for folder_path in (*folders, seeds() / "topics"):
        for path in sorted(folder_path.glob("*.y*ml")):
            topic, _ = read_topic(path)
            if topic is not None:
                yield topic
