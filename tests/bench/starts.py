"""How long it takes until something is there: warm, cold, and with nothing to show."""

import time
from pathlib import Path

from tests.bench.corpus import Corpus
from tests.bench.program import Bench, floor_shown
from tests.bench.samples import Samples
from tests.bench.session import Missed, Session, Test
from tests.bench.view import View

PATIENCE = 30.0
"""Seconds until the program without articles is there, and the built-in edition."""
_REST = 1.0
_KEYS_WHILE_READING = 60


def warm_up(bench: Bench) -> None:
    """Start everything unmeasured, so that all modules are compiled and in the page cache."""
    _start_floor(bench, Samples(0), "floor")
    for _ in range(2):
        session, view = bench.open(None, bench.work / "home")
        with session:
            session.wait(lambda: view.count > 0 and not view.reading, PATIENCE)  # noqa: B023
            session.settle()


def prime(bench: Bench, corpus: Corpus, home: Path) -> None:
    """Open a folder once and leave from its first article, so that all is there that is kept between runs."""
    session, view = bench.open(corpus, home)
    with session:
        session.wait(lambda: view.complete(corpus.listed), corpus.patience)
        session.send(b"g")
        session.wait(lambda: view.agrees and view.starts_with(corpus.first), corpus.patience)
        session.settle(0.5)
        # What is read, noted and indexed in the background is part of having opened a folder.
        until = time.perf_counter() + corpus.patience
        while not session.alone and time.perf_counter() < until:
            session.settle(0.5)


def measure_warm(bench: Bench, corpus: Corpus, samples: Samples) -> None:
    """Starts on a folder that was opened before, each beside an empty program."""
    home = bench.home(corpus, "warm", new=True)
    prime(bench, corpus, home)
    for _ in range(bench.runs):
        _start_floor(bench, samples, "warm floor")
        session, view = bench.open(corpus, home)
        with session:
            rows, everything = _await_rows(session, view, corpus)
            samples.add("warm rows", rows)
            samples.add("warm rest", everything - rows)
            samples.add("warm busy", session.busy)
        session, view = bench.open(corpus, home)
        with session:
            _press_at_once(session, view, corpus, samples)


def _press_at_once(session: Session, view: View, corpus: Corpus, samples: Samples) -> None:
    """Move down as soon as there is a row, and up again; the time counts from the start."""
    session.watch([lambda: view.agrees], PATIENCE)
    session.send(b"j")
    (at,) = session.watch([lambda: view.is_on(corpus.first[1]) and view.agrees], PATIENCE)
    samples.add("warm key", (at - session.started) * 1000)
    session.wait(lambda: view.complete(corpus.listed), corpus.patience)
    session.press(b"k", lambda: view.is_on(corpus.first[0]) and view.agrees)
    session.settle(0.5)


def measure_cold(bench: Bench, corpus: Corpus, samples: Samples) -> None:
    """Starts on a folder never seen, each beside reading the files and an empty program."""
    for _ in range(bench.runs):
        samples.add("read files", read_files(corpus))
        _start_floor(bench, samples, "cold floor")
        session, view = bench.open(corpus, bench.home(corpus, "cold", new=True))
        with session:
            rows, everything = _await_rows(session, view, corpus, ordered=False)
            samples.add("cold rows", rows)
            samples.add("cold all", everything)
    for _ in range(bench.runs):
        session, view = bench.open(corpus, bench.home(corpus, "cold", new=True))
        with session:
            _press_while_reading(session, view, samples)


def read_files(corpus: Corpus) -> float:
    """Milliseconds to read the bytes of all files, one after the other."""
    start = time.perf_counter()
    for path in Path(corpus.folder).iterdir():
        with open(path, "rb", buffering=0) as file:
            file.read()
    return (time.perf_counter() - start) * 1000


def _start_floor(bench: Bench, samples: Samples, name: str) -> None:
    with bench.open_floor() as session:
        (at,) = session.watch([lambda: floor_shown(session)], PATIENCE)
        samples.add(f"{name} start", (at - session.started) * 1000)
        samples.add(f"{name} busy", session.busy)
        samples.add(f"{name} memory", session.most_resident() / 1e6)


def _await_rows(session: Session, view: View, corpus: Corpus, ordered: bool = True) -> tuple[float, float]:
    """Milliseconds to the first rows and to all of them; `ordered`: already the first have to be the right ones."""

    def first_rows() -> bool:
        return view.agrees and (not ordered or view.starts_with(corpus.first))

    def all_rows() -> bool:
        # The cursor stays on its article, so the first rows need not be in view once all have arrived.
        right = view.starts_with(corpus.first) if ordered else view.sorted
        return right and view.agrees and view.complete(corpus.listed)

    first, last = session.watch([first_rows, all_rows], corpus.patience, rest=_REST)
    return (first - session.started) * 1000, (last - session.started) * 1000


def _press_while_reading(session: Session, view: View, samples: Samples) -> None:
    """Move down and up again while articles arrive."""
    session.wait(lambda: view.agrees, PATIENCE)
    for number in range(_KEYS_WHILE_READING):
        try:
            effect = session.press(b"k" if number % 2 else b"j", _moved(view))
        except Missed as missed:
            samples.failures.append(f"a key while articles arrive: not seen in time\n{missed}")
            return
        if not view.reading:
            return
        samples.add("cold key", effect.passed)


def _moved(view: View) -> Test:
    title = view.title
    return lambda: view.title != title and view.agrees
