"""Signals at random moments: the terminal is as it was, and no process and no unfinished file stays behind."""

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.conftest import WriteSeed
from tests.ui.pty_terminal import Terminal

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)
KEYS = ("", "", "t", "x", ":", "/robots", "?", "e", "H", "jjjj", "q")
MODES = ("1000", "1003", "1004", "1006", "1015", "1016", "1049", "2004", "2026", "2048")
TAKEN = b"\x1b[?1000h"


@pytest.fixture
def news(write_seed: WriteSeed) -> Path:
    """A folder that takes a moment to read."""
    for number in range(400):
        write_seed(f"{number}.md", f"title: News {number}", f"heat: {number}", f"webUrl: https://news.example/{number}")
    return write_seed("last.md", "title: The last one", "webUrl: https://news.example/last").parent


def processes(home: Path) -> list[int]:
    """The processes that work for a reader whose folders are in a home."""
    found = []
    for name in filter(str.isdecimal, os.listdir("/proc")):
        try:
            if str(home).encode() in Path(f"/proc/{name}/environ").read_bytes() and int(name) != os.getpid():
                found.append(int(name))
        except OSError:
            continue
    return found


def unfinished(home: Path) -> list[str]:
    """Files that are neither whole nor of SQLite's own."""
    whole = (".edition", ".index", ".screen", ".db", ".db-wal", ".db-shm", ".txt", ".toml")
    return [path.name for path in home.rglob("*") if path.is_file() and path.suffix not in whole]


def wait_until_none(home: Path) -> list[int]:
    end = time.monotonic() + 20
    while (found := processes(home)) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def _reports(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.glob("data/crashes/*"))


def end_at(chance: random.Random, number: signal.Signals, news: Path, home: Path) -> None:
    """Start the reader, send it a signal at a random moment, and look at what is left."""
    if chance.random() < 0.3:
        shutil.rmtree(home / "cache", ignore_errors=True)
    if chance.random() < 0.5:
        os.utime(news / f"{chance.randrange(400)}.md")
    just_taken, keys = chance.random() < 0.4, chance.choice(KEYS)
    with Terminal(["-m", "reader", str(news)], {}) as terminal:
        until = time.monotonic() + (20 if just_taken else chance.uniform(0, 1.5))
        while time.monotonic() < until and not (just_taken and TAKEN in terminal.output):
            terminal._take(0.005)
        terminal.type(keys)
        until = time.monotonic() + chance.uniform(0, 0.03 if just_taken else 0.5)
        while (rest := until - time.monotonic()) > 0:
            terminal._take(rest)
        terminal.send(number)
        code = terminal.end()
        said = (_reports(home) + terminal.output[-300:]).decode("utf-8", "replace")
        assert code in (128 + number, -number, *([0] if keys == "q" else [])), said
        assert wait_until_none(home) == []
        if number != signal.SIGKILL:
            assert b"Traceback" not in terminal.output
            assert unfinished(home) == []
            assert terminal.after == terminal.before
            assert [mode for mode in MODES if terminal.last_of(mode) == "h"] == []
            assert terminal.last_of("25") in ("h", "")


def end_often(seeds: range, news: Path, home: Path) -> None:
    for seed in seeds:
        end_at(random.Random(seed), SIGNALS[seed % len(SIGNALS)], news, home)
    for path in home.rglob("*"):
        os.utime(path, (0, 0))
    for _ in range(2):
        with Terminal(["-m", "reader", str(news)], {}) as terminal:
            terminal.wait_for("News ")
            terminal.type("q")
            assert terminal.end() == 0
            assert wait_until_none(home) == []
    assert unfinished(home) == []


@pytest.mark.skipif(not os.path.exists("/proc/self/environ"), reason="needs /proc")
def test_signals_at_a_few_moments(news: Path, home: Path) -> None:
    end_often(range(5), news, home)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.skipif(not os.path.exists("/proc/self/environ"), reason="needs /proc")
def test_signals_at_a_hundred_moments(news: Path, home: Path) -> None:
    end_often(range(5, 105), news, home)
