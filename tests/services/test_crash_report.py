"""Crash reports."""

import stat
from pathlib import Path

from reader.services.crash_report import FOLDER, KEPT, write_report

NOW = 1_600_000_000.0


def crash() -> Exception:
    try:
        secret = "what the person reads"
        raise RuntimeError(f"a fault of {len(secret)}")
    except RuntimeError as error:
        return error


def test_a_report_says_where_and_nothing_of_the_variables(tmp_path: Path) -> None:
    path = write_report(tmp_path, crash(), NOW, "1.2.3")
    assert path is not None
    text = path.read_text()
    assert path.parent == tmp_path / FOLDER
    assert "heatwire 1.2.3" in text
    assert "RuntimeError: a fault of 21" in text
    assert "in crash" in text
    assert "secret = what" not in text
    assert "'what the person reads'" not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_only_the_newest_reports_are_kept(tmp_path: Path) -> None:
    for step in range(KEPT + 5):
        newest = write_report(tmp_path, crash(), NOW + step)
    reports = sorted((tmp_path / FOLDER).iterdir())
    assert len(reports) == KEPT
    assert reports[-1] == newest


def test_a_folder_that_cannot_be_written_gives_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert write_report(tmp_path / "file", crash(), NOW) is None


def test_a_report_never_follows_a_link(tmp_path: Path) -> None:
    path = write_report(tmp_path, crash(), NOW)
    assert path is not None
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    assert write_report(tmp_path, crash(), NOW) is None
    assert not (tmp_path / "elsewhere").exists()
