"""The dialogs, imported when the first of each kind is opened: the first screen needs none of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reader.core.problem import Problem

if TYPE_CHECKING:
    from reader.ui.screens.history import History, Load
    from reader.ui.screens.keys import KeyHelp
    from reader.ui.screens.links import LinkChoice, LinkShown
    from reader.ui.screens.problems import ProblemList


def history(load: "Load", now: datetime) -> "History":
    """What was done, and the way back to any of it."""
    from reader.ui.screens.history import History

    return History(load, now)


def key_help(keymap: Mapping[str, str]) -> "KeyHelp":
    """All keys."""
    from reader.ui.screens.keys import KeyHelp

    return KeyHelp(keymap)


def link_choice(choices: Sequence[tuple[str, str]]) -> "LinkChoice":
    """The links of one article, as (what it is, address)."""
    from reader.ui.screens.links import LinkChoice

    return LinkChoice(choices)


def link_shown(url: str, reason: str) -> "LinkShown":
    """A link that is not opened, and why."""
    from reader.ui.screens.links import LinkShown

    return LinkShown(url, reason)


def problem_list(problems: Sequence[Problem]) -> "ProblemList":
    """What is wrong with which file."""
    from reader.ui.screens.problems import ProblemList

    return ProblemList(problems)
