"""The command line as a process: pipes, encodings, what it imports."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.edition import write_edition

HEATWIRE = [sys.executable, "-m", "reader"]
HEAVY = ("textual", "rich", "httpx", "asyncio")


def environment(**variables: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **variables}


def run(*words: str, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*HEATWIRE, *words], capture_output=True, env=environment(**variables), stdin=subprocess.DEVNULL, timeout=60
    )


@pytest.fixture
def edition(tmp_path: Path) -> str:
    return str(write_edition(tmp_path / "edition"))


@pytest.fixture
def large(tmp_path: Path, write_seed: Callable[..., Path]) -> str:
    """A folder whose list is longer than a pipe holds."""
    for number in range(150):
        write_seed(f"{number}.md", f"title: {'word ' * 90}{number}", f"webUrl: https://example.com/{number}")
    return str(tmp_path / "articles")


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["list"],
        ["list", "--json"],
        ["check"],
        ["bookmarks"],
        ["paths"],
        ["config", "--check"],
        ["doctor", "--json"],
        ["help"],
        ["help", "keys"],
    ],
)
def test_no_command_imports_the_interface(words: list[str], edition: str) -> None:
    paths = [edition] if words[0] in ("list", "check") else []
    script = (
        "import sys\nfrom reader.cli.main import main\n"
        f"code = main({[*words, *paths]!r})\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment(), timeout=60)
    assert done.returncode == 0
    assert done.stderr.decode().splitlines()[-1] == "[]"


@pytest.mark.parametrize("words", [["list"], ["list", "--json"], ["check", "--json"], ["list", "--limit", "1"], []])
def test_a_reader_that_goes_away_ends_it_quietly(words: list[str], large: str) -> None:
    with subprocess.Popen(
        [*HEATWIRE, *words, large], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Error" not in process.stderr.read()
    assert process.returncode == 0


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["paths"]])
def test_so_does_a_short_output(words: list[str]) -> None:
    with subprocess.Popen(
        [*HEATWIRE, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_check_keeps_its_verdict_when_its_reader_goes_away(large: str, tmp_path: Path) -> None:
    (tmp_path / "articles" / "bad.md").write_text("no front matter")
    with subprocess.Popen(
        [*HEATWIRE, "check", "--json", large], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"1 error" in process.stderr.read()
    assert process.returncode == 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_said_without_a_traceback(edition: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*HEATWIRE, "list", edition], stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=60
        )
    assert done.returncode == 1
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_fault(redirection: str, edition: str) -> None:
    command = ["sh", "-c", f'exec "$@" {redirection}', "sh", *HEATWIRE, "list", edition]
    done = subprocess.run(command, capture_output=True, env=environment(), timeout=60)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_will_do(encoding: str, edition: str) -> None:
    done = run("list", edition, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    shown = "顔認証" if encoding == "utf-8" else "???"
    assert f"Faces: {shown} & the law" in done.stdout.decode(encoding)
    records = json.loads(run("list", "--json", edition, PYTHONIOENCODING=encoding).stdout.decode(encoding))
    assert records[0]["title"] == "Faces: 顔認証 & the law"


def test_the_c_locale_will_do(edition: str) -> None:
    done = run("list", edition, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert done.returncode == 0
    assert b"Faces: ??? & the law" in done.stdout


def test_with_stdout_no_terminal_the_list_is_printed(edition: str) -> None:
    assert run(edition).stdout == run("list", edition).stdout


def test_an_interrupt_ends_quietly_with_130() -> None:
    # The signal comes while the files are being read.
    script = (
        "import os, signal, sys\nfrom reader.cli import main as cli\n"
        "import reader.services.loader.cached_load as edition\n"
        "def load(*_, **__):\n    os.kill(os.getpid(), signal.SIGINT)\n    yield\n"
        "edition.load_files = load\nsys.exit(cli.main(['list', '.']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment(), timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (128 + signal.SIGINT, b"", b"")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_no_unfinished_file(tmp_path: Path, number: signal.Signals) -> None:
    script = (
        "import os, sys\nfrom reader.cli import main as cli\nfrom reader.storage import atomic_file\n"
        f"def sync(_):\n    os.kill(os.getpid(), {int(number)})\n"
        "atomic_file.os.fsync = sync\n"
        f"sys.exit(cli.main(['bookmarks', 'export', '--format', 'json', '--output', {str(tmp_path / 'x')!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment(), timeout=60)
    assert (done.returncode, done.stderr, [*tmp_path.iterdir()]) == (128 + number, b"", [])


def in_terminal(*words: str, columns: int = 50) -> tuple[int, str]:
    """Run a command with stdout in a pseudo-terminal of some columns; its exit code and what it shows."""
    import fcntl
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        [*HEATWIRE, *words], stdout=follower, stderr=follower, stdin=subprocess.DEVNULL, env=environment()
    ) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                part = os.read(leader, 4096)
            except OSError:
                # Linux raises this once the other end is closed.
                break
            if not part:
                break
            shown += part
    os.close(leader)
    return process.returncode, shown.decode()


def test_a_terminal_gets_lines_that_fit(edition: str) -> None:
    code, shown = in_terminal("list", edition)
    assert code == 0
    assert "133  2020-11-26  South China…  Faces: 顔認証 & th…" in shown.splitlines()


def test_the_reader_needs_a_terminal_to_read_keys_from(edition: str) -> None:
    code, shown = in_terminal(edition)
    assert code == 2
    assert "needs a terminal" in shown
    assert "\x1b" not in shown
