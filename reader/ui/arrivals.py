"""What loading brings: into the store, and what is to be said of it."""

from reader.core.loading import Arrived, Found, Gone, Listed, Loaded, LoadEvent
from reader.core.problem import Problem
from reader.core.store import Store

REFRESH_WHILE_LOADING = 0.25
"""Seconds between two drawings while articles arrive."""


class Arrivals:
    """Takes the events of loading; `files` is how many there are to read, once that is known."""

    def __init__(self, store: Store, loading: bool) -> None:
        self._store = store
        self.loading = loading
        self.files = 0
        self.problems: tuple[Problem, ...] = ()
        self.failure = ""

    def take(self, event: LoadEvent) -> bool:
        """Take one event in; True if it is to be shown at once and not only soon."""
        match event:
            case Found(files=files, topics=topics):
                self.files = files
                self._store.add_topics(topics)
            case Arrived(block=block):
                self._store.apply(block)
                return False
            case Gone(articles=articles):
                self._store.remove(articles)
                return False
            case Listed():
                self.loading = False
            case Loaded(problems=problems, failure=failure):
                self.loading = False
                self.problems, self.failure = problems, failure
        return True
