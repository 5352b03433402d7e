"""What there is to read under paths."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.core.model.errors import NothingToRead
from reader.sources.files.discovery import discover, require_candidates
from tests.edition import write_edition
from tests.sources.seeds import seed, write


def names(folder: Path, *paths: str) -> tuple[list[str], list[str]]:
    found = discover([folder / path for path in paths] or [folder])
    return (
        [os.path.relpath(path, folder) for path in found.articles],
        [os.path.relpath(path, folder) for path in found.topics],
    )


def test_a_folder_is_searched_and_the_newest_name_comes_first(tmp_path: Path) -> None:
    for name in ("2019-01-01-a.md", "deep/er/2021-01-01-b.MD", "deep/2020-01-01-c.markdown", "x.txt", "y.yaml"):
        write(tmp_path, name)
    assert names(tmp_path) == (["deep/er/2021-01-01-b.MD", "deep/2020-01-01-c.markdown", "2019-01-01-a.md"], [])


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    for name in ("a.md", ".b.md", ".git/c.md", "d/.e/f.md"):
        write(tmp_path, name)
    assert names(tmp_path)[0] == ["a.md"]


def test_files_about_the_folder_are_left_out_unless_they_are_articles(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    for name in (
        "README.md",
        "readme.de.md",
        "LICENSE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.markdown",
        "code_of_conduct.md",
    ):
        write(tmp_path, name, "# About")
    write(tmp_path, "deep/README.md", "\ufeff\n" + seed())
    write(tmp_path, "history-of-ai.md", "# About")
    assert names(tmp_path)[0] == ["history-of-ai.md", "a.md", "deep/README.md"]
    assert names(tmp_path, "README.md")[0] == ["README.md"], "what is named is wanted"


def test_a_clone_of_a_site(tmp_path: Path) -> None:
    for name in (
        "_news/a.md",
        "_news/2020/b.md",
        "_posts/c.md",
        "d.md",
        "_data/topics/02-b.yaml",
        "_data/topics/01-a.yml",
    ):
        write(tmp_path, name)
    write(tmp_path, "_data/other.yaml")
    assert names(tmp_path) == (["_news/2020/b.md", "_news/a.md"], ["_data/topics/01-a.yml", "_data/topics/02-b.yaml"])


def test_an_edition(tmp_path: Path) -> None:
    for name in ("news/a.md", "topics/01-a.yaml", "topics/notes.md", "d.md"):
        write(tmp_path, name)
    assert names(tmp_path) == (["news/a.md"], ["topics/01-a.yaml"])


def test_a_folder_that_only_looks_like_one(tmp_path: Path) -> None:
    for name in ("news/a.md", "b.md"):
        write(tmp_path, name)
    assert names(tmp_path) == (["b.md", "news/a.md"], [])


def test_single_files_of_any_ending(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    write(tmp_path, "b")
    assert names(tmp_path, "a.txt", "b", "a.txt")[0] == ["b", "a.txt"]


def test_the_same_file_twice_is_one(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    assert names(tmp_path, ".", "a.md")[0] == ["a.md"]


@pytest.mark.timeout(10)
def test_links_in_circles_and_odd_files_do_not_hang(tmp_path: Path) -> None:
    write(tmp_path, "news/a.md")
    (tmp_path / "news" / "again").symlink_to(tmp_path)
    (tmp_path / "news" / "loop.md").symlink_to("loop.md")
    (tmp_path / "news" / "folder.md").mkdir()
    os.mkfifo(tmp_path / "news" / "README.md")
    os.mkfifo(tmp_path / "news" / "fifo.md")
    assert [os.path.basename(name) for name in names(tmp_path)[0]] == ["loop.md", "fifo.md", "a.md"]


def test_links_that_lead_out_are_not_followed_and_said(tmp_path: Path) -> None:
    root = tmp_path / "root"
    for name in ("root/a.md", "root/kept/b.md", "root-2/c.md", "d.md"):
        write(tmp_path, name)
    (root / "news").mkdir()
    (root / "news" / "inside").symlink_to(root / "kept")
    (root / "news" / "inside.md").symlink_to("../a.md")
    (root / "news" / "itself").symlink_to(root)
    outside: dict[str, str | Path] = {
        "everything": "/",
        "beside": "../../root-2",
        "d.md": tmp_path / "d.md",
        "up": "../..",
    }
    for name, target in outside.items():
        (root / "news" / name).symlink_to(target)
    found = discover([root])
    assert sorted(map(os.path.basename, found.articles)) == ["a.md", "b.md", "inside.md"]
    assert {os.path.basename(problem.path) for problem in found.problems} == set(outside)
    assert {problem.message for problem in found.problems} == {"this link leads out of the folder and was not followed"}


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path, "news/deep/a.md")
    (tmp_path / "link").symlink_to("news")
    assert names(tmp_path, "link")[0] == [os.path.join("link", "deep", "a.md")]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nowhere", "no such file or folder"),
        ("empty", "no articles found"),
        ("a\0b", "NUL"),
        ("a.md/b", "not a directory"),
    ],
)
def test_nothing_to_read_is_one_clear_line(tmp_path: Path, path: str, reason: str) -> None:
    write(tmp_path, "a.md")
    write(tmp_path, "empty/notes.txt")
    with pytest.raises(NothingToRead, match=reason) as error:
        discover([tmp_path / "a.md", os.path.join(tmp_path, path)])
    assert str(error.value).isprintable()


def test_hostile_names_stay_out_of_the_line() -> None:
    with pytest.raises(NothingToRead) as error:
        discover(["\x1b]0;x\x07no\nwhere"])
    assert str(error.value) == "no where: no such file or folder"


def test_a_folder_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.md")
    write(tmp_path, "locked/b.md")
    scandir = os.scandir

    def locked(path: str) -> object:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", locked)
    found = discover([tmp_path])
    assert [os.path.basename(path) for path in found.articles] == ["a.md"]
    assert [str(problem) for problem in found.problems] == [
        f"{tmp_path / 'locked'}: the folder cannot be read: permission denied"
    ]
    with pytest.raises(NothingToRead, match="permission denied"):
        discover([tmp_path / "locked"])


def test_what_may_hold_an_article_passes(tmp_path: Path) -> None:
    odd = tmp_path / "article.txt"
    odd.touch()
    (tmp_path / "upper").mkdir()
    (tmp_path / "upper" / "A.MARKDOWN").touch()
    require_candidates([write_edition(tmp_path / "edition"), odd, tmp_path / "upper"])


def test_what_holds_none_is_named(tmp_path: Path) -> None:
    edition = write_edition(tmp_path / "edition")
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "fifo")
    for name, reason in (("nowhere", "no such file"), ("empty", "no article"), ("fifo", "not a regular file")):
        with pytest.raises(NothingToRead, match=f"{name}: {reason}"):
            require_candidates([edition, tmp_path / name])


def test_a_link_to_a_folder_is_left_to_the_loading(tmp_path: Path) -> None:
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "again").symlink_to(tmp_path)
    (tmp_path / "linked" / "loop.txt").symlink_to("loop.txt")
    require_candidates([tmp_path / "linked"])


def test_a_large_folder_is_not_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(50):
        (tmp_path / f"{number}.md").touch()
    looked_at: list[str] = []
    scandir = os.scandir

    def note(entry: os.DirEntry[str]) -> os.DirEntry[str]:
        looked_at.append(entry.name)
        return entry

    @contextmanager
    def noted(path: str) -> Iterator[Iterator[os.DirEntry[str]]]:
        with scandir(path) as entries:
            yield map(note, entries)

    monkeypatch.setattr(os, "scandir", noted)
    require_candidates([tmp_path])
    assert len(looked_at) == 1
