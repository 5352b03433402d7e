"""Two processes read what one reads, whatever happens to the second."""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.services.sharing import BLOCK, FIRST
from tests.sources.seeds import seed, write
from tests.sources.usual_files import Maker, mutant

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="reads with one process")
ODD = ("2020-11-26-ein Löffel.md", "2020-11-26-\udcff.md", "2020-11-26-\x1b[1m.md", "2020-11-26-顔.MD", "x.markdown")


def run(how: str, folder: Path, spool: Path, status: int = 0) -> str:
    command = [sys.executable, "-m", "tests.services.sharing", how, str(folder), str(spool)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    assert done.returncode == status, done.stderr.decode()
    assert not done.stderr
    assert not list(spool.glob("*")), "no file stays behind"
    return done.stdout.decode()


def read(how: str, folder: Path, spool: Path) -> Any:
    return json.loads(run(how, folder, spool))


def filled(folder: Path, files: int, start: int) -> Path:
    """A folder of usual files, mutants of them, files with one id, bad files and odd names."""
    chance = random.Random(start)
    maker = Maker(chance)
    for number in range(files):
        day, kind = 1 + number % 28, chance.random()
        data: str | bytes = maker.file()
        if kind < 0.1:
            data = mutant(chance, maker.file())
        elif kind < 0.5:
            link = f"https://x.example/{chance.randrange(files // 3)}"
            data = seed(
                title=f"n{number}",
                webUrl=chance.choice([link, link + "?utm_source=x"]),
                publishedDateTime=f"2020-11-{chance.randrange(1, 4):02d}",
                topics=f"[T{chance.randrange(5)}]",
            )
        elif kind < 0.6:
            data = chance.choice(["", "no seed", "---\n", seed(heat="hot"), "\0"])
        write(folder, f"2020-11-{day:02d}-{number}.md", data)
    for name in ODD:
        write(folder, name, seed(title=ascii(name), webUrl=f"https://y.example/{len(name)}"))
    write(folder, "topics/t.yaml", "name: T1")
    (folder / "2020-11-15-loop.md").symlink_to("2020-11-15-loop.md")
    return folder


@pytest.mark.parametrize("how", ["two", "dies", "misplaced", "nonsense", "alone"])
def test_two_read_what_one_reads(how: str, tmp_path: Path) -> None:
    folder = filled(tmp_path / "news", 9 * BLOCK, start=1)
    events, readings, _ = alone = read("one", folder, tmp_path / "spool")
    kinds = [event[0] for event in events]
    assert kinds.count("arrived") > 8
    assert len(readings) == 2
    assert len(events[-1]) > 20, "there are problems, and articles with one id"
    assert events[1][1] <= FIRST
    *same, delivered = read(how, folder, tmp_path / "spool")
    assert same == alone[:2]
    assert (delivered > 0) == (how == "two")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("start", range(2, 22))
def test_two_read_what_one_reads_in_many_folders(start: int, tmp_path: Path) -> None:
    folder = filled(tmp_path / "news", start * BLOCK, start)
    *alone, _ = read("one", folder, tmp_path / "spool")
    *same, delivered = read("two", folder, tmp_path / "spool")
    assert same == alone
    assert delivered


def test_the_second_does_not_outlive_the_first(tmp_path: Path) -> None:
    folder = filled(tmp_path / "news", 9 * BLOCK, start=1)
    assert run("outlived", folder, tmp_path / "spool", status=-9) == "began\n"
