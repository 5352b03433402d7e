"""Large batches go through files that have no name."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.core.load_events import Added
from reader.core.tables.article_batch import ArticleBatch, DamagedBatch
from reader.services.loader.block_files import SPILLED, BlockFile, create_unnamed, location
from reader.services.loader.wire import DamagedFrame, read_events, write_event
from tests.core.samples import article
from tests.edition import SOURCE

LARGE = ArticleBatch.of([article(number) for number in range(1, SPILLED + 1)])
SMALL = ArticleBatch.of([article(1)])


@pytest.fixture
def file(tmp_path: Path) -> BlockFile:
    return created(tmp_path / "cache")


def created(folder: Path) -> BlockFile:
    file = create_unnamed(folder)
    assert file is not None
    return file


def sent(batch: ArticleBatch, *files: BlockFile) -> bytes:
    pipe = io.BytesIO()
    write_event(pipe, Added(SOURCE, batch), files)
    return pipe.getvalue()


def received(frame: bytes, *files: BlockFile) -> ArticleBatch:
    (event,) = read_events(io.BytesIO(frame), files)
    assert isinstance(event, Added)
    return event.batch


@pytest.mark.parametrize("named", [False, True])
def test_a_new_file_has_no_name_wherever_it_is(tmp_path: Path, named: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if named:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    folder = tmp_path / "not" / "there"
    file = created(folder)
    assert file.spill(LARGE).to_bytes() == LARGE.to_bytes()
    assert not list(folder.iterdir())
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("spilled", [False, True])
def test_a_large_batch_is_read_from_the_file_by_the_other_side(file: BlockFile, spilled: bool) -> None:
    frame = sent(file.spill(LARGE) if spilled else LARGE, file)
    assert len(frame) < 1000
    other = BlockFile(os.dup(file.descriptor))
    batch = received(frame, other)
    assert location(batch, [other])
    assert batch.to_bytes() == LARGE.to_bytes()
    assert batch.article(SPILLED - 1) == article(SPILLED)


def test_a_batch_is_spilled_once(file: BlockFile, tmp_path: Path) -> None:
    spilled = file.spill(LARGE)
    assert file.spill(spilled) is spilled
    second = created(tmp_path)
    assert location(spilled, [second, file]) == (1, 0, len(LARGE.to_bytes()))
    assert location(second.spill(spilled), [second]) == (0, 0, len(LARGE.to_bytes()))
    assert location(LARGE, [file]) is None


def test_batches_follow_each_other_in_the_file(file: BlockFile) -> None:
    other = ArticleBatch.of([article(number) for number in range(SPILLED, 2 * SPILLED)])
    batches = [LARGE, other, LARGE]
    assert [file.spill(batch).to_bytes() for batch in batches] == [batch.to_bytes() for batch in batches]


def test_a_small_batch_stays_in_the_pipe(file: BlockFile) -> None:
    assert file.spill(SMALL) is SMALL
    assert received(sent(SMALL, file), file).article(0) == article(1)


def test_where_there_is_no_file_everything_goes_through_the_pipe(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        assert create_unnamed(folder) is None
    assert received(sent(LARGE)).to_bytes() == LARGE.to_bytes()


def test_a_disk_that_is_full_leaves_the_batch_in_memory(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from tests.services.loader.test_block_files import LARGE, created, received, sent\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "file = created(Path(sys.argv[1]))\n"
        "assert file.spill(LARGE) is LARGE\n"
        "assert received(sent(LARGE, file), file).to_bytes() == LARGE.to_bytes()\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert not list(tmp_path.iterdir())


def test_a_file_that_was_cut_is_noticed(file: BlockFile) -> None:
    batch, frame = file.spill(LARGE), sent(LARGE, file)
    os.truncate(file.descriptor, 5000)
    with pytest.raises(DamagedFrame):
        received(frame, file)
    with pytest.raises(DamagedBatch):
        batch.article(SPILLED - 1)
