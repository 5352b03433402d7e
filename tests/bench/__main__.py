"""Measures the program as its user feels it, against floors measured in the same session.

    python -m tests.bench                            everything, at 100, 10,000 and 100,000 articles
    python -m tests.bench --sizes 100 --runs 1       a quick look
    python -m tests.bench --only start,keys          some parts
    python -m tests.bench --work ~/bench --json now.json

Run it from the checkout with the development environment. It makes folders of made-up articles, starts the
installed program in a pseudo-terminal of 120x40 with folders of its own, and prints one table. Times are in
milliseconds from the key press, or from the start of the process, to the frame on the screen that shows the effect:
a frame counts only when list and detail agree. Machines are noisy: read the ratios, not the milliseconds.

The parts:

    start     the folder was opened before, and read whole. First rows: those that belong there, and the detail of
              the chosen article; they are the last screen shown again. A key typed at once: j, sent with the first
              rows, from the start to the frame that shows what it did. The rest: the heading has the full count,
              and the status line no longer says "reading".
    cold      the program has never seen the folder (its files are in the page cache). First rows may be any; in the
              end all are sorted. Beside it the files' bytes are read, one file after the other, in the same run.
              Nothing can be listed before the first rows, so a small folder is allowed as long as those.
    keys      each pressed at rest: j within the page and when the list scrolls, g, G, Page Down, topic (]), sort (s),
              bookmark (b), mark read (m), related entry (1), back and forward; and j held down, 60 repeats at once,
              to the frame that shows the last. p95 is in parentheses.
    search    searches typed letter by letter, each from the press to the frame that shows what is found, beside j in
              the same session; and how long after a first start a search finds all.
    memory    resident memory of the program and its children; what they share counts twice.
    cli       commands that print something and end, on the built-in edition.
    newsboat  newsboat with the same articles as one feed, where it is installed: start and open all articles, the
              next one in the list, memory.

The floors are an empty three-pane program (`floor_app.py`), a key that changes one Static in it, `python -c pass`,
and reading all files. "Processor time" is that of all threads and processes that are alive at that moment.
Exit code 1: something that was waited for was never seen; the last screen is printed.
"""

import argparse
import json
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.command_line import measure_commands
from tests.bench.corpus import Corpus, make_corpus
from tests.bench.keys import measure_keys
from tests.bench.machine import facts
from tests.bench.memory import measure_memory
from tests.bench.newsboat import installed, measure_newsboat
from tests.bench.program import Bench
from tests.bench.rows import rows_of
from tests.bench.samples import Samples
from tests.bench.searching import measure_search
from tests.bench.session import Missed
from tests.bench.starts import measure_cold, measure_warm, warm_up
from tests.bench.table import draw_table

Measure = Callable[[Bench, Corpus, Samples], None]
PARTS: dict[str, Measure] = {
    "start": measure_warm,
    "cold": measure_cold,
    "keys": measure_keys,
    "search": measure_search,
    "memory": measure_memory,
    "cli": measure_commands,
    "newsboat": measure_newsboat,
}


def main() -> int:
    """Run what the command line asks for."""
    options = _parse()
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
        return _run(options, options.work.resolve())
    work = Path(tempfile.mkdtemp(prefix="heatwire-bench-"))
    try:
        return _run(options, work)
    finally:
        if options.keep:
            _tell(f"kept: {work}")
        else:
            shutil.rmtree(work)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.bench", description="Measure the program as its user feels it.")
    parser.add_argument("--sizes", type=_numbers, default=[100, 10_000, 100_000], help="articles a folder: 100,10000")
    parser.add_argument("--runs", type=int, default=5, help="sessions of each kind (default: 5)")
    parser.add_argument("--only", type=_parts, default=list(PARTS), help=f"some parts: {','.join(PARTS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all numbers there")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="keep and find made-up folders there")
    parser.add_argument("--keep", action="store_true", help="keep the temporary folder and say where it is")
    parser.add_argument("--command", default=str(Path(sys.executable).with_name("heatwire")), help="the program")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return sorted(int(word.replace("_", "")) for word in text.split(","))


def _parts(text: str) -> list[str]:
    words = text.split(",")
    if unknown := [word for word in words if word not in PARTS]:
        raise argparse.ArgumentTypeError(f"no such part: {', '.join(unknown)}")
    return words


def _run(options: argparse.Namespace, work: Path) -> int:
    bench = Bench(shlex.split(options.command), work, options.runs)
    parts = [part for part in PARTS if part in options.only and (part != "newsboat" or installed())]
    warm_up(bench)
    columns = [_measure(bench, parts, count) for count in options.sizes]
    known = facts(bench.runs)
    print(draw_table(rows_of({*parts}), columns))
    print("\n" + " · ".join(known.values()))
    failures = [f"{samples.count:,} articles: {failure}" for samples in columns for failure in samples.failures]
    if failures:
        print("\n" + "\n\n".join(failures))
    if options.json:
        options.json.write_text(_dump(known, columns))
    return 1 if failures else 0


def _measure(bench: Bench, parts: Sequence[str], count: int) -> Samples:
    samples = Samples(count)
    _tell(f"{count:,} articles: making them")
    corpus = make_corpus(bench.work, count)
    for part in parts:
        _tell(f"{count:,} articles: {part}")
        try:
            PARTS[part](bench, corpus, samples)
        except Missed as missed:
            samples.failures.append(f"{part}: not seen in time\n{missed}")
    return samples


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _dump(known: dict[str, str], columns: Sequence[Samples]) -> str:
    sizes = {str(samples.count): {"failures": samples.failures, "numbers": samples.numbers} for samples in columns}
    return json.dumps({"facts": known, "sizes": sizes}, indent=1)


if __name__ == "__main__":
    sys.exit(main())
