"""The dialogs, imported when the first of each kind is opened: the first screen needs none of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reader.core.model.marks import SavedSearch
from reader.core.model.problem import Problem
from reader.ui.commands.command import CommandState, Keymap

if TYPE_CHECKING:
    from reader.ui.dialogs.choice_dialog import ChoiceDialog
    from reader.ui.dialogs.confirm_dialog import ConfirmDialog
    from reader.ui.dialogs.export_dialog import ExportDialog
    from reader.ui.dialogs.history_dialog import HistoryDialog, LoadPage
    from reader.ui.dialogs.key_help import KeyHelp
    from reader.ui.dialogs.link_dialog import UnopenedLinkDialog
    from reader.ui.dialogs.manual_dialog import ManualDialog
    from reader.ui.dialogs.note_dialog import Edit, NoteDialog
    from reader.ui.dialogs.problems_dialog import ProblemsDialog
    from reader.ui.dialogs.search_dialogs import SavedSearchesDialog, SearchNameDialog
    from reader.ui.dialogs.tags_dialog import TagsDialog


def choice(
    title: str,
    offers: Sequence[tuple[str, str]],
    own: str = "",
    check: Callable[[str], str] | None = None,
    keys: str = "Enter choose · Esc close",
) -> "ChoiceDialog":
    """A few things to choose from, or a line to write one's own."""
    from reader.ui.dialogs.choice_dialog import ChoiceDialog

    return ChoiceDialog(title, offers, own, check, keys)


def confirm(question: str) -> "ConfirmDialog":
    """A question that is answered by yes or no."""
    from reader.ui.dialogs.confirm_dialog import ConfirmDialog

    return ConfirmDialog(question)


def tags(what: str, before: Iterable[str], known: Sequence[str]) -> "TagsDialog":
    """The tags of something."""
    from reader.ui.dialogs.tags_dialog import TagsDialog

    return TagsDialog(what, before, known)


def export(what: str, form: str, path: str) -> "ExportDialog":
    """In which form something is to be exported, and where to."""
    from reader.ui.dialogs.export_dialog import ExportDialog

    return ExportDialog(what, form, path)


def note(title: str, before: str, edit: "Edit") -> "NoteDialog":
    """The note on something."""
    from reader.ui.dialogs.note_dialog import NoteDialog

    return NoteDialog(title, before, edit)


def history(load: "LoadPage", now: datetime) -> "HistoryDialog":
    """What was done, and the way back to any of it."""
    from reader.ui.dialogs.history_dialog import HistoryDialog

    return HistoryDialog(load, now)


def key_help(keymap: Keymap, state: CommandState) -> "KeyHelp":
    """All keys, and what they would do in a state."""
    from reader.ui.commands.key_table import help_rows
    from reader.ui.dialogs.key_help import KeyHelp

    return KeyHelp(help_rows(keymap, state))


def manual(pages: Mapping[str, str], topic: str) -> "ManualDialog":
    """A page of the manual, with the way to all others."""
    from reader.ui.dialogs.manual_dialog import ManualDialog

    return ManualDialog(pages, topic)


def link_choice(choices: Sequence[tuple[str, str]]) -> "ChoiceDialog":
    """The links of one article, as (what it is, address)."""
    from reader.ui.dialogs.choice_dialog import ChoiceDialog

    return ChoiceDialog("Open which link?", choices, keys="Enter open · Esc close", stacked=True)


def link_shown(url: str, reason: str) -> "UnopenedLinkDialog":
    """A link that is not opened, and why."""
    from reader.ui.dialogs.link_dialog import UnopenedLinkDialog

    return UnopenedLinkDialog(url, reason)


def problem_list(problems: Sequence[Problem]) -> "ProblemsDialog":
    """What is wrong with which file."""
    from reader.ui.dialogs.problems_dialog import ProblemsDialog

    return ProblemsDialog(problems)


def search_name(query: str, name: str, taken: Sequence[str]) -> "SearchNameDialog":
    """What a search is to be called; `taken` are the names of others."""
    from reader.ui.dialogs.search_dialogs import SearchNameDialog

    return SearchNameDialog(query, name, taken)


def search_list(searches: Sequence[SavedSearch], place: int) -> "SavedSearchesDialog":
    """The saved searches, to be put in order, the cursor on one of them."""
    from reader.ui.dialogs.search_dialogs import SavedSearchesDialog

    return SavedSearchesDialog(searches, place)
