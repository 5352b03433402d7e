"""How long a letter of a search takes, from the press to the frame that shows what is found."""

from typing import Final

from tests.bench.corpus import Corpus
from tests.bench.keys import record
from tests.bench.program import Bench
from tests.bench.samples import Samples
from tests.bench.session import Missed, Session, Test
from tests.bench.starts import PATIENCE, prime
from tests.bench.view import View

SEARCHES: Final = ("privacy", "data no", "machine", "the new", "quantum", "bel")
_WALK: Final = 12
_ESCAPE: Final = b"\x1b"


def measure_search(bench: Bench, corpus: Corpus, samples: Samples) -> None:
    """Searches typed on a folder that was opened before, and one typed on a folder never seen."""
    for _ in range(bench.runs):
        home = bench.home(corpus, "search", new=True)
        session, view = bench.open(corpus, home)
        with session:
            session.wait(lambda: view.agrees, corpus.patience)  # noqa: B023
            samples.add("index", _await_index(session, view, corpus))
        prime(bench, corpus, home)
        session, view = bench.open(corpus, home)
        with session:
            session.wait(lambda: view.complete(corpus.listed) and view.agrees, corpus.patience)  # noqa: B023
            _await_index(session, view, corpus)
            _walk(session, view, samples)
            for text in SEARCHES:
                try:
                    _search(session, view, samples, text)
                except Missed as missed:
                    samples.failures.append(f"search for {text}: not seen in time\n{missed}")
                    _leave(session, view)


def _await_index(session: Session, view: View, corpus: Corpus) -> float:
    """Search once, until all that there is was searched; milliseconds from the start of the program."""
    session.send(b"/")
    session.settle()
    session.send(b"t")
    (at,) = session.watch([lambda: _found(view) and view.count >= 0 and not view.reading], corpus.patience, rest=0.2)
    _leave(session, view)
    return (at - session.started) * 1000


def _walk(session: Session, view: View, samples: Samples) -> None:
    for _ in range(_WALK):
        rows = view.rows
        record(samples, "search j", session, b"j", lambda: view.rows != rows and view.agrees)  # noqa: B023
    session.send(b"g")
    session.settle()


def _search(session: Session, view: View, samples: Samples, text: str) -> None:
    session.send(b"/")
    session.settle()
    for end in range(1, len(text) + 1):
        record(samples, "letter", session, text[end - 1].encode(), _lists(view, text[:end]))
    _leave(session, view)


def _lists(view: View, text: str) -> Test:
    """What is listed is what the text finds, the last word being the beginning of one until a blank follows."""
    name = f"Search: {text.strip()}" + ("" if text.endswith(" ") else "*")
    return lambda: view.topic == name and (view.agrees or view.count == 0)


def _found(view: View) -> bool:
    return view.topic.startswith("Search:")


def _leave(session: Session, view: View) -> None:
    session.send(_ESCAPE)
    session.wait(lambda: not _found(view) and view.count >= 0, PATIENCE)
    session.settle()
