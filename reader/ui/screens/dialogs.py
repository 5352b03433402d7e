"""The dialogs, imported when the first of each kind is opened: the first screen needs none of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.core.marks import SavedSearch
from reader.core.problem import Problem

if TYPE_CHECKING:
    from reader.ui.screens.keys import KeyHelp
    from reader.ui.screens.links import LinkChoice, LinkShown
    from reader.ui.screens.main import MainScreen
    from reader.ui.screens.problems import ProblemList
    from reader.ui.screens.searches import SearchList, SearchName


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


def search_name(query: str, name: str, taken: Sequence[str]) -> "SearchName":
    """What a search is to be called; `taken` are the names of others."""
    from reader.ui.screens.searches import SearchName

    return SearchName(query, name, taken)


def search_list(searches: Sequence[SavedSearch], place: int) -> "SearchList":
    """The saved searches, to be put in order, the cursor on one of them."""
    from reader.ui.screens.searches import SearchList

    return SearchList(searches, place)
