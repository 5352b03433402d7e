"""How long a key takes, from the press to the frame that shows what it did."""

from tests.bench.corpus import Corpus
from tests.bench.program import Bench, floor_shown
from tests.bench.samples import Samples
from tests.bench.session import Missed, Session, Test
from tests.bench.starts import PATIENCE, prime
from tests.bench.view import View

WALK = 30
"""So many rows are walked down, key by key."""
HELD = 60
"""So often a held key repeats."""
_LEAST = 25
_PAGE_DOWN, _BACK, _FORWARD = b"\x1b[6~", b"\x7f", b"\x1b[1;3C"


def measure_keys(bench: Bench, corpus: Corpus, samples: Samples) -> None:
    """Keys at rest on a folder that was opened before, each session between two of the least a key can cost."""
    for _ in range(bench.runs):
        prime(bench, corpus, bench.home(corpus, "keys", new=True))
        _measure_least(bench, samples)
        _measure_session(bench, corpus, samples)
        _measure_least(bench, samples)


def _measure_session(bench: Bench, corpus: Corpus, samples: Samples) -> None:
    session, view = bench.open(corpus, bench.home(corpus, "keys"))
    with session:
        session.wait(lambda: view.complete(corpus.listed) and view.agrees, corpus.patience)
        session.settle()
        Keyboard(session, view, samples, corpus).play()


def _measure_least(bench: Bench, samples: Samples) -> None:
    with bench.open_floor() as session:
        session.wait(lambda: floor_shown(session), PATIENCE)
        session.settle()
        for number in range(1, _LEAST):
            record(samples, "least key", session, b"j", _number_shown(session, number))


def _number_shown(session: Session, number: int) -> Test:
    return lambda: floor_shown(session, number)


def record(samples: Samples, name: str, session: Session, keys: bytes, test: Test) -> None:
    """Press a key and keep time, processor time and bytes."""
    effect = session.press(keys, test)
    samples.add(name, effect.passed)
    samples.add(f"{name} busy", effect.busy)
    samples.add(f"{name} bytes", effect.size)


class Keyboard:
    """Plays all keys in turn; a key whose effect is never seen is noted as a failure."""

    def __init__(self, session: Session, view: View, samples: Samples, corpus: Corpus) -> None:
        self._session = session
        self._view = view
        self._samples = samples
        self._corpus = corpus

    def play(self) -> None:
        """Measure everything."""
        scenes = (
            self._walk_and_hold,
            self._jump,
            self._page,
            self._follow_related,
            self._bookmark,
            self._mark_read,
            self._sort,
            self._step_topics,
        )
        self._top()
        for scene in scenes:
            try:
                scene()
            except Missed as missed:
                self._samples.failures.append(f"{scene.__name__.strip('_')}: not seen in time\n{missed}")
            self._top()

    # -- what a key is to show

    def _moved(self) -> Test:
        """The list looks different, and the detail is that of the cursor."""
        rows = self._view.rows
        return lambda: self._view.rows != rows and self._view.agrees

    def _marked(self) -> Test:
        marks = self._view.marks
        return lambda: self._view.place >= 0 and self._view.marks != marks

    def _elsewhere(self) -> Test:
        """Another article is shown in full."""
        title = self._view.shown_title
        return lambda: self._view.shown_title not in ("", title)

    def _relisted(self) -> Test:
        """Another listing: topic or order."""
        view = self._view
        before = view.topic, view.order
        return lambda: (view.topic, view.order) not in (("", ""), before) and (view.agrees or not view.count)

    # -- scenes

    def _record(self, name: str, keys: bytes, test: Test) -> None:
        record(self._samples, name, self._session, keys, test)

    def _top(self) -> None:
        self._session.send(b"g")
        self._session.settle()

    def _walk_and_hold(self) -> None:
        for _ in range(WALK):
            self._record("j scroll" if self._at_end() else "j", b"j", self._moved())
        wanted = self._corpus.first[WALK + HELD]
        effect = self._session.press(b"j" * HELD, lambda: self._view.is_on(wanted) and self._view.agrees)
        self._samples.add("held", effect.passed)

    def _at_end(self) -> bool:
        """Whether the cursor is on the last row in view."""
        return self._view.place + 4 > len(self._view.rows)

    def _jump(self) -> None:
        for _ in range(6):
            self._record("G", b"G", self._moved())
            self._record("g", b"g", self._moved())

    def _page(self) -> None:
        for _ in range(3):
            for _ in range(4):
                self._record("page", _PAGE_DOWN, self._moved())
            self._top()

    def _follow_related(self) -> None:
        for _ in range(WALK):
            if self._view.related:
                break
            self._session.press(b"j", self._moved())
        self._record("related", b"1", self._elsewhere())
        for _ in range(6):
            self._record("back", _BACK, self._elsewhere())
            self._record("back", _FORWARD, self._elsewhere())

    def _bookmark(self) -> None:
        for _ in range(10):
            self._record("bookmark", b"b", self._marked())

    def _mark_read(self) -> None:
        for _ in range(10):
            # It goes on to the next article.
            self._record("read", b"m", self._moved())

    def _sort(self) -> None:
        for _ in range(10):
            self._record("sort", b"s", self._relisted())

    def _step_topics(self) -> None:
        for _ in range(10):
            self._record("topic", b"]", self._relisted())
