"""Writing articles in any of the forms, by a path as it is typed."""

import json
from pathlib import Path

import pytest

from reader.cli.read_all import read_all
from reader.core.model.article import Article, ArticleId
from reader.core.model.bookmark import Bookmark, Exported
from reader.core.model.errors import PathTaken
from reader.formats.exporter import export
from reader.formats.importer import read_bookmarks
from reader.storage.atomic_file import NotWritten
from tests.formats.samples import bookmark

BOTH = [bookmark(7, "Seven", "A note.", ("later",)), bookmark(5)]


@pytest.mark.parametrize("form", ["md", "json", "html"])
def test_a_file_is_replaced_only_if_that_is_wanted(tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(PathTaken, match="already exists"):
        export(form, str(path), BOTH)
    assert path.read_text(encoding="utf-8") == "mine"
    assert export(form, str(path), BOTH, over=True) == Exported(2)
    assert "Seven" in path.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [path]


def test_the_home_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    export("json", "~/out.json", BOTH)
    assert len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["bookmarks"]) == 2
    with pytest.raises(NotWritten, match="no such home folder"):
        export("md", "~nobody-of-that-name/x", BOTH)


@pytest.mark.parametrize("path", ["", ".", "nowhere/x.md", "x\0y"])
def test_what_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotWritten, match="cannot write"):
        export("md", path, BOTH)
    assert not list(tmp_path.iterdir())


def test_what_has_no_link_is_left_out_for_browsers(tmp_path: Path) -> None:
    bare = Bookmark(Article(ArticleId(9), "Bare"))
    assert export("html", str(tmp_path / "x.html"), [*BOTH, bare]) == Exported(2, left_out=1)


def test_seeds_go_beside_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert export("seeds", str(tmp_path), BOTH).articles == 2
    assert export("seeds", str(tmp_path), BOTH).again == 2
    assert len(read_all([tmp_path]).store) == 2
    assert (tmp_path / "mine.txt").exists()


def test_what_is_not_bookmarked_can_be_exported_and_taken_in(tmp_path: Path) -> None:
    plain = Bookmark(BOTH[0].article)
    for form in ("json", "html"):
        export(form, str(tmp_path / form), [plain])
        [taken] = read_bookmarks(tmp_path / form)
        assert isinstance(taken, Bookmark)
        assert (taken.article.id, taken.when) == (plain.article.id, 0)
