"""`heatwire --plain` as a process: in pipes, and in a terminal."""

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.edition import write_edition
from tests.test_process import HEATWIRE, HEAVY, environment

CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")


@pytest.fixture
def edition(tmp_path: Path) -> str:
    return str(write_edition(tmp_path / "edition"))


def talk(typed: str | bytes, *words: str, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    """Run the plain reader with lines on stdin."""
    data = typed if isinstance(typed, bytes) else typed.encode()
    return subprocess.run(
        [*HEATWIRE, *words], input=data, capture_output=True, env=environment(**variables), timeout=60
    )


class Conversation:
    """The plain reader in a pseudo-terminal."""

    def __init__(self, *words: str, columns: int = 50, **variables: str) -> None:
        import fcntl
        import struct
        import termios

        self.leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.process = subprocess.Popen(
            [*HEATWIRE, *words],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=environment(**variables),
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(follower)
        self.shown = b""

    def until(self, text: str) -> str:
        """Read up to a text; all that came."""
        start = len(self.shown)
        while text.encode() not in self.shown[start:]:
            part = self._part()
            assert part, self.shown.decode()
            self.shown += part
        return self.shown[start:].decode()

    def _part(self) -> bytes:
        try:
            return os.read(self.leader, 4096)
        except OSError:
            # Linux raises this once the other end is closed.
            return b""

    def type(self, text: str) -> None:
        os.write(self.leader, text.encode())

    def end(self) -> tuple[int, str]:
        """Wait for its end; the exit code and all that was shown."""
        while part := self._part():
            self.shown += part
        os.close(self.leader)
        return self.process.wait(60), self.shown.decode()


PROMPT = "? for help: "


def test_a_session_in_pipes(edition: str) -> None:
    done = talk("1\nb\nt\n3\n/ cold\nu\nq\n1\n", "--plain", edition)
    assert done.returncode == 0
    out = done.stdout.decode()
    assert out.splitlines()[:3] == [
        "Heatwire: 3 articles, 3 unread.",
        "All articles, hottest first: 1 to 3 of 3.",
        "1. Faces: 顔認証 & the law; South China Morning Post, 26 November 2020, heat 133, unread",
    ]
    assert "Bookmarked: Faces: 顔認証 & the law" in out
    assert "Bookmarks, hottest first: 1 to 1 of 1." in out
    assert "Results for “cold”: 1 to 1 of 1." in out
    assert "Undone: bookmarked" in out
    assert out.endswith("Number, command, or ? for help:\n")
    assert "see `heatwire check`" in done.stderr.decode()
    assert not CONTROL.search(done.stdout)


def test_marks_are_those_of_the_program(edition: str) -> None:
    talk("b 1\n", "--plain", edition)
    listed = subprocess.run([*HEATWIRE, "bookmarks"], capture_output=True, env=environment(), timeout=60)
    assert b"Faces" in listed.stdout
    assert "heat 133, unread, bookmarked" in talk("", "--plain", edition).stdout.decode()


@pytest.mark.parametrize("typed", ["", "q", "\n", "q\n", b"\xff\xfe\n", b"\x00\x1b[2J\nq\n", "/" + "x" * 100_000])
def test_the_end_of_what_is_typed_ends_it(typed: str | bytes, edition: str) -> None:
    done = talk(typed, "--plain", edition)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert not CONTROL.search(done.stdout)


def test_hostile_news_cannot_drive_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(
        '---\ntitle: "a\\e[2Jb\\x9b1mc [/b] \\u202ed"\nexcerpt: "x\\e]0;t\\ay"\n'
        'webUrl: "https://x.example/"\nprovider: {name: "p\\x07"}\ntopics: ["t\\x1b[1m"]\n---\n\x1b[3mbody\n'
    )
    done = talk("1\nt\n\n", "--plain", str(tmp_path))
    assert "1. abc [/b] d; p, date unknown, unread" in done.stdout.decode()
    assert not CONTROL.search(done.stdout)


def test_nothing_of_the_interface_is_imported(edition: str) -> None:
    script = (
        "import sys\nfrom reader.cli.main import main\n"
        f"code = main(['--plain', {edition!r}])\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=b"1\nq\n", capture_output=True, env=environment(), timeout=60
    )
    assert done.stderr.decode().splitlines()[-1] == "[]"


def test_without_a_stdin_it_says_what_there_is(edition: str) -> None:
    command = ["sh", "-c", 'exec "$@" <&-', "sh", *HEATWIRE, "--plain", edition]
    done = subprocess.run(command, capture_output=True, env=environment(), timeout=60)
    assert (done.returncode, done.stdout[:8]) == (0, b"Heatwire")


def test_a_reader_that_goes_away_ends_it_quietly(edition: str) -> None:
    with subprocess.Popen(
        [*HEATWIRE, "--plain", edition],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, err = process.communicate(b"l\n" * 100)
    assert process.returncode == 0
    assert b"Error" not in err


@pytest.mark.parametrize("where", ["nowhere", "empty"])
def test_without_articles_it_says_so(where: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = talk("q\n", "--plain", str(tmp_path / where))
    assert (done.returncode, done.stdout) == (2, b"")
    assert where in done.stderr.decode()


def test_in_a_terminal_lines_fit_and_nothing_but_lines_comes(edition: str) -> None:
    conversation = Conversation("--plain", edition, columns=40, TERM="xterm-256color")
    conversation.until(PROMPT)
    conversation.type("1\n")
    conversation.until(PROMPT)
    conversation.type("q\n")
    code, shown = conversation.end()
    assert code == 0
    lines = shown.replace("\r\n", "\n").split("\n")
    assert "1. Faces: 顔認証 & the law; South China" in lines
    assert "Morning Post, 26 November 2020, heat" in lines
    assert not CONTROL.search(shown.replace("\r\n", "\n").encode())


def test_columns_may_be_told(edition: str) -> None:
    conversation = Conversation("--plain", edition, columns=40, COLUMNS="200", TERM="xterm")
    assert "South China Morning Post, 26 November 2020, heat 133" in conversation.until(PROMPT)
    conversation.type("q\n")
    assert conversation.end()[0] == 0


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_can_show_no_screen_chooses_it(term: str, edition: str) -> None:
    conversation = Conversation(edition, TERM=term, columns=200)
    shown = conversation.until(PROMPT)
    assert "no full screen is possible on this terminal" in shown
    assert "1. Faces" in shown
    conversation.type("\x04")
    code, shown = conversation.end()
    assert code == 0
    assert "\x1b" not in shown


def test_control_c_ends_it_with_130_and_a_new_line(edition: str) -> None:
    conversation = Conversation("--plain", edition)
    conversation.until(PROMPT)
    conversation.type("\x03")
    code, shown = conversation.end()
    assert code == 128 + signal.SIGINT
    assert "Traceback" not in shown
    assert shown.endswith("\r\n")


def test_a_browser_in_the_terminal_has_it(edition: str, tmp_path: Path) -> None:
    browser = tmp_path / "w3m"
    browser.write_text("#!/bin/sh\necho reading $1\n")
    browser.chmod(0o755)
    conversation = Conversation("--plain", "--browser", str(browser), edition)
    conversation.until(PROMPT)
    conversation.type("o 1\n")
    assert "reading https://example.com/faces" in conversation.until(PROMPT)
    conversation.type("q\n")
    assert conversation.end()[0] == 0
