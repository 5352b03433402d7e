"""The file of a word index: what is written is found, and a file that is damaged is not used."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.core.model.article import UNTITLED, Article, ArticleId, Image, Provider
from reader.core.search.word_index import NAMES, SOURCE, DamagedIndex, Part
from reader.core.tables.article_batch import ArticleBatch, DamagedBatch
from reader.core.text.tokenizer import tokens
from reader.storage.cache import word_index_file
from reader.storage.cache.stored_index import StoredIndex
from reader.storage.cache.word_index_file import IndexFile, open_index, write_index
from tests.core.samples import article
from tests.core.search.oracle import side_by_side

REVISION = 2**63 + 5
NEWS = [
    article(7, 133, 0, ["AI", "AI Ethics"], title="Privacy in China: 顔"),
    article(8, None, None, ["AI"], archived=True, title="Robots in China"),
    article(9, 0, 3, title="A law"),
]
TITLE, EXCERPT = (Part.TITLE,), (Part.EXCERPT,)
ANY = (Part.TITLE, Part.EXCERPT, Part.PROVIDER, Part.TOPICS, Part.NOTES)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "cache" / "x.index"
    assert write_index(file, ArticleBatch.of(NEWS), REVISION)
    return file


def opened(file: Path, revision: int = REVISION) -> IndexFile:
    index = open_index(file, revision)
    assert index is not None
    return index


def answers(index: IndexFile) -> list[object]:
    return [
        bytes(index.find(["china"], False, ANY)),
        bytes(index.find(["a"], True, ANY)),
        bytes(index.find(["in", "chi"], True, TITLE)),
        bytes(index.find(["provider", "7"], False, ANY)),
        index.ids.tolist(),
        index.flags,
        index.titles,
        index.title_ranks.tolist(),
    ]


def test_what_is_written_is_found(file: Path) -> None:
    assert answers(opened(file)) == [
        b"\1\1\0",
        b"\1\1\1",
        b"\1\1\0",
        b"\1\0\0",
        [7, 8, 9],
        bytes(3),
        ["a law", "privacy in china 顔", "robots in china"],
        [2, 3, 1],
    ]
    assert StoredIndex(str(file), REVISION).open() is not None
    assert [left.name for left in file.parent.iterdir()] == ["x.index"]
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("words", "prefix", "parts", "found"),
    [
        ("c", False, ANY, {1}),
        ("at t", False, ANY, {1}),
        ("c at", False, TITLE, {1}),
        ("not", False, TITLE, {1}),
        ("or n", True, TITLE, {1}),
        ("near", False, TITLE, {1}),
        ("ai ethics", False, ANY, {2}),
        ("ethics law", False, ANY, set()),
        ("post ai", False, NAMES, set()),
        ("la", True, NAMES, {2}),
        ("morning po", True, SOURCE, {2}),
        ("scmp", False, SOURCE, {2}),
        ("scmp", False, ANY, set()),
        ("人 工", False, TITLE, {3}),
        ("工 人", False, TITLE, set()),
        ("uber", False, TITLE, {3}),
        ("ub", True, TITLE, {3}),
        ("strasse", False, EXCERPT, {3}),
    ],
)
def test_words_and_phrases_of_all_kinds_are_found(
    tmp_path: Path, words: str, prefix: bool, parts: tuple[Part, ...], found: set[int]
) -> None:
    news = [
        Article(ArticleId(1), 'C++ AT&T: "NOT or NEAR"*'),
        Article(ArticleId(2), topics=("AI Ethics", "Law"), provider=Provider("Morning Post", "scmp.com")),
        Article(ArticleId(3), "人工 Über", "Straße"),
    ]
    assert write_index(tmp_path / "x.index", ArticleBatch.of(news), 1)
    mask = opened(tmp_path / "x.index", 1).find(words.split(" "), prefix, parts)
    assert {place + 1 for place, there in enumerate(mask) if there} == found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=6), st.data())
@example(["ˈ\u0301a b", "½", "ﬁ x\u200bY", "Ⅷ 人人", "𝒳𝓎 １２"], None)
def test_any_text_is_found_as_by_looking_at_it(titles: list[str], data: st.DataObject | None) -> None:
    batch = ArticleBatch.of([Article(ArticleId(number), title) for number, title in enumerate(titles, 1)])
    texts = [tokens(title) for title in titles]
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        assert write_index(Path(folder) / "x.index", batch, 1)
        index = opened(Path(folder) / "x.index", 1)
    for text in texts:
        for start in range(len(text)):
            *whole, last = text[start : start + 3]
            end = data.draw(st.integers(1, len(last))) if data else 1
            for words, prefix in (((*whole, last), False), ((*whole, last[:end]), True)):
                found = [bool(there) for there in index.find(words, prefix, TITLE)]
                assert found == [side_by_side(words, prefix, other) for other in texts]


def test_words_of_any_length_are_found(tmp_path: Path) -> None:
    assert write_index(
        tmp_path / "x.index", ArticleBatch.of([article(1, title="x" * 70_000), article(2, title="y")]), 1
    )
    index = opened(tmp_path / "x.index", 1)
    assert index.find(["x" * 2000], True, TITLE) == b"\1\0"
    assert index.find(["x" * 2000], False, TITLE) == b"\0\0"


def test_short_beginnings_are_found_whether_many_words_have_them_or_few(tmp_path: Path) -> None:
    news = [article(number, title=f"{'rare' if number == 70 else 'often'} a") for number in range(1, 200)]
    assert write_index(tmp_path / "x.index", ArticleBatch.of(news), 1)
    index = opened(tmp_path / "x.index", 1)
    found = {text: index.find([text], True, TITLE).count(1) for text in ("o", "of", "oft", "r", "ra", "rar", "a", "z")}
    assert found == {"o": 198, "of": 198, "oft": 198, "r": 1, "ra": 1, "rar": 1, "a": 199, "z": 0}
    with closing(sqlite3.connect(tmp_path / "x.index")) as database:
        kept = set(database.execute("SELECT beginning FROM beginnings WHERE columns = 'title'"))
    assert kept == {("o",), ("of",), ("a",)}


def test_an_article_without_a_title_has_no_rank(tmp_path: Path) -> None:
    news = [
        article(1, title="B"),
        article(2, title=UNTITLED),
        article(3, title="…"),
        article(4, title="a"),
        article(5, title="b!"),
    ]
    assert write_index(tmp_path / "x.index", ArticleBatch.of(news), 1)
    index = opened(tmp_path / "x.index", 1)
    assert (index.titles, index.title_ranks.tolist()) == (["a", "b"], [2, 0, 0, 1, 2])


def test_an_empty_edition_has_an_index(tmp_path: Path) -> None:
    assert write_index(tmp_path / "x.index", ArticleBatch.of([]), 1)
    index = opened(tmp_path / "x.index", 1)
    assert index.find(["a", "b"], True, ANY) == index.find(["a"], True, ANY) == bytearray()


def test_the_index_of_another_edition_is_none(file: Path) -> None:
    assert open_index(file, REVISION + 1) is None


def test_what_other_code_wrote_is_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index_file, "code_fingerprint", lambda: 1)
    assert open_index(file, REVISION) is None


def test_a_flipped_bit_is_never_believed(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    damaged = tmp_path / "damaged"
    for place in [*range(0, len(whole), 53), *range(len(whole) - 12, len(whole))]:
        changed = bytearray(whole)
        changed[place] ^= 1 << place % 8
        damaged.write_bytes(changed)
        damaged.chmod(0o600)
        assert open_index(damaged, REVISION) is None


def test_a_file_that_was_cut_is_none(file: Path, tmp_path: Path) -> None:
    whole, cut = file.read_bytes(), tmp_path / "cut"
    for length in range(0, len(whole), 997):
        cut.write_bytes(whole[:length])
        cut.chmod(0o600)
        assert open_index(cut, REVISION) is None
    cut.write_bytes(whole + b"\0")
    assert open_index(cut, REVISION) is None


@pytest.mark.parametrize("harm", ["cut", "emptied", "overwritten", "zeroed"])
def test_a_file_that_is_harmed_while_it_is_open_is_an_error_and_no_crash(tmp_path: Path, harm: str) -> None:
    file = tmp_path / "x.index"
    assert write_index(file, ArticleBatch.of([article(number, title=f"word{number}") for number in range(1, 3000)]), 1)
    index, whole = opened(file, 1), file.read_bytes()
    with file.open("r+b") as target:
        match harm:
            case "cut":
                target.truncate(len(whole) // 3)
            case "emptied":
                target.truncate(0)
            case "overwritten":
                target.write(os.urandom(len(whole)))
            case "zeroed":
                target.write(bytes(len(whole)))
    for ask in (
        lambda: index.find(["word77"], False, TITLE),
        lambda: index.find(["wor"], True, ANY),
        lambda: index.find(["w"], True, ANY),
        lambda: index.title_ranks,
        lambda: index.titles,
    ):
        try:
            ask()
        except DamagedIndex:
            continue


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")
def test_a_file_that_is_removed_or_replaced_is_still_searched(file: Path) -> None:
    index = opened(file)
    assert write_index(file, ArticleBatch.of(NEWS[2:]), 1)
    assert index.find(["china"], False, ANY) == b"\1\1\0"
    assert opened(file, 1).find(["china"], False, ANY) == b"\0"
    file.unlink()
    assert index.find(["robots"], False, ANY) == b"\0\1\0"


def test_noise_is_none(tmp_path: Path) -> None:
    noise = tmp_path / "noise"
    for data in (b"", b"x", bytes(4096), b"\xff" * 4096, b"SQLite format 3\0" * 64):
        noise.write_bytes(data)
        noise.chmod(0o600)
        assert open_index(noise, 0) is None


@pytest.mark.skipif(sys.platform == "win32", reason="no modes")
def test_what_others_can_write_or_lead_elsewhere_is_not_believed(file: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(file)
    assert open_index(tmp_path / "link", REVISION) is None
    assert open_index(tmp_path / "nothing", REVISION) is None
    assert open_index(tmp_path, REVISION) is None
    file.chmod(0o620)
    assert open_index(file, REVISION) is None


@pytest.mark.parametrize("name", ["with blank?&#%", "Ünï", "'quote\""])
def test_any_folder_will_do(tmp_path: Path, name: str) -> None:
    assert write_index(tmp_path / name / "x.index", ArticleBatch.of(NEWS), 1)
    assert opened(tmp_path / name / "x.index", 1).ids.tolist() == [7, 8, 9]


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "no space left"),
        sqlite3.OperationalError("disk full"),
        DamagedBatch("x"),
        MemoryError(),
        KeyboardInterrupt(),
    ],
)
def test_a_writing_that_fails_leaves_the_old_file_and_no_other(
    file: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def broken(*arguments: object) -> Iterator[object]:
        yield next(taken)
        raise error

    before, taken = file.read_bytes(), word_index_file._searched(ArticleBatch.of(NEWS))
    monkeypatch.setattr(word_index_file, "_searched", broken)
    if isinstance(error, Exception):
        assert not write_index(file, ArticleBatch.of(NEWS[:2]), 1)
    else:
        with pytest.raises(KeyboardInterrupt):
            write_index(file, ArticleBatch.of(NEWS[:2]), 1)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_without_fts5_there_is_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index_file, "_SCHEMA", word_index_file._SCHEMA.replace("fts5", "fts55"))
    assert not write_index(tmp_path / "x.index", ArticleBatch.of(NEWS), 1)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("what", ["title", "order", "one more"])
def test_an_index_of_other_articles_is_not_taken_over(file: Path, what: str) -> None:
    news = list(NEWS)
    match what:
        case "title":
            news[1] = article(8, title="Else")
        case "order":
            news.reverse()
        case "one more":
            news.append(article(1))
    assert write_index(file, ArticleBatch.of(news), 1)
    fresh = file.with_name("fresh.index")
    assert write_index(fresh, ArticleBatch.of(news), 1)
    assert answers(opened(file, 1)) == answers(opened(fresh, 1))


def test_what_comes_to_light_later_is_all_that_is_new(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news = [replace(NEWS[0], images=(Image("https://x.example/a.png"),)), replace(NEWS[1], related=(NEWS[2],)), NEWS[2]]
    assert write_index(file.with_name("fresh.index"), ArticleBatch.of(news), 1)
    monkeypatch.setattr(word_index_file, "_fill", None)
    assert write_index(file, ArticleBatch.of(news), 1)
    assert answers(opened(file, 1)) == answers(opened(file.with_name("fresh.index"), 1))
    assert opened(file, 1).flags == b"\1\2\0"
    assert open_index(file, REVISION) is None


def test_a_damaged_index_is_not_taken_over(file: Path) -> None:
    whole = bytearray(file.read_bytes())
    whole[100] ^= 1
    file.write_bytes(whole)
    assert write_index(file, ArticleBatch.of(NEWS), REVISION)


def test_a_folder_that_cannot_be_is_false() -> None:
    assert not write_index(Path(os.devnull) / "x" / "x.index", ArticleBatch.of(NEWS), 1)
