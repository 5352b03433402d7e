"""The program in a terminal: whatever ends it, the terminal is as it was and the exit status says why."""

import signal
from pathlib import Path

import pytest

from tests.conftest import WriteSeed
from tests.ui.pty_terminal import Terminal
from tests.ui.support import Opener, an_app, running

CRASHING = """
import sys
from reader.ui.controllers.display import DisplayController

def crash(controller):
    secret = "what was being " + "read"
    raise RuntimeError("made to fail")

DisplayController.next_density = crash
from reader.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
DEAF = """
import sys
from reader.ui.terminal.input_parser import InputParser

def fail(parser, data):
    raise RuntimeError("made to fail")

InputParser.feed = fail
from reader.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
WATCHED = """
import sys

def watch(event, words):
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system")):
        with open(sys.argv[1], "a") as file:
            print(event, words[1] if event == "subprocess.Popen" else "", file=file)

sys.addaudithook(watch)
from reader.cli.main import main
sys.exit(main(sys.argv[2:]))
"""
CONTROLLED = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
EARLY = """
import os, signal, sys
from reader.ui.app import HeatwireApp

def screen(app):
    os.kill(os.getpid(), int(sys.argv[1]))
    return app.main

HeatwireApp.get_default_screen = screen
from reader.cli.main import main
sys.exit(main(sys.argv[2:]))
"""
LENT = """
import os, signal, subprocess, sys
from reader.cli.main import main

def run(argv, **_):
    print("lent", flush=True)
    if argv[0] == "missing":
        raise FileNotFoundError(2, "no such file", argv[0])
    os.kill(os.getpid(), signal.SIGTERM)

subprocess.run = run
sys.exit(main(sys.argv[1:]))
"""
# Runs the reader as a shell does: a job in the foreground, continued as soon as it has stopped.
SHELL = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
child = os.fork()
if not child:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
signal.signal(signal.SIGUSR1, lambda *_: os.kill(child, signal.SIGTSTP))
signal.signal(signal.SIGUSR2, lambda *_: os.kill(child, signal.SIGSTOP))
while os.WIFSTOPPED(status := os.waitpid(child, os.WUNTRACED)[1]):
    os.tcsetpgrp(0, os.getpgrp())
    print("stopped, echo", bool(termios.tcgetattr(0)[3] & termios.ECHO), flush=True)
    os.tcsetpgrp(0, child)
    os.killpg(child, signal.SIGCONT)
