"""How much memory the program and its children hold."""

from pathlib import Path

from tests.bench.corpus import Corpus
from tests.bench.program import Bench
from tests.bench.samples import Samples

_KEYS = (b"j" * 60, b"G", b"g", b"s", b"s", *([b"]"] * 8), b"\x1b[6~" * 4, b"[" * 8)


def measure_memory(bench: Bench, corpus: Corpus, samples: Samples) -> None:
    """Memory of a first start and of a second: once all is listed, after a lot of keys, and at most."""
    for _ in range(bench.runs):
        home = bench.home(corpus, "memory", new=True)
        _measure_start(bench, corpus, home, samples, "cold memory")
        _measure_start(bench, corpus, home, samples, "warm memory")


def _measure_start(bench: Bench, corpus: Corpus, home: Path, samples: Samples, name: str) -> None:
    session, view = bench.open(corpus, home)
    with session:
        session.wait(lambda: view.complete(corpus.listed), corpus.patience)
        session.settle(0.5)
        samples.add(f"{name} ready", session.resident / 1e6)
        for keys in _KEYS:
            session.send(keys)
            session.settle()
        samples.add(f"{name} end", session.resident / 1e6)
        samples.add(f"{name} peak", session.most_resident() / 1e6)
