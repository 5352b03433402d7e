"""The last screen is shown again at once, and only while it is valid."""

import os
import re
import shutil
import signal
import sys
import time
import zlib
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pyte
import pytest

from reader.core.model.article import ArticleId
from reader.core.model.marks import MarkChange, MarkKind
from reader.core.text.relative_time import ago, until_ago_changes
from reader.launch.first_frame import ENTER, FOLDER, KEPT, MAX_BYTES, save_frame, watched_folders
from reader.storage.cache.article_cache import open_cache, write_cache
from reader.storage.marks.database import MarkDatabase
from tests.conftest import WriteSeed
from tests.ui.pty_terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
SIZE = (100, 30)
FIRST_QUESTION = b"\x1b[?2026$p"
"""Textual asks it once it has the terminal."""
KEEPING = """
import os, sys
from reader.launch.first_frame import save_frame
os.chdir("/")
save_frame(["words"], "the screen", float(sys.argv[1]), sys.argv[2:])
"""
SHOWING = """
import os, sys
from reader.launch.first_frame import show_frame
os.chdir(sys.argv[1])
frame = show_frame(sys.argv[2:])
if frame:
    frame.restore_terminal()
    print("shown")
"""
TAKING = """
import os, signal, sys, termios
import reader.launch.first_frame as first_frame
set_attributes = termios.tcsetattr

def taken(*words):
    set_attributes(*words)
    termios.tcsetattr = set_attributes
    os.kill(os.getpid(), int(sys.argv[1]))

termios.tcsetattr = taken
first_frame.FirstFrame(1)
"""
HELD_UP = """
import sys, time
import reader.cli.dispatch
import reader.cli.main

def hold(*arguments, **named):
    print("held up", file=sys.stderr, flush=True)
    time.sleep(60)

reader.cli.dispatch._dispatch = hold
sys.exit(reader.cli.main.main(sys.argv[1:]))
"""
BLOCKED = """
import sys

class Refusing:
    def find_spec(self, name, path=None, target=None):
        if name == "textual":
            raise ImportError("no interface today")
        return None

import reader.cli.main
sys.meta_path.insert(0, Refusing())
sys.exit(reader.cli.main.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_signal_in_the_moment_of_taking_the_terminal_restores_it(number: signal.Signals) -> None:
    with Terminal(["-c", TAKING, str(int(number))], {}, SIZE) as terminal:
        assert terminal.end() == 128 + number
        assert terminal.after == terminal.before


def test_old_frames_and_unfinished_ones_are_removed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((80, 24)))
    for number in range(KEPT + 3):
        save_frame([str(number)], "the screen", 2e9, ())
    folder = home / "cache" / FOLDER
    oldest = sorted(folder.iterdir())[0]
    for name, age in (("a.screen.1", 3600), ("b.screen.2", 1), (oldest.name, 7200)):
        (folder / name).touch()
        os.utime(folder / name, (time.time() - age,) * 2)
    save_frame(["another"], "the screen", 2e9, ())
    left = {file.name for file in folder.iterdir()}
    assert len([name for name in left if name.endswith(".screen")]) == KEPT
    assert "b.screen.2" in left
    assert not left & {"a.screen.1", oldest.name}


@pytest.fixture
def seeds(write_seed: WriteSeed) -> Path:
    """A folder with three articles."""
    for number in (3, 2, 1):
        file = write_seed(
            f"{number}.md",
            f"title: Story number {number}",
            f"heat: {100 - number}",
            f"webUrl: https://news.example/{number}",
            "publishedDateTime: 2020-01-01T12:00:00Z",
        )
    return file.parent


def run(seeds: Path, keys: str = "", seen: str = "Story number 1") -> bytes:
    """Open the reader, press keys and quit; everything that was written."""
    with Terminal(["-m", "reader", str(seeds)], {}, SIZE) as terminal:
        terminal.wait_for("2026$p")
        terminal.wait_for(seen)
        if keys:
            terminal.type(keys)
            terminal.wait_for("Story number")
        terminal.type("q")
        assert terminal.end() == 0
        assert terminal.last_of("1049") == "l"
        assert terminal.after == terminal.before
        return terminal.output


@pytest.fixture
def kept(seeds: Path) -> Path:
    """A folder that was opened until its screen is shown again, which takes until its cache is written."""
    for _ in range(20):
        if shown_early(run(seeds)):
            return seeds
    raise AssertionError("no screen was ever shown again")


def is_shown(
    size: tuple[int, int] = SIZE,
    words: str = "words",
    cwd: str = "/",
    variables: Mapping[str, str] = MappingProxyType({}),
) -> bool:
    """Whether the screen that `keep_one` saved is shown again."""
    with Terminal(["-c", SHOWING, cwd, words], variables, size) as terminal:
        assert terminal.end() == 0
        assert terminal.after == terminal.before
        assert (b"the screen" in terminal.output) is (b"shown" in terminal.output)
        return b"shown" in terminal.output


def keep_one(files: list[Path], until: float = 2.0**40) -> None:
    """Save a screen that was drawn from some files."""
    with Terminal(["-c", KEEPING, str(until), *map(str, files)], {}, SIZE) as terminal:
        assert terminal.end() == 0


def before_takeover(output: bytes) -> str:
    return output.partition(FIRST_QUESTION)[0].decode()


def shown_early(output: bytes) -> bool:
    return "Story number" in before_takeover(output)


def screen_of(output: str) -> list[str]:
    """The lines that a terminal shows after some output."""
    screen = pyte.Screen(*SIZE)
    plain = re.sub(r"\x1b(?:\[[<>=][0-9;]*[a-zA-Z]|\[\?[0-9;]*\$p|\][^\x07\x1b]*(?:\x07|\x1b\\))", "", output)
    pyte.Stream(screen).feed(plain)
    return list(screen.display)


def test_the_second_start_shows_the_screen_before_the_interface_is_there(kept: Path) -> None:
    output = run(kept)
    assert shown_early(output)
    early = screen_of(before_takeover(output))
    late = screen_of(output.decode().rpartition("\x1b[?1049l")[0])
    # The last line says at the end that marks are being saved.
    assert early[:-1] == late[:-1]
    assert output.count(ENTER.encode()) == 1, "entering the second screen again would empty it"


def test_keys_typed_before_the_interface_is_there_are_not_lost(kept: Path) -> None:
    with Terminal(["-m", "reader", str(kept)], {}, SIZE) as terminal:
        terminal.wait_for("Story number 1")
        assert FIRST_QUESTION not in terminal.output
        terminal.type("jj")
        terminal.wait_for("https://news.example/3")
        terminal.type("q")
        assert terminal.end() == 0


def test_the_screen_is_the_one_that_was_left(kept: Path) -> None:
    run(kept, keys="j")
    output = before_takeover(run(kept, seen="Story number 2"))
    assert "https://news.example/2" in output
    assert "https://news.example/1" not in output


def changed_meanwhile(kept: Path, home: Path, what: str) -> None:
    """Change something that the reader has read, while it is open."""
    (edition,) = (home / "cache" / "editions").glob("*.edition")
    cached = open_cache(edition)
    assert cached is not None
    match what:
        case "marks":
            with closing(MarkDatabase(home / "data")) as marks:
                change = MarkChange(MarkKind.BOOKMARKED, True, (ArticleId(cached.batch.ids[0]),), "bookmarked")
                marks.record(change, 1.0)
        case "settings":
            (home / "config").mkdir(exist_ok=True)
            (home / "config" / "config.toml").write_text('density = "roomy"')
        case "an article":
            with (kept / "3.md").open("a") as file:
                file.write("more")
        case "a new article":
            shutil.copy(kept / "3.md", kept / "4.md")
        case "the cache":
            assert write_cache(edition, [cached.batch], set(), (), {}, {})


def test_what_changes_while_the_reader_is_open_is_not_shown_as_it_was(kept: Path, home: Path) -> None:
    for what in ("marks", "settings", "an article", "a new article", "the cache"):
        with Terminal(["-m", "reader", str(kept)], {}, SIZE) as terminal:
            terminal.wait_for("2026$p")
            changed_meanwhile(kept, home, what)
            terminal.type("q")
            assert terminal.end() == 0
        assert not shown_early(run(kept)), what


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_before_the_interface_is_there_restores_the_terminal(kept: Path, name: str) -> None:
    with Terminal(["-c", HELD_UP, str(kept)], {}, SIZE) as terminal:
        terminal.wait_for("held up")
        assert shown_early(terminal.output)
        terminal.send(signal.Signals[name])
        assert terminal.end() == 128 + signal.Signals[name]
        assert terminal.last_of("1049") == "l"
        assert terminal.last_of("25") == "h"
        assert terminal.after == terminal.before


def test_a_failure_before_the_interface_is_there_restores_the_terminal(kept: Path) -> None:
    with Terminal(["-c", BLOCKED, str(kept)], {}, SIZE) as terminal:
        assert terminal.end() == 1
        assert shown_early(terminal.output)
        assert terminal.last_of("1049") == "l"
        assert terminal.output.rfind(b"no interface today") > terminal.output.rfind(b"\x1b[?1049l")
        assert terminal.after == terminal.before


def test_what_is_kept_is_shown_while_nothing_has_changed(home: Path, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("as it is")
    keep_one([tmp_path / "there", tmp_path / "missing", tmp_path])
    assert is_shown()


@pytest.mark.parametrize("change", ["longer", "later", "gone", "new", "in the folder", "another file"])
def test_what_changed_since_is_not_shown_as_it_was(home: Path, tmp_path: Path, change: str) -> None:
    file, folder = tmp_path / "file", tmp_path / "folder"
    file.write_text("as it is")
    folder.mkdir()
    keep_one([file, folder, tmp_path / "missing"])
    match change:
        case "longer":
            file.write_text("as it was not")
        case "later":
            os.utime(file, (2e9, 2e9))
        case "gone":
            file.unlink()
        case "new":
            (tmp_path / "missing").write_text("")
        case "in the folder":
            (folder / "new.md").write_text("")
        case "another file":
            state = file.stat()
            file.rename(tmp_path / "old")
            file.write_text("as it is")
            os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert not is_shown()


@pytest.mark.parametrize("name", ["NO_COLOR", "TERM", "COLORTERM", "TZ", "LC_ALL", "HEATWIRE_SORT", "TEXTUAL_THEME"])
def test_another_terminal_or_setting_gets_no_old_screen(home: Path, name: str) -> None:
    keep_one([])
    assert not is_shown(variables={name: "other"})
    assert is_shown()


def test_another_size_or_other_words_get_no_old_screen(home: Path) -> None:
    keep_one([])
    assert not is_shown(size=(90, 30))
    assert not is_shown(words="others")
    assert not is_shown(cwd=str(home))


@pytest.mark.parametrize(
    "damage",
    [
        "empty",
        "short",
        "byte",
        "version",
        "writable",
        "link",
        "pipe",
        "folder",
        "from the future",
        "too long",
        "flipped bit",
    ],
)
def test_a_strange_file_is_as_if_it_were_not_there(home: Path, damage: str) -> None:
    keep_one([])
    (file,) = (home / "cache" / FOLDER).iterdir()
    text, aside = file.read_text(), file.with_name("aside")
    match damage:
        case "empty":
            file.write_text("")
        case "short":
            file.write_text(text[:60])
        case "byte":
            file.write_bytes(b"\xff" + file.read_bytes())
        case "version":
            file.write_text(text.replace("screen 2", "screen 1"))
        case "writable":
            file.chmod(0o666)
        case "link":
            file.rename(aside)
            file.symlink_to(aside)
        case "pipe":
            file.unlink()
            os.mkfifo(file)
        case "folder":
            file.unlink()
            file.mkdir()
        case "from the future":
            magic, _, _, rest = text.split("\n", 3)
            content = f"{2.0**33}\n{rest}"
            file.write_text(f"{magic}\n{zlib.crc32(content.encode()):08x}\n{content}")
        case "flipped bit":
            file.write_text(text.replace("the screen", "the scream"))
        case "too long":
            file.write_text(text + " " * MAX_BYTES)
    assert not is_shown()


def test_a_screen_whose_time_has_passed_is_not_shown(home: Path) -> None:
    keep_one([], until=1.0)
    assert not is_shown()


def test_where_stdout_is_no_terminal_nothing_is_shown(kept: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    from reader.cli.main import main

    assert main([str(kept)]) == 0
    assert b"\x1b" not in capfdbinary.readouterr().out


def test_all_folders_of_a_path_are_watched(tmp_path: Path) -> None:
    found = watched_folders(str(tmp_path))
    assert found[0] == str(tmp_path)
    assert str(tmp_path / "_data" / "topics") in found


@pytest.mark.parametrize("passed", [0, 1, 59, 60, 61, 3599, 3600, 86399, 86400, 7 * 86400, 364 * 86400, 366 * 86400])
def test_an_age_holds_until_it_is_said_in_other_words(passed: int) -> None:
    now = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
    when = int(now.timestamp()) - passed
    until = until_ago_changes(when, now)
    left = until - now.timestamp()
    assert left > 0
    assert ago(when, now + timedelta(seconds=left - 1)) == ago(when, now)
    assert ago(when, now + timedelta(seconds=left)) != ago(when, now)
