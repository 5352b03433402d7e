"""What some files give, one after the other: to be read anywhere, and taken in in their order."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from reader.core.model.file_manifest import FileStates
from reader.core.model.problem import Problem, Severity
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.article_codec import EncodedArticle, encode
from reader.core.text.normalization import printable_path
from reader.sources.files.file_reader import CANNOT_READ, Unreadable, file_state, read_with_state
from reader.sources.front_matter.article_parser import parse_article, read_article

Problems = tuple[Problem, ...]


class Batch(NamedTuple):
    """What some files gave.

    `block` has the article of each that has one, in their order, and several with one id where files
    hold the same; `files` says what each file was when it was read and which article it gave.
    """

    block: ArticleBatch
    files: FileStates
    problems: dict[str, Problems]


def read_batch(paths: Sequence[str], quick: bool = False) -> Batch:
    """Read some files.

    Args:
        paths: each once.
        quick: whether to read only what a list needs, where that can be told from the rest.
    """
    read = _for_list() if quick else _read_whole
    sizes, times, numbers = array("q"), array("q"), array("q")
    problems, articles = dict[str, Problems](), list[EncodedArticle]()
    for path in paths:
        article, size, time, found = read(path)
        if found:
            problems[path] = found
            # As one that is not there: being allowed to read a file does not change it, and yet it is to be read then.
            if is_refused(found):
                size = time = -1
        sizes.append(size)
        times.append(time)
        if article is None:
            numbers.append(0)
        else:
            numbers.append(article[0])
            articles.append(article)
    return Batch(ArticleBatch.of_encoded(articles), FileStates.of_columns(paths, sizes, times, numbers), problems)


def one_by_one(parts: Sequence[Sequence[str]], quick: bool) -> Iterator[Batch]:
    """The batches of some parts of many paths, in their order."""
    for part in parts:
        yield read_batch(part, quick)


def _for_list() -> Callable[[str], tuple[EncodedArticle | None, int, int, Problems]]:
    from reader.sources.front_matter.fast_scan import scan_article  # lazy: parsers

    def read(path: str) -> tuple[EncodedArticle | None, int, int, Problems]:
        """Read what a list needs of one file; what is wrong in the part that is left out is not found."""
        try:
            data, size, time = read_with_state(path)
        except Unreadable:
            return _read_whole(path)
        # Its source must lead back to it.
        if (path.isascii() and path.isprintable()) or printable_path(path) == path:
            scanned = scan_article(data, path)
            if scanned is not None:
                return scanned, size, time, ()
        article, problems = parse_article(data, path)
        return encode(article) if article else None, size, time, problems

    return read


def _read_whole(path: str) -> tuple[EncodedArticle | None, int, int, Problems]:
    size, time = file_state(path)
    article, problems = read_article(path)
    return encode(article) if article else None, size, time, problems


def is_refused(problems: Problems) -> bool:
    """Whether the system refused to give a file."""
    return any(problem.severity is Severity.ERROR and problem.message.startswith(CANNOT_READ) for problem in problems)
