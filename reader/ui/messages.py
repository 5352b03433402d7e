"""Messages that come from outside the panes."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.message import Message

from reader.core.article import Article, ArticleId
from reader.core.loading import LoadEvent
from reader.core.marks import Mark


@dataclass
class LoadingNews(Message):
    """An event of the loading."""

    event: LoadEvent


@dataclass
class MarksElsewhere(Message):
    """Another window changed the marks: all of them, and the articles kept with bookmarks."""

    marks: Mapping[ArticleId, Mark]
    kept: tuple[Article, ...]
