"""Lines over the panes: trouble that lasts, and notes that the user can dismiss."""

from collections.abc import Sequence

from textual.widgets import Static


class Banner(Static):
    """Shown as long as it has a line; a click dismisses the notes.

    Args:
        notes: lines that can be dismissed.
        warning: whether the notes are a warning, as trouble is.
    """

    def __init__(self, notes: Sequence[str] = (), warning: bool = False, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self._trouble: Sequence[str] = ()
        self._notes = notes
        self._warning = warning

    def on_mount(self) -> None:
        """Show the notes."""
        self.show(())

    def show(self, trouble: Sequence[str]) -> None:
        """Show trouble before the notes; empty lines are left out."""
        self._trouble = list(filter(None, trouble))
        lines = [*self._trouble, *self._notes]
        self.display = bool(lines)
        self.set_class(bool(self._trouble) or self._warning, "-warning")
        self.update("\n".join(lines))

    @property
    def welcomes(self) -> bool:
        """Whether it has nothing but a welcome, which the next start does not have."""
        return bool(self._notes) and not self._trouble and not self._warning

    def dismiss(self) -> bool:
        """Remove the notes; False if there were none."""
        dismissed, self._notes, self._warning = bool(self._notes), (), False
        if dismissed:
            self.show(self._trouble)
        return dismissed

    def on_click(self) -> None:
        """Dismiss the notes."""
        self.dismiss()
