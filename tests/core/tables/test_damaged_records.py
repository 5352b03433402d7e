"""A record that was damaged after it was packed is shown as such, and can be replaced."""

from reader.core.model.article import Article
from reader.core.model.listing import Listing, View
from reader.core.model.topic import topic_key
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.core.tables.rows import DAMAGED
from tests.core.samples import article

_TOPIC = topic_key("AI")


def damaged(*articles: Article) -> ArticleBatch:
    """A block whose last record has lost a bit."""
    data = bytearray(ArticleBatch.of(articles).to_bytes())
    data[-1] ^= 1
    return ArticleBatch.from_bytes(bytes(data))


def store_with_damage() -> Store:
    store = Store()
    store.apply(damaged(article(1, 5, 0, ["AI"]), article(2, 9, 1, ["AI", "Law"])))
    return store


def test_it_is_listed_and_says_what_it_is() -> None:
    store = store_with_damage()
    rows = store.select(Listing())
    assert [(row.id, row.title, row.provider) for row in rows] == [(2, DAMAGED, ""), (1, "Title 1", "Provider 1")]
    found = store.article(article(2).id)
    assert found is not None
    assert (found.id, found.title, found.published) == (2, DAMAGED, article(2, day=1).published)


def test_the_sound_one_replaces_it() -> None:
    store = store_with_damage()
    sound = article(2, 9, 1, ["AI"])
    store.apply(ArticleBatch.of([sound]))
    assert store.article(sound.id) == sound
    assert [store.topic_count(topic_key(name)) for name in ("AI", "Law")] == [2, 0]
    assert len(store.select(Listing(View.TOPIC, _TOPIC))) == 2


def test_it_can_be_removed() -> None:
    store = store_with_damage()
    store.remove([article(2).id])
    assert [store.topic_count(topic_key(name)) for name in ("AI", "Law")] == [1, 0]
    assert store.counts.all == 1
