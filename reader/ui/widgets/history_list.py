"""The history: what was done, by day, the newest first; older steps come as they are wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct
from textual import events
from textual.binding import Binding
from textual.message import Message

from reader.core.model.marks import HistoryEntry
from reader.core.text.relative_time import day_words
from reader.ui.render.text import Line, Span, fit, spread
from reader.ui.widgets.line_view import LineView, ScrollBar
from reader.ui.widgets.movement import MOVING, movement

BEGINNING = 0
"""The number that stands for the time before all steps."""


class _Place(Struct, frozen=True):
    """One line: a step, a day, or the beginning."""

    step: HistoryEntry | None = None
    day: str = ""

    @property
    def number(self) -> int:
        """The step to go back to."""
        return self.step.id if self.step else BEGINNING


class HistoryList(LineView, inherit_bindings=False):
    """Shows steps and a cursor, which passes over the days.

    Args:
        now: the present, in the reader's zone.
    """

    COMPONENT_CLASSES = {"cursor", "caret", "day", "time", "step", "undone", "sign", "hint"}

    BINDINGS = [
        *movement("history", one="a step", first="the newest step", last="the oldest that is here"),
        Binding("enter", "choose", "go back", id="history.choose", tooltip="Go back to this step", group=MOVING),
    ]

    @dataclass
    class Chosen(Message):
        """A step is to be gone back to; `affected` is how many are undone or redone for it."""

        step: int
        affected: int
        back: bool

    class Wanted(Message):
        """Older steps are wanted."""

    def __init__(self, now: datetime, *, bar: ScrollBar | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(bar=bar, id=id)
        self._now = now
        self._places: list[_Place] = []
        self._complete = False
        self._asked = True
        self.cursor = 0

    # -- what it is handed

    @property
    def oldest(self) -> int | None:
        """The oldest step that is here."""
        return next((place.step.id for place in reversed(self._places) if place.step), None)

    def add(self, steps: Sequence[HistoryEntry], complete: bool) -> None:
        """Add older steps; `complete` says that there are no more."""
        first = not self._places
        day = next((place.day for place in reversed(self._places) if place.day), "")
        for step in steps:
            words = day_words(int(step.at), self._now)
            if words != day:
                day = words
                self._places.append(_Place(day=day))
            self._places.append(_Place(step))
        if complete and self._places:
            self._places.append(_Place())
        self._complete = complete
        self._asked = complete
        if first:
            self.cursor = self._present if self._present is not None else self._next(-1, 1)
            self.reveal(max(0, self.cursor - 1), 2)
        self.redraw()

    @property
    def _present(self) -> int | None:
        """The line of the newest step that is in force; None if none of those here is."""
        for y, place in enumerate(self._places):
            if (place.step and not place.step.undone) or (place.step is None and not place.day):
                return y
        return None

    # -- what it draws

    def heading_text(self) -> str:
        """What it is."""
        return "History"

    def line_total(self) -> int:
        """The lines that are here."""
        return len(self._places) or 1

    @property
    def content_width(self) -> int:
        """All but a blank at the right."""
        return max(0, self._width - 1)

    def line_at(self, y: int) -> Line:
        """A day, a step, or the beginning."""
        if not self._places:
            words = "Nothing was marked yet." if self._complete else "Reading …"
            return (Span(f"  {words}", "hint"),)
        place = self._places[y]
        if place.day:
            return (Span(f"  {place.day}", "day"),)
        on = "cursor " if y == self.cursor else ""
        undone = place.step is not None and place.step.undone
        role = f"{on}{'undone' if undone else 'step'}"
        sign = "→" if y == self._present else "↶" if undone else " "
        end = " now " if y == self._present else " undone " if undone else ""
        lead = (Span("▌" if on else " ", f"{on}caret"), Span(f"{sign} ", f"{on}sign"))
        room = max(0, self.content_width - 3 - len(end) - 1)
        if place.step is None:
            return spread((*lead, Span(fit("before all of this", room), role)), (Span(end, f"{on}sign"),), room + 3)
        time = f"{datetime.fromtimestamp(place.step.at, self._now.tzinfo):%H:%M}  "
        words = said(place.step)
        left = (*lead, Span(time, f"{on}time"), Span(fit(words, max(0, room - len(time))), role))
        return spread(left, (Span(end, f"{on}sign"),), self.content_width)

    def line_role(self, y: int) -> str:
        """The cursor's colours under the cursor."""
        return "cursor step" if self._places and y == self.cursor else ""

    # -- moving

    def _next(self, start: int, by: int) -> int:
        """The next line that is no day."""
        place = start + by
        while 0 <= place < len(self._places) and self._places[place].day:
            place += by
        return place if 0 <= place < len(self._places) else start

    def _go(self, place: int) -> None:
        if not self._places:
            return
        place = max(0, min(place, len(self._places) - 1))
        if self._places[place].day:
            place = self._next(place, 1 if place >= self.cursor or not place else -1)
        old, self.cursor = self.cursor, place
        self.redraw_lines(old)
        self.redraw_lines(place)
        above = place > 0 and bool(self._places[place - 1].day)
        self.reveal(place - above, 1 + above)
        if not self._asked and place > len(self._places) - 2 * self.page_size - 1:
            self._asked = True
            self.post_message(self.Wanted())

    def action_move(self, by: int) -> None:
        """Move the cursor by some steps."""
        self._go(self._next(self.cursor, by) if abs(by) == 1 else self.cursor + by)

    def action_go_first(self) -> None:
        """Move to the newest step."""
        self._go(0)

    def action_go_last(self) -> None:
        """Move to the oldest step that is here."""
        self._go(len(self._places) - 1)

    def action_page(self, pages: float) -> None:
        """Move by some pages."""
        self._go(self.cursor + int(max(2, self.page_size) * pages))

    def action_choose(self) -> None:
        """Say which step is to be gone back to."""
        if not self._places:
            return
        place, present = self._places[self.cursor], self._present
        last = len(self._places) if present is None else present
        between = self._places[min(self.cursor, last) : max(self.cursor, last)]
        affected = sum(other.step is not None for other in between)
        self.post_message(self.Chosen(place.number, affected, self.cursor > last))

    def on_click(self, event: events.Click) -> None:
        """Go to a step."""
        y = self.content_at(event.y)
        if y is not None:
            self._go(y)


def said(step: HistoryEntry) -> str:
    """A step in words: what was done, and where."""
    return f"{step.label or 'one change'} in {step.origin}" if step.origin else step.label or "one change"
