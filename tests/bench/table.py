"""The table: a row for each thing measured, a column for each size."""

from collections.abc import Sequence

from tests.bench.rows import Row
from tests.bench.samples import Samples

_GROWTH = 1.15
NOTHING = "–"


def draw_table(rows: Sequence[Row], columns: Sequence[Samples]) -> str:
    """The table as Markdown, its columns aligned."""
    head = ["median (p95), ratio to the floor", *(f"{samples.count:,} articles" for samples in columns), "target"]
    cells = [head, *(_line(row, columns) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def _line(row: Row, columns: Sequence[Samples]) -> list[str]:
    if row.growth:
        cells = [NOTHING, *(_growth(row, columns[0], samples) for samples in columns[1:])]
    else:
        cells = [_cell(row, samples) for samples in columns]
    return [row.label, *cells, row.target.words]


def _cell(row: Row, samples: Samples) -> str:
    if not samples.has(row.name):
        return NOTHING
    middle = samples.median(row.name)
    parts = [_number(middle, row.unit)]
    if row.high:
        parts.append(f"({_number(samples.high(row.name), row.unit, bare=True)})")
    if samples.has(row.target.floor):
        parts.append(f"{middle / samples.median(row.target.floor):.2f}x")
    limit = row.target.limit(samples)
    if limit is not None:
        parts.append(_verdict(middle <= limit))
    return " ".join(parts)


def _growth(row: Row, small: Samples, large: Samples) -> str:
    """How much dearer a key is than at the smallest size, each against its own session's floor."""
    names = row.name, row.target.floor
    if not all(samples.has(name) for samples in (small, large) for name in names):
        return NOTHING
    first, second = (samples.median(names[0]) / samples.median(names[1]) for samples in (small, large))
    return f"{second / first:.2f}x {_verdict(second <= _GROWTH * first)}"


def _verdict(met: bool) -> str:
    return "met" if met else "MISSED"


def _number(number: float, unit: str, bare: bool = False) -> str:
    if unit in ("kB", "s"):
        number /= 1000
    digits = 0 if number >= 100 else 2 if unit == "kB" else 1
    return f"{number:,.{digits}f}" + ("" if bare else f" {unit}")
