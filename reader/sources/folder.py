"""What there is to read under the given paths."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reader.core.errors import NothingToRead
from reader.core.problem import Problem, Severity
from reader.core.text import printable
from reader.sources.files import Unreadable, cannot_read, read_file

_ARTICLE_ENDINGS: Final = (".md", ".markdown")
_TOPIC_ENDINGS: Final = (".yaml", ".yml")
# Files that come with a folder and are about it; with front matter they are articles like others.
_ABOUT = re.compile(
    r"(?:readme.*|(?:licen[sc]e|copying|contributing|contributors|changelog|changes|history|notice|security|authors|"
    r"code[-_]of[-_]conduct|support|governance|(?:pull_request|issue)_template))\.[a-z]+",
    re.I | re.S,
)
# A clone of a site, and a folder laid out like our own edition: (articles, topics).
_SITE: Final = ("_news", os.path.join("_data", "topics"))
_EDITION: Final = ("news", "topics")


@dataclass(frozen=True, slots=True)
class Discovery:
    """Paths of files to read: articles the newest name first, topics by name, and folders that could not be read."""

    articles: tuple[str, ...]
    topics: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def discover(paths: Sequence[str | os.PathLike[str]]) -> Discovery:
    """Find the files under paths: files as they are, folders with all they hold, site clones by their layout.

    Raises:
        NothingToRead: one of the paths does not exist, cannot be read or holds no article.
    """
    articles: dict[str, str] = {}
    topics: dict[str, None] = {}
    problems: list[Problem] = []
    for path in paths:
        root = os.fspath(path)
        if not _is_folder(root):
            articles[root] = os.path.basename(root)
            continue
        news_folder, topic_folder = _layout(root)
        found = {path: name for name, path in _articles(news_folder, problems)}
        if not found:
            raise NothingToRead(_nothing_in(root, problems))
        articles.update(found)
        topics.update(dict.fromkeys(_topics(topic_folder, problems)))
    # Names begin with the date. Of equal names the path decides, so that the order is always the same.
    newest_first = sorted(((name, path) for path, name in articles.items()), reverse=True)
    return Discovery(tuple(path for _, path in newest_first), tuple(topics), tuple(problems))


def _is_folder(path: str) -> bool:
    try:
        os.lstat(path)
        return os.path.isdir(path)
    except FileNotFoundError as error:
        raise NothingToRead(f"{printable(path)}: no such file or folder") from error
    except OSError as error:
        raise NothingToRead(f"{printable(path)}: {cannot_read(error)}") from error
    except ValueError as error:
        raise NothingToRead(f"{printable(path)}: a path cannot hold a NUL") from error


def _layout(root: str) -> tuple[str, str]:
    site_news, site_topics = (os.path.join(root, part) for part in _SITE)
    if os.path.isdir(site_news):
        return site_news, site_topics
    news, topics = (os.path.join(root, part) for part in _EDITION)
    if os.path.isdir(news) and os.path.isdir(topics):
        return news, topics
    return root, site_topics if os.path.isdir(site_topics) else topics


def _articles(folder: str, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    for name, path in _files(folder, _ARTICLE_ENDINGS, problems):
        if not _ABOUT.fullmatch(name) or _has_front_matter(path):
            yield name, path


def _topics(folder: str, problems: list[Problem]) -> list[str]:
    if not os.path.isdir(folder):
        return []
    return sorted(path for _, path in _files(folder, _TOPIC_ENDINGS, problems))


def _files(folder: str, endings: tuple[str, ...], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Names and paths of the files in a folder and those below it, hidden ones left out; each folder once."""
    waiting = [folder]
    seen: set[tuple[int, int]] = set()
    while waiting:
        folder = waiting.pop()
        try:
            state = os.stat(folder)
            if (state.st_dev, state.st_ino) in seen:
                continue
            seen.add((state.st_dev, state.st_ino))
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name.startswith("."):
                        continue
                    if _leads_to_folder(entry):
                        waiting.append(entry.path)
                    elif name.lower().endswith(endings):
                        yield name, entry.path
        except OSError as error:
            problems.append(Problem(printable(folder), None, Severity.ERROR, f"the folder {cannot_read(error)}"))


def _leads_to_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _has_front_matter(path: str) -> bool:
    try:
        return read_file(path).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"---")
    except Unreadable:
        return False


def _nothing_in(root: str, problems: list[Problem]) -> str:
    if problems:
        return f"{problems[0].path}: {problems[0].message}"
    return f"{printable(root)}: no articles here (files ending in {' or '.join(_ARTICLE_ENDINGS)})"
