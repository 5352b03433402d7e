"""The dialogs, imported when the first of each kind is opened: the first screen needs none of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.core.problem import Problem

if TYPE_CHECKING:
    from reader.ui.screens.keys import KeyHelp
    from reader.ui.screens.links import LinkChoice, LinkShown
    from reader.ui.screens.main import MainScreen
    from reader.ui.screens.problems import ProblemList


def key_help(screen: "MainScreen") -> "KeyHelp":
    """All keys of a screen, and what they would do now."""
    from reader.ui.screens.keys import KeyHelp
    from reader.ui.situation import situation_of

    return KeyHelp(screen.keymap, situation_of(screen))


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
