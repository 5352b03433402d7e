"""Finding the files to read under paths."""

import os
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from reader.core.model.errors import NothingToRead
from reader.core.model.problem import Problem, Severity
from reader.core.text.normalization import printable_path
from reader.sources.files.file_reader import Unreadable, cannot_read, read_file

_ARTICLE_ENDINGS: Final = (".md", ".markdown")
_TOPIC_ENDINGS: Final = (".yaml", ".yml")
_NO_ARTICLES: Final = f"no articles found (files ending in {' or '.join(_ARTICLE_ENDINGS)})"
_LEADS_OUT: Final = "this link leads out of the folder and was not followed"
# Files about the folder that they are in; with front matter they are articles like others.
_ABOUT = re.compile(
    r"(?:readme.*|(?:licen[sc]e|copying|contributing|contributors|changelog|changes|history|notice|security|authors|"
    r"code[-_]of[-_]conduct|support|governance|(?:pull_request|issue)_template))\.[a-z]+",
    re.I | re.S,
)
# A clone of a site, and a folder with the layout of the built-in edition: (articles, topics).
_SITE: Final = ("_news", os.path.join("_data", "topics"))
_EDITION: Final = ("news", "topics")


class _Names(NamedTuple):
    """Names of files in one folder, and the prefix that makes paths of them."""

    prefix: str
    names: list[str]


class Discovery(Struct, frozen=True):
    """The paths of the articles, the newest name first, those of topics, and problems with folders."""

    articles: tuple[str, ...]
    topics: tuple[str, ...]
    problems: tuple[Problem, ...] = ()


def discover(paths: Sequence[str | os.PathLike[str]]) -> Discovery:
    """Find the files under paths: those named, those in folders at any depth, and those of a site by its layout.

    Raises:
        NothingToRead: a path does not exist, cannot be read or holds no article.
    """
    single: list[str] = []
    folders: list[_Names] = []
    topics: dict[str, None] = {}
    problems: list[Problem] = []
    for path in paths:
        root = os.fspath(path)
        if not _is_folder(root):
            single.append(root)
            continue
        news_folder, topic_folder = _layout(root)
        found = _articles(news_folder, root, problems)
        if not found:
            problem = problems[0] if problems else None
            raise NothingToRead(str(problem) if problem else f"{printable_path(root)}: {_NO_ARTICLES}")
        folders += found
        topics.update(dict.fromkeys(_topics(topic_folder, root, problems)))
    articles = _newest_first(single, folders, once=len(paths) == 1)
    return Discovery(tuple(articles), tuple(topics), tuple(problems))


def article_folders(path: str) -> tuple[str, ...]:
    """The folders whose files, at any depth, are read for a path; for a file the file itself."""
    return _layout(path) if os.path.isdir(path) else (path,)


def require_candidates(paths: Sequence[str | os.PathLike[str]]) -> None:
    """Raise NothingToRead if a path does not exist or holds no file that may be an article; the first is enough."""
    for candidate in paths:
        path = os.fspath(candidate)
        if _is_folder(path):
            reason = "" if _may_hold_article(path) else _NO_ARTICLES
        elif os.path.exists(path):
            reason = "" if os.path.isfile(path) else "not a regular file"
        else:
            reason = "no such file or folder"
        if reason:
            raise NothingToRead(f"{printable_path(path)}: {reason}")


def _may_hold_article(folder: str) -> bool:
    linked = False
    waiting = [folder]
    while waiting:
        try:
            # Entry by entry: listing the whole of a large folder takes time.
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if not _leads_to_folder(entry):
                        if entry.name.lower().endswith(_ARTICLE_ENDINGS):
                            return True
                    elif entry.is_symlink():
                        linked = True
                    else:
                        waiting.append(entry.path)
        except OSError:
            continue
    # Links to folders are followed only by `discover`.
    return linked


def _newest_first(single: list[str], folders: list[_Names], once: bool) -> list[str]:
    """All paths by name, which begins with the date; paths decide between equal names. `once` means no duplicates."""
    if once and len(folders) == 1:
        names = folders[0].names
        names.sort(reverse=True)
        return list(map(folders[0].prefix.__add__, names))
    pairs = [(os.path.basename(path), path) for path in single]
    pairs += [(name, prefix + name) for prefix, names in folders for name in names]
    return [path for _, path in sorted(pairs if once else set(pairs), reverse=True)]


def _is_folder(path: str) -> bool:
    try:
        os.lstat(path)
        return os.path.isdir(path)
    except FileNotFoundError:
        reason = "no such file or folder"
    except OSError as error:
        reason = cannot_read(error)
    except ValueError:
        reason = "a path cannot contain a NUL"
    raise NothingToRead(f"{printable_path(path)}: {reason}")


def _layout(root: str) -> tuple[str, str]:
    site_news, site_topics = (os.path.join(root, part) for part in _SITE)
    if os.path.isdir(site_news):
        return site_news, site_topics
    news, topics = (os.path.join(root, part) for part in _EDITION)
    if os.path.isdir(news) and os.path.isdir(topics):
        return news, topics
    return root, site_topics if os.path.isdir(site_topics) else topics


def _articles(folder: str, root: str, problems: list[Problem]) -> list[_Names]:
    found = []
    for prefix, names in _files(folder, root, _ARTICLE_ENDINGS, problems):
        # Nearly all names begin with a date, and those need no check.
        about = {name for name in names if not "0" <= name < ":" and _ABOUT.fullmatch(name)}
        about = {name for name in about if not _has_front_matter(prefix + name)}
        kept = [name for name in names if name not in about] if about else names
        if kept:
            found.append(_Names(prefix, kept))
    return found


def _topics(folder: str, root: str, problems: list[Problem]) -> list[str]:
    if not os.path.isdir(folder):
        return []
    return sorted(prefix + name for prefix, names in _files(folder, root, _TOPIC_ENDINGS, problems) for name in names)


def _files(folder: str, root: str, endings: tuple[str, ...], problems: list[Problem]) -> Iterator[_Names]:
    """The files in a folder and in those below it, without hidden ones; each folder once.

    Links that lead out of `root` are not followed: they could lead to every file of the machine.
    """
    inside = os.path.join(os.path.realpath(root), "")
    waiting = [folder]
    seen: set[tuple[int, int]] = set()
    while waiting:
        folder = waiting.pop()
        names: list[str] = []
        links: list[str] = []
        try:
            state = os.stat(folder)
            if (state.st_dev, state.st_ino) in seen:
                continue
            seen.add((state.st_dev, state.st_ino))
            # An error keeps the names that came before it.
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == ".":
                        continue
                    is_folder = _leads_to_folder(entry)
                    if is_folder or name.endswith(endings) or name.lower().endswith(endings):
                        if entry.is_symlink():
                            links.append(entry.path)
                        elif is_folder:
                            waiting.append(entry.path)
                        else:
                            names.append(name)
        except OSError as error:
            problems.append(Problem(printable_path(folder), None, Severity.ERROR, f"the folder {cannot_read(error)}"))
        for link in links:
            if not os.path.join(os.path.realpath(link), "").startswith(inside):
                problems.append(Problem(printable_path(link), None, Severity.WARNING, _LEADS_OUT))
            elif os.path.isdir(link):
                waiting.append(link)
            else:
                names.append(os.path.basename(link))
        if names:
            yield _Names(os.path.join(folder, ""), names)


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
