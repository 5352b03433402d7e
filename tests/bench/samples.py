"""What was measured: numbers by name, for one size of folder."""

import statistics
from collections import defaultdict
from collections.abc import Iterable


class Samples:
    """Numbers by name. Times are in milliseconds, memory in megabytes, the rest in bytes."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.numbers: dict[str, list[float]] = defaultdict(list)
        self.failures: list[str] = []

    def add(self, name: str, number: float) -> None:
        """Add one number."""
        self.numbers[name].append(number)

    def add_all(self, name: str, numbers: Iterable[float]) -> None:
        """Add some numbers."""
        self.numbers[name].extend(numbers)

    def has(self, name: str) -> bool:
        """Whether anything was measured by that name."""
        return bool(self.numbers.get(name))

    def median(self, name: str) -> float:
        """The median of a name that was measured."""
        return statistics.median(self.numbers[name])

    def high(self, name: str) -> float:
        """The number below which 95 of 100 are (p95)."""
        numbers = sorted(self.numbers[name])
        return numbers[min(len(numbers) - 1, round(0.95 * (len(numbers) - 1)))]
