"""What loading brings: into the store, and what is to be said of it."""

from collections.abc import Sequence

from msgspec.structs import replace

from reader.core.model.article import ArticleId
from reader.core.model.errors import UnknownTopic
from reader.core.model.listing import Listing
from reader.core.model.load_events import Arrived, Found, Gone, Indexed, Listed, Loaded, LoadEvent
from reader.core.model.problem import Problem, Severity
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch

REFRESH_WHILE_LOADING = 0.25
"""Seconds between two drawings while articles arrive."""


class Arrivals:
    """Takes the events of loading; `files` is how many there are to read, once that is known."""

    def __init__(self, store: Store, loading: bool) -> None:
        self._store = store
        store.index_coming = loading
        self.loading = loading
        self.files = 0
        self.problems: tuple[Problem, ...] = ()
        self.failure = ""
        self.complete = False
        """Whether all there is was read whole, so that the next start has it at once."""
        self.changed = False
        """Whether anything came that a listing might show, since `shown`."""

    def take(self, event: LoadEvent) -> bool:
        """Take one event in; True if it is to be shown at once and not only soon."""
        self.changed = self.changed or not isinstance(event, Listed | Loaded | Indexed)
        match event:
            case Found(files=files, topics=topics):
                self.files = files
                self._store.add_topics(topics)
            case Arrived(block=block):
                self._store.apply(block)
                return False
            case Gone(articles=articles):
                self._remove(articles)
                return False
            case Indexed(source=source):
                self._store.use_index(source)
                return False
            case Listed():
                self.loading = False
            case Loaded(problems=problems, failure=failure):
                self.loading, self.complete = False, not failure
                broken = (Problem("loading", None, Severity.ERROR, failure),) if failure else ()
                self.problems, self.failure = (*broken, *problems), failure
        return True

    def sound(self, listing: Listing) -> Listing:
        """The same listing, or that of all articles if all is there and its topic is not.

        A topic that the person named may be meant by its short name.
        """
        if self.loading or listing.topic is None or listing.topic in self._store.topics:
            return listing
        self.changed = True
        try:
            return replace(listing, topic=self._store.find_topic(listing.topic))
        except UnknownTopic:
            return Listing(order=listing.order)

    def shown(self) -> None:
        """What came is on the screen."""
        self.changed = False

    def _remove(self, articles: Sequence[ArticleId]) -> None:
        """Take articles out; of those that are bookmarked a copy stays, as it will be at the next start."""
        bookmarked = (self._store.article(article) for article in articles if self._store.mark(article).bookmarked)
        copies = [article for article in bookmarked if article is not None]
        self._store.remove(articles)
        if copies:
            self._store.apply(ArticleBatch.of(copies, kept=True))
