"""Reading the bytes of one file, whatever the path leads to."""

import os
from pathlib import Path

import pytest

from reader.sources.files.file_reader import FILE_LIMIT, Unreadable, decode, read_file


def reason(path: str | Path) -> str:
    with pytest.raises(Unreadable) as error:
        read_file(os.fspath(path))
    return error.value.reason


def test_a_regular_file(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"x" * FILE_LIMIT)
    assert len(read_file(os.fspath(path))) == FILE_LIMIT


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    with path.open("wb") as file:
        file.truncate(FILE_LIMIT + 1)
    assert "too large: 1,048,577 bytes" in reason(path)


def test_what_claims_no_size_is_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(b"x")
    pieces = [b"a" * 10, b"b" * 10, b""]
    monkeypatch.setattr(os, "read", lambda _handle, _size: pieces.pop(0))
    assert read_file(os.fspath(path)) == b"a" * 10 + b"b" * 10
    monkeypatch.setattr(os, "read", lambda _handle, size: b"z" * size)
    assert "too large" in reason(path)


@pytest.mark.timeout(10)
def test_what_is_no_regular_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.md")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "zero.md").symlink_to("/dev/zero")
    for name in ("fifo.md", "folder.md", "zero.md"):
        assert reason(tmp_path / name) == "not a regular file"


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "dangling.md").symlink_to("nowhere")
    assert "symbolic links" in reason(tmp_path / "loop.md")
    assert "no such file" in reason(tmp_path / "dangling.md")
    assert "NUL" in reason("a\0b")


def test_no_permission(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_path: str, _flags: int) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert reason("x.md") == "cannot be read: permission denied"


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"a\r\nb\rc\n", ("a\nb\nc\n", None)),
        (b"\xef\xbb\xbfa", ("a", None)),
        (b"a\r\nb\rc\nd\xe9", ("a\nb\nc\nd\ufffd", 4)),
        (b"\xef\xbb\xbf\n\xed\xa0\x80", ("\n\ufffd\ufffd\ufffd", 2)),
        (b"", ("", None)),
    ],
)
def test_decoding(data: bytes, wanted: tuple[str, int | None]) -> None:
    assert decode(data) == wanted


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_named(encoding: str) -> None:
    data = ("\ufeff---" if encoding == "utf-16-be" else "---").encode(encoding)
    with pytest.raises(Unreadable, match="UTF-16"):
        decode(data)
