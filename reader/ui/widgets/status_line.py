"""The line at the bottom: the most useful keys, and the state or a message."""

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
    """A key and what it does; a click runs the command of an id. It is dimmed if that cannot act now."""

    key: str
    label: str
    command: str
    dim: bool = False

    @property
    def width(self) -> int:
        """Its width in cells."""
        return cell_width(self.key) + cell_width(self.label) + 3


class StatusLine(Widget):
    """Keys at the left, as many as fit; at the right the state, or a message in its place."""

    COMPONENT_CLASSES = {"key", "label", "off", "state", "message", "warning", "error"}

    class HintClicked(Message):
        """A click on a key hint."""

        def __init__(self, command: str) -> None:
            self.command = command
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
        """Show keys and a state; if there is not enough room, its last parts stay."""
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
        """Empty the cache."""
        super().notify_style_update()
        self._strip = None

    def on_resize(self) -> None:
        """Draw again in the new width."""
        self._redraw()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strip, once for each row."""
        if self._strip is None:
            self._strip = self._draw()
        strip = self._strip
        if crop.x or crop.width != self.size.width:
            strip = strip.crop(crop.x, crop.right)
        return [strip] * crop.height

    def _draw(self) -> Strip:
        width = self.size.width
        text = fit(self._message or self._state_text(width), max(0, width - 2))
        right = (Span(f" {text} ", self._level if self._message else "state"),) if text else ()
        left = self._keys(width - line_width(right))
        gap = max(0, width - line_width(left) - line_width(right))
        spans = (*left, Span(" " * gap, "label"), *right)
        segments = [Segment(text, self.get_component_rich_style(role)) for text, role in spans]
        strip = Strip(segments)
        # Textual applies filters only in its own `render_lines`; the filter against control characters is one of them.
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, self.background_colors[1])
        return strip.adjust_cell_length(width)

    def _state_text(self, width: int) -> str:
        parts = list(self._state)
        while len(parts) > 1 and cell_width(" · ".join(parts)) > max(20, width * 7 // 20):
            del parts[0]
        return " · ".join(parts)

    def _keys(self, room: int) -> tuple[Span, ...]:
        spans: list[Span] = []
        used = 0
        self._places = []
        for hint in self._fitting(room):
            key, label = ("off", "off") if hint.dim else ("key", "label")
            spans += [Span(f" {hint.key}", key), Span(f" {hint.label} ", label)]
            self._places.append((used, used + hint.width, hint.command))
            used += hint.width
        return tuple(spans)

    def _fitting(self, room: int) -> list[Hint]:
        """As many hints as fit, always with the last one, which shows all keys."""
        if not self._hints:
            return []
        *rest, last = self._hints
        room -= last.width
        if room < 0:
            return []
        shown: list[Hint] = []
        for hint in rest:
            room -= hint.width
            if room < 0:
                break
            shown.append(hint)
        return [*shown, last]

    def on_click(self, event: events.Click) -> None:
        """Run the command of the key under the mouse."""
        for start, end, command in self._places:
            if start <= event.x < end:
                self.post_message(self.HintClicked(command))
