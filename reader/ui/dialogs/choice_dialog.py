"""A dialog that offers a few things, or a line to write one's own."""

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

ChoiceOption = tuple[str, str]
"""What is offered, and a word on it."""


class ChoiceDialog(ModalScreen[int | str | None]):
    """Offers; returns the number of what was chosen, or what was written.

    Args:
        title: the question.
        offers: what can be chosen.
        own: what to write, said in an empty line; "" for no line.
        check: what is wrong with what was written, "" if nothing is.
        foot: what the keys do.
    """

    BINDINGS = [
        Binding("escape", "dismiss", "close", id="choice.close", tooltip="Close without a change"),
        Binding("j", "move(1)", "down", id="choice.down", tooltip="Next", show=False),
        Binding("k", "move(-1)", "up", id="choice.up", tooltip="Previous", show=False),
    ]

    def __init__(
        self,
        title: str,
        offers: Sequence[ChoiceOption],
        own: str = "",
        check: Callable[[str], str] | None = None,
        foot: str = "Enter choose · Esc close",
    ) -> None:
        super().__init__()
        self._title, self._offers, self._own, self._check = title, offers, own, check
        self._foot = f"{foot} · Tab write" if own and offers else foot

    def compose(self) -> ComposeResult:
        """What is offered, and the line."""
        with Vertical(classes="dialog"):
            yield Static(self._title, classes="dialog-title", markup=False)
            width = 2 + max((len(name) for name, _ in self._offers), default=0)
            if self._offers:
                classes = "over-line" if self._own else ""
                yield OptionList(
                    *(Option(_offered(name, words, width)) for name, words in self._offers), classes=classes
                )
            if self._own:
                line = Input(placeholder=self._own, compact=True, classes="dialog-input")
                line.cursor_blink = False
                yield line
            yield Static(self._foot, classes="dialog-foot", markup=False)

    def action_move(self, by: int) -> None:
        """Go on by one."""
        for offers in self.query(OptionList):
            if by > 0:
                offers.action_cursor_down()
            else:
                offers.action_cursor_up()

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    @on(Input.Submitted)
    def _write(self, event: Input.Submitted) -> None:
        wrong = self._check(event.value) if self._check else "" if event.value.strip() else "write something first"
        if wrong:
            self.query_one(".dialog-foot", Static).update(wrong)
        else:
            self.dismiss(event.value)


def _offered(name: str, words: str, width: int) -> Content:
    return Content.assemble(Content(name.ljust(width)), Content(words).stylize("dim"))
