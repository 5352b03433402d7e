"""The dialog of an export: which form, and where to."""

from typing import Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

FORMS: Final = (
    ("md", "Markdown", "a file for a folder of notes", ".md"),
    ("json", "JSON", "everything, for programs", ".json"),
    ("html", "HTML", "bookmarks for any browser", ".html"),
    ("seeds", "Seeds", "a folder that this reader opens", ""),
)
"""Of each form the name for the exporter, the name here, what it is for, and how names of files end."""

_NAMES: Final = max(len(name) for _, name, _, _ in FORMS) + 2


class ExportRequest(NamedTuple):
    """The form, and the file or folder to write to."""

    form: str
    path: str


class ExportDialog(ModalScreen[ExportRequest | None]):
    """Asks for form and path.

    Args:
        what: what is exported, in words.
        form: the form to begin with.
        path: the path to begin with; its ending follows the form.
    """

    BINDINGS = [
        Binding("escape", "dismiss", "close", id="export.close", tooltip="Close without an export"),
        Binding("down,j", "move(1)", "down", id="export.down", tooltip="Next form", show=False),
        Binding("up,k", "move(-1)", "up", id="export.up", tooltip="Previous form", show=False),
    ]

    def __init__(self, what: str, form: str, path: str) -> None:
        super().__init__()
        self._what, self._path = what, path
        self._form = next((place for place, (name, *_) in enumerate(FORMS) if name == form), 0)

    def compose(self) -> ComposeResult:
        """The forms, and a line for the path."""
        with Vertical(classes="dialog"):
            yield Static(f"Export {self._what}", classes="dialog-title", markup=False)
            yield OptionList(*(Option(_said(name, words)) for _, name, words, _ in FORMS), classes="over-line")
            line = Input(self._path, compact=True, select_on_focus=False, classes="dialog-input")
            line.cursor_blink = False
            yield line
            yield Static("↑ ↓ form · Enter path, then export · Esc close", classes="dialog-foot", markup=False)

    def on_mount(self) -> None:
        """Begin with the form."""
        self.query_one(OptionList).highlighted = self._form

    def action_move(self, by: int) -> None:
        """Go to the next or previous form, also from the line of the path."""
        forms = self.query_one(OptionList)
        if by > 0:
            forms.action_cursor_down()
        else:
            forms.action_cursor_up()

    @on(OptionList.OptionHighlighted)
    def _follow(self, event: OptionList.OptionHighlighted) -> None:
        line, before, after = self.query_one(Input), FORMS[self._form][-1], FORMS[event.option_index][-1]
        self._form = event.option_index
        if before != after and line.value.endswith(before):
            line.value = line.value.removesuffix(before) + after
            line.cursor_position = len(line.value)

    @on(OptionList.OptionSelected)
    def _go_on(self) -> None:
        # A click chooses the form, and is not to write anything yet.
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _take(self) -> None:
        path = self.query_one(Input).value.strip()
        if path:
            self.dismiss(ExportRequest(FORMS[self._form][0], path))
        else:
            self.query_one(".dialog-foot", Static).update("where to? · Esc close")


def _said(name: str, words: str) -> Content:
    return Content.assemble(Content(name.ljust(_NAMES)), Content(words).stylize("dim"))
