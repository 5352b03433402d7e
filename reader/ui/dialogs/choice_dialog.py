"""A dialog that offers a few options, or a line to type another one."""

import asyncio
from collections.abc import Callable, Iterable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList

from reader.ui.dialogs.dialog import Dialog, dialog_box, option_list, text_line, two_columns, two_lines


class ChoiceDialog(Dialog[int | str]):
    """Returns the index of the chosen option, or the text that was typed.

    Args:
        title: the question.
        options: each a name and a detail.
        own: the placeholder of the line for another answer; "" for no such line.
        check: returns what is wrong with a typed answer, "" if nothing is.
        keys: the last line.
        stacked: whether details are below the names; else beside them.
        later: the same options with other details, which take some time; none while there is nothing new.
        at: the option that is highlighted first.
        preview: called with the index of the highlighted option; such a dialog is small, to hide less.
    """

    def __init__(
        self,
        title: str,
        options: Sequence[tuple[str, str]],
        own: str = "",
        check: Callable[[str], str] | None = None,
        keys: str = "Enter choose · Esc close",
        stacked: bool = False,
        later: Iterable[Sequence[tuple[str, str]]] = (),
        at: int = 0,
        preview: Callable[[int], object] | None = None,
    ) -> None:
        super().__init__()
        self._at, self._preview = at, preview
        self._title, self._options, self._own, self._check = title, options, own, check
        self._keys = keys.replace("Esc", "Tab type · Esc") if own and options else keys
        self._stacked, self._later = stacked, later

    def compose(self) -> ComposeResult:
        """The options, and the line."""
        prompts = self._prompts(self._options)
        options = [option_list(prompts, "over-line" if self._own else "")] if prompts else []
        line = [text_line(placeholder=self._own)] if self._own else []
        size = "small" if self._preview else ""
        yield dialog_box(self._title, *options, *line, keys=self._keys, size=size)

    def on_mount(self) -> None:
        """Highlight the option that is in use, and show the later details as they come."""
        for options in self.query(OptionList):
            options.highlighted = self._at
        self.run_worker(self._show_later())

    @on(OptionList.OptionHighlighted)
    def _show_preview(self, event: OptionList.OptionHighlighted) -> None:
        if self._preview is not None:
            self._preview(event.option_index)

    def _prompts(self, options: Sequence[tuple[str, str]]) -> list[Content]:
        return [two_lines(*option) for option in options] if self._stacked else two_columns(options)

    async def _show_later(self) -> None:
        for options in self._later:
            for index, prompt in enumerate(self._prompts(options)):
                self.query_one(OptionList).replace_option_prompt_at_index(index, prompt)
            await asyncio.sleep(0)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        error = self._check(event.value) if self._check else "" if event.value.strip() else "enter a value"
        if error:
            self.show_keys(error)
        else:
            self.dismiss(event.value)
