"""A list of entries to choose from, under group headings, in one or two columns; the keys are those of its dialog."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct
from textual import events
from textual.message import Message

from reader.ui.render.text import Line, Span, cell_width, fit, line_width, pad, spread
from reader.ui.widgets.line_view import ScrollBar
from reader.ui.widgets.movement import CursorView

_GAP = 2
_KEYS = 10
"""Cells for the keys; longer ones push their label to the right."""
_WIDE = 89
"""Cells from which there may be two columns."""
_NEAR_MIDDLE = 8
"""Lines from the middle within which the second column begins with a heading."""


class MenuItem(Struct, frozen=True):
    """One line: keys at the left or the right, a label and a remark.

    Attributes:
        heading: whether the cursor skips it; "" as its label makes a blank line.
        dim: whether it cannot be chosen now.
    """

    label: str
    keys: str = ""
    note: str = ""
    right: str = ""
    heading: bool = False
    dim: bool = False


class Menu(CursorView, can_focus=False, inherit_bindings=False):
    """Shows items and a cursor, which skips headings.

    Args:
        two_columns: whether there are two columns if there is room.
    """

    COMPONENT_CLASSES = {"cursor", "caret", "group", "key", "entry", "note", "off", "hint"}

    @dataclass
    class ItemHighlighted(Message):
        """The cursor is on another item."""

        index: int

    @dataclass
    class ItemChosen(Message):
        """A click on an item."""

        index: int

    def __init__(self, two_columns: bool = False, *, bar: ScrollBar | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(bar=bar, id=id)
        self._two_columns = two_columns
        self._items: Sequence[MenuItem] = ()
        self._split = 0
        self._hint = ""
        self._key_width = 0

    def show(self, items: Sequence[MenuItem], hint: str = "", cursor: int = 0) -> None:
        """Show items, with the cursor on one of them; `hint` if there are none."""
        self._items, self._hint = items, hint
        self._key_width = min(_KEYS, max((cell_width(item.keys) for item in items), default=0))
        self.top = 0
        self.cursor = self._next(cursor - 1, 1) if items else 0
        self.resized()
        self.redraw()

    # -- drawing

    def line_total(self) -> int:
        """The lines of the longer column, or of the hint."""
        return max(self._split, len(self._items) - self._split) or 1

    def item_total(self) -> int:
        """The number of items, headings included."""
        return len(self._items)

    def _column_widths(self) -> tuple[int, int]:
        """The cells of the first and the second column."""
        if self._split >= len(self._items):
            return self.content_width, 0
        second = max(0, (self.content_width - _GAP) // 2)
        return self.content_width - _GAP - second, second

    def line_at(self, y: int) -> Line:
        """The items of a line."""
        if not self._items:
            return (Span(fit(f" {self._hint}", self.content_width), "hint"),)
        first, second = self._column_widths()
        left = self._item_line(y, first) if y < self._split else (Span(" " * first),)
        if not second or self._split + y >= len(self._items):
            return left
        return (*left, Span(" " * (first - line_width(left) + _GAP)), *self._item_line(self._split + y, second))

    def _item_line(self, index: int, width: int) -> Line:
        item = self._items[index]
        if item.heading:
            return (Span(fit(f" {item.label}", width), "group"),)
        on = "cursor " if index == self.cursor else ""
        label, keys = (f"{on}off", f"{on}off") if item.dim else (f"{on}entry", f"{on}key")
        spans = [Span("▌" if on else " ", f"{on}caret")]
        if self._key_width:
            spans.append(Span(pad(f"{item.keys} ", self._key_width + 1), keys))
        spans.append(Span(item.label, label))
        right = (Span(f" {item.right} ", f"{on}note"),) if item.right else ()
        if item.note and line_width(tuple(spans)) + line_width(right) + 8 <= width:
            spans.append(Span(f" ({item.note})", f"{on}note"))
        return spread(spans, right, width)

    # -- moving

    def _line_of(self, index: int) -> int:
        return index if index < self._split else index - self._split

    def _next(self, start: int, by: int) -> int:
        """The next item that is no heading, `start` if there is none."""
        index = start + by
        while 0 <= index < len(self._items) and self._items[index].heading:
            index += by
        return index if 0 <= index < len(self._items) else max(0, start)

    def _reveal_cursor(self) -> None:
        line = self._line_of(self.cursor)
        above = self.cursor > 0 and self._items[self.cursor - 1].heading and line > 0
        self.reveal(line - above, 1 + above)

    def resized(self) -> None:
        """Lay the columns out, and keep the cursor visible."""
        items = self._items
        self._split = _middle(items) if self._two_columns and self.content_width >= _WIDE else len(items)
        if items:
            self._reveal_cursor()

    def _go(self, index: int) -> None:
        index = max(0, min(index, len(self._items) - 1))
        if self._items[index].heading:
            index = self._next(index, 1 if index >= self.cursor or not index else -1)
        old, self.cursor = self.cursor, index
        self.redraw_lines(self._line_of(old))
        self.redraw_lines(self._line_of(index))
        self._reveal_cursor()
        if old != index:
            self.post_message(self.ItemHighlighted(index))

    def action_move(self, by: int) -> None:
        """Move the cursor by a number of items."""
        if self._items:
            self._go(self._next(self.cursor, by) if abs(by) == 1 else self.cursor + by)

    def on_click(self, event: events.Click) -> None:
        """Choose an item."""
        y = self.content_at(event.y)
        if y is None:
            return
        first, second = self._column_widths()
        index = self._split + y if second and event.x >= first + _GAP else y if y < self._split else len(self._items)
        if index < len(self._items) and not self._items[index].heading:
            self._go(index)
            self.post_message(self.ItemChosen(index))


def _middle(items: Sequence[MenuItem]) -> int:
    """Where the second column begins: at the heading nearest to the middle, if one is near it."""
    middle = (len(items) + 1) // 2
    heads = [index for index, item in enumerate(items) if item.heading and item.label]
    nearest = min(heads, key=lambda index: abs(index - middle), default=middle)
    return nearest if abs(nearest - middle) <= _NEAR_MIDDLE else middle
