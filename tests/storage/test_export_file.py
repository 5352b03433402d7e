"""Files are replaced in one step, whatever comes between."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.storage.export_file import NotWritten, write_file

ROOT = Path(__file__).parents[2]


def test_a_new_file_and_one_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_file(path, ["ä", "b"])
    assert path.read_bytes() == "ä\nb\n".encode()
    path.chmod(0o640)
    write_file(path, ["c"])
    assert path.read_text() == "c\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "file", [])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("before")

    def lines() -> Iterator[str]:
        yield "half"
        raise OSError(28, "No space left on device")

    with pytest.raises(NotWritten, match="file could not be written: No space left on device"):
        write_file(path, lines())
    assert path.read_text() == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", ["nowhere/file", "", "\0"])
def test_a_place_that_cannot_be_written_to(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotWritten):
        write_file(tmp_path / name, ["x"])
    assert list(tmp_path.iterdir()) == []


def test_killed_between_the_hidden_file_and_the_rename(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("before")
    script = (
        "import os, signal\nfrom pathlib import Path\nfrom reader.storage import export_file\n"
        "export_file.os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"export_file.write_file(Path({str(path)!r}), ['after'])"
    )
    done = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert path.read_text() == "before"
    (left,) = [each for each in tmp_path.iterdir() if each != path]
    assert left.name.startswith(".file.")
    assert left.read_text() == "after\n"
    write_file(path, ["later"])
    assert path.read_text() == "later\n"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to("real")
    write_file(tmp_path / "link", ["after"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after\n"


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="needs /dev/null")
def test_a_device_is_written_to_and_not_replaced() -> None:
    write_file(Path(os.devnull), ["x"])
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
