"""The quick look before the interface starts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.core.model.errors import NothingToRead
from reader.sources.files.candidates import require_candidates
from tests.edition import write_edition


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
