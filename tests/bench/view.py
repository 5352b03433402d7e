"""What the main screen says, read off the terminal as a person would."""

import re
from collections.abc import Sequence

from tests.bench.terminal import Screen

_BORDER = "┬"
_CURSOR = "▌"
_HEAT = re.compile("[━╸] +([0-9]+) *$")
_DRAWN = " " + "".join(map(chr, range(0x2500, 0x25A0)))
"""Borders and scroll bars, wherever they are drawn."""
_LEAD = 4
"""Columns before a title: cursor, unread, bookmark."""


class View:
    """The panes of the program on a screen of three panes, with rows of two lines."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def _panes(self) -> tuple[list[str], list[str]]:
        """The lines of the list and of the detail, their headings first; none before they are drawn."""
        text = self._screen.text
        for y, line in enumerate(text):
            if line.count(_BORDER) == 2:
                left = line.index(_BORDER)
                right = line.index(_BORDER, left + 1)
                lines = text[y:-1]
                return [one[left + 1 : right] for one in lines], [one[right + 1 :] for one in lines]
        return [], []

    # -- the list

    @property
    def rows(self) -> list[str]:
        """The lines of the list below its heading."""
        return self._panes()[0][1:]

    @property
    def _heading(self) -> list[str]:
        lines = self._panes()[0]
        return lines[0].strip("─ ").split(" ─")[0].split(" · ") if lines else []

    @property
    def topic(self) -> str:
        """What is listed."""
        return self._heading[0] if self._heading else ""

    @property
    def order(self) -> str:
        """What comes first."""
        return self._heading[-1] if self._heading else ""

    @property
    def count(self) -> int:
        """How many articles are listed; -1 where nothing says so."""
        numbers = [part.replace(",", "") for part in self._heading[1:] if re.fullmatch("[0-9,]+", part)]
        return int(numbers[0]) if numbers else -1

    @property
    def place(self) -> int:
        """The line of the list that the cursor is on; -1 if there is none."""
        return next((y for y, line in enumerate(self.rows) if line.startswith(_CURSOR)), -1)

    @property
    def marks(self) -> str:
        """The marks of the article under the cursor."""
        return self.rows[self.place][1:_LEAD] if self.place >= 0 else ""

    @property
    def title(self) -> str:
        """The title under the cursor, cut as it is."""
        return _title(self.rows[self.place]) if self.place >= 0 else ""

    def is_on(self, title: str) -> bool:
        """Whether the cursor is on the article of this title."""
        return _same(self.title, title)

    @property
    def sorted(self) -> bool:
        """Whether no row in view is hotter than one above it."""
        heats = [int(number) for line in self.rows for number in _HEAT.findall(line)]
        return bool(heats) and heats == sorted(heats, reverse=True)

    def starts_with(self, titles: Sequence[str]) -> bool:
        """Whether the list shows these titles, or as many of them as fit."""
        shown = [_title(line) for line in self.rows[::2]]
        wanted = [*titles[: len(shown)]]
        return len(shown) > 1 and bool(wanted) and all(map(_same, shown[: len(wanted)], wanted))

    # -- the rest

    @property
    def detail(self) -> list[str]:
        """The lines of the article that is shown in full."""
        return [line.strip(_DRAWN) for line in self._panes()[1][1:]]

    @property
    def shown_title(self) -> str:
        """The title of the article that is shown in full."""
        lines = self.detail
        return " ".join(lines[: lines.index("")] if "" in lines else lines)

    @property
    def related(self) -> bool:
        """Whether the article has related entries."""
        return any(line.startswith("Related (") for line in self.detail)

    @property
    def agrees(self) -> bool:
        """Whether the article that is shown in full is the one under the cursor."""
        return bool(self.title) and _same(self.title, self.shown_title)

    @property
    def reading(self) -> bool:
        """Whether articles are still to come."""
        return "reading" in self._screen.text[-1]

    def complete(self, count: int) -> bool:
        """Whether all of `count` articles are listed and nothing is still to come."""
        return self.count == count and not self.reading


def _title(line: str) -> str:
    return line[_LEAD:].strip(_DRAWN)


def _same(cut: str, whole: str) -> bool:
    """Whether a title is the other one, or its beginning."""
    return bool(cut) and whole.startswith(cut.removesuffix("…").rstrip())
