"""The names to complete a search with, and the index that grows between keys."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from reader.core.model.article import Provider
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.view.search_warmup import SHOW_AFTER, SLICE, CompletionNames, IndexWarmup
from tests.ui.support import a_store, article, many


class Later:
    """Timers that the test lets go off."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], object]] = []

    def __call__(self, delay: float, callback: Callable[[], object]) -> Any:
        """Note what is to be called."""
        assert delay > 0
        self.waiting.append(callback)

    def run(self) -> int:
        """Call until nothing waits; how often that was."""
        count = 0
        while self.waiting:
            self.waiting.pop(0)()
            count += 1
        return count


def offered(found: CompletionNames, field: str) -> list[str]:
    """The names that are collected for a field, all of them."""
    found.complete("", 0)
    assert found._vocabulary is not None
    return list(found._vocabulary.names(field, ""))


def test_the_most_frequent_come_first() -> None:
    store, later = a_store(), Later()
    found = CompletionNames(store, later)
    found.collect()
    assert later.run() == 1
    assert offered(found, "topic")[:3] == ["AI", "Machine Learning", "AI Hardware"]
    assert offered(found, "provider") == ["The Newswire", "Gazette"]
    assert offered(found, "tag") == []


def test_providers_are_looked_for_in_slices_and_once() -> None:
    store, later = a_store(many(3 * SLICE + 1)), Later()
    found = CompletionNames(store, later)
    found.collect()
    assert offered(found, "provider") == []
    assert later.run() == 4
    assert len(offered(found, "provider")) == 2
    found.collect()
    assert later.waiting == []
    store.apply(ArticleBatch.of([replace(article(99_999, "New"), provider=Provider("Newcomer"))]))
    found.collect()
    later.run()
    assert "Newcomer" in offered(found, "provider")


def test_the_index_grows_until_all_is_in_it_and_tells_now_and_then() -> None:
    store, later, told = a_store(many(6000)), Later(), list[int]()
    growing = IndexWarmup(store, later, lambda: told.append(growing.missing))
    growing.start()
    growing.start()
    assert len(later.waiting) == 1
    goes = later.run()
    assert told[-1] == growing.missing == 0
    assert len(told) == goes // SHOW_AFTER + 1
    assert told == sorted(told, reverse=True)
    growing.start()
    assert later.waiting == []


def test_nothing_is_told_again_while_the_rest_is_to_come_from_elsewhere() -> None:
    store, later, told = a_store(many(6000)), Later(), list[int]()
    store.index_coming = True

    def tell() -> None:
        told.append(growing.missing)
        growing.start()

    growing = IndexWarmup(store, later, tell)
    growing.start()
    later.run()
    assert growing.missing > 0
    assert len(told) == len(set(told))


def test_an_empty_store_has_no_names() -> None:
    found = CompletionNames(Store(), Later())
    found.collect()
    assert offered(found, "provider") == offered(found, "topic") == []
