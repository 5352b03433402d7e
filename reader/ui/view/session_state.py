"""What the next start restores: listing, density, article, theme, searches; and how the settings change the screen."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from msgspec import Struct

from reader.core.model.article import ArticleId
from reader.core.model.listing import Listing, Order, View
from reader.core.model.problem import Problem
from reader.core.model.topic import TopicKey
from reader.core.text.date_format import SHORT
from reader.ui.commands.command import DEFAULT_KEYMAP, Keymap
from reader.ui.render.list_row import Density

Choice = TypeVar("Choice", bound=StrEnum)
Default = TypeVar("Default")


def _choice(kind: type[Choice], text: str | None, default: Default) -> Choice | Default:
    return kind(text) if text in list(kind) else default


def _article(number: str) -> ArticleId | None:
    return ArticleId(int(number)) if number.isascii() and number.isdigit() and len(number) < 20 else None


HOTTEST = Listing()
MOST_SEARCHES = 100
"""How many earlier searches are remembered."""
MOST_COLLAPSED = 500


class PaneSizes(NamedTuple):
    """The widths of panes as style sheets have them, "" for the usual one: of the list beside two panes, or one."""

    sidebar: str = ""
    wide_list: str = ""
    medium_list: str = ""

    @classmethod
    def of(cls, text: str) -> "PaneSizes":
        """Read them from text; invalid ones are ignored."""
        found = [size if re.fullmatch("[0-9]{1,3}%?", size) else "" for size in text.split(",")]
        return cls(*found) if len(found) == len(cls._fields) else cls()


class NoteDraft(NamedTuple):
    """A note that was being written when the program was ended."""

    article: ArticleId
    text: str

    @property
    def value(self) -> str:
        """The draft as a text value."""
        return f"{self.article}\n{self.text}"


class SessionState(Struct, frozen=True):
    """The state of the screen between two runs.

    Attributes:
        density: None follows the width of the list.
        past: earlier searches, the latest first.
        collapsed: the topics whose descendants are hidden in the sidebar.
        sizes: the widths of the panes.
    """

    listing: Listing = HOTTEST
    density: Density | None = None
    article: ArticleId | None = None
    theme: str = ""
    past: tuple[str, ...] = ()
    draft: NoteDraft | None = None
    collapsed: tuple[TopicKey, ...] = ()
    sizes: PaneSizes = PaneSizes()

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "SessionState":
        """Read it from text values; invalid ones are ignored."""
        view = _choice(View, values.get("view"), View.ALL)
        topic = values.get("topic", "")
        if view is View.TOPIC and not topic:
            view = View.ALL
        noted, _, note = values.get("draft", "").partition("\n")
        article = _article(noted)
        return cls(
            Listing(
                view,
                TopicKey(topic) if view is View.TOPIC else None,
                _choice(Order, values.get("sort"), Order.HEAT),
            ),
            _choice(Density, values.get("density"), None),
            _article(values.get("article", "")),
            values.get("theme", ""),
            tuple(past for past in values.get("past", "").split("\n") if past.strip())[:MOST_SEARCHES],
            NoteDraft(article, note) if article is not None and note else None,
            tuple(TopicKey(key) for key in values.get("collapsed", "").split("\n") if key)[:MOST_COLLAPSED],
            PaneSizes.of(values.get("sizes", "")),
        )

    def values(self) -> dict[str, str]:
        """The text values that `of` reads."""
        return {
            "view": self.listing.view.value,
            "topic": self.listing.topic or "",
            "sort": self.listing.order.value,
            "density": self.density.value if self.density else "auto",
            "article": "" if self.article is None else str(self.article),
            "theme": self.theme,
            "past": "\n".join(self.past),
            "draft": self.draft.value if self.draft else "",
            "collapsed": "\n".join(self.collapsed),
            "sizes": ",".join(self.sizes),
        }

    def kept(self, before: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
        """The text values to remember: what was given for one start, and not changed since, stays as it was before.

        Args:
            before: what was remembered.
            given: what the settings and the command line gave for this start.
        """
        values = self.values()
        for names in (("view", "topic"), ("sort",), ("density",), ("theme",)):
            if names[0] in given and all(values[name] == given[name] for name in names):
                # The current article belongs to its view.
                kept = (*names, "article") if "view" in names else names
                values |= {name: before.get(name, "") for name in kept}
        return values


class ViewOptions(Struct, frozen=True):
    """How the settings change the screen.

    Attributes:
        dwell: seconds after which a selected article counts as read, infinite for never.
        dates: how dates are written (see `reader.core.text.date_format`).
        keymap: the keys that the user changed.
        problems: the problems in the settings.
    """

    dwell: float = 2.0
    dates: str = SHORT
    keymap: Keymap = DEFAULT_KEYMAP
    problems: tuple[Problem, ...] = ()


def widths_css(sidebar: str, article_list: str) -> str:
    """The style that gives sidebar and list the widths of the settings, where three panes are shown.

    Args:
        sidebar: cells or percent, "" for the width of the style sheet.
        article_list: the same for the list.
    """
    rules = ""
    if sidebar:
        rules += f"MainScreen.-wide #sidebar {{ width: {sidebar}; max-width: 30%; }}\n"
    if article_list:
        rules += f"MainScreen.-wide #list {{ width: {article_list}; max-width: 55%; }}\n"
    return rules + "MainScreen.-zoom #sidebar, MainScreen.-zoom #list { max-width: 100%; }\n" if rules else ""
