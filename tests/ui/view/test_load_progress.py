"""What loading brings goes into the store."""

from reader.core.model.listing import Listing
from reader.core.model.load_events import Arrived, Indexed, Loaded
from reader.core.search.query_parser import parse
from reader.core.search.search_index import SearchIndex
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.ui.view.load_progress import Arrivals
from tests.core.samples import article
from tests.core.search.search_samples import index_of
from tests.ui.support import Feed, an_app, running, until

NEWS = [article(number, title="Word") for number in range(1, 1000)]


class _Source:
    def open(self) -> SearchIndex:
        """An index."""
        return index_of(NEWS)


def test_an_index_is_handed_to_the_store_and_draws_nothing() -> None:
    store = Store()
    arrivals = Arrivals(store, loading=True)
    assert [store.search.state.coming] == [True]
    arrivals.take(Arrived(ArticleBatch.of(NEWS)))
    arrivals.shown()
    assert not arrivals.take(Indexed(_Source()))
    assert not arrivals.changed
    assert not store.search.state.coming
    assert len(store.select(Listing(query=parse("word")))) == len(NEWS)


async def test_at_the_end_of_loading_no_index_is_coming_any_more() -> None:
    store, feed = Store(), Feed()
    async with running(an_app(store, loading=feed)) as pilot:
        assert store.search.state.coming
        feed.send(Arrived(ArticleBatch.of(NEWS)), Loaded(()))
        await until(pilot, lambda: not store.search.state.coming)
