"""An edition by way of its cache is the edition that its files give, whatever was done to them."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from reader.core.load_events import (
    Added,
    Discovered,
    Finished,
    LoadEvent,
    Removed,
    Reset,
    files_source,
    without_left_over,
)
from reader.core.model.article import Article, ArticleId
from reader.core.model.listing import Listing, View
from reader.core.model.marks import Mark
from reader.core.model.problem import Problem
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch
from reader.services.loader.cached_load import load_cached
from reader.sources.files.folder_loader import load_files
from reader.sources.front_matter.article_parser import read_article
from reader.storage.cache.article_cache import open_cache
from tests.edition import write_edition

_LINKS = ["a", "b", "c"]
_TOPICS = ["AI", "Chips", "Law"]
_NAMES = [f"2020-11-{day:02d}-{name}.md" for day, name in ((1, "p"), (2, "q"), (2, "r"), (3, "s"), (4, "sub/t"))]
_TOPIC_NAMES = ["01-ai.yaml", "02-chips.yaml"]

_good = st.builds(
    lambda link, day, topics, title, heat: "\n".join(
        [
            "---",
            f"title: {title}",
            f"webUrl: https://x.example/{link}",
            f"publishedDateTime: 2020-12-{day:02d}",
            f"topics: [{', '.join(topics)}]",
            f"heat: {heat}",
            "---",
            "",
        ]
    ),
    st.sampled_from(_LINKS),
    st.integers(1, 3),
    st.lists(st.sampled_from(_TOPICS), max_size=2, unique=True),
    st.sampled_from(["One", "Two", "Three"]),
    st.sampled_from(["1", "2", "-1", "warm"]),
)
_bad = st.sampled_from(["", "no seed", "---\ntitle: [\n---\n"])
_topic = st.builds(
    lambda name, parent: f"name: {name}\nparent: {parent}\n",
    st.sampled_from([*_TOPICS, "''"]),
    st.sampled_from(["''", *_TOPICS]),
)


@dataclass
class Listener:
    """Someone who takes in events, as the application does."""

    store: Store = field(default_factory=Store)
    problems: list[str] = field(default_factory=list)
    failure: str = ""
    kinds: list[type] = field(default_factory=list)

    def take(self, events: Iterable[LoadEvent]) -> "Listener":
        """Take in events."""
        for event in events:
            self.kinds.append(type(event))
            match event:
                case Discovered(topics=topics):
                    self.store.add_topics(topics)
                case Added(batch=block):
                    self.store.apply(block)
                case Removed(articles=articles):
                    self.store.remove(articles)
                case Finished(problems=problems, failure=failure):
                    self.problems, self.failure = sorted(map(str, problems)), failure
        return self

    def state(self) -> dict[str, object]:
        """All that there is to see but for the order of equals."""
        store = self.store
        ids = [*store.select(Listing(archived=True)).ids()]
        return {
            "articles": {article: store.article(article) for article in ids},
            "size": (len(ids), len(store)),
            "counts": store.counts,
            "archive": sorted(store.select(Listing(View.ARCHIVE)).ids()),
            "topics": {
                key: (store.topic_count(key), store.topics.parent(key), store.topics.get(key))
                for key, _ in store.topics.walk()
                # What no file defines and no article has is not shown.
                if store.topic_count(key) or (topic := store.topics.get(key)) is None or topic.source
            },
            "in topics": {
                key: listed
                for key, _ in store.topics.walk()
                if (listed := sorted(store.select(Listing(View.TOPIC, key)).ids()))
            },
            "problems": self.problems,
        }


def showing(file: Path) -> tuple[Listener, int, Iterable[int]]:
    """A listener that shows the cached edition, with its stamp and ids; 0 where there is none."""
    edition = open_cache(file)
    if edition is None:
        return Listener(), 0, ()
    listener = Listener(Store(edition.topics))
    listener.store.apply(edition.batch)
    return listener, edition.revision, edition.batch.ids


class Folder(RuleBasedStateMachine):
    """Changes a folder at random, and starts from the cache in between."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.folder = self.home / "edition"
        self.file = self.home / "cache" / "x.edition"
        self.clock = 1_600_000_000_000_000_000

    def teardown(self) -> None:
        shutil.rmtree(self.home)

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        self._date(path)

    def _date(self, path: Path) -> None:
        self.clock += 1
        os.utime(path, ns=(self.clock, self.clock))

    def _news(self) -> list[Path]:
        return sorted(path for path in (self.folder / "news").rglob("*.md"))

    def _drawn(self, data: st.DataObject) -> Path:
        return data.draw(st.sampled_from(self._news()))

    @initialize(texts=st.lists(_good, min_size=1, max_size=5))
    def begin(self, texts: list[str]) -> None:
        (self.folder / "topics").mkdir(parents=True)
        for name, text in zip(_NAMES, texts, strict=False):
            self._write(self.folder / "news" / name, text)

    @rule(name=st.sampled_from(_NAMES), text=_good)
    def add_or_edit_or_repair(self, name: str, text: str) -> None:
        self._write(self.folder / "news" / name, text)

    @rule(name=st.sampled_from(_NAMES), text=_bad)
    def break_a_file(self, name: str, text: str) -> None:
        self._write(self.folder / "news" / name, text)

    @precondition(lambda self: len(self._news()) > 1)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self._drawn(data).unlink()

    @precondition(lambda self: self._news())
    @rule(data=st.data(), name=st.sampled_from(_NAMES))
    def rename(self, data: st.DataObject, name: str) -> None:
        target = self.folder / "news" / name
        target.parent.mkdir(exist_ok=True)
        # A renamed file keeps its time.
        os.replace(self._drawn(data), target)

    @precondition(lambda self: self._news())
    @rule(data=st.data(), name=st.sampled_from(_NAMES))
    def double(self, data: st.DataObject, name: str) -> None:
        self._write(self.folder / "news" / name, self._drawn(data).read_text())

    @precondition(lambda self: self._news())
    @rule(data=st.data())
    def touch(self, data: st.DataObject) -> None:
        self._date(self._drawn(data))

    @rule(name=st.sampled_from(_TOPIC_NAMES), text=_topic)
    def define_topic(self, name: str, text: str) -> None:
        self._write(self.folder / "topics" / name, text)

    @rule(name=st.sampled_from(_TOPIC_NAMES))
    def delete_topic(self, name: str) -> None:
        (self.folder / "topics" / name).unlink(missing_ok=True)

    @precondition(lambda self: self.file.exists())
    @rule(data=st.data())
    def damage_the_cache(self, data: st.DataObject) -> None:
        whole = bytearray(self.file.read_bytes())
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= 0x10
        self.file.write_bytes(whole)

    @invariant()
    def starts_are_alike(self) -> None:
        if not self.folder.exists():
            return
        plain = Listener().take(load_files([self.folder]))
        fresh = Listener().take(load_cached([self.folder], None))
        before = self.file.read_bytes() if self.file.exists() else None
        listener, stamp, ids = showing(self.file)
        # What is damaged may not be shown; then it is nothing that tests can look at.
        listener.take(
            without_left_over(load_cached([self.folder], self.file, stamp), {files_source([self.folder]): ids})
        )
        if before is not None:
            self.file.write_bytes(before)
        started = Listener().take(load_cached([self.folder], self.file))
        again = Listener().take(load_cached([self.folder], self.file))
        wanted = plain.state()
        for start, other in {"fresh": fresh, "shown": listener, "started": started, "again": again}.items():
            assert other.failure == plain.failure
            found = other.state()
            assert {name: found[name] for name in wanted if found[name] != wanted[name]} == {}, (start, wanted)
        edition = open_cache(self.file)
        assert edition is not None
        unchanged = Listener().take(load_cached([self.folder], self.file, edition.revision))
        assert unchanged.kinds == [Finished]
        assert unchanged.problems == plain.problems


