"""What was read from paths, kept so that only changed files need to be read again."""

from msgspec import Struct, field

from reader.core.model.article import ArticleId
from reader.core.model.file_manifest import FileStates
from reader.core.model.problem import Problem
from reader.core.model.topic import Topic
from reader.core.tables.article_batch import ArticleBatch


class ReadState(Struct):
    """The articles, topics and problems of the files that were read."""

    batches: list[ArticleBatch] = field(default_factory=list)  # in the order in which they were sent
    topics: tuple[Topic, ...] = ()
    problems: dict[str, tuple[Problem, ...]] = field(default_factory=dict)  # those in files, by path
    files: FileStates = field(default_factory=FileStates)  # by path
    gone: set[ArticleId] = field(default_factory=set)  # ids in the batches that no longer exist
    changed: bool = True  # whether this differs from what was known before
