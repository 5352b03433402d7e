"""The made-up folders: the same each time, in the proportions of real ones, and sound."""

import json
from pathlib import Path

from tests.bench.articles import Newsroom
from tests.bench.corpus import front_matter, make_corpus


def test_articles_are_the_same_each_time() -> None:
    """Two makers of one seed agree."""
    assert list(Newsroom().articles(30)) == list(Newsroom().articles(30))


def test_files_have_the_size_of_real_ones() -> None:
    """1.5 KB and 5.6 KB, 30 % of the latter."""
    made = list(Newsroom().articles(600))
    sizes = [("\n".join(front_matter(article)), bool(article.related)) for article in made]
    small = [len(text) for text, related in sizes if not related]
    large = [len(text) for text, related in sizes if related]
    assert 1350 < sum(small) / len(small) < 1750
    assert 5300 < sum(large) / len(large) < 5900
    assert 0.25 < len(large) / len(made) < 0.35


def test_a_folder_is_made_once_and_found_again(tmp_path: Path) -> None:
    """The second time nothing is written."""
    corpus = make_corpus(tmp_path, 40)
    paths = sorted(Path(corpus.folder).iterdir())
    assert len(paths) == corpus.count == 40
    assert 30 < corpus.listed <= 40
    assert len(corpus.first) == corpus.listed
    paths[0].unlink()
    assert make_corpus(tmp_path, 40) == corpus
    assert not paths[0].exists()


def test_a_folder_of_another_shape_is_made_anew(tmp_path: Path) -> None:
    """What an older generator left is not used."""
    corpus = make_corpus(tmp_path, 10)
    note = tmp_path / "articles-10" / "corpus.json"
    note.write_text(json.dumps({**json.loads(note.read_text()), "shape": 0}))
    (Path(corpus.folder) / "older.md").touch()
    assert make_corpus(tmp_path, 10) == corpus
    assert len(list(Path(corpus.folder).iterdir())) == 10
