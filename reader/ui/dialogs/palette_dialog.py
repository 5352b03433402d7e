"""The palette and the key help: entries that are found as the user types and run with Enter."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Input, Static

from reader.core.model.marks import SavedSearch
from reader.core.model.topic import Topic
from reader.core.tables.rows import Row
from reader.core.text.tokenizer import tokens
from reader.ui.commands.command import CommandState, Keymap
from reader.ui.commands.palette import (
    Offer,
    PaletteEntry,
    PaletteSearch,
    Run,
    help_entries,
    palette_entries,
    search_entry,
    title_entry,
)
from reader.ui.dialogs.dialog import Dialog, dialog_box, text_line
from reader.ui.widgets.edge import Edge
from reader.ui.widgets.menu import Menu, MenuItem

PAUSE = 0.1
"""Seconds without a key before more is found."""
_SEARCH = "search:"
_MOST = 200
"""Entries that are shown."""

FindTitles = Callable[[Sequence[str]], tuple[Sequence[Row], bool]]
"""Finds articles with words in their titles; True if there may be more in a moment."""


class PaletteDialog(Dialog[Run]):
    """Returns what the chosen entry runs.

    Args:
        title: the first line.
        entries: what is offered, in order.
        titles: finds articles once the user pauses; with it the dialog offers a search, too.
        manual: what F1 runs; with it the entries are shown as keys by group, in two columns if there is room.
    """

    AUTO_FOCUS = ""
    BINDINGS = [
        Binding("pagedown", "page(1)", "page down", id="palette.page_down", tooltip="A page down", show=False),
        Binding("pageup", "page(-1)", "page up", id="palette.page_up", tooltip="A page up", show=False),
        Binding("f1", "manual", "manual", id="palette.manual", tooltip="Read the manual"),
    ]

    def __init__(
        self, title: str, entries: Sequence[PaletteEntry], titles: FindTitles | None = None, manual: Run | None = None
    ) -> None:
        super().__init__()
        self._title, self._titles, self._manual = title, titles, manual
        self._search = PaletteSearch(entries)
        self._shown: list[PaletteEntry | None] = []
        self._timer: Timer | None = None
        self._theme = ""

    def compose(self) -> ComposeResult:
        """The line, the entries, and the highlighted one in full."""
        edge = Edge(line=False)
        self._menu = Menu(self._manual is not None, bar=edge)
        edge.on_drag = self._menu.scroll_lines
        placeholder = "type to find a key or what it does" if self._manual else "type what you are looking for"
        line = text_line(placeholder=placeholder, classes="first")
        keys = "↑/↓ move · Enter run · F1 manual · Esc close" if self._manual else "↑/↓ move · Enter run · Esc close"
        help_text = Static(classes="palette-help", markup=False)
        yield dialog_box(self._title, line, Horizontal(self._menu, edge), help_text, keys=keys, size="palette")

    def on_mount(self) -> None:
        """Show everything."""
        self._theme = self.app.theme
        self._show(self._search.find(""), grouped=self._manual is not None)
        self.call_later(self._focus_line)

    def _focus_line(self) -> None:
        """Give the line the focus once no key waits for `on_key`: a later one would overtake it."""
        if self.message_queue_size:
            self.call_later(self._focus_line)
        elif self.is_current:
            self.set_focus(self.query_one(Input))

    async def on_key(self, event: events.Key) -> None:
        """Put keys that were typed before the line has the focus into it."""
        if not self.is_current or not (event.is_printable or event.key in ("backspace", "enter")):
            return
        line = self.query_one(Input)
        if line.has_focus:
            return
        event.stop()
        event.prevent_default()
        if event.key == "enter":
            await line.action_submit()
        elif event.key == "backspace":
            line.action_delete_left()
        elif event.character:
            line.insert_text_at_cursor(event.character)

    # -- what is shown

    @on(Input.Changed)
    def _find(self, event: Input.Changed) -> None:
        text = event.value.strip()
        if self._timer is not None:
            self._timer.stop()
        if not self.is_current:
            return
        self.app.theme = self._theme
        if self._manual and text == "?":
            # The key that opened the help closes it.
            self.dismiss()
        elif self._titles is None or not text:
            self._show(self._search.find(text), grouped=self._manual is not None and not text)
        elif text.lower().startswith(_SEARCH):
            words = text[len(_SEARCH) :].strip()
            self._show([search_entry(words)] if words else [])
        else:
            self._show([*self._search.find(text), search_entry(text)])
            self._timer = self.set_timer(PAUSE, self._find_titles)

    def _find_titles(self) -> None:
        """Add articles before the search, which stays the last entry."""
        text = self.query_one(Input).value.strip() if self.is_current else ""
        if self._titles is None or not text:
            return
        found, growing = self._titles(tokens(text))
        if found:
            entries = [title_entry(row.id, row.title, row.provider) for row in found]
            self._show([*self._search.find(text), *entries, search_entry(text)], self._menu.cursor)
        if growing:
            self._timer = self.set_timer(2 * PAUSE, self._find_titles)

    def _show(self, entries: Sequence[PaletteEntry], cursor: int = 0, grouped: bool = False) -> None:
        self._shown = []
        items: list[MenuItem] = []
        group = ""
        for entry in entries[:_MOST]:
            if grouped and entry.group != group:
                blank = [MenuItem("", heading=True)] if group else []
                group = entry.group
                heads = [*blank, MenuItem(group, heading=True)]
                items += heads
                self._shown += [None] * len(heads)
            items.append(self._item(entry))
            self._shown.append(entry)
        self._menu.show(items, "Nothing found", cursor)
        self._show_help()

    def _item(self, entry: PaletteEntry) -> MenuItem:
        if self._manual is not None:
            return MenuItem(entry.label, entry.keys, entry.note, dim=entry.blocked)
        return MenuItem(entry.label, note=entry.note, right=entry.keys, dim=entry.blocked)

    @on(Menu.ItemHighlighted)
    def _preview(self) -> None:
        """Show the theme that the cursor is on."""
        if self.is_current:
            theme = self._entry.theme if self._entry else ""
            self.app.theme = theme if theme in self.app.available_themes else self._theme
            self._show_help()

    def _show_help(self) -> None:
        """Show the highlighted entry in full."""
        if not self.is_current:
            return
        entry = self._entry
        note = f" ({entry.note})" if entry and entry.note else ""
        self.query_one(".palette-help", Static).update(f"{entry.help or entry.label}{note}" if entry else "")

    @property
    def _entry(self) -> PaletteEntry | None:
        """The highlighted entry."""
        return self._shown[self._menu.cursor] if self._menu.cursor < len(self._shown) else None

    # -- keys

    def dismiss(self, result: Run | None = None) -> AwaitComplete:
        """Close; without a choice the theme is the one that it was."""
        if result is None and self.is_current:
            self.app.theme = self._theme
        return super().dismiss(result)

    def action_move(self, by: int) -> None:
        """Highlight the next or previous entry."""
        self._menu.action_move(by)

    def action_page(self, pages: float) -> None:
        """Move by a page."""
        self._menu.action_page(pages)

    def action_manual(self) -> None:
        """Go on to the manual."""
        if self._manual is not None:
            self.dismiss(self._manual)

    @on(Input.Submitted)
    @on(Menu.ItemChosen)
    def _run(self) -> None:
        if entry := self._entry:
            self.dismiss(entry.run)


def key_help(keymap: Keymap, state: CommandState) -> PaletteDialog:
    """All keys, those of the present pane first."""
    return PaletteDialog("Keys", help_entries(keymap, state), manual=lambda c: c.display.show_manual("keys"))


def command_palette(
    keymap: Keymap,
    state: CommandState,
    titles: FindTitles,
    topics: Iterable[tuple[Topic, int]],
    saved: Iterable[SavedSearch],
    themes: Mapping[str, str],
    pages: Mapping[str, str],
) -> PaletteDialog:
    """All commands, and everything else that has a name (see `Offer`)."""
    return PaletteDialog("Commands", palette_entries(keymap, state, Offer(topics, saved, themes, pages)), titles)
