"""The loading process itself."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from reader.core.load_events import Added, Discovered, Finished
from reader.services.loader.wire import read_events
from tests.edition import write_edition


def test_it_writes_frames_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reader.services.loader.worker", "--", str(write_edition(tmp_path))]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    kinds = [type(event) for event in read_events(io.BytesIO(done.stdout))]
    assert kinds == [Discovered, Added, Finished]
    assert done.stderr == b""


def test_it_ends_when_nobody_listens(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "reader.services.loader.worker", "--", str(write_edition(tmp_path))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_the_end_by_a_signal_leaves_no_unfinished_file(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom reader.services.loader import worker\n"
        "from reader.storage.atomic_file import replacing\n"
        "def load(*_):\n    with replacing(Path(sys.argv[1])) as file:\n        file.write(b'half')\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "worker.load_safely = load\nworker.main(['--', '.'])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "x")], capture_output=True, timeout=60)
    assert (done.returncode, done.stderr, [*tmp_path.iterdir()]) == (1, b"", [])


def test_it_loads_no_interface_and_no_event_loop(tmp_path: Path) -> None:
    script = (
        "import sys, reader.sources.files.folder_loader, reader.services.loader.worker\n"
        "print([name for name in ('textual', 'rich', 'httpx', 'asyncio') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
