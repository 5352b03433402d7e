"""The problems in the settings and the files: what, where, and how bad."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static

from reader.core.model.problem import Problem, Severity
from reader.core.text.counting import count_noun
from reader.ui.dialogs.dialog import Dialog, dialog_box, option_list

SHOWN = 300


class ProblemsDialog(Dialog[Problem]):
    """Lists problems, and returns the one whose file is to be opened.

    Beyond the first 300 it points to the command line.
    """

    BINDINGS = [Binding("exclamation_mark", "dismiss", "close", id="problems.close", tooltip="Close")]

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self._problems = problems

    def compose(self) -> ComposeResult:
        """One option a problem."""
        errors = sum(problem.severity is Severity.ERROR for problem in self._problems)
        kinds = ((errors, "error"), (len(self._problems) - errors, "warning"))
        title = " · ".join(["Problems", ", ".join(count_noun(count, kind) for count, kind in kinds if count)])
        content: Widget = Static("No problems found: every file was read.", markup=False)
        if self._problems:
            content = option_list(_prompt(problem) for problem in self._problems[:SHOWN])
        more = len(self._problems) - SHOWN
        rest = f"{more:,} more: heatwire check · " if more > 0 else ""
        moves = "j/k move · Enter open in the editor · " if self._problems else ""
        yield dialog_box(title.removesuffix(" · "), content, keys=f"{rest}{moves}Esc close", size="wide")

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._problems[event.option_index])


def _prompt(problem: Problem) -> Content:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    error = problem.severity is Severity.ERROR
    return Content.assemble(
        Content("✗ " if error else "! ").stylize("$text-error" if error else "$text-warning"),
        Content(problem.message),
        Content(f"\n  {place}").stylize("$text-muted"),
    )
