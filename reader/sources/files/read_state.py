"""What was read from paths, kept so that only changed files need to be read again."""

from collections.abc import Iterable, Mapping

from reader.core.model.article import ArticleId
from reader.core.model.file_manifest import FileStates
from reader.core.model.problem import Problem
from reader.core.model.topic import Topic
from reader.core.tables.article_batch import ArticleBatch


class ReadState:
    """The articles, topics and problems of the files that were read.

    Attributes:
        batches: the articles, in the order in which they were sent.
        gone: ids of articles in the batches that no longer exist.
        topics: the topics that files define.
        problems: problems by path, without those of folders and those between topics.
        files: the states of the files, by path.
        changed: whether this differs from what was known before.
    """

    __slots__ = ("batches", "changed", "files", "gone", "problems", "topics")

    def __init__(
        self,
        batches: Iterable[ArticleBatch] = (),
        topics: tuple[Topic, ...] = (),
        problems: Mapping[str, tuple[Problem, ...]] | None = None,
        files: FileStates | None = None,
    ) -> None:
        self.batches = [*batches]
        self.gone = set[ArticleId]()
        self.topics = topics
        self.problems = dict(problems or {})
        self.files = FileStates() if files is None else files
        self.changed = True
