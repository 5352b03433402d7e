"""Bookmarks as a folder of seeds, which the reader opens like any other folder."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId
from reader.core.model.bookmark import Bookmark, Exported
from reader.core.model.topic import Topic, TopicTree, topic_key
from reader.core.text.article_ids import format_id
from reader.core.text.normalization import printable_path
from reader.formats.seed_text import OWN_KEY, seed_text, topic_text
from reader.sources.files.file_reader import Unreadable, read_file
from reader.sources.front_matter.article_parser import parse_article, read_article
from reader.sources.front_matter.topic_parser import read_topic
from reader.storage.atomic_file import NotWritten, create_text, replace_text, sync_folder

TOPICS: Final = "topics"
_SITE: Final = ("_news", "news")
_LONGEST: Final = 60
_PLACES: Final = 9_999
_OWN: Final = re.compile(rb"^" + OWN_KEY.encode() + rb":", re.M)


def write_seeds(folder: Path, bookmarks: Sequence[Bookmark], topics: Iterable[Topic]) -> Exported:
    """Write a seed for each bookmark, and those of `topics` that the bookmarks have, with their ancestors.

    A seed from an earlier export of the same article is replaced. All other files stay as they are, and a name that is
    taken gets a number.

    Raises:
        NotWritten: the folder cannot hold seeds, or something could not be written.
    """
    try:
        _prepare(folder)
        own = dict(_own_seeds(folder))
        again = 0
        warnings: list[str] = []
        for bookmark in bookmarks:
            text = seed_text(bookmark)
            path = own.get(bookmark.article.id)
            if path is None:
                path = _write_new(folder, name_of(bookmark.article), ".md", text)
            else:
                again += 1
                replace_text(path, [text.rstrip("\n")])
            if lost := what_differs(bookmark.article, text):
                warnings.append(f"{printable_path(path)}: {lost}")
        written = _write_topics(folder / TOPICS, bookmarks, topics)
        sync_folder(folder)
    except OSError as error:
        raise NotWritten(f"cannot write to {printable_path(folder)}: {error.strerror or error}") from error
    return Exported(len(bookmarks), again, written, warnings=tuple(warnings))


def name_of(article: Article) -> str:
    """The file name of a seed without its ending: its day and its title.

    Without a day it begins with a word: the reader takes the date from the beginning of a name.
    """
    day = article.published.date().isoformat() if article.published else "undated"
    return f"{day}-{_slug(article.title) or format_id(article.id)}"


def what_differs(article: Article, text: str) -> str:
    """What reading a seed back would lose, in words; "" if nothing."""
    found, problems = parse_article(text.encode("utf-8", "replace"), "")
    if found is None:
        return f"cannot be read back: {problems[-1].message}"
    expected = replace(article, origin=found.origin, partial=False)
    fields = [name for name in Article.__struct_fields__ if getattr(found, name) != getattr(expected, name)]
    return f"not exported exactly: {', '.join(fields)}" if fields else ""


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return words if len(words) <= _LONGEST else words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]


def _prepare(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise NotWritten(f"{printable_path(folder)} is not a folder; seeds are written to a folder")
    for name in _SITE:
        if (folder / name).is_dir():
            # The reader would read only that folder.
            raise NotWritten(f"cannot export to {printable_path(folder)}: it has an edition of its own, in {name}/")
    folder.mkdir(parents=True, exist_ok=True)


def _own_seeds(folder: Path) -> Iterator[tuple[ArticleId, Path]]:
    """The seeds that an export wrote, by article."""
    for path in sorted(folder.glob("*.md")):
        try:
            if not _OWN.search(read_file(os.fspath(path))):
                continue
        except Unreadable:
            continue
        article, _ = read_article(path)
        if article is not None:
            yield article.id, path


def _write_new(folder: Path, name: str, ending: str, text: str) -> Path:
    """Write a file under the first name that is not taken; its path."""
    path, number = folder / f"{name}{ending}", 1
    while not create_text(path, [text.rstrip("\n")]):
        number += 1
        path = folder / f"{name}-{number}{ending}"
    return path


def _write_topics(folder: Path, bookmarks: Sequence[Bookmark], topics: Iterable[Topic]) -> int:
    tree = TopicTree(topics)
    named = {topic_key(name) for bookmark in bookmarks for name in bookmark.article.topics}
    wanted = {above for key in named if key in tree for above in tree.closure(key)}
    existing = {topic.key for path in folder.glob("*.y*ml") if (topic := read_topic(path)[0])}
    missing = [topic for topic in tree.topics() if topic.key in wanted - existing]
    if missing:
        folder.mkdir(exist_ok=True)
    for topic in missing:
        place = f"{topic.place:02}" if topic.place <= _PLACES else "topic"
        _write_new(folder, f"{place}-{_slug(topic.name) or 'topic'}", ".yaml", topic_text(topic))
    return len(missing)
