"""The help: every key, by group."""

from typing import NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.ui.commands.availability import Situation, answer
from reader.ui.commands.keymap import Keymap
from reader.ui.commands.registry import UNBOUND, all_bindings, first_key, keys_of, words_of
from reader.ui.render.text import cells, pad, wrap


class KeyHelp(ModalScreen[None]):
    """Lists the keys as they are mapped, and what they would do now."""

    BINDINGS = [
        Binding("escape,q,question_mark", "dismiss", "close", id="help.close", tooltip="Close"),
        Binding("j,down", "scroll(1)", "down", id="help.down", tooltip="Scroll down", show=False),
        Binding("k,up", "scroll(-1)", "up", id="help.up", tooltip="Scroll up", show=False),
    ]

    def __init__(self, keymap: Keymap, situation: Situation) -> None:
        super().__init__()
        self._keymap = keymap
        self._situation = situation

    def compose(self) -> ComposeResult:
        """One block a group."""
        with VerticalScroll(classes="dialog wide"):
            yield Static("Keys", classes="dialog-title", markup=False)
            yield Static(id="keys", markup=False)
            yield Static("j/k scroll · Esc close", classes="dialog-foot", markup=False)

    def on_resize(self) -> None:
        """Lay the table out for another width."""
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        box = self.query_one(VerticalScroll)
        bar = 0 if box.show_vertical_scrollbar else box.styles.scrollbar_size_vertical
        width = box.scrollable_content_region.width - bar
        self.query_one("#keys", Static).update(key_table(self._keymap, self._situation, width))

    def action_scroll(self, by: int) -> None:
        """Scroll."""
        self.query_one(VerticalScroll).scroll_relative(y=3 * by, animate=False)


class Row(NamedTuple):
    """One line of the help; `command` is the id of the binding."""

    keys: str
    words: str
    command: str


def grouped(keymap: Keymap) -> dict[str, list[Row]]:
    """The keys and what they do, by group; keys that do the same in several panes once."""
    groups: dict[str, list[Row]] = {}
    seen: set[tuple[str, str, str]] = set()
    for binding in all_bindings():
        keys, words = keys_of(binding, keymap), words_of(binding)
        if binding.id and binding.id.startswith("related."):
            if binding.id != "related.1":
                continue
            keys = f"{keys.split()[0]} … {first_key('related.9', keymap)}"
            words = "Go to that related entry"
        # Moving is alike in all panes; Enter goes deeper, which is something else in each.
        same = (binding.group.description if binding.group else "", keys, words if binding.key == "enter" else "")
        if same not in seen or keys == UNBOUND:
            seen.add(same)
            groups.setdefault(same[0], []).append(Row(keys, words, binding.id or ""))
    return groups


def key_table(keymap: Keymap, situation: Situation, width: int) -> Content:
    """The groups as text, at most `width` cells wide; what a key does is wrapped in a column of its own.

    What can do nothing now is dim and says why.
    """
    groups = grouped(keymap)
    column = 4 + max(cells(row.keys) for rows in groups.values() for row in rows)
    parts: list[Content] = []
    for name, rows in groups.items():
        parts.append(Content(f"\n{name}\n" if parts else f"{name}\n").stylize("bold $text-accent"))
        for keys, words, command in rows:
            found = answer(command, situation)
            said = found.why_not or (f"now: {found.now}" if found.now else "")
            first, *more = wrap(f"{words} ({said})" if said else words, max(10, width - column))
            style = "dim" if found.why_not else ""
            parts.append(Content(pad(f"  {keys}", column)).stylize(style or "bold"))
            parts.append(Content("\n".join([first, *(" " * column + line for line in more), ""])).stylize(style))
    return Content.assemble(*parts)
