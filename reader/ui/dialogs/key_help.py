"""The help: every key, by group."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from reader.ui.commands.command import CommandState, Keymap
from reader.ui.commands.key_table import KeyRow, help_rows
from reader.ui.dialogs.dialog import Dialog
from reader.ui.render.text import cell_width, pad, wrap


class KeyHelp(Dialog[bool]):
    """Lists keys and what they do in the present state, by group; returns True to go on to the manual."""

    BINDINGS = [
        Binding("question_mark", "dismiss", "close", id="help.close", tooltip="Close"),
        Binding("f1", "dismiss(True)", "manual", id="help.manual", tooltip="Read the manual"),
    ]

    def __init__(self, keymap: Keymap, state: CommandState) -> None:
        super().__init__()
        self._groups = help_rows(keymap, state)

    def compose(self) -> ComposeResult:
        """One block a group."""
        with VerticalScroll(classes="dialog wide"):
            yield Static("Keys", classes="dialog-title", markup=False)
            yield Static(id="keys", markup=False)
            yield Static("j/k scroll · F1 manual · Esc close", classes="dialog-foot", markup=False)

    def on_resize(self) -> None:
        """Lay the table out for another width."""
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        box = self.query_one(VerticalScroll)
        bar = 0 if box.show_vertical_scrollbar else box.styles.scrollbar_size_vertical
        width = box.scrollable_content_region.width - bar
        self.query_one("#keys", Static).update(key_table(self._groups, width))

    def action_move(self, by: int) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=3 * by, animate=False)


def key_table(groups: Mapping[str, Sequence[KeyRow]], width: int) -> Content:
    """The groups as text, at most `width` cells wide; blocked rows are dimmed."""
    column = 4 + max(cell_width(row.keys) for rows in groups.values() for row in rows)
    parts: list[Content] = []
    for name, rows in groups.items():
        parts.append(Content(f"\n{name}\n" if parts else f"{name}\n").stylize("bold $text-accent"))
        for row in rows:
            label = f"{row.label} ({row.note})" if row.note else row.label
            first, *more = wrap(label, max(10, width - column))
            style = "$text-muted" if row.blocked else ""
            parts.append(Content(pad(f"  {row.keys}", column)).stylize(style or "bold"))
            parts.append(Content("\n".join([first, *(" " * column + line for line in more), ""])).stylize(style))
    return Content.assemble(*parts)
