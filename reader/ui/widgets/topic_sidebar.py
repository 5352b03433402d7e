"""The sidebar: the views, then the tree of topics, each with its count."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec import Struct
from textual import events
from textual.binding import Binding
from textual.message import Message

from reader.core.model.listing import View
from reader.core.model.topic import TopicKey
from reader.ui.render.text import Line, Span, fit, spread, thousands
from reader.ui.widgets.line_view import LineView, ScrollBar
from reader.ui.widgets.movement import MOVING, movement


class Entry(Struct, frozen=True):
    """One line of the sidebar. `guide` is the tree drawn before the label; `topic` goes with View.TOPIC.

    `query` makes it a saved search. A heading is passed over by the cursor. A `count` below 0 is not known yet.
    """

    view: View
    label: str
    count: int
    topic: TopicKey | None = None
    mark: str = " "
    guide: str = ""
    query: str = ""
    heading: bool = False


class TopicSidebar(LineView, inherit_bindings=False):
    """Shows entries and a cursor; moving to an entry chooses it.

    Args:
        follow: called with the view, topic and query of the entry that the cursor comes to, within the same
            frame; without it `EntryHighlighted` is sent, which lands in a later one.
    """

    COMPONENT_CLASSES = {"cursor", "caret", "mark", "view", "topic", "guide", "count", "section"}

    BINDINGS = [
        *movement("sidebar", one="an entry", first="the first entry", last="the last entry"),
        Binding("enter", "enter", "articles", id="sidebar.choose", tooltip="To the articles", group=MOVING, show=False),
    ]

    @dataclass
    class EntryHighlighted(Message):
        """The cursor came to another entry: its articles are to be listed."""

        view: View
        topic: TopicKey | None
        query: str = ""

    class EntryChosen(Message):
        """Enter or a click: on to the articles."""

    def __init__(
        self,
        follow: Callable[[View, TopicKey | None, str], None] | None = None,
        *,
        bar: ScrollBar | None = None,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(bar=bar, id=id)
        self._follow = follow
        self._entries: Sequence[Entry] = ()
        self.cursor = 0

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entries[self.cursor] if self.cursor < len(self._entries) else None

    @property
    def topics(self) -> Sequence[TopicKey]:
        """The topics in the order in which they are shown."""
        return [entry.topic for entry in self._entries if entry.view is View.TOPIC and entry.topic is not None]

    def show(self, entries: Sequence[Entry], view: View, topic: TopicKey | None, query: str = "") -> None:
        """Show entries, with the cursor on that of a view, topic or saved search; nobody is told."""
        before = self._entries
        self._entries = entries
        self.move_to(view, topic, query)
        if len(before) != len(entries):
            self.redraw()
            return
        for y, (old, new) in enumerate(zip(before, entries, strict=True)):
            if old != new:
                self.redraw_lines(y)

    def move_to(self, view: View, topic: TopicKey | None, query: str = "") -> None:
        """Put the cursor on a view, topic or saved search, if it is shown."""
        for place, entry in enumerate(self._entries):
            if (entry.view, entry.topic, entry.query) == (view, topic, query) and not entry.heading:
                self._go(place, tell=False)
                return

    def resized(self) -> None:
        """Keep the cursor in view."""
        self.reveal(self.cursor, 1)

    def heading_text(self) -> str:
        """What the pane is."""
        return "Topics"

    def line_total(self) -> int:
        """The entries."""
        return len(self._entries)

    def line_at(self, y: int) -> Line:
        """An entry."""
        entry = self._entries[y]
        width = self.content_width
        if entry.heading:
            return (Span(fit(f" {entry.label}", width), "section"),)
        on = "cursor " if y == self.cursor else ""
        count = thousands(entry.count) if entry.count >= 0 else "…"
        left = (
            Span("▌" if on else " ", f"{on}caret"),
            Span(f"{entry.mark} ", f"{on}mark"),
            Span(entry.guide, f"{on}guide"),
            Span(
                fit(entry.label, max(0, width - 5 - len(entry.guide) - len(count))),
                f"{on}{'topic' if entry.view is View.TOPIC else 'view'}",
            ),
        )
        return spread(left, (Span(f" {count} ", f"{on}count"),), width)

    def line_role(self, y: int) -> str:
        """The cursor's colours under the cursor."""
        return "cursor topic" if y == self.cursor else ""

    def _go(self, place: int, tell: bool = True) -> None:
        place = max(0, min(place, len(self._entries) - 1))
        while self._entries[place].heading and 0 < place < len(self._entries) - 1:
            place += 1 if place > self.cursor else -1
        if place != self.cursor:
            old, self.cursor = self.cursor, place
            self.redraw_lines(old)
            self.redraw_lines(place)
            if tell:
                self._tell(self._entries[place])
        self.reveal(place, 1)

    def _tell(self, entry: Entry) -> None:
        if self._follow is not None:
            self._follow(entry.view, entry.topic, entry.query)
        else:
            self.post_message(self.EntryHighlighted(entry.view, entry.topic, entry.query))

    def action_move(self, by: int) -> None:
        """Move the cursor by some entries."""
        if self._entries:
            self._go(self.cursor + by)

    def action_go_first(self) -> None:
        """Move to the first entry."""
        self.action_move(-self.cursor)

    def action_go_last(self) -> None:
        """Move to the last entry."""
        self.action_move(len(self._entries) - 1 - self.cursor)

    def action_page(self, pages: float) -> None:
        """Move by some pages."""
        self.action_move(int(max(2, self.page_size) * pages))

    def action_enter(self) -> None:
        """Say that the reader goes on to the articles."""
        self.post_message(self.EntryChosen())

    def on_click(self, event: events.Click) -> None:
        """Choose an entry."""
        y = self.content_at(event.y)
        if y is not None and not self._entries[y].heading:
            self._go(y)
            self.post_message(self.EntryChosen())
