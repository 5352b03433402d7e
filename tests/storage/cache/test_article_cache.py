"""The cache of an edition: what is written comes back, and nothing strange is ever believed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId
from reader.core.model.file_manifest import FileState
from reader.core.model.listing import Listing
from reader.core.model.problem import Problem, Severity
from reader.core.model.topic import Topic
from reader.core.store import Store
from reader.core.tables.article_batch import ArticleBatch, DamagedBatch
from reader.core.tables.rows import DAMAGED
from reader.storage.cache import article_cache
from reader.storage.cache.article_cache import (
    FOLDER,
    KEPT,
    LEFT_OVER,
    CachedArticles,
    cache_file,
    index_file,
    note_use,
    open_cache,
    write_cache,
)
from tests.core.samples import article

ARTICLES = [
    article(7, 133, 0, ["AI", "AI Ethics"], title="Privacy in China: 顔"),
    article(8, None, None, ["AI"], archived=True),
    article(9, 0, 3),
]
TOPICS = (Topic("AI", keywords=("a", "b"), hashtags=("#x",), place=3, source="t.yaml", line=2), Topic("顔"))
PROBLEMS = {
    "news/a.md": (Problem("news/a.md", 3, Severity.WARNING, "heat is „x“"),),
    "news/\udcff.md": (Problem("news/\ufffd.md", None, Severity.ERROR, "empty"),),
}
FILES = {
    "news/a.md": FileState(10, 1_600_000_000_123_456_789, 7),
    "news/\udcff.md": FileState(0, 0, 0),
    "news/b 顔.md": FileState(2**40, -5, 2**63 - 1),
    "gone.md": FileState(-1, -1, 0),
}
DAY = 24 * 60 * 60


def written(file: Path, articles: list[Article] | None = None) -> Path:
    assert write_cache(
        file, [ArticleBatch.of(ARTICLES if articles is None else articles)], set(), TOPICS, PROBLEMS, FILES
    )
    return file


def opened(file: Path) -> CachedArticles:
    edition = open_cache(file)
    assert edition is not None
    return edition


def articles_of(edition: CachedArticles) -> list[Article]:
    return [edition.batch.article(place) for place in range(edition.batch.count)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "cache" / "x.edition")


def sources_of(edition: CachedArticles) -> tuple[dict[str, FileState], dict[str, tuple[Problem, ...]]] | None:
    sources = edition.sources()
    return None if sources is None else (dict(sources[0]), sources[1])


def test_what_is_written_comes_back(file: Path) -> None:
    edition = opened(file)
    assert articles_of(edition) == ARTICLES
    assert edition.topics == TOPICS
    assert sources_of(edition) == (FILES, PROBLEMS)
    assert edition.is_sound()


def test_an_empty_edition_comes_back(tmp_path: Path) -> None:
    assert write_cache(tmp_path / "x.edition", [], set(), (), {}, {})
    edition = opened(tmp_path / "x.edition")
    assert (edition.batch.count, edition.topics, sources_of(edition)) == (0, (), ({}, {}))
    assert edition.is_sound()


def test_blocks_become_one(tmp_path: Path) -> None:
    later = replace(ARTICLES[0], title="Later")
    file = tmp_path / "x.edition"
    assert write_cache(file, [ArticleBatch.of(ARTICLES), ArticleBatch.of([later])], {ArticleId(9)}, (), {}, {})
    assert articles_of(opened(file)) == [ARTICLES[1], later]


def test_each_writing_has_a_stamp_of_its_own_and_only_the_owner_reads_it(file: Path) -> None:
    before = opened(file).revision
    written(file)
    assert opened(file).revision not in (0, before)
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_an_edition_outlives_its_file(file: Path) -> None:
    edition = opened(file)
    written(file, ARTICLES[:1])
    file.unlink()
    assert articles_of(edition) == ARTICLES
    assert edition.is_sound()


def test_an_edition_can_be_read_again_after_all_of_it_was_checked(file: Path) -> None:
    edition = opened(file)
    assert edition.is_sound()
    assert articles_of(edition) == ARTICLES
    assert write_cache(file, [edition.batch], set(), TOPICS, PROBLEMS, FILES)
    assert articles_of(opened(file)) == ARTICLES


def test_a_flipped_byte_is_never_taken_for_news(file: Path, tmp_path: Path) -> None:
    sound = opened(file)
    whole = file.read_bytes()
    damaged = tmp_path / "damaged"
    believed = 0
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << place % 8
        damaged.write_bytes(changed)
        damaged.chmod(0o600)
        edition = open_cache(damaged)
        if edition is None:
            continue
        assert edition.topics == TOPICS
        if edition.is_sound():
            assert articles_of(edition) == ARTICLES
            assert sources_of(edition) in (None, (FILES, PROBLEMS))
            believed += edition.sources() is not None
            continue
        # Only what is shown is looked at: each article says for itself that it is not sound.
        assert edition.batch.ids == sound.batch.ids
        for number, wanted in enumerate(ARTICLES):
            try:
                assert edition.batch.article(number) == wanted
            except DamagedBatch:
                continue
    assert believed <= 8 + 4 + 4, "only the stamp, what fills the foot and a checksum that is not asked"


def test_a_file_that_was_cut_is_none(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    cut = tmp_path / "cut"
    for length in range(len(whole)):
        cut.write_bytes(whole[:length])
        cut.chmod(0o600)
        assert open_cache(cut) is None
    cut.write_bytes(whole + b"\0")
    assert open_cache(cut) is None


def test_noise_is_none(tmp_path: Path) -> None:
    noise = tmp_path / "noise"
    for data in (b"", b"x", b"\0" * 4096, b"\xff" * 4096, b"HWEDIT02" * 64):
        noise.write_bytes(data)
        noise.chmod(0o600)
        assert open_cache(noise) is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_another_owner_is_not_believed(file: Path) -> None:
    os.chown(file, 12345, -1)
    assert open_cache(file) is None


@pytest.mark.skipif(sys.platform == "win32", reason="no modes")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_what_others_can_write_is_not_believed(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert open_cache(file) is None


@pytest.mark.skipif(sys.platform == "win32", reason="no fifos")
@pytest.mark.parametrize("kind", ["link", "fifo", "folder", "nothing", "device"])
def test_what_is_no_file_is_none_and_does_not_hold_us(file: Path, tmp_path: Path, kind: str) -> None:
    odd = tmp_path / "odd"
    match kind:
        case "link":
            odd.symlink_to(file)
        case "fifo":
            os.mkfifo(odd, 0o600)
        case "folder":
            odd.mkdir(0o700)
        case "device":
            odd = Path(os.devnull)
    assert open_cache(odd) is None


@pytest.mark.skipif(sys.platform == "win32", reason="no fifos")
@pytest.mark.parametrize("kind", ["link", "fifo", "folder"])
def test_writing_replaces_what_is_there_and_harms_nothing(tmp_path: Path, kind: str) -> None:
    file, other = tmp_path / "c" / "x.edition", tmp_path / "other"
    file.parent.mkdir()
    other.write_text("precious")
    match kind:
        case "link":
            file.symlink_to(other)
        case "fifo":
            os.mkfifo(file)
        case "folder":
            file.mkdir()
    done = write_cache(file, [ArticleBatch.of(ARTICLES)], set(), (), {}, {})
    assert done is (kind != "folder")
    assert (open_cache(file) is not None) is done
    assert other.read_text() == "precious"
    assert [left.name for left in file.parent.iterdir()] == ["x.edition"]


def test_what_other_code_wrote_is_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_cache, "code_fingerprint", lambda: 1)
    assert open_cache(file) is None


@pytest.mark.parametrize("error", [OSError(28, "no space left"), DamagedBatch("x"), MemoryError(), KeyboardInterrupt()])
def test_a_writing_that_fails_leaves_the_old_file_and_no_other(
    file: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def broken(*arguments: object) -> Iterator[bytes]:
        yield b"half"
        raise error

    before = file.read_bytes()
    monkeypatch.setattr(article_cache, "merge_batches", broken)
    if isinstance(error, Exception):
        assert not write_cache(file, [], set(), (), {}, {})
    else:
        with pytest.raises(KeyboardInterrupt):
            write_cache(file, [], set(), (), {}, {})
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.skipif(sys.platform == "win32", reason="no limits")
def test_a_disk_that_is_full_leaves_the_old_file_and_no_other(file: Path) -> None:
    before = file.read_bytes()
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from reader.core.tables.article_batch import ArticleBatch\n"
        "from reader.storage.cache.article_cache import write_cache\n"
        "from tests.core.samples import article\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "blocks = [ArticleBatch.of([article(number) for number in range(1, 200)])]\n"
        "print(write_cache(Path(sys.argv[1]), blocks, set(), (), {}, {}))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_folder_that_cannot_be_is_false(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path(os.devnull) / "x"):
        assert not write_cache(folder / "x.edition", [ArticleBatch.of(ARTICLES)], set(), (), {}, {})


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_false(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert not write_cache(tmp_path / "x.edition", [ArticleBatch.of(ARTICLES)], set(), (), {}, {})
    tmp_path.chmod(0o700)


def age(file: Path, seconds: float, base: float) -> None:
    os.utime(file, (base - seconds, base - seconds))


def test_those_not_used_for_longest_are_forgotten(tmp_path: Path) -> None:
    now = written(tmp_path / "first.edition").stat().st_mtime
    for number in range(KEPT):
        age(written(tmp_path / f"{number}.edition"), 100 - number, now)
    age(tmp_path / "first.edition", 1000, now)
    note_use(tmp_path / "first.edition")
    written(tmp_path / "last.edition")
    left = {file.stem for file in tmp_path.iterdir()}
    assert left == {"first", "last", *map(str, range(2, KEPT))}


def test_an_index_goes_with_its_edition(tmp_path: Path) -> None:
    old = written(tmp_path / "old.edition")
    index_file(old).write_text("words")
    age(old, 1000, old.stat().st_mtime)
    for number in range(KEPT):
        new = written(tmp_path / f"{number}.edition")
        index_file(new).write_text("words")
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {f"{number}.{kind}" for number in range(KEPT) for kind in ("edition", "index")}


def test_noting_the_use_of_what_is_gone_is_no_matter(tmp_path: Path) -> None:
    note_use(tmp_path / "nowhere.edition")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("clean", [note_use, written])
def test_what_was_left_over_goes_after_some_minutes(file: Path, clean: Callable[[Path], object]) -> None:
    now = file.stat().st_mtime
    names = ("old.new", "old.part", "young.new", "young.part", "old.other")
    for name in names:
        (file.parent / name).write_text("")
        age(file.parent / name, LEFT_OVER * (2 if name.startswith("old") else 0.5), now)
    clean(file)
    assert {left.name for left in file.parent.iterdir()} == {file.name, "young.new", "young.part", "old.other"}


def test_a_file_that_another_window_removes_meanwhile_is_no_failure(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file.parent / "ghost.edition").symlink_to("nowhere")
    real = Path.lstat

    def lstat(path: Path) -> os.stat_result:
        if path.name.startswith("ghost"):
            raise FileNotFoundError
        return real(path)

    monkeypatch.setattr(Path, "lstat", lstat)
    written(file)


def test_a_path_has_one_file_as_it_is_written_and_where_it_leads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The cache holds paths as they were written: of another folder, or another name for it, they would lead nowhere.
    monkeypatch.chdir(tmp_path)
    named = cache_file(tmp_path, [tmp_path / "a", Path("b")])
    assert named == cache_file(tmp_path, [str(tmp_path / "a"), "b"])
    assert named != cache_file(tmp_path, ["a", "b"])
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert named != cache_file(tmp_path, [tmp_path / "a", Path("b")])
    assert named.parent == tmp_path / FOLDER
    others = {cache_file(tmp_path, paths) for paths in ([], ["a"], ["ab"], ["a", "b", "c"], ["b", "a"], ["\udcff"])}
    assert len(others | {named}) == 7


def test_no_stamp_is_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "urandom", bytes)
    assert opened(written(file)).revision == 1, "0 says that nothing is shown"


# -- a file that changes while it is in use


def shown(file: Path, count: int) -> Store:
    """A store that shows the articles of a cache file of that many."""
    written(file, [article(number) for number in range(1, count + 1)])
    store = Store()
    store.apply(opened(file).batch)
    return store


def titles(store: Store) -> list[str]:
    listed = {row.id: row.title for row in store.select(Listing())}
    whole = {number: store.article(ArticleId(number)) for number in listed}
    assert {number: found.title for number, found in whole.items() if found} == listed
    return [listed[number] for number in sorted(listed)]


def test_a_file_that_is_cut_while_it_is_shown_loses_only_what_was_cut(tmp_path: Path) -> None:
    file = tmp_path / "x.edition"
    store = shown(file, 500)
    os.truncate(file, file.stat().st_size - opened(file).batch.size(499) * 250)
    found = titles(store)
    assert len(found) == 500
    sound = found.index(DAMAGED)
    assert 0 < sound < 400
    assert found[:sound] == [f"Title {number}" for number in range(1, sound + 1)]
    assert set(found[sound:]) == {DAMAGED}
    assert open_cache(file) is None, "the next start reads everything again"


@pytest.mark.parametrize("size", [0, None], ids=["emptied", "overwritten"])
def test_a_file_that_is_overwritten_while_it_is_shown_is_never_taken_for_news(tmp_path: Path, size: int | None) -> None:
    file = tmp_path / "x.edition"
    store = shown(file, 50)
    with file.open("r+b") as target:
        target.write(b"\xaa" * file.stat().st_size)
        target.truncate(size)
    assert titles(store) == [DAMAGED] * 50
    assert open_cache(file) is None
    store.apply(ArticleBatch.of([article(7)]))
    assert titles(store).count(DAMAGED) == 49, "what is read again replaces it"


def test_a_file_that_is_cut_while_it_is_checked_is_not_sound(file: Path) -> None:
    edition = opened(file)
    assert write_cache(file.with_name("y.edition"), [edition.batch], set(), (), {}, {})
    os.truncate(file, 100)
    assert not edition.is_sound()
    assert edition.sources() is None
    write_cache(file.with_name("z.edition"), [edition.batch], set(), (), {}, {})
    copied = open_cache(file.with_name("z.edition"))
    assert copied is None or not copied.batch.is_sound()
