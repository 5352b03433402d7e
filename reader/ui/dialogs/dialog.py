"""The base of all dialogs: a titled box whose last line names the keys."""

from collections.abc import Iterable, Sequence
from typing import Generic, Literal, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from reader.ui.render.text import cell_width, pad

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None], Generic[Answer]):
    """A modal screen that returns an answer, or None when Esc closes it."""

    BINDINGS = [
        Binding("escape,q", "dismiss", "close", id="dialog.close", tooltip="Close without a change"),
        Binding("j,down", "move(1)", "down", id="dialog.down", tooltip="Next option", show=False),
        Binding("k,up", "move(-1)", "up", id="dialog.up", tooltip="Previous option", show=False),
    ]

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Return an answer, unless the dialog is no longer in front: two keys may come before the first one acts."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()

    def action_move(self, by: int) -> None:
        """Highlight the next or previous option, even while a text line has the focus."""
        for options in self.query(OptionList):
            if by > 0:
                options.action_cursor_down()
            else:
                options.action_cursor_up()

    def show_keys(self, text: str) -> None:
        """Replace the last line: by other keys, or by what is wrong with the input."""
        self.query_one(".dialog-foot", Static).update(text)


class Options(OptionList):
    """A list of options that takes Page Up and Page Down before it is laid out."""

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        if self._lines:
            super()._move_page(direction)


def dialog_box(title: str, *content: Widget, keys: str, size: str = "") -> Vertical:
    """The box of a dialog, its title and last line docked.

    Args:
        title: plain text; "" for no title line.
        content: what is between title and keys.
        keys: the last line.
        size: style classes such as "wide tall".
    """
    head = [Static(title, classes="dialog-title", markup=False)] if title else []
    foot = Static(keys, classes="dialog-foot", markup=False)
    return Vertical(*head, *content, foot, classes=f"dialog {size}")


def text_line(
    value: str = "",
    placeholder: str = "",
    *,
    max_length: int = 0,
    select: bool = False,
    suggester: Suggester | None = None,
    classes: str = "",
) -> Input:
    """A one-line input; `select` selects its text at first, so that typing replaces it."""
    line = Input(
        value,
        placeholder,
        max_length=max_length,
        select_on_focus=select,
        suggester=suggester,
        compact=True,
        classes=f"dialog-input {classes}",
    )
    line.cursor_blink = False
    return line


def option_list(prompts: Iterable[Content], classes: str = "") -> OptionList:
    """A list of options; nothing in it is read as markup."""
    return Options(*(Option(Content.assemble(prompt)) for prompt in prompts), classes=classes)


def two_lines(first: str, second: str) -> Content:
    """A prompt with a dimmed second line."""
    return Content.assemble(Content(f"{first}\n"), _muted(second))


def two_columns(rows: Sequence[tuple[str, str]]) -> list[Content]:
    """A prompt for each (name, detail), the details dimmed in a column of their own."""
    width = 2 + max((cell_width(name) for name, _ in rows), default=0)
    return [Content.assemble(Content(pad(name, width)), _muted(detail)) for name, detail in rows]


def _muted(text: str) -> Content:
    return Content(text).stylize("$text-muted")
