"""What the person wants of the screen, as the settings say it."""

from typing import NamedTuple

from reader.core.text.date_format import SHORT
from reader.ui.commands.keymap import PLAIN, Keymap


class Wishes(NamedTuple):
    """How the screen is to behave.

    Attributes:
        dwell: seconds after which a selected article counts as read.
        dates: a way to write dates.
        keymap: the keys that were changed.
    """

    dwell: float = 2.0
    dates: str = SHORT
    keymap: Keymap = PLAIN


def widths_css(sidebar: str, rows: str) -> str:
    """The style that gives sidebar and list the widths that were asked for, where three panes are shown.

    Args:
        sidebar: cells or percent, "" for the width of the style sheet.
        rows: the same for the list.
    """
    rules = ""
    if sidebar:
        rules += f"MainScreen.-wide #sidebar {{ width: {sidebar}; max-width: 30%; }}\n"
    if rows:
        rules += f"MainScreen.-wide #list {{ width: {rows}; max-width: 55%; }}\n"
    return rules + "MainScreen.-zoom #sidebar, MainScreen.-zoom #list { max-width: 100%; }\n" if rules else ""
