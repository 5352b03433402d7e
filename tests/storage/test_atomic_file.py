"""Files are replaced in one step, whatever happens in between."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.storage.atomic_file import NotWritten, create_text, replace_text, replacing

ROOT = Path(__file__).parents[2]


def test_a_new_file_and_one_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "file"
    replace_text(path, ["ä", "b"])
    assert path.read_bytes() == "ä\nb\n".encode()
    path.chmod(0o640)
    replace_text(path, ["c"])
    assert path.read_text() == "c\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace_text(tmp_path / "file", [])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


def test_a_failure_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("before")

    def lines() -> Iterator[str]:
        yield "half"
        raise OSError(28, "No space left on device")

    with pytest.raises(NotWritten, match=r"cannot write .*file: No space left on device"):
        replace_text(path, lines())
    assert path.read_text() == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("name", ["nowhere/file", "", "\0"])
def test_a_place_that_cannot_be_written_to(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotWritten):
        replace_text(tmp_path / name, ["x"])
    assert list(tmp_path.iterdir()) == []


def test_killed_between_the_hidden_file_and_the_rename(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("before")
    script = (
        "import os, signal\nfrom pathlib import Path\nfrom reader.storage import atomic_file\n"
        "atomic_file.os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"atomic_file.replace_text(Path({str(path)!r}), ['after'])"
    )
    done = subprocess.run([sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert path.read_text() == "before"
    (left,) = [each for each in tmp_path.iterdir() if each != path]
    assert left.name.startswith(".file.")
    assert left.read_text() == "after\n"
    replace_text(path, ["later"])
    assert path.read_text() == "later\n"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("before")
    (tmp_path / "link").symlink_to("real")
    replace_text(tmp_path / "link", ["after"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after\n"


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="needs /dev/null")
def test_a_device_is_written_to_and_not_replaced() -> None:
    replace_text(Path(os.devnull), ["x"])
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_a_new_file_takes_no_name_that_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    assert create_text(path, ["one"])
    assert not create_text(path, ["two"])
    assert path.read_text() == "one\n"
    # Another program creates it in between.
    monkeypatch.setattr("os.path.lexists", lambda _: False)
    assert not create_text(path, ["two"])
    assert path.read_text() == "one\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_where_there_are_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    assert create_text(tmp_path / "file", ["one"])
    assert not create_text(tmp_path / "file", ["two"])
    assert (tmp_path / "file").read_text() == "one\n"


def failing() -> Iterator[bytes]:
    yield b"two"
    raise KeyError


def test_a_private_file_is_replaced_once_its_block_ends(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    with replacing(path) as stream:
        stream.write(b"one")
        assert not path.exists()
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"one", 0o600)
    with pytest.raises(KeyError), replacing(path) as stream:
        stream.writelines(failing())
    assert path.read_bytes() == b"one"
    assert list(path.parent.iterdir()) == [path]
