"""What each command would do now, or why it can do nothing: by its id, from how the screen stands.

A command without an entry can always act and always does the same. To add one takes a line in `WHY_NOT`
(why it cannot act, "" if it can), in `NOW` (what it would do), or in both.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from reader.core.model.listing import Order
from reader.ui.render.list_row import Density
from reader.ui.view.labels import related_count


class Situation(NamedTuple):
    """How the main screen stands, as far as commands depend on it.

    Attributes:
        article: whether there is an article that commands act on.
        entry: whether that is a related entry which is not in the store.
        links: how many links it has.
        related: how many related entries it has.
        bookmarked: whether it is bookmarked.
        read: whether it is read.
        behind: whether there is a place to go back to.
        ahead: whether there is one to go forward to.
        pane: the pane in front.
        drawer: whether the topics are a drawer over the list.
        zoomed: whether one pane is shown alone.
        first: whether the first entry of the sidebar is listed.
        last: whether the last one is.
        listed: how many articles are listed.
        selected: how many of them are selected, if commands act on those.
        unread: how many articles are unread, listed or not.
        order: what comes first.
        density: how many lines a row has.
        problems: how many problems the files have.
    """

    article: bool = True
    entry: bool = False
    links: int = 1
    related: int = 0
    bookmarked: bool = False
    read: bool = False
    behind: bool = False
    ahead: bool = False
    pane: str = "list"
    drawer: bool = False
    zoomed: bool = False
    first: bool = False
    last: bool = False
    listed: int = 1
    selected: int = 0
    unread: int = 0
    order: Order = Order.HEAT
    density: Density = Density.NORMAL
    problems: int = 0


class Answer(NamedTuple):
    """What a command would do: `now` in words if that depends, `why_not` if it can do nothing."""

    now: str = ""
    why_not: str = ""


Says = Callable[[Situation], str]


def answer(command: str, situation: Situation) -> Answer:
    """What the command of an id would do now."""
    why_not = WHY_NOT[command](situation) if command in WHY_NOT else ""
    return Answer("" if why_not or command not in NOW else NOW[command](situation), why_not)


def _needs(there: Callable[[Situation], object], why: str) -> Says:
    return lambda now: "" if there(now) else why


def _link(now: Situation) -> str:
    return "" if now.links else "this article has no link" if now.article else "no article"


def _read(now: Situation) -> str:
    return "no article" if not now.article else "it is not among the articles here" if now.entry else ""


def _or_selected(says: Says) -> Says:
    """The same, for a command that acts on what is selected if anything is."""
    return lambda now: "" if now.selected else says(now)


def _on_selected(says: Says = lambda _: "") -> Says:
    """What a command would do, or to how many articles it would do it."""
    return lambda now: f"the {now.selected:,} selected" if now.selected else says(now)


_ARTICLE: Final = _needs(lambda now: now.article, "no article")
_LISTED: Final = _needs(lambda now: now.listed, "nothing is listed")
_UNREAD: Final = _needs(lambda now: now.unread, "no unread article")


def _related(number: int) -> Says:
    return lambda now: "" if now.related >= number else related_count(now.related)


def _out(now: Situation) -> str:
    if now.zoomed:
        return "show all panes"
    return "to the topics" if now.pane == "list" else "to the list"


WHY_NOT: Final[Mapping[str, Says]] = {
    "article.open": _or_selected(_link),
    "article.links": _link,
    "article.copy": _or_selected(_link),
    "article.bookmark": _or_selected(_ARTICLE),
    "article.read": _or_selected(_read),
    "article.tags": _or_selected(_ARTICLE),
    "article.note": _ARTICLE,
    "article.export": _or_selected(_ARTICLE),
    "article.snooze": _or_selected(_read),
    "mute.add": _ARTICLE,
    "unread.next": _UNREAD,
    "unread.previous": _UNREAD,
    **dict.fromkeys(("listing.read", "listing.read_above", "listing.read_below"), _LISTED),
    **dict.fromkeys(("list.select", "list.range"), _LISTED),
    "trail.back": _needs(lambda now: now.behind, "nothing to go back to"),
    "trail.forward": _needs(lambda now: now.ahead, "nothing to go forward to"),
    "pane.left": _needs(lambda now: now.pane != "sidebar", "this is the leftmost pane"),
    "pane.right": _needs(lambda now: now.pane != "detail", "this is the rightmost pane"),
    "pane.out": _needs(lambda now: now.zoomed or now.drawer or now.pane != "sidebar", "this is the outermost pane"),
    "topic.previous": _needs(lambda now: not now.first, "this is the first one"),
    "topic.next": _needs(lambda now: not now.last, "this is the last one"),
    **{f"related.{number}": _related(number) for number in range(1, 10)},
}

NOW: Final[Mapping[str, Says]] = {
    "article.links": lambda now: f"{now.links} links" if now.links > 1 else "open the only one",
    "article.open": _on_selected(),
    "article.copy": _on_selected(),
    "article.bookmark": _on_selected(lambda now: "remove it" if now.bookmarked else "bookmark it"),
    "article.read": _on_selected(lambda now: "mark it unread" if now.read else "mark it read"),
    "article.tags": _on_selected(),
    "article.snooze": _on_selected(),
    "article.export": _on_selected(),
    "listing.read": lambda now: f"{now.listed:,} listed",
    "unread.next": lambda now: f"{now.unread:,} unread",
    "pane.out": _out,
    "pane.zoom": lambda now: "all again" if now.zoomed else "this pane alone",
    "list.sort": lambda now: now.order.next.label,
    "list.density": lambda now: f"{now.density.next.value}: {_lines(now.density.next.height)}",
    "program.problems": lambda now: f"{now.problems:,} problem{'' if now.problems == 1 else 's'}",
}


def _lines(count: int) -> str:
    return f"{count} line{'' if count == 1 else 's'}"
