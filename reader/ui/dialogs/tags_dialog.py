"""The dialog of tags: a line in which they are written, completed from those in use."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from reader.core.model.marks import tag_key
from reader.core.text.cleaning import clean_line

LONGEST_TAG = 50
SHOWN = 12


def tags_in(text: str) -> tuple[str, ...]:
    """The tags of a line, parted by commas; of those that differ only in case the first."""
    found: dict[str, str] = {}
    for part in text.split(","):
        tag = clean_line(part, limit=LONGEST_TAG).lstrip("# ")
        if tag:
            found.setdefault(tag_key(tag), tag)
    return tuple(found.values())


class TagSuggester(Suggester):
    """Completes the tag that is being written.

    Args:
        known: the tags in use, those on the most articles first.
    """

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        """The line with its last tag completed, or None."""
        before, comma, last = value.rpartition(",")
        blank = " " if last.startswith(" ") else ""
        begun = tag_key(last.strip())
        given = {tag_key(tag) for tag in tags_in(before)}
        if not begun or last != last.rstrip():
            return None
        for tag in self._known:
            if tag_key(tag).startswith(begun) and tag_key(tag) not in given:
                # What is written stays as it is: a suggestion only adds to it.
                return f"{before}{comma}{blank}{last.strip()}{tag[len(last.strip()) :]}"
        return None


class TagsDialog(ModalScreen[tuple[str, ...] | None]):
    """Asks for tags; returns all that are to be on, those that were before included.

    Args:
        what: what they are on, in words.
        before: the tags that are on now.
        known: the tags in use, those on the most articles first.
    """

    BINDINGS = [Binding("escape", "dismiss", "close", id="tags.close", tooltip="Close without a change")]

    def __init__(self, what: str, before: Iterable[str], known: Sequence[str]) -> None:
        super().__init__()
        self._what, self._before, self._known = what, tuple(before), known

    def compose(self) -> ComposeResult:
        """A line for the tags, and those in use."""
        with Vertical(classes="dialog"):
            yield Static(f"Tags of {self._what}", classes="dialog-title", markup=False)
            begun = ", ".join(self._before)
            line = Input(
                f"{begun}, " if begun else "",
                placeholder="later, ideas",
                suggester=TagSuggester(self._known),
                compact=True,
                select_on_focus=False,
                classes="dialog-input first",
            )
            line.cursor_blink = False
            yield line
            if self._known:
                more = len(self._known) - SHOWN
                used = ", ".join(self._known[:SHOWN]) + (f" and {more} more" if more > 0 else "")
                yield Static(f"in use: {used}", classes="dialog-note", markup=False)
            yield Static(
                "a comma parts tags · → completes · Enter keep · Esc close", classes="dialog-foot", markup=False
            )

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        self.dismiss(tags_in(event.value))
