"""The sidebar: views, saved searches and the tree of topics, each with its count."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec import Struct
from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message

from reader.core.model.listing import View
from reader.core.model.topic import TopicKey
from reader.ui.render.text import Line, Span, fit, spread
from reader.ui.widgets.line_view import ScrollBar
from reader.ui.widgets.movement import MOVING, CursorView, movement

UNKNOWN = -1
"""A number of unread articles that is still to be counted."""
_NONE = -2


class Entry(Struct, frozen=True):
    """One line of the sidebar.

    Attributes:
        count: how many articles; below 0 where that is unknown yet.
        topic: set if the view is View.TOPIC.
        guide: the branches of the tree before the label.
        query: the query of a saved search, "" for other entries.
        heading: whether the cursor skips it.
        unread: how many of the articles are unread, UNKNOWN for not yet counted; below that it is not shown.
    """

    view: View
    label: str
    count: int
    topic: TopicKey | None = None
    mark: str = " "
    guide: str = ""
    query: str = ""
    heading: bool = False
    unread: int = _NONE

    @property
    def numbers(self) -> str:
        """Its counts as text."""
        if self.count < 0:
            return "…"
        return f"{self.unread:,}/{self.count:,}" if self.unread > 0 else f"{self.count:,}"


class TopicSidebar(CursorView, inherit_bindings=False):
    """Shows entries and a cursor.

    Args:
        follow: called with the view, topic and query when the cursor moves to an entry, within the same frame;
            without it the message `EntryHighlighted` is posted, which arrives a frame later.
    """

    COMPONENT_CLASSES = {"cursor", "caret", "mark", "view", "topic", "guide", "count", "section"}

    BINDINGS = [
        *movement("sidebar", one="an entry", first="the first entry", last="the last entry"),
        Binding("enter", "enter", "articles", id="sidebar.choose", tooltip="To the articles", group=MOVING, show=False),
        Binding("space", "fold", "fold", id="sidebar.fold", tooltip="Collapse or expand", group=MOVING),
        Binding("f", "find", "find", id="sidebar.find", tooltip="Go to the topic you type", group=MOVING),
    ]

    @dataclass
    class EntryHighlighted(Message):
        """The cursor moved to another entry."""

        view: View
        topic: TopicKey | None
        query: str = ""

    class EntryChosen(Message):
        """Enter or a click on an entry."""

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
        self._typed: str | None = None
        self.on_toggle: Callable[[TopicKey], object] | None = None
        """Called with a topic that is to be collapsed or expanded."""
        self.find_keys: Sequence[str] = ("f",)
        """The keys of `find`."""
        self.find_among: Callable[[], Sequence[Entry]] = lambda: self._entries
        """Gives all entries, those of collapsed topics included."""

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entries[self.cursor] if self.cursor < len(self._entries) else None

    @property
    def topics(self) -> Sequence[TopicKey]:
        """The topics, in the order of the sidebar."""
        return [entry.topic for entry in self._entries if entry.view is View.TOPIC and entry.topic is not None]

    def show(self, entries: Sequence[Entry], view: View, topic: TopicKey | None, query: str = "") -> None:
        """Show entries, with the cursor on a view, topic or saved search; `follow` is not called."""
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
        """Move the cursor to a view, topic or saved search, if it is shown; `follow` is not called."""
        for index, entry in enumerate(self._entries):
            if (entry.view, entry.topic, entry.query) == (view, topic, query) and not entry.heading:
                self._go(index, notify=False)
                return

    def resized(self) -> None:
        """Keep the cursor in view."""
        self.reveal(self.cursor, 1)

    def heading_text(self) -> str:
        """The name of the pane, or what is typed to find a topic."""
        return "Topics" if self._typed is None else f"Find: {self._typed}▏"

    def line_total(self) -> int:
        """One line an entry."""
        return len(self._entries)

    def line_at(self, y: int) -> Line:
        """The line of an entry."""
        entry = self._entries[y]
        width = self.content_width
        if entry.heading:
            return (Span(fit(f" {entry.label}", width), "section"),)
        on = "cursor " if y == self.cursor else ""
        count = entry.numbers
        left = (
            Span("▌" if on else " ", f"{on}caret"),
            Span(f"{entry.mark} ", f"{on}mark"),
            Span(entry.guide, f"{on}guide"),
            Span(
                fit(entry.label, max(0, width - 5 - len(entry.guide) - len(count))),
                f"{on}{'current' if on else 'topic' if entry.view is View.TOPIC else 'view'}",
            ),
        )
        return spread(left, (Span(f" {count} ", f"{on}count"),), width)

    def line_role(self, y: int) -> str:
        """The cursor's role on its line."""
        return "cursor topic" if y == self.cursor else ""

    def _go(self, index: int, notify: bool = True) -> None:
        index = max(0, min(index, len(self._entries) - 1))
        while self._entries[index].heading and 0 < index < len(self._entries) - 1:
            index += 1 if index > self.cursor else -1
        if index != self.cursor:
            old, self.cursor = self.cursor, index
            self.redraw_lines(old)
            self.redraw_lines(index)
            if notify:
                self._notify(self._entries[index])
        self.reveal(index, 1)

    def _notify(self, entry: Entry) -> None:
        if self._follow is not None:
            self._follow(entry.view, entry.topic, entry.query)
        else:
            self.post_message(self.EntryHighlighted(entry.view, entry.topic, entry.query))

    def action_enter(self) -> None:
        """Choose the entry under the cursor."""
        self.post_message(self.EntryChosen())

    def action_fold(self) -> None:
        """Collapse or expand the topic under the cursor."""
        entry = self.entry
        if entry is not None and entry.topic is not None and self.on_toggle is not None:
            self.on_toggle(entry.topic)

    # -- finding an entry by its first letters

    def action_find(self) -> None:
        """Take letters from now on, and go to the entry that they begin."""
        self._show_typed("")

    def _show_typed(self, typed: str | None) -> None:
        self._typed = typed
        self.refresh(Region(0, 0, self.content_width, 1))

    async def on_key(self, event: events.Key) -> None:
        """Take the letters of a name. The key that begins it is taken here, too: letters may follow at once."""
        if self._typed is None:
            if event.key not in self.find_keys:
                return
            self.action_find()
        elif event.key == "backspace":
            self._show_typed(self._typed[:-1] if self._typed else None)
        elif event.is_printable and event.character is not None:
            self._show_typed(self._typed + event.character)
            self._find(self._typed or "")
        else:
            self._show_typed(None)
            if event.key != "escape":
                # Enter and motions are for what was found.
                return
        event.stop()
        event.prevent_default()

    def on_blur(self) -> None:
        """End the typing of a name."""
        if self._typed is not None:
            self._show_typed(None)

    def _find(self, text: str) -> None:
        """Go to the first entry whose name begins with a text, else to one that has a word which does."""
        text = text.casefold().strip()
        entries = [entry for entry in self.find_among() if not entry.heading]
        names = [entry.label.casefold() for entry in entries]
        found = next((place for place, name in enumerate(names) if name.startswith(text)), None)
        if found is None:
            found = next((place for place, name in enumerate(names) if f" {text}" in name), None)
        if found is not None and text:
            self._notify(entries[found])

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to an entry and choose it; on its sign collapse or expand it."""
        y = self.content_at(event.y)
        if y is not None and not self._entries[y].heading:
            if 1 <= event.x <= 2 and self._entries[y].mark in "▾▸" and self.on_toggle is not None:
                self.on_toggle(self._entries[y].topic or TopicKey(""))
                return
            self._go(y)
            self.post_message(self.EntryChosen())
