"""What was read from paths, kept so that only changed files need to be read again."""

from msgspec import Struct, field

from reader.core.model.article import ArticleId
from reader.core.model.file_manifest import FileStates
from reader.core.model.problem import Problem
from reader.core.model.topic import Topic
from reader.core.tables.article_batch import ArticleBatch


class ReadState(Struct):
    """The articles, topics and problems of the files that were read.

    Attributes:
        batches: the articles, in the order in which they were sent.
        topics: the topics that files define.
        problems: problems by path, without those of folders and those between topics.
        files: the states of the files, by path.
        gone: ids of articles in the batches that no longer exist.
        changed: whether this differs from what was known before.
    """

    batches: list[ArticleBatch] = field(default_factory=list)
    topics: tuple[Topic, ...] = ()
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    files: FileStates = field(default_factory=FileStates)
    gone: set[ArticleId] = field(default_factory=set)
    changed: bool = True
