"""An edition's index is said where it fits, made where it does not, and never of other articles."""

from collections.abc import Callable, Iterator
from pathlib import Path
from sqlite3 import Connection

import pytest

from reader.core.load_events import Added, Discovered, Finished, IndexReady, ListReady, LoadEvent, Removed
from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing
from reader.core.search.query_parser import parse
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.services.loader import cached_load as services
from reader.services.loader.cached_load import load_cached
from reader.services.loader.indexer import Indexer
from reader.storage.cache import word_index_file
from reader.storage.cache.article_cache import index_file, open_cache
from tests.core.samples import numbers
from tests.edition import ARTICLES, SOURCE, write_edition
from tests.sources.usual_files import HEAD, PROVIDER, RELATED, TOPICS


class Reader:
    """An edition, its cache file, and what a start with them sends."""

    def __init__(self, folder: Path) -> None:
        self.folder = write_edition(folder / "edition")
        self.file = folder / "cache" / "x.edition"

    @property
    def revision(self) -> int:
        edition = open_cache(self.file)
        return edition.revision if edition else 0

    def start(self, shown: int = 0, spill: Callable[[ArticleBatch], ArticleBatch] | None = None) -> list[LoadEvent]:
        told: list[LoadEvent] = []
        indexer = Indexer(SOURCE, self.file, shown, told.append)
        for event in indexer.events(
            load_cached([self.folder], self.file, shown, spill_private=spill, kept=indexer.kept)
        ):
            told += [event]
        return told

    def change(self, title: str) -> None:
        (self.folder / "news" / "2020-12-30-new.md").write_text(
            f"---\ntitle: {title}\nwebUrl: https://x.example/new\n---\n"
        )


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def kinds(events: list[LoadEvent]) -> list[type[LoadEvent]]:
    return [type(event) for event in events]


def take(store: Store, events: list[LoadEvent]) -> None:
    for event in events:
        match event:
            case Added(batch=block):
                store.apply(block)
            case IndexReady(index=index):
                store.use_index(index)


def found(store: Store, text: str) -> list[int]:
    return numbers(store.select(Listing(query=parse(text))))


def test_the_first_start_makes_it_and_the_second_has_it_at_once(reader: Reader) -> None:
    events = reader.start()
    assert kinds(events) == [Discovered, Added, Finished, IndexReady]
    made = index_file(reader.file).read_bytes()
    assert kinds(reader.start(reader.revision)) == [IndexReady, Finished]
    assert index_file(reader.file).read_bytes() == made
    store, edition = Store(), open_cache(reader.file)
    assert edition is not None
    store.apply(edition.batch)
    take(store, reader.start(edition.revision))
    assert store.search.state.indexed == len(ARTICLES)
    assert len(found(store, "-nothing")) == len(ARTICLES)


def test_what_changes_is_found_with_the_index_of_before_and_with_the_new_one(reader: Reader) -> None:
    reader.start()
    store, edition = Store(), open_cache(reader.file)
    assert edition is not None
    store.apply(edition.batch)
    reader.change("Zebras everywhere")
    events = reader.start(edition.revision)
    assert kinds(events) == [IndexReady, Added, Finished, IndexReady]
    assert reader.revision != edition.revision
    take(store, events[:2])
    assert len(found(store, "zebras")) == 1
    take(store, events[2:])
    assert len(found(store, "zebras")) == 1
    assert len(found(store, "-zebras")) == len(ARTICLES)


@pytest.mark.parametrize("harm", [Path.unlink, lambda file: file.write_bytes(b"x"), lambda file: file.chmod(0o666)])
def test_an_index_that_is_gone_or_strange_is_made_again(reader: Reader, harm: Callable[[Path], object]) -> None:
    reader.start()
    index = index_file(reader.file)
    whole = index.read_bytes()
    harm(index)
    assert kinds(reader.start(reader.revision)) == [Finished, IndexReady]
    assert len(index.read_bytes()) == len(whole)


def test_a_flipped_bit_anywhere_has_it_made_again(reader: Reader) -> None:
    reader.start()
    index = index_file(reader.file)
    changed = bytearray(index.read_bytes())
    changed[len(changed) // 3] ^= 4
    index.write_bytes(changed)
    assert kinds(reader.start(reader.revision)) == [Finished, IndexReady]
    assert kinds(reader.start(reader.revision)) == [IndexReady, Finished]


def test_that_there_is_nothing_to_read_comes_first(reader: Reader) -> None:
    reader.start()
    (event,) = Indexer(SOURCE, reader.file, reader.revision, print).events([Finished(SOURCE, (), "nothing there")])
    assert isinstance(event, Finished)


def test_an_edition_that_could_not_be_written_gets_no_index(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.start()
    index_file(reader.file).unlink()
    reader.change("Zebras everywhere")
    monkeypatch.setattr(services, "write_cache", lambda *_: False)
    assert kinds(reader.start(reader.revision)) == [Added, Finished]
    assert not index_file(reader.file).exists()


def test_what_is_listed_has_an_index_before_all_is_read(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[int] = []
    plain = word_index_file._fill

    def fill(database: Connection, batch: ArticleBatch, revision: int) -> None:
        filled.append(revision)
        plain(database, batch, revision)

    monkeypatch.setattr(word_index_file, "_fill", fill)
    monkeypatch.setattr("reader.sources.files.folder_loader.QUICK", 1)
    (reader.folder / "news" / "usual.md").write_text(HEAD + PROVIDER + TOPICS + RELATED + "\n---\n")
    events = reader.start(spill=lambda block: block)
    assert kinds(events) == [Discovered, Added, ListReady, IndexReady, Finished, IndexReady]
    # The second is the first with what has come to light since.
    assert len(filled) == 1
    first, second = Store(), Store()
    take(first, events[:4])
    take(second, events)
    assert found(first, "heat>0") == found(second, "heat>0")
    assert len(found(first, "has:related")) + 1 == len(found(second, "has:related"))


def test_without_a_cache_there_is_none(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    reader.file = tmp_path / "file" / "x.edition"
    (tmp_path / "file").write_text("")
    assert kinds(reader.start()) == [Discovered, Added, Finished]


def test_events_are_passed_on_as_they_come(reader: Reader) -> None:
    reader.start()
    asked: list[str] = []

    def events() -> Iterator[LoadEvent]:
        for name in "ab":
            asked.append(name)
            yield Removed(SOURCE, (ArticleId(1),))

    passed = Indexer(SOURCE, reader.file, 0, print).events(events())
    next(passed)
    assert asked == ["a"]
