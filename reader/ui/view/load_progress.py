"""What loading brings: into the store, and how far each source is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from msgspec.structs import replace
from textual.message import Message

from reader.core.load_events import (
    Added,
    Discovered,
    Finished,
    IndexReady,
    ListReady,
    LoadEvent,
    Removed,
    SourceId,
)
from reader.core.model.article import ArticleId
from reader.core.model.errors import UnknownTopic
from reader.core.model.listing import Listing
from reader.core.model.problem import Problem, Severity
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch

REFRESH_WHILE_LOADING = 0.25
"""Seconds between two drawings while articles arrive."""


@dataclass
class LoadMessage(Message):
    """An event of loading, for the screen."""

    event: LoadEvent


class SourceProgress:
    """How far one source is: whether it is still loading, how many files it has, and the problems of its last run."""

    def __init__(self) -> None:
        self.loading = True
        self.complete = False
        self.files = 0
        self.problems: tuple[Problem, ...] = ()
        self.failure = ""


class LoadProgress:
    """Takes the events of loading into the store and keeps the progress of each source.

    Args:
        store: receives the articles.
        sources: those that are being loaded already.
    """

    def __init__(self, store: Store, sources: Iterable[SourceId] = ()) -> None:
        self._store = store
        self._sources: dict[SourceId, SourceProgress] = {}
        self.problems: tuple[Problem, ...] = ()
        self.changed = False
        """Whether anything came that a listing might show, since this was last set to False."""
        self.holds = False
        """Whether new articles are held back until the user asks for them."""
        for source in sources:
            self.start(source)
        store.index_coming = self.loading

    def start(self, source: SourceId) -> SourceProgress:
        """Note that a source is being loaded, for the first time or again; its problems stay until it has finished."""
        progress = self._sources.setdefault(source, SourceProgress())
        progress.loading, progress.complete, progress.failure = True, False, ""
        return progress

    @property
    def loading(self) -> bool:
        """Whether some source is still loading."""
        return any(progress.loading for progress in self._sources.values())

    @property
    def files(self) -> int:
        """How many files there are to read, as far as that was found out."""
        return sum(progress.files for progress in self._sources.values())

    @property
    def complete(self) -> bool:
        """Whether every source was read in full, so that the next start has it at once."""
        return bool(self._sources) and all(progress.complete for progress in self._sources.values())

    @property
    def failure(self) -> str:
        """Why the first of the failed sources could not be read; "" if none failed."""
        return next((progress.failure for progress in self._sources.values() if progress.failure), "")

    def take(self, event: LoadEvent) -> bool:
        """Take one event in; True if it is to be shown at once and not only soon."""
        self.changed = self.changed or not isinstance(event, ListReady | Finished | IndexReady)
        match event:
            case Discovered(files=files, topics=topics):
                self.start(event.source).files = files
                self._store.add_topics(topics)
            case Added(batch=batch):
                self._add(batch)
                return False
            case Removed(articles=articles):
                self._remove(articles)
                return False
            case IndexReady(index=index):
                self._store.use_index(index)
                return False
            case ListReady():
                self._progress(event.source).loading = False
            case Finished(problems=problems, failure=failure):
                self._finish(event.source, problems, failure)
        return True

    def _add(self, batch: ArticleBatch) -> None:
        """Add a batch; of one that is held back only the articles that replace others."""
        ids = set(map(ArticleId, batch.ids)) if self.holds else set()
        if fresh := {article for article in ids if article not in self._store}:
            self._store.hold(batch.without(ids - fresh))
            batch = batch.without(fresh)
        if batch.count:
            self._store.apply(batch)

    def valid_listing(self, listing: Listing) -> Listing:
        """The same listing, or that of all articles if everything is loaded and its topic does not exist.

        The topic may be given by its short name.
        """
        if self.loading or listing.topic is None or listing.topic in self._store.topics:
            return listing
        self.changed = True
        try:
            return replace(listing, topic=self._store.topics.named(listing.topic))
        except UnknownTopic:
            return Listing(order=listing.order)

    def _progress(self, source: SourceId) -> SourceProgress:
        return self._sources.get(source) or self.start(source)

    def _finish(self, source: SourceId, problems: tuple[Problem, ...], failure: str) -> None:
        progress = self._progress(source)
        progress.loading, progress.complete, progress.failure = False, not failure, failure
        failed = (Problem(source, None, Severity.ERROR, failure),) if failure else ()
        progress.problems = (*failed, *problems)
        self.problems = tuple(chain.from_iterable(progress.problems for progress in self._sources.values()))

    def _remove(self, articles: Sequence[ArticleId]) -> None:
        """Remove articles; of those that are bookmarked a copy stays, as it will at the next start."""
        bookmarked = (self._store.article(article) for article in articles if self._store.mark(article).bookmarked)
        copies = [article for article in bookmarked if article is not None]
        self._store.remove(articles)
        self._store.add_copies(copies)
