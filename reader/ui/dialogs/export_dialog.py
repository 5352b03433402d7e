"""The dialog of an export: which format, and where to."""

from typing import Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, OptionList

from reader.ui.dialogs.dialog import Dialog, dialog_box, option_list, text_line, two_columns


class ExportFormat(NamedTuple):
    id: str
    label: str
    purpose: str
    extension: str


FORMATS: Final = (
    ExportFormat("md", "Markdown", "a file for a folder of notes", ".md"),
    ExportFormat("json", "JSON", "everything, for other programs", ".json"),
    ExportFormat("html", "HTML", "bookmarks for any browser", ".html"),
    ExportFormat("seeds", "Seeds", "a folder that heatwire can open", ""),
)


class ExportRequest(NamedTuple):
    """The id of a format, and the file or folder to write to."""

    form: str
    path: str


class ExportDialog(Dialog[ExportRequest]):
    """Asks for format and path.

    Args:
        what: what is exported, in words.
        form: the id of the format to begin with.
        path: the path to begin with; its extension follows the format.
    """

    def __init__(self, what: str, form: str, path: str) -> None:
        super().__init__()
        self._what, self._path = what, path
        self._index = next((index for index, known in enumerate(FORMATS) if known.id == form), 0)

    def compose(self) -> ComposeResult:
        """The formats, and a line for the path."""
        formats = option_list(two_columns([(known.label, known.purpose) for known in FORMATS]), "over-line")
        formats.highlighted = self._index
        yield dialog_box(
            f"Export {self._what}",
            formats,
            text_line(self._path),
            keys="↑ ↓ format · Enter path, then export · Esc close",
        )

    @on(OptionList.OptionHighlighted)
    def _follow(self, event: OptionList.OptionHighlighted) -> None:
        line, before, after = self.query_one(Input), FORMATS[self._index], FORMATS[event.option_index]
        self._index = event.option_index
        if before != after and line.value.endswith(before.extension):
            line.value = line.value.removesuffix(before.extension) + after.extension
            line.cursor_position = len(line.value)

    @on(OptionList.OptionSelected)
    def _edit_path(self) -> None:
        # A click chooses the format and must not write anything yet.
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        path = event.value.strip()
        if path:
            self.dismiss(ExportRequest(FORMATS[self._index].id, path))
        else:
            self.show_keys("enter a path · Esc close")
