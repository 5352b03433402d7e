"""The file of an index: what is written is found, and nothing strange is ever believed."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from reader.core.model.article import Image
from reader.core.search.index_building import IndexBuilder
from reader.core.search.search_index import DamagedIndex, SearchIndex
from reader.core.search.word_index import Part
from reader.core.tables.article_batch import ArticleBatch, DamagedBatch
from reader.storage.cache import word_index_file
from reader.storage.cache.stored_index import StoredIndex
from reader.storage.cache.word_index_file import has_index, open_index, write_index
from tests.core.samples import article

STAMP = 2**63 + 5
NEWS = [
    article(7, 133, 0, ["AI", "AI Ethics"], title="Privacy in China: 顔"),
    article(8, None, None, ["AI"], archived=True, title="Robots in China"),
    article(9, 0, 3, title="A law"),
]
TITLE, ANY = (Part.TITLE,), (Part.TITLE, Part.EXCERPT, Part.PROVIDER, Part.TOPICS, Part.NOTES)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "cache" / "x.index"
    assert write_index(file, ArticleBatch.of(NEWS), STAMP)
    return file


def opened(file: Path, stamp: int = STAMP) -> SearchIndex:
    index = open_index(file, stamp)
    assert index is not None
    return index


def answers(index: SearchIndex) -> list[object]:
    return [
        bytes(index.find(["china"], False, ANY)),
        bytes(index.find(["a"], True, ANY)),
        bytes(index.find(["in", "chi"], True, TITLE)),
        bytes(index.find(["provider", "7"], False, ANY)),
        index.ids.tolist(),
        index.qualities.tolist(),
        index.having,
        index.title_ranks.tolist(),
        index.title_rank("a lax"),
    ]


def test_what_is_written_is_found(file: Path) -> None:
    assert answers(opened(file)) == [
        b"\1\1\0",
        b"\1\1\1",
        b"\1\1\0",
        b"\1\0\0",
        [7, 8, 9],
        [-(2**31)] * 3,
        bytes(3),
        [2, 3, 1],
        (1, False),
    ]
    assert has_index(file, STAMP)
    assert StoredIndex(str(file), STAMP).open() is not None
    assert [left.name for left in file.parent.iterdir()] == ["x.index"]
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600


def test_an_empty_edition_has_an_index(tmp_path: Path) -> None:
    assert write_index(tmp_path / "x.index", ArticleBatch.of([]), 1)
    assert opened(tmp_path / "x.index", 1).find(["a", "b"], True, ANY) == bytearray()


def test_a_large_index_is_sound_in_all_its_chunks(tmp_path: Path) -> None:
    news = [article(number, title=f"word{number % 700} often {'rare' * (number == 5)}") for number in range(1, 2500)]
    assert write_index(tmp_path / "x.index", ArticleBatch.of(news), 1)
    assert (tmp_path / "x.index").stat().st_size > 4 * word_index_file._CHUNK
    assert has_index(tmp_path / "x.index", 1)
    index = opened(tmp_path / "x.index", 1)
    assert index.find(["often"], False, TITLE).count(1) == len(news)
    assert index.find(["of"], True, TITLE).count(1) == len(news)
    ones = [one for one in news if one.title.startswith("word1")]
    assert index.find(["word1"], True, TITLE).count(1) == len(ones)
    assert index.find(["often", "rare"], False, TITLE).find(1) == 4
    assert index.find(["word5", "often"], False, TITLE).count(1) == 4


def test_the_index_of_another_edition_is_none(file: Path) -> None:
    assert open_index(file, STAMP + 1) is None
    assert not has_index(file, STAMP + 1)


def test_what_other_code_wrote_is_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index_file, "maker", lambda: 1)
    assert open_index(file, STAMP) is None


def test_a_flipped_bit_is_never_believed(file: Path, tmp_path: Path) -> None:
    wanted = answers(opened(file))
    whole = file.read_bytes()
    damaged = tmp_path / "damaged"
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << place % 8
        damaged.write_bytes(changed)
        damaged.chmod(0o600)
        padding = -12 <= place - len(whole) < -8
        assert has_index(damaged, STAMP) is padding
        index = open_index(damaged, STAMP)
        if index is None:
            continue
        try:
            assert answers(index) == wanted
        except DamagedIndex:
            continue


def test_only_the_chunks_that_are_needed_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news = [article(number, title=f"word{number}") for number in range(1, 3000)]
    assert write_index(tmp_path / "x.index", ArticleBatch.of(news), 1)
    sizes: list[int] = []
    plain = word_index_file._sum

    def noted(part: bytes | memoryview) -> int:
        sizes.append(len(part))
        return plain(part)

    monkeypatch.setattr(word_index_file, "_sum", noted)
    index = opened(tmp_path / "x.index", 1)
    index.find(["word77"], False, TITLE)
    looked_at = len(sizes)
    assert looked_at < (tmp_path / "x.index").stat().st_size // word_index_file._CHUNK
    index.find(["word77"], False, TITLE)
    assert len(sizes) == looked_at


def test_a_file_that_was_cut_is_none(file: Path, tmp_path: Path) -> None:
    whole, cut = file.read_bytes(), tmp_path / "cut"
    for length in range(0, len(whole), 7):
        cut.write_bytes(whole[:length])
        cut.chmod(0o600)
        assert open_index(cut, STAMP) is None
    cut.write_bytes(whole + b"\0")
    assert open_index(cut, STAMP) is None


def test_noise_is_none(tmp_path: Path) -> None:
    noise = tmp_path / "noise"
    for data in (b"", b"x", b"\0" * 4096, b"\xff" * 4096, b"HWINDEX1" * 64):
        noise.write_bytes(data)
        noise.chmod(0o600)
        assert open_index(noise, 0) is None
        assert not has_index(noise, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="no modes")
def test_what_others_can_write_or_lead_elsewhere_is_not_believed(file: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(file)
    assert open_index(tmp_path / "link", STAMP) is None
    assert open_index(tmp_path / "nothing", STAMP) is None
    assert open_index(tmp_path, STAMP) is None
    file.chmod(0o620)
    assert open_index(file, STAMP) is None


@pytest.mark.parametrize("error", [OSError(28, "no space left"), DamagedBatch("x"), MemoryError(), KeyboardInterrupt()])
def test_a_writing_that_fails_leaves_the_old_file_and_no_other(
    file: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def broken(*arguments: object) -> Iterator[bytes]:
        yield b"half"
        raise error

    before = file.read_bytes()
    monkeypatch.setattr(IndexBuilder, "parts", broken)
    if isinstance(error, Exception):
        assert not write_index(file, ArticleBatch.of(NEWS[:2]), 1)
    else:
        with pytest.raises(KeyboardInterrupt):
            write_index(file, ArticleBatch.of(NEWS[:2]), 1)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("what", ["title", "quality", "order", "one more"])
def test_an_index_of_other_articles_is_not_taken_over(file: Path, what: str) -> None:
    news = list(NEWS)
    match what:
        case "title":
            news[1] = article(8, title="Else")
        case "quality":
            news[1] = replace(news[1], quality=5)
        case "order":
            news.reverse()
        case "one more":
            news.append(article(1))
    assert write_index(file, ArticleBatch.of(news), 1)
    fresh = file.with_name("fresh.index")
    assert write_index(fresh, ArticleBatch.of(news), 1)
    assert file.read_bytes() == fresh.read_bytes()


def test_what_comes_to_light_later_is_all_that_is_new(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news = [replace(NEWS[0], images=(Image("https://x.example/a.png"),)), replace(NEWS[1], related=(NEWS[2],)), NEWS[2]]
    assert write_index(file.with_name("fresh.index"), ArticleBatch.of(news), 1)
    monkeypatch.setattr(IndexBuilder, "parts", None)
    assert write_index(file, ArticleBatch.of(news), 1)
    assert file.read_bytes() == file.with_name("fresh.index").read_bytes()
    assert opened(file, 1).having == b"\1\2\0"


def test_a_damaged_index_is_not_taken_over(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[100] ^= 1
    file.write_bytes(whole)
    assert write_index(file, ArticleBatch.of(NEWS), STAMP)
    assert has_index(file, STAMP)


def test_a_folder_that_cannot_be_is_false() -> None:
    assert not write_index(Path(os.devnull) / "x" / "x.index", ArticleBatch.of(NEWS), 1)
