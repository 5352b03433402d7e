"""The line at the bottom: the keys that matter here, and how things stand."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.render.text import Span, cell_width, fit, line_width

FLASH_SECONDS = 4.0
"""How long a message other than an error stays."""


class Hint(NamedTuple):
    """A key and what it does here; `action` is run by a click."""

    key: str
    label: str
    action: str

    @property
    def size(self) -> int:
        """How many cells it takes."""
        return cell_width(self.key) + cell_width(self.label) + 3


class StatusLine(Widget):
    """Keys at the left, as many as fit; at the right the state, or a passing message in its place."""

    COMPONENT_CLASSES = {"key", "words", "state", "message", "warning", "error"}

    class HintClicked(Message):
        """A click on a key; `action` is to be run."""

        def __init__(self, action: str) -> None:
            self.action = action
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._hints: Sequence[Hint] = ()
        self._state: Sequence[str] = ()
        self._message = ""
        self._level = "message"
        self._places: list[tuple[int, int, str]] = []
        self._strip: Strip | None = None

    def show(self, hints: Sequence[Hint], state: Sequence[str]) -> None:
        """Show keys and a state; its last parts are those that stay where room is short."""
        if (hints, state) != (self._hints, self._state):
            self._hints, self._state = hints, state
            self._redraw()

    def flash(self, message: str, level: str = "message") -> None:
        """Show a message in place of the state for a few seconds; an error stays until the next message.

        Args:
            message: plain text.
            level: message, warning or error.
        """
        self._show_message(message, level)
        if level != "error":
            self.set_timer(FLASH_SECONDS, lambda: self._end(message))

    def clear(self) -> None:
        """Remove the message."""
        self._show_message("", "message")

    def _end(self, message: str) -> None:
        if message == self._message:
            self.clear()

    def _show_message(self, message: str, level: str) -> None:
        if (message, level) != (self._message, self._level):
            self._message, self._level = message, level
            self._redraw()

    def _redraw(self) -> None:
        self._strip = None
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget what was drawn in another style."""
        super().notify_style_update()
        self._strip = None

    def on_resize(self) -> None:
        """Draw for another width."""
        self._redraw()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The one line."""
        if self._strip is None:
            self._strip = self._draw()
        strip = self._strip
        if crop.x or crop.width != self.size.width:
            strip = strip.crop(crop.x, crop.right)
        return [strip] * crop.height

    def _draw(self) -> Strip:
        width = self.size.width
        words = fit(self._message or self._state_words(width), max(0, width - 2))
        right = (Span(f" {words} ", self._level if self._message else "state"),) if words else ()
        left = self._keys(width - line_width(right))
        gap = max(0, width - line_width(left) - line_width(right))
        spans = (*left, Span(" " * gap, "words"), *right)
        segments = [Segment(text, self.get_component_rich_style(role)) for text, role in spans]
        strip = Strip(segments)
        # `render_lines` is our own, so that Textual does not apply them: among them is the last gate for text.
        for gate in self.get_line_filters():
            strip = strip.apply_filter(gate, self.background_colors[1])
        return strip.adjust_cell_length(width)

    def _state_words(self, width: int) -> str:
        parts = list(self._state)
        while len(parts) > 1 and cell_width(" · ".join(parts)) > max(20, width * 2 // 5):
            del parts[0]
        return " · ".join(parts)

    def _keys(self, room: int) -> tuple[Span, ...]:
        spans: list[Span] = []
        used = 0
        self._places = []
        for hint in self._fitting(room):
            spans += [Span(f" {hint.key}", "key"), Span(f" {hint.label} ", "words")]
            self._places.append((used, used + hint.size, hint.action))
            used += hint.size
        return tuple(spans)

    def _fitting(self, room: int) -> list[Hint]:
        """As many hints as fit; the last one, which leads to all others, goes before the rest."""
        if not self._hints:
            return []
        *rest, last = self._hints
        room -= last.size
        if room < 0:
            return []
        shown: list[Hint] = []
        for hint in rest:
            room -= hint.size
            if room < 0:
                break
            shown.append(hint)
        return [*shown, last]

    def on_click(self, event: events.Click) -> None:
        """Do what the key under the mouse does."""
        for start, end, action in self._places:
            if start <= event.x < end:
                self.post_message(self.HintClicked(action))
