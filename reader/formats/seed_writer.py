"""Bookmarks as a folder of seeds, which the reader opens as it opens any other."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.model.topic import Topic, TopicTree, topic_key
from reader.core.model.urls import format_id
from reader.core.text.cleaning import printable_path
from reader.formats.seed_text import OWN_KEY, seed_text, topic_text
from reader.sources.files.file_reader import Unreadable, read_file
from reader.sources.front_matter.article_parser import parse_article, read_article
from reader.sources.front_matter.topic_parser import read_topic
from reader.storage.export_file import NotWritten, sync_folder, write_file, write_hidden

TOPICS: Final = "topics"
_SITE: Final = ("_news", "news")
_LONGEST: Final = 60
_PLACES: Final = 9_999
_OWN: Final = re.compile(rb"^" + OWN_KEY.encode() + rb":", re.M)


class Written(Struct, frozen=True):
    """What was written: seeds, of these in the place of one of an earlier export, topics; and what is not whole."""

    seeds: int
    again: int
    topics: int
    complaints: tuple[str, ...]


def write_seeds(folder: Path, bookmarks: Sequence[Bookmark], topics: Iterable[Topic]) -> Written:
    """Write a seed for each bookmark, and the topics they have with those above them, as far as they are known.

    A seed from an earlier export of the same article is replaced; every other file stays as it is, and a name
    that is taken gets a number.

    Raises:
        NotWritten: the folder cannot be one of seeds, or something could not be written.
    """
    try:
        _prepare(folder)
        own = dict(_own_seeds(folder))
        again = 0
        complaints: list[str] = []
        for bookmark in bookmarks:
            text = seed_text(bookmark)
            before = own.get(bookmark.article.id)
            if before is not None:
                again += 1
                write_file(before, [text.rstrip("\n")])
                path = before
            else:
                path = _write_new(folder, name_of(bookmark.article), text)
            if lost := what_differs(bookmark.article, text):
                complaints.append(f"{printable_path(path)}: {lost}")
        written = _write_topics(folder / TOPICS, bookmarks, topics)
        sync_folder(folder)
    except OSError as error:
        raise NotWritten(f"{printable_path(folder)} could not be written: {error.strerror or error}") from error
    return Written(len(bookmarks), again, written, tuple(complaints))


def name_of(article: Article) -> str:
    """The file name of a seed without its ending: its day and its title. Without a day no reader must see one."""
    day = article.published.date().isoformat() if article.published else "undated"
    return f"{day}-{_slug(article.title) or format_id(article.id)}"


def what_differs(article: Article, text: str) -> str:
    """What reading a seed again would not give back, in words; "" if it gives all of it."""
    found, problems = parse_article(text.encode("utf-8", "replace"), "")
    if found is None:
        return f"it cannot be read again: {problems[-1].message}"
    expected = replace(article, origin=found.origin, partial=False)
    fields = [name for name in Article.__struct_fields__ if getattr(found, name) != getattr(expected, name)]
    return f"{', '.join(fields)} cannot be kept as {'it is' if len(fields) == 1 else 'they are'}" if fields else ""


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    return words if len(words) <= _LONGEST else words[: _LONGEST + 1].rpartition("-")[0] or words[:_LONGEST]


def _prepare(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise NotWritten(f"{printable_path(folder)} is not a folder; seeds are a folder of files")
    for name in _SITE:
        if (folder / name).is_dir():
            # The reader would read that folder alone.
            reason = f"it holds an edition of its own, in {name}/"
            raise NotWritten(f"{printable_path(folder)} is no folder to export to: {reason}")
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


def _write_new(folder: Path, name: str, text: str, ending: str = ".md") -> Path:
    """Write a file under a name that no other has; its path."""
    number = 1
    hidden = write_hidden(folder / f"{name}{ending}", [text.rstrip("\n")])
    try:
        while True:
            path = folder / (f"{name}{ending}" if number == 1 else f"{name}-{number}{ending}")
            if _take(hidden, path):
                return path
            number += 1
    finally:
        hidden.unlink(missing_ok=True)


def _take(hidden: Path, path: Path) -> bool:
    """Give a file its name, unless another has it."""
    try:
        # Unlike a rename this never replaces a file that came in between.
        os.link(hidden, path)
    except FileExistsError:
        return False
    except OSError:
        # Not every file system has links.
        if os.path.lexists(path):
            return False
        os.replace(hidden, path)
    return True


def _write_topics(folder: Path, bookmarks: Sequence[Bookmark], topics: Iterable[Topic]) -> int:
    tree = TopicTree(topics)
    named = {topic_key(name) for bookmark in bookmarks for name in bookmark.article.topics}
    wanted = {above for key in named if key in tree for above in tree.closure(key)}
    there = {topic.key for path in folder.glob("*.y*ml") if (topic := read_topic(path)[0])}
    missing = [topic for topic in tree.topics() if topic.key in wanted - there]
    if missing:
        folder.mkdir(exist_ok=True)
    for topic in missing:
        place = f"{topic.place:02}" if topic.place <= _PLACES else "topic"
        _write_new(folder, f"{place}-{_slug(topic.name) or 'topic'}", topic_text(topic), ".yaml")
    return len(missing)
