"""The dialog of tags: a line to write them in, completed from the tags in use."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.suggester import Suggester
from textual.widgets import Input, Static

from reader.core.model.marks import tag_key
from reader.core.text.normalization import normalize_line
from reader.ui.dialogs.dialog import Dialog, dialog_box, text_line

MAX_TAG_LENGTH = 50
SHOWN = 12


def parse_tags(text: str) -> tuple[str, ...]:
    """The tags of a line, separated by commas; of those that differ only in case the first."""
    found: dict[str, str] = {}
    for part in text.split(","):
        tag = normalize_line(part, limit=MAX_TAG_LENGTH).lstrip("# ")
        if tag:
            found.setdefault(tag_key(tag), tag)
    return tuple(found.values())


class TagSuggester(Suggester):
    """Completes the last tag of the line.

    Args:
        known: the tags in use, the most frequent first.
    """

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._known = known

    async def get_suggestion(self, value: str) -> str | None:
        """The line with its last tag completed, or None."""
        before, comma, last = value.rpartition(",")
        blank = " " if last.startswith(" ") else ""
        begun = tag_key(last.strip())
        given = {tag_key(tag) for tag in parse_tags(before)}
        if not begun or last != last.rstrip():
            return None
        for tag in self._known:
            if tag_key(tag).startswith(begun) and tag_key(tag) not in given:
                # A suggestion must begin with what was typed, in its case.
                return f"{before}{comma}{blank}{last.strip()}{tag[len(last.strip()) :]}"
        return None


class TagsDialog(Dialog[tuple[str, ...]]):
    """Asks for tags; returns all tags of the line.

    Args:
        what: what is tagged, in words.
        before: the present tags.
        known: the tags in use, the most frequent first.
    """

    def __init__(self, what: str, before: Iterable[str], known: Sequence[str]) -> None:
        super().__init__()
        self._what, self._before, self._known = what, tuple(before), known

    def compose(self) -> ComposeResult:
        """A line for the tags, and the tags in use."""
        line = text_line(
            "".join(f"{tag}, " for tag in self._before),
            placeholder="later, ideas",
            suggester=TagSuggester(self._known),
            classes="first",
        )
        more = len(self._known) - SHOWN
        used = ", ".join(self._known[:SHOWN]) + (f" and {more:,} more" if more > 0 else "")
        note = [Static(f"in use: {used}", classes="dialog-note", markup=False)] if used else []
        keys = "separate tags with commas · → complete · Enter save · Esc close"
        yield dialog_box(f"Tags of {self._what}", line, *note, keys=keys)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        self.dismiss(parse_tags(event.value))
