"""The rows of the table: what is measured, against which floor, and what is to be reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.bench.samples import Samples

LIGHT = {10_000: 70.0, 100_000: 200.0}
"""Megabytes that folders up to a size may take."""
PROMPT = {10_000: 200.0, 100_000: 1500.0}
"""Milliseconds after which the rest of a folder up to a size is there."""


@dataclass(frozen=True, slots=True)
class Target:
    """A limit: so many times a floor, or a number for folders up to a size.

    `floor` and `factor` belong together; where `least` is given, the limit is no lower than that of it.
    """

    words: str = ""
    floor: str = ""
    factor: float = 0.0
    most: Mapping[int, float] = field(default_factory=dict)
    least: "Target | None" = None

    def limit(self, samples: Samples) -> float | None:
        """The number not to be exceeded, None where there is none."""
        if self.factor:
            found = self.factor * samples.median(self.floor) if samples.has(self.floor) else None
            low = self.least.limit(samples) if self.least else None
            return max(found, low) if found and low else found
        sizes = [size for size in sorted(self.most) if size >= samples.count]
        return self.most[sizes[0]] if sizes else None


def times(factor: float, floor: str, words: str, least: Target | None = None) -> Target:
    """So many times a floor."""
    return Target(f"{factor:g} x {words}", floor, factor, least=least)


def at_most(number: float, words: str) -> Target:
    """A number for folders of any size."""
    return Target(words, most={10**9: number})


def beside(floor: str) -> Target:
    """No limit, but a ratio to a floor."""
    return Target(floor=floor)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    `part` is what has to be run for it, `name` that of the samples, `unit` ms, MB or kB; `high` is whether p95 is
    shown; `growth` is whether it shows how often the samples' ratio to the floor at the smallest size is reached.
    """

    part: str
    label: str
    name: str
    unit: str = "ms"
    target: Target = field(default_factory=Target)
    high: bool = False
    growth: bool = False


_APP = "an empty program"
_COLD_ROWS = times(1.3, "cold floor start", _APP)
_REST = Target("0.2 s to 10k, 1.5 s to 100k", most=PROMPT)
_ALL = times(1.5, "read files", "reading", _COLD_ROWS)
_LEAST = "least key"


def _key(label: str, name: str, factor: float) -> Row:
    return Row("keys", label, name, target=times(factor, _LEAST, "the least key"), high=True)


def _memory(start: str, moment: str, words: str) -> Row:
    target = Target("70 MB to 10k, 200 MB to 100k", most=LIGHT)
    return Row("memory", f"memory, {start} start, {words}", f"{start} memory {moment}", "MB", target)


ROWS = (
    Row("start", "floor: empty three-pane program", "warm floor start"),
    Row("start", "floor: its processor time", "warm floor busy"),
    Row("start", "floor: its memory", "warm floor memory", "MB"),
    Row("start", "warm start: first rows and detail", "warm rows", target=times(1.15, "warm floor start", _APP)),
    Row("start", "warm start: a key typed at once", "warm key", target=times(1.15, "warm floor start", _APP)),
    Row("start", "warm start: the rest after that", "warm rest", target=_REST),
    Row("start", "warm start: processor time", "warm busy", target=beside("warm floor busy")),
    Row("cold", "floor: reading all files", "read files"),
    Row("cold", "floor: empty program in the cold part", "cold floor start"),
    Row("cold", "cold start: first rows and detail", "cold rows", target=_COLD_ROWS),
    Row("cold", "cold start: all listed and sorted", "cold all", target=_ALL),
    Row("cold", "cold start: j and k meanwhile", "cold key", target=times(1.25, "j", "j at rest"), high=True),
    Row("keys", "floor: least key", _LEAST, high=True),
    Row("keys", "floor: processor time of the least key", f"{_LEAST} busy"),
    Row("keys", "floor: bytes of the least key", f"{_LEAST} bytes", "kB"),
    _key("j inside the page", "j", 1.25),
    Row("keys", "j inside the page: processor time", "j busy", target=beside(f"{_LEAST} busy")),
    Row("keys", "j inside the page: growth", "j", "x", Target("1.15 x the smallest", _LEAST), growth=True),
    _key("j when the list scrolls", "j scroll", 2),
    _key("g", "g", 3),
    _key("G", "G", 3),
    _key("page", "page", 3),
    _key("topic", "topic", 3),
    _key("sort", "sort", 3),
    _key("bookmark", "bookmark", 3),
    _key("mark read", "read", 3),
    _key("related entry", "related", 3),
    _key("back and forward", "back", 3),
    Row("keys", "60 repeats of j at once", "held", target=at_most(150, "150 ms")),
    Row("keys", "bytes: j inside the page", "j bytes", "kB", at_most(1500, "1.5 kB")),
    Row("keys", "bytes: j when the list scrolls", "j scroll bytes", "kB", at_most(7000, "7 kB")),
    Row("search", "search as you type: a letter", "letter", target=times(3, "search j", "a plain j"), high=True),
    Row("search", "search as you type: j beside it", "search j", high=True),
    Row("search", "search as you type: the index, after a first start", "index", "s"),
    _memory("cold", "peak", "at most"),
    _memory("cold", "end", "after keys"),
    _memory("warm", "ready", "all listed"),
    _memory("warm", "end", "after keys"),
    _memory("warm", "peak", "at most"),
    Row("cli", "floor: bare Python", "bare Python"),
    Row("cli", "heatwire --version", "version", target=times(4.5, "bare Python", "bare Python")),
    Row("cli", "heatwire list --limit 20", "list", target=times(4.5, "bare Python", "bare Python")),
    Row("newsboat", "newsboat: start and open all", "newsboat start"),
    Row("newsboat", "newsboat: next article", "newsboat next", high=True),
    Row("newsboat", "newsboat: bytes a key", "newsboat next bytes", "kB"),
    Row("newsboat", "newsboat: memory at most", "newsboat peak", "MB"),
)  # fmt: skip


def rows_of(parts: set[str]) -> list[Row]:
    """The rows of some parts."""
    return [row for row in ROWS if row.part in parts]
