"""Exporting bookmarks, or any articles, in a format that other programs read."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reader.config.paths import seeds
from reader.core.model.article import OriginKind
from reader.core.model.bookmark import Bookmark, Exported
from reader.core.model.errors import PathTaken
from reader.core.model.topic import Topic
from reader.core.text.normalization import printable_path
from reader.formats.json_file import to_json
from reader.formats.markdown import to_markdown
from reader.formats.netscape_writer import to_netscape
from reader.formats.seed_writer import write_seeds
from reader.sources.front_matter.topic_parser import read_topic
from reader.storage.atomic_file import NotWritten, replace_text

_UP = 3  # folders above a seed that are searched for its topics


def export(form: str, path: str, bookmarks: Sequence[Bookmark], over: bool = False) -> Exported:
    """Write articles to a file or a folder, as described in `reader.core.model.bookmark.Exporter`."""
    try:
        target = Path(path).expanduser()
    except RuntimeError as error:
        raise NotWritten(f"cannot write {printable_path(path)}: there is no such home folder") from error
    if form == "seeds":
        return export_seeds(target, bookmarks)
    try:
        taken = target.is_file()
    except (OSError, ValueError):
        # Writing reports what is wrong with it.
        taken = False
    if taken and not over:
        raise PathTaken(f"{printable_path(path)} already exists")
    return export_file(form, target, bookmarks)


def export_file(form: str, path: Path, bookmarks: Sequence[Bookmark]) -> Exported:
    """Write a file in the format `md`, `json` or `html` as `replace_text` does."""
    replace_text(path, lines_of(form, bookmarks))
    skipped = left_out(form, bookmarks)
    return Exported(len(bookmarks) - skipped, left_out=skipped)


def export_seeds(folder: Path, bookmarks: Sequence[Bookmark]) -> Exported:
    """Write seeds and their topics to a folder as `write_seeds` does."""
    return write_seeds(folder, bookmarks, _topics(bookmarks))


def lines_of(form: str, bookmarks: Sequence[Bookmark]) -> Iterable[str]:
    """The lines of a file in the format `md`, `json` or `html`."""
    return {"json": to_json, "html": to_netscape}.get(form, to_markdown)(bookmarks)


def left_out(form: str, bookmarks: Sequence[Bookmark]) -> int:
    """How many articles a format cannot hold: browsers keep only links."""
    return sum(not bookmark.link for bookmark in bookmarks) if form == "html" else 0


def _topics(bookmarks: Sequence[Bookmark]) -> Iterator[Topic]:
    """The topics that files define: first those beside the seeds of bookmarks, then those of the built-in edition."""
    folders: dict[Path, None] = {}
    origins = (bookmark.article.origin for bookmark in bookmarks)
    paths = (origin.location for origin in origins if origin.kind is OriginKind.FILE)
    for folder in filter(None, dict.fromkeys(map(os.path.dirname, paths))):
        for above in (Path(folder), *list(Path(folder).parents)[:_UP]):
            folders |= {above / "topics": None, above / "_data" / "topics": None}
    for topics in (*folders, seeds() / "topics"):
        for path in sorted(topics.glob("*.y*ml")):
            if topic := read_topic(path)[0]:
                yield topic
