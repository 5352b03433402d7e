"""The quick look before the interface starts."""

import os
from pathlib import Path

import pytest

from reader.core.errors import NothingToRead
from reader.services.candidates import require_candidates
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
