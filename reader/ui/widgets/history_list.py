"""The history of marks by day, newest first; older entries are requested while scrolling."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct
from textual import events
from textual.binding import Binding
from textual.message import Message

from reader.core.model.marks import HistoryEntry
from reader.core.text.relative_time import format_day
from reader.ui.render.text import Line, Span, fit, spread
from reader.ui.widgets.line_view import ScrollBar
from reader.ui.widgets.movement import MOVING, CursorView, movement

BEGINNING = 0
"""The id of the point before all entries."""


class _Line(Struct, frozen=True):
    """An entry, a day, or (with neither) the beginning."""

    step: HistoryEntry | None = None
    day: str = ""


class HistoryList(CursorView, inherit_bindings=False):
    """Shows entries and a cursor, which skips the days.

    Args:
        now: the present, in the user's time zone.
    """

    COMPONENT_CLASSES = {"cursor", "caret", "day", "time", "step", "undone", "sign", "hint"}

    BINDINGS = [
        *movement("history", one="an entry", first="the newest entry", last="the oldest entry loaded"),
        Binding("enter", "choose", "go back", id="history.choose", tooltip="Go back to this point", group=MOVING),
    ]

    @dataclass
    class StepChosen(Message):
        """Go to the point after an entry; so many entries are undone for it, and then so many redone."""

        step: int
        undone: int
        redone: int

    class OlderRequested(Message):
        """Older entries are needed."""

    def __init__(self, now: datetime, *, bar: ScrollBar | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(bar=bar, id=id)
        self._now = now
        self._lines: list[_Line] = []
        self._complete = False
        self._asked = True

    # -- content

    @property
    def oldest(self) -> int | None:
        """The id of the oldest entry loaded."""
        return next((line.step.id for line in reversed(self._lines) if line.step), None)

    def add(self, steps: Sequence[HistoryEntry], complete: bool) -> None:
        """Append older entries; `complete` if there are no more."""
        first = not self._lines
        day = next((line.day for line in reversed(self._lines) if line.day), "")
        for step in steps:
            step_day = format_day(int(step.at), self._now)
            if step_day != day:
                day = step_day
                self._lines.append(_Line(day=day))
            self._lines.append(_Line(step))
        if complete and self._lines:
            self._lines.append(_Line())
        self._complete = complete
        self._asked = complete
        if first:
            self.cursor = self._present if self._present is not None else self._next(-1, 1)
            self.reveal(max(0, self.cursor - 1), 2)
        self.redraw()

    @property
    def _present(self) -> int | None:
        """The line of the present point: the newest entry that is not undone; None if it is not loaded."""
        for y, line in enumerate(self._lines):
            if (line.step and not line.step.undone) or (line.step is None and not line.day):
                return y
        return None

    # -- drawing

    def heading_text(self) -> str:
        """The name of the pane."""
        return "History"

    def line_total(self) -> int:
        """The lines loaded, or one that says why there are none."""
        return len(self._lines) or 1

    @property
    def content_width(self) -> int:
        """One cell less, for a blank at the right."""
        return max(0, self._width - 1)

    def line_at(self, y: int) -> Line:
        """The line of a day, an entry or the beginning."""
        if not self._lines:
            return (Span("  No changes yet." if self._complete else "  Loading …", "hint"),)
        line = self._lines[y]
        if line.day:
            return (Span(f"  {line.day}", "day"),)
        on = "cursor " if y == self.cursor else ""
        undone = line.step is not None and line.step.undone
        role = f"{on}{'undone' if undone else 'current' if on else 'step'}"
        sign = "→" if y == self._present else "↶" if undone else " "
        end = " now " if y == self._present else " undone " if undone else ""
        lead = (Span("▌" if on else " ", f"{on}caret"), Span(f"{sign} ", f"{on}sign"))
        room = max(0, self.content_width - 3 - len(end) - 1)
        if line.step is None:
            return spread((*lead, Span(fit("before all changes", room), role)), (Span(end, f"{on}sign"),), room + 3)
        time = f"{datetime.fromtimestamp(line.step.at, self._now.tzinfo):%H:%M}  "
        label = describe_step(line.step)
        left = (*lead, Span(time, f"{on}time"), Span(fit(label, max(0, room - len(time))), role))
        return spread(left, (Span(end, f"{on}sign"),), self.content_width)

    def line_role(self, y: int) -> str:
        """The cursor's role on its line."""
        return "cursor step" if self._lines and y == self.cursor else ""

    # -- moving

    def _next(self, start: int, by: int) -> int:
        """The next line that is not a day."""
        index = start + by
        while 0 <= index < len(self._lines) and self._lines[index].day:
            index += by
        return index if 0 <= index < len(self._lines) else start

    def _go(self, index: int) -> None:
        if not self._lines:
            return
        index = max(0, min(index, len(self._lines) - 1))
        if self._lines[index].day:
            index = self._next(index, 1 if index >= self.cursor or not index else -1)
        old, self.cursor = self.cursor, index
        self.redraw_lines(old)
        self.redraw_lines(index)
        above = index > 0 and bool(self._lines[index - 1].day)
        self.reveal(index - above, 1 + above)
        if not self._asked and index > len(self._lines) - 2 * self.page_size - 1:
            self._asked = True
            self.post_message(self.OlderRequested())

    def action_move(self, by: int) -> None:
        """Move the cursor by a number of lines."""
        self._go(self._next(self.cursor, by) if abs(by) == 1 else self.cursor + by)

    def action_choose(self) -> None:
        """Choose the point under the cursor."""
        if not self._lines:
            return
        steps = {line.step.id: line.step for line in self._lines if line.step}
        line = self._lines[self.cursor]
        chosen = fork = line.step.id if line.step else BEGINNING
        redone = 0
        while fork in steps and steps[fork].undone:
            redone += 1
            fork = steps[fork].parent
        undone = sum(step.id > fork and not step.undone for step in steps.values())
        self.post_message(self.StepChosen(chosen, undone, redone))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to a line."""
        y = self.content_at(event.y)
        if y is not None:
            self._go(y)


def describe_step(step: HistoryEntry) -> str:
    """An entry in words: what was done, and where."""
    return f"{step.label or 'one change'} in {step.origin}" if step.origin else step.label or "one change"