Folder.TestCase.settings = settings(
    max_examples=16,
    stateful_step_count=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestFolder = Folder.TestCase


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_edition(tmp_path / "edition")


@pytest.fixture
def file(folder: Path, tmp_path: Path) -> Path:
    file = tmp_path / "cache" / "x.edition"
    Listener().take(load_cached([folder], file))
    return file


def shown_then(folder: Path, file: Path, between: Callable[[], object]) -> Listener:
    """Someone shows the cached edition; then something happens, and only then the loading begins."""
    listener, stamp, ids = showing(file)
    assert stamp
    between()
    return listener.take(without_left_over(load_cached([folder], file, stamp), {files_source([folder]): ids}))


def edit(folder: Path) -> None:
    (folder / "news" / "expired.md").unlink()
    path = folder / "news" / "2021-01-02-cold.md"
    path.write_text(path.read_text().replace("Cold news", "Colder"))


def sound(folder: Path, file: Path) -> None:
    edit(folder)


def gone(folder: Path, file: Path) -> None:
    edit(folder)
    file.unlink()


def empty(folder: Path, file: Path) -> None:
    gone(folder, file)
    file.write_bytes(b"")


def flipped(place: int) -> Callable[[Path, Path], None]:
    def flip(folder: Path, file: Path) -> None:
        edit(folder)
        whole = bytearray(file.read_bytes())
        whole[place] ^= 1
        file.write_bytes(whole)

    return flip


def rewritten(folder: Path, file: Path) -> None:
    """Another window has read the folder and written its cache."""
    edit(folder)
    Listener().take(load_cached([folder], file))


@pytest.mark.parametrize(
    "between",
    [sound, gone, empty, rewritten, flipped(-1), flipped(-16), flipped(700), flipped(-100)],
    ids=["sound", "gone", "empty", "rewritten", "magic", "stamp", "article", "sources"],
)
def test_what_is_shown_ends_up_right(folder: Path, file: Path, between: Callable[[Path, Path], object]) -> None:
    found = shown_then(folder, file, lambda: between(folder, file))
    assert found.state() == Listener().take(load_files([folder])).state()
    assert found.store.counts.archive == 0


def test_a_failure_takes_nothing_away(folder: Path, file: Path) -> None:
    before = showing(file)[0].state()
    shutil.rmtree(folder / "news")
    for damaged in (False, True):
        listener, stamp, ids = showing(file)
        if damaged:
            file.unlink()
        listener.take(
            without_left_over(load_cached([folder / "news"], file, stamp), {files_source([folder / "news"]): ids})
        )
        assert listener.failure
        assert listener.state() == before
    assert Listener().take(load_cached([folder / "news"], file)).kinds == [Finished]


def test_without_a_cache_everything_is_read(folder: Path) -> None:
    assert [type(event) for event in load_cached([folder], None)] == [Discovered, Added, Finished]
    assert [type(event) for event in load_cached([folder], None, 7)] == [Reset, Discovered, Added, Finished]


def test_a_cache_that_cannot_be_written_costs_nothing(folder: Path) -> None:
    assert [type(event) for event in load_cached([folder], Path(os.devnull) / "x")] == [Discovered, Added, Finished]


def test_nothing_is_read_that_did_not_change(folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def note(path: str) -> tuple[None, tuple[()]]:
        read.append(path)
        return None, ()

    monkeypatch.setattr("reader.sources.files.batch.read_article", note)
    monkeypatch.setattr("reader.sources.files.folder_reader.read_topic", note)
    before = file.read_bytes()
    assert [type(event) for event in load_cached([folder], file)] == [Discovered, Added, Finished]
    assert read == []
    assert file.read_bytes() == before


def test_only_what_changed_is_read(folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def note(path: str) -> tuple[Article | None, tuple[Problem, ...]]:
        read.append(os.path.basename(path))
        return read_article(path)

    monkeypatch.setattr("reader.sources.files.batch.read_article", note)
    edit(folder)
    found = Listener().take(load_cached([folder], file))
    assert read == ["2021-01-02-cold.md"]
    assert found.state() == Listener().take(load_files([folder])).state()


def test_an_edition_in_use_is_not_forgotten(folder: Path, file: Path) -> None:
    os.utime(file, (1, 1))
    Listener().take(load_cached([folder], file))
    assert file.stat().st_mtime > 1


def test_nothing_that_the_reader_made_is_in_the_cache(folder: Path, file: Path) -> None:
    listener = Listener().take(load_files([folder]))
    clean = {article: listener.store.article(article) for article in listener.store.select(Listing()).ids()}
    before = open_cache(file)
    assert before is not None
    listener.store.replace_marks(dict.fromkeys(clean, Mark(True, True)))
    edit(folder)
    Listener().take(load_cached([folder], file))
    edition = open_cache(file)
    assert edition is not None
    again = Store()
    again.apply(edition.batch)
    assert again.counts.unread == again.counts.all
    assert again.counts.bookmarks == 0


def test_large_blocks_can_be_packed_elsewhere(folder: Path, tmp_path: Path) -> None:
    packed: list[int] = []

    def pack(block: ArticleBatch) -> ArticleBatch:
        packed.append(block.count)
        return ArticleBatch.from_bytes(block.to_bytes())

    found = Listener().take(load_cached([folder], tmp_path / "x.edition", spill=pack))
    assert packed == [4]
    assert found.state() == Listener().take(load_files([folder])).state()


def article_of(listener: Listener, title: str) -> Article | None:
    found = (listener.store.article(ArticleId(one)) for one in listener.store.select(Listing(archived=True)).ids())
    return next((one for one in found if one and one.title == title), None)


def test_another_place_to_stand_reads_the_paths_anew(folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    found = shown_then(Path(folder.name), file, lambda: None)
    plain = Listener().take(load_files([folder.name]))
    assert found.state() == plain.state()
    cold = article_of(found, "Cold news")
    assert cold is not None
    assert cold.origin.location == os.path.join(folder.name, "news", "2021-01-02-cold.md")
