"""How long commands take that print something and end."""

import subprocess
import sys
import time
from collections.abc import Sequence

from tests.bench.corpus import Corpus
from tests.bench.program import Bench
from tests.bench.samples import Samples

_ROUNDS = 4


def measure_commands(bench: Bench, corpus: Corpus, samples: Samples) -> None:
    """Commands on the built-in edition, each beside a Python that does nothing."""
    commands = {
        "bare Python": [sys.executable, "-c", "pass"],
        "version": [*bench.command, "--version"],
        "list": [*bench.command, "list", "--limit", "20"],
    }
    for words in commands.values():
        _run(bench, words)
    for _ in range(bench.runs * _ROUNDS):
        for name, words in commands.items():
            samples.add(name, _run(bench, words))


def _run(bench: Bench, words: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(words, env=bench.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1000