sys.exit(os.waitstatus_to_exitcode(status))
"""
MOUSE = ("1000", "1002", "1003", "1006")


@pytest.fixture
def seeds(write_seed: WriteSeed) -> Path:
    """A folder with two articles."""
    write_seed("one.md", "title: The first of two", "heat: 9", "webUrl: https://news.example/1")
    return write_seed("two.md", "title: The second of two", "webUrl: https://news.example/2").parent


def is_as_before(terminal: Terminal) -> None:
    assert b"\x1b[?1049h" in terminal.output
    assert terminal.last_of("1049") == "l"
    assert terminal.last_of("25") == "h"
    assert all(terminal.last_of(mode) in ("l", "") for mode in MOUSE)
    assert terminal.last_of("1000") == "l"
    assert terminal.last_of("2004") == "l"
    assert terminal.after == terminal.before


@pytest.mark.parametrize("size", [(100, 30), (60, 20)])
def test_q_ends_it(seeds: Path, size: tuple[int, int]) -> None:
    with Terminal(["-m", "reader", str(seeds)], {}, size) as terminal:
        terminal.wait_for("The second of two")
        terminal.type("q")
        assert terminal.end() == 0
        is_as_before(terminal)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_ends_it(seeds: Path, number: signal.Signals, code: int) -> None:
    with Terminal(["-m", "reader", str(seeds)], {}) as terminal:
        terminal.wait_for("The second of two")
        terminal.send(number)
        assert terminal.end() == code
        is_as_before(terminal)


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGQUIT, 131)],
)
def test_a_signal_ends_it_right_after_it_has_taken_the_terminal(seeds: Path, number: int, code: int) -> None:
    with Terminal(["-c", EARLY, str(number), str(seeds)], {}) as terminal:
        assert terminal.end() == code
        is_as_before(terminal)


@pytest.mark.parametrize("editor", ["missing", "vi"])
def test_a_signal_or_a_failure_while_the_terminal_is_lent(seeds: Path, editor: str, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    variables = {"EDITOR": editor, "TMPDIR": str(tmp_path / "temporary")}
    with Terminal(["-c", LENT, str(seeds)], variables) as terminal:
        terminal.wait_for("The second of two")
        terminal.type("e")
        terminal.wait_for("Ctrl+E")
        terminal.type("\x05")
        terminal.wait_for("lent")
        if editor == "missing":
            terminal.wait_for("could not be started")
            terminal.type("\x1b")
            terminal.wait_for("The second of two")
            terminal.type("q")
        assert terminal.end() == (0 if editor == "missing" else 143)
        is_as_before(terminal)
    assert [*(tmp_path / "temporary").iterdir()] == []


def test_a_crash_leaves_a_report_and_one_line(seeds: Path, home: Path) -> None:
    with Terminal(["-c", CRASHING, str(seeds)], {}) as terminal:
        terminal.wait_for("The second of two")
        terminal.type("d")
        assert terminal.end() == 1
        is_as_before(terminal)
        after = terminal.output.rpartition(b"\x1b[?1049l")[2].decode()
    (report,) = (home / "data" / "crashes").iterdir()
    said = [line for line in after.replace("\r", "").split("\n") if "heatwire" in line]
    assert len(said) == 1
    assert said[0].endswith(f"heatwire: crashed (RuntimeError); the report is in {report}")
    assert "Traceback" not in after
    assert "what was being read" not in after
    text = report.read_text(encoding="utf-8")
    assert "RuntimeError: made to fail" in text
    assert "what was being read" not in text


def test_the_end_of_the_input_thread_is_a_crash(seeds: Path, home: Path) -> None:
    with Terminal(["-c", DEAF, str(seeds)], {}) as terminal:
        terminal.wait_for("The second of two")
        terminal.type("j")
        assert terminal.end() == 1
        is_as_before(terminal)
        assert b"Traceback" not in terminal.output
    (report,) = (home / "data" / "crashes").iterdir()
    assert "RuntimeError: made to fail" in report.read_text(encoding="utf-8")


def test_bytes_that_are_not_utf_8_end_nothing(seeds: Path) -> None:
    with Terminal(["-m", "reader", str(seeds)], {}) as terminal:
        terminal.wait_for("The second of two")
        terminal.type(b"\xe9\xff\xe2\x82j\x1b[M \xa5\x2a\xea")
        terminal.type("!")
        terminal.wait_for("every file was read")
        terminal.type("qq")
        assert terminal.end() == 0


def test_a_session_reaches_no_network_and_starts_nothing_but_the_loading(seeds: Path, tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    with Terminal(["-c", WATCHED, str(noted), str(seeds)], {}) as terminal:
        terminal.wait_for("The second of two")
        terminal.type("jlhbs!")
        terminal.wait_for("every file was read")
        terminal.type("qq")
        assert terminal.end() == 0
    events = noted.read_text(encoding="utf-8").splitlines()
    assert not [event for event in events if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.bind"))]
    started = [event for event in events if event.startswith(("subprocess", "os."))]
    assert len(started) <= 1 or all("reader.services.loader.worker" in event for event in started)
    assert all("reader.services.loader.worker" in event for event in started if event.startswith("subprocess"))


@pytest.mark.parametrize(
    ("stop", "echo"), [("\x1a", True), (signal.SIGUSR1, True), (signal.SIGUSR2, False)], ids=["key", "TSTP", "STOP"]
)
def test_a_stopped_reader_comes_back_whole(seeds: Path, stop: str | signal.Signals, echo: bool) -> None:
    with Terminal(["-c", SHELL, "-m", "reader", str(seeds)], {}) as terminal:
        terminal.wait_for("The second of two")
        terminal.type(stop) if isinstance(stop, str) else terminal.send(stop)
        terminal.wait_for(f"stopped, echo {echo}")
        terminal.wait_for("The second of two")
        assert terminal.last_of("1049") == terminal.last_of("1000") == "h"
        terminal.type("q")
        assert terminal.end() == 0
        is_as_before(terminal)


def test_without_a_shell_it_is_not_stopped(seeds: Path) -> None:
    with Terminal(["-m", "reader", str(seeds)], {}) as terminal:
        terminal.wait_for("The second of two")
        terminal.type("\x1a")
        terminal.wait_for("no shell")
        terminal.type("\x0c")
        terminal.wait_for("The second of two")
        terminal.type("q")
        assert terminal.end() == 0


def test_it_ends_when_its_terminal_goes_while_it_draws(seeds: Path) -> None:
    with Terminal(["-c", CONTROLLED, "-m", "reader", str(seeds)], {}) as terminal:
        terminal.wait_for("The second of two")
        terminal.type("jk" * 40)
        terminal.vanish()
        assert terminal.process.wait(timeout=30) == 129


def test_it_ends_when_its_terminal_goes_without_a_signal(seeds: Path) -> None:
    # It is not the controlling terminal, so that nothing sends SIGHUP.
    with Terminal(["-m", "reader", str(seeds)], {}) as terminal:
        terminal.wait_for("The second of two")
        terminal.vanish()
        assert terminal.process.wait(timeout=30) == 129


async def test_leaving_lets_go_of_browsers_that_are_watched() -> None:
    opener = Opener()
    app = an_app(opener=opener)
    async with running(app) as pilot:
        await pilot.press("q")
    assert opener.closed
