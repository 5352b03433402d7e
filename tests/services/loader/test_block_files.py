"""Large blocks go through files, which are gone once they are mapped."""

import io
import mmap
import os
from pathlib import Path

import pytest

from reader.core.model.load_events import Added
from reader.core.tables.article_batch import ArticleBatch, DamagedBatch
from reader.services.loader import block_files as spools
from reader.services.loader.block_files import SPOOLED, Spool, taken
from reader.services.loader.wire import DamagedFrame, read_events, write_event
from tests.core.samples import article
from tests.edition import SOURCE

LARGE = ArticleBatch.of([article(number) for number in range(1, SPOOLED + 1)])
SMALL = ArticleBatch.of([article(1)])


def sent(block: ArticleBatch, spool: Spool) -> bytes:
    pipe = io.BytesIO()
    write_event(pipe, Added(SOURCE, block), spool)
    return pipe.getvalue()


def received(frame: bytes) -> ArticleBatch:
    (event,) = read_events(io.BytesIO(frame))
    assert isinstance(event, Added)
    return event.batch


@pytest.mark.parametrize("packed", [False, True])
def test_a_large_block_is_mapped_and_its_file_is_gone(tmp_path: Path, packed: bool) -> None:
    folder = tmp_path / "not" / "there"
    spool = Spool(folder)
    frame = sent(spool.pack(LARGE) if packed else LARGE, spool)
    assert len(frame) < 1000
    assert [file.suffix for file in folder.iterdir()] == [".part"]
    block = received(frame)
    assert not list(folder.iterdir())
    assert block.to_bytes() == LARGE.to_bytes()
    (record,) = block.records()
    assert isinstance(record, memoryview)
    assert isinstance(record.obj, mmap.mmap)


def test_a_packed_block_is_in_its_file_and_outlives_it(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    packed = spool.pack(LARGE)
    os.unlink(spool.file_of(packed))
    assert packed.to_bytes() == LARGE.to_bytes()
    assert spool.file_of(SMALL) == ""


def test_each_file_is_given_away_once(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    packed = spool.pack(LARGE)
    assert spool.file_of(packed) != spool.file_of(packed)


def test_a_small_block_stays_in_the_pipe(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    assert spool.pack(SMALL) is SMALL
    assert received(sent(SMALL, spool)).article(0) == article(1)
    assert not list(tmp_path.iterdir())


def test_where_no_file_can_be_written_all_goes_through_the_pipe(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        spool = Spool(folder)
        assert spool.pack(LARGE) is LARGE
        assert received(sent(LARGE, spool)).to_bytes() == LARGE.to_bytes()


def test_a_file_that_is_only_half_written_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(name: str) -> ArticleBatch:
        raise OSError(28, "no space left")

    monkeypatch.setattr(spools, "_mapped", full)
    assert Spool(tmp_path).pack(LARGE) is LARGE
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_gone_or_damaged_is_told(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    frame = sent(LARGE, spool)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:5000])
    with pytest.raises(DamagedFrame):
        received(frame)
    assert not file.exists()
    with pytest.raises(DamagedFrame):
        received(frame)
    file.write_bytes(b"")
    with pytest.raises((DamagedBatch, ValueError)):
        taken(str(file))
    assert not file.exists()
