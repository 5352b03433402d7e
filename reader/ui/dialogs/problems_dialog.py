"""The problems: what is wrong with which file, and where."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from reader.core.model.problem import Problem, Severity
from reader.ui.render.text import thousands

SHOWN = 300


class ProblemsDialog(ModalScreen[None]):
    """Lists problems, errors first; the command line has the rest."""

    BINDINGS = [
        Binding("escape,q,exclamation_mark", "dismiss", "close", id="problems.close", tooltip="Close"),
        Binding("j", "down", "down", id="problems.down", tooltip="Next problem", show=False),
        Binding("k", "up", "up", id="problems.up", tooltip="Previous problem", show=False),
    ]

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self._problems = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)

    def compose(self) -> ComposeResult:
        """One option a problem."""
        errors = sum(problem.severity is Severity.ERROR for problem in self._problems)
        warnings = len(self._problems) - errors
        counts = ((errors, "error"), (warnings, "warning"))
        count = ", ".join(_count(number, word) for number, word in counts if number)
        with Vertical(classes="dialog wide"):
            yield Static(f"Problems · {count}" if count else "Problems", classes="dialog-title", markup=False)
            if self._problems:
                yield OptionList(*(Option(_said(problem)) for problem in self._problems[:SHOWN]))
            else:
                yield Static("There are none: every file was read.", markup=False)
            more = len(self._problems) - SHOWN
            rest = f"and {thousands(more)} more: heatwire check · " if more > 0 else ""
            moves = "j/k move · " if self._problems else ""
            yield Static(f"{rest}{moves}Esc close", classes="dialog-foot", markup=False)

    def action_down(self) -> None:
        """Next problem."""
        for problems in self.query(OptionList):
            problems.action_cursor_down()

    def action_up(self) -> None:
        """Previous problem."""
        for problems in self.query(OptionList):
            problems.action_cursor_up()


def _count(number: int, word: str) -> str:
    return f"{thousands(number)} {word}{'' if number == 1 else 's'}"


def _said(problem: Problem) -> Content:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    error = problem.severity is Severity.ERROR
    return Content.assemble(
        Content("✗ " if error else "! ").stylize("$text-error" if error else "$text-warning"),
        Content(problem.message),
        Content(f"\n  {place}").stylize("dim"),
    )
