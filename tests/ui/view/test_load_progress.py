"""What loading brings goes into the store."""

from reader.core.load_events import Added, Discovered, Finished, IndexReady, ListReady, SourceId
from reader.core.model.listing import Listing
from reader.core.model.problem import Problem, Severity
from reader.core.search.query_parser import parse
from reader.core.search.word_index import WordIndex
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.view.load_progress import LoadProgress
from tests.core.samples import article
from tests.core.search.search_samples import index_of
from tests.edition import SOURCE
from tests.ui.support import Feed, an_app, running, until

NEWS = [article(number, title="Word") for number in range(1, 1000)]


class _Source:
    @property
    def revision(self) -> int:
        return 1

    def open(self) -> WordIndex:
        """An index."""
        return index_of(NEWS)


def test_an_index_is_handed_to_the_store_and_draws_nothing() -> None:
    store = Store()
    arrivals = LoadProgress(store, [SOURCE])
    assert [store.search.state.coming] == [True]
    arrivals.take(Added(SOURCE, ArticleBatch.of(NEWS)))
    arrivals.changed = False
    assert not arrivals.take(IndexReady(SOURCE, _Source()))
    assert not arrivals.changed
    assert not store.search.state.coming
    assert len(store.select(Listing(query=parse("word")))) == len(NEWS)


async def test_at_the_end_of_loading_no_index_is_coming_any_more() -> None:
    store, feed = Store(), Feed()
    async with running(an_app(store, loading=feed)) as pilot:
        assert store.search.state.coming
        feed.send(Added(SOURCE, ArticleBatch.of(NEWS)), Finished(SOURCE, ()))
        await until(pilot, lambda: not store.search.state.coming)


# -- several sources

FEED = SourceId("https://feed.example/rss")
ODD, BAD = Problem("odd.md", 1, Severity.WARNING, "odd"), Problem("bad.xml", 1, Severity.ERROR, "bad")


def two_loading() -> LoadProgress:
    progress = LoadProgress(Store(), [SOURCE, FEED])
    progress.take(Discovered(SOURCE, 3, ()))
    progress.take(Discovered(FEED, 4, ()))
    return progress


def test_it_is_loading_until_the_last_source_has_finished() -> None:
    progress = two_loading()
    assert (progress.loading, progress.files) == (True, 7)
    assert progress.take(Finished(FEED, (BAD,)))
    assert (progress.loading, progress.complete) == (True, False)
    progress.take(ListReady(SOURCE))
    assert (progress.loading, progress.complete) == (False, False)
    progress.take(Finished(SOURCE, (ODD,)))
    assert (progress.loading, progress.complete) == (False, True)
    assert progress.problems == (ODD, BAD)


def test_a_source_that_fails_leaves_the_others_alone() -> None:
    progress = two_loading()
    progress.take(Finished(FEED, (), "no answer"))
    assert (progress.loading, progress.failure) == (True, "no answer")
    progress.take(Added(SOURCE, ArticleBatch.of(NEWS[:2])))
    progress.take(Finished(SOURCE, (ODD,)))
    assert (progress.loading, progress.complete) == (False, False)
    assert progress.problems == (ODD, Problem(FEED, None, Severity.ERROR, "no answer"))


def test_a_source_may_start_again_and_is_judged_by_its_last_run() -> None:
    progress = two_loading()
    progress.take(Finished(SOURCE, (ODD,)))
    progress.take(Finished(FEED, (BAD,), "no answer"))
    progress.start(FEED)
    assert (progress.loading, progress.complete, progress.failure) == (True, False, "")
    assert BAD in progress.problems
    progress.take(Finished(FEED, ()))
    assert (progress.loading, progress.complete, progress.problems) == (False, True, (ODD,))
    progress.take(Discovered(SOURCE, 9, ()))
    assert (progress.loading, progress.files) == (True, 13)
    progress.take(Added(FEED, ArticleBatch.of(NEWS[:1])))
    progress.take(Finished(SOURCE, ()))
    assert (progress.loading, progress.problems) == (False, ())


def test_a_source_that_was_not_announced_counts_from_its_first_event() -> None:
    progress = LoadProgress(Store())
    progress.take(Discovered(FEED, 1, ()))
    assert progress.loading
    progress.take(Finished(FEED, (BAD,)))
    assert progress.problems == (BAD,)
