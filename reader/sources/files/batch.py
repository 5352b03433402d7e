"""Reading some files at once: in any process, as no file depends on another."""

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


class ReadBatch(NamedTuple):
    """What some files contain."""

    articles: ArticleBatch  # in the order of the files; several of one id where files have the same article
    files: FileStates  # when they were read
    problems: dict[str, Problems]  # by path


def read_batch(paths: Sequence[str], quick: bool = False) -> ReadBatch:
    """Read some files, each once; `quick` reads only what a list shows, where the rest can be told apart."""
    read = _quick_reader() if quick else _read_whole
    sizes, times, numbers = array("q"), array("q"), array("q")
    problems, articles = dict[str, Problems](), list[EncodedArticle]()
    for path in paths:
        article, size, time, found = read(path)
        if found:
            problems[path] = found
            # As for a missing file: getting access to a file does not change it, and yet it must be read then.
            if is_refused(found):
                size = time = -1
        sizes.append(size)
        times.append(time)
        numbers.append(article.id if article else 0)
        if article:
            articles.append(article)
    return ReadBatch(ArticleBatch.of_encoded(articles), FileStates.of_columns(paths, sizes, times, numbers), problems)


def read_in_order(parts: Sequence[Sequence[str]], quick: bool) -> Iterator[ReadBatch]:
    """The batches of some parts of many paths, read one after the other."""
    for part in parts:
        yield read_batch(part, quick)


def is_refused(problems: Problems) -> bool:
    """Whether the system refused access to a file."""
    return any(problem.severity is Severity.ERROR and problem.message.startswith(CANNOT_READ) for problem in problems)


def _quick_reader() -> Callable[[str], tuple[EncodedArticle | None, int, int, Problems]]:
    from reader.sources.front_matter.fast_scan import scan_article  # lazy: parsers

    def read(path: str) -> tuple[EncodedArticle | None, int, int, Problems]:
        """Read what a list shows of one file; problems in the rest of it are not found."""
        try:
            data, size, time = read_with_state(path)
        except Unreadable:
            return _read_whole(path)
        # The rest is read later, by the article's origin: that must be the path.
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
