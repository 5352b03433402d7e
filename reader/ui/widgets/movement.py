"""Moving within a pane: the keys, the same in every pane, and a cursor for panes that have one."""

from collections.abc import Callable

from textual.binding import Binding

from reader.ui.widgets.line_view import LineView, ScrollBar

MOVING = Binding.Group("Move")
_MOST = 999_999


class Count:
    """The number typed before a motion, as in `12j`; 0 if there is none.

    Attributes:
        on_taken: called when the number is used up.
    """

    def __init__(self) -> None:
        self.value = 0
        self.on_taken: Callable[[], object] | None = None

    def add_digit(self, digit: int) -> None:
        """Append a digit to the number."""
        self.value = min(self.value * 10 + digit, _MOST)

    def take(self) -> int:
        """The number, which is used up."""
        value, self.value = self.value, 0
        if value and self.on_taken is not None:
            self.on_taken()
        return value


def movement(scope: str, *, one: str, first: str, last: str) -> list[Binding]:
    """Bindings to the actions `move`, `page`, `go_first` and `go_last`.

    Args:
        scope: the first part of the bindings' ids.
        one: one unit of movement, as in "an article".
        first: the target of `go_first`, as in "the first article".
        last: the target of `go_last`.
    """
    moves = (
        ("j,down", "move(1)", "down", f"Down by {one}"),
        ("k,up", "move(-1)", "up", f"Up by {one}"),
        ("g,home", "go_first", "first", f"To {first}"),
        ("G,end", "go_last", "last", f"To {last}"),
        ("ctrl+d", "page(0.5)", "half_down", "Down by half a page"),
        ("ctrl+u", "page(-0.5)", "half_up", "Up by half a page"),
        ("pagedown", "page(1)", "page_down", "Down by a page"),
        ("pageup", "page(-1)", "page_up", "Up by a page"),
    )
    return [
        Binding(keys, action, verb.replace("_", " "), id=f"{scope}.{verb}", tooltip=label, group=MOVING, show=False)
        for keys, action, verb, label in moves
    ]


class CursorView(LineView, inherit_bindings=False):
    """A LineView with a cursor on one of its items; subclasses return the number of items and move the cursor."""

    def __init__(self, *, bar: ScrollBar | None = None, id: str | None = None) -> None:  # noqa: A002
        super().__init__(bar=bar, id=id)
        self.cursor = 0
        self.count = Count()

    def item_total(self) -> int:
        """The number of items."""
        return self.line_total()

    def _go(self, index: int) -> None:
        """Move the cursor to an item, or as near as possible."""
        self.cursor = index

    @property
    def item_height(self) -> int:
        """The lines of an item."""
        return 1

    def action_move(self, by: int) -> None:
        """Move the cursor by a number of items, as often as the count says."""
        if self.item_total():
            self._go(self.cursor + by * (self.count.take() or 1))

    def action_go_first(self) -> None:
        """Move the cursor to the first item, or to that of the count."""
        if self.item_total():
            self._go(max(1, self.count.take()) - 1)

    def action_go_last(self) -> None:
        """Move the cursor to the last item, or to that of the count."""
        if self.item_total():
            self._go((self.count.take() or self.item_total()) - 1)

    def action_page(self, pages: float) -> None:
        """Move the cursor by a number of pages."""
        self.action_move(int(max(2, self.page_size) * pages))

    def center_cursor(self) -> None:
        """Scroll the item under the cursor to the middle."""
        height = self.item_height
        self.scroll_lines(self.cursor * height - (self.page_size - height) // 2)
