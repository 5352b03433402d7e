"""The same with newsboat, a reader written in C++ and Rust, where it is installed."""

import shutil
import subprocess
from pathlib import Path

from tests.bench.corpus import Corpus
from tests.bench.program import Bench
from tests.bench.samples import Samples
from tests.bench.session import Missed, Session, Test

PROGRAM = "newsboat"
_PATIENCE = 120.0
_NEXT = 25
_DOWN = b"\x1bOB"


def installed() -> bool:
    """Whether it is there."""
    return shutil.which(PROGRAM) is not None


def measure_newsboat(bench: Bench, corpus: Corpus, samples: Samples) -> None:
    """Start and open all articles, go to the next ones, memory."""
    folder = _prepare(bench, corpus)
    for _ in range(bench.runs):
        with Session(_words(folder), _environment(bench), end=b"qqq") as session:
            try:
                _measure(session, samples)
            except Missed as missed:
                samples.failures.append(f"newsboat: not seen in time\n{missed}")


def _measure(session: Session, samples: Samples) -> None:
    (at,) = session.watch([lambda: "(" in session.screen.text[1]], _PATIENCE)
    opened = session.press(b"\r", lambda: "Articles in feed" in session.screen.text[0], _PATIENCE)
    samples.add("newsboat start", (at - session.started) * 1000 + opened.passed)
    for _ in range(_NEXT):
        effect = session.press(_DOWN, _looks_different(session))
        samples.add("newsboat next", effect.passed)
        samples.add("newsboat next bytes", effect.size)
    samples.add("newsboat peak", session.most_resident() / 1e6)


def _looks_different(session: Session) -> Test:
    before = session.screen.looks
    return lambda: session.screen.looks != before


def _prepare(bench: Bench, corpus: Corpus) -> Path:
    """A folder with settings and a cache that holds all articles."""
    folder = Path(corpus.feed).parent / PROGRAM
    whole = folder / "whole"
    if not whole.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        (folder / "config").write_text("max-items 0\nshow-read-articles yes\nshow-read-feeds yes\n")
        (folder / "urls").write_text(f"file://{corpus.feed}\n")
        subprocess.run([*_words(folder), "-x", "reload"], env=_environment(bench), check=True, capture_output=True)
        whole.touch()
    return folder


def _words(folder: Path) -> list[str]:
    return [PROGRAM, "-q", "-C", f"{folder}/config", "-u", f"{folder}/urls", "-c", f"{folder}/cache.db"]


def _environment(bench: Bench) -> dict[str, str]:
    # A terminal of few talents: what the emulator does not know is not used.
    return {**bench.environment(), "TERM": "screen-256color"}
