"""The texts of the screen: headings, empty lists, the state in the status line, the entries of the sidebar."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from reader.core.model.listing import Listing, View
from reader.core.model.problem import Problem
from reader.core.model.topic import TopicKey
from reader.core.store import Store
from reader.core.text.counting import count_noun
from reader.ui.commands.command import Keymap
from reader.ui.commands.registry import first_key
from reader.ui.view.load_progress import LoadProgress
from reader.ui.widgets.topic_sidebar import Entry

if TYPE_CHECKING:
    from reader.core.model.query import Sort

_NAMES = {
    View.ALL: "All",
    View.UNREAD: "Unread",
    View.BOOKMARKS: "Bookmarks",
    View.ARCHIVE: "Archive",
    View.MUTED: "Muted",
    View.SNOOZED: "Snoozed",
}
_EMPTY = {
    View.ALL: "No articles. Start heatwire with a folder of articles, "
    "or press {program.problems} to see the problems in the files.",
    View.UNREAD: "All read. Press {topic.next} for the next topic, or {pane.left} for the sidebar.",
    View.BOOKMARKS: "No bookmarks yet. Press {article.bookmark} on an article to keep it here, "
    "even when its file is gone.",
    View.ARCHIVE: "Nothing is archived. Articles with “published: false” or heat -1 are listed here.",
    View.MUTED: "Nothing is muted. Press {mute.add} on an article to mute a word, its provider or a topic.",
    View.SNOOZED: "Nothing is snoozed. Press {article.snooze} on an article to hide it until later.",
    View.TOPIC: "No articles on this topic. Press {topic.next} for the next one.",
}
_COMMAND = re.compile(r"\{([a-z.]+)\}")

MOST_GUIDE_CELLS = 16
"""Cells of the lines before a topic."""

_SORTED = {
    "heat": ("hottest first", "coolest first"),
    "date": ("newest first", "oldest first"),
    "quality": ("best first", "worst first"),
    "title": ("by title", "by title, from Z"),
    "match": ("closest first", "closest last"),
}


def listing_name(listing: Listing, store: Store) -> str:
    """The name of a view or topic."""
    if listing.view is View.TOPIC and listing.topic is not None:
        return store.topics.name(listing.topic)
    return _NAMES.get(listing.view, "All")


def sort_label(sort: "Sort") -> str:
    """The order that a query asks for, for a heading."""
    return _SORTED[sort.by][sort.reverse]


def heading(listing: Listing, store: Store, count: int, name: str = "", so_far: bool = False) -> str:
    """The heading of the list: topic, view or search, count and order.

    Args:
        listing: what is listed.
        store: the news.
        count: how many articles that is.
        name: the name of a saved search.
        so_far: whether more may be found.
    """
    order, query = listing.order.label, listing.query
    if query is not None:
        name = name or f"Search: {query.text}"
        order = sort_label(query.sort) if query.sort is not None else order
    return f"{name or listing_name(listing, store)} · {count:,}{' so far' if so_far else ''} · {order}"


def empty_hint(listing: Listing, progress: LoadProgress, keymap: Keymap, missing: int = 0, hidden: int = 0) -> str:
    """What is shown in an empty list.

    Args:
        listing: what is listed.
        progress: whether more is to come.
        keymap: the keys that the user changed.
        missing: how many articles are not searched yet.
        hidden: how many are muted or snoozed, and never searched.
    """
    query = listing.query
    if progress.loading and (query is None or not progress.files):
        return f"Reading {count_noun(progress.files, 'file')} …" if progress.files else "Reading …"
    if query is None:
        return _COMMAND.sub(lambda found: first_key(found[1], keymap), _EMPTY[listing.view])
    if missing or progress.loading:
        remaining = f": {count_noun(missing, 'article')} not searched yet" if missing else ""
        return f"Nothing found so far{remaining} … ({query.text})"
    left_out = f" ({hidden:,} muted or snoozed left out)" if hidden else ""
    return f"Nothing found: no article matches {query.text}{left_out}"


def notes(problems: Sequence[Problem], welcome: str, keymap: Keymap) -> list[str]:
    """The lines over the panes that can be dismissed.

    Args:
        problems: those in the settings.
        welcome: what is open, at the first start; "" at the others.
        keymap: the keys that the user changed.
    """

    def key(command: str) -> str:
        return first_key(command, keymap)

    hide = f"{key('pane.out')} hide"
    lines = []
    if problems:
        lines.append(
            f"{count_noun(len(problems), 'problem')} in the settings · {key('program.problems')} show · {hide}"
        )
    if welcome:
        keys = f"{key('list.down')}/{key('list.up')} move · {key('list.choose')} read · {key('program.keys')} keys"
        lines += [welcome, f"Heat is the attention a story gets · {keys} · {hide}"]
    return lines


def status_parts(
    listing: Listing, store: Store, progress: LoadProgress, problems: int, selected: int = 0
) -> tuple[str, ...]:
    """The state in few words; the last ones matter most."""
    parts = [listing.order.label.removesuffix(" first"), "heatwire", f"{store.counts.unread:,} unread"]
    if held := store.held:
        parts.append(f"+ {held:,} new")
    if problems:
        parts.append(f"! {count_noun(problems, 'problem')}")
    if progress.loading:
        share = f" of {progress.files:,}" if progress.files else ""
        parts.append(f"reading {len(store):,}{share}")
    if selected:
        parts.append(f"{selected:,} selected")
    return tuple(parts)


def sidebar_entries(
    store: Store,
    here: View = View.ALL,
    searches: Iterable[Entry] = (),
    collapsed: Collection[TopicKey] = (),
    found: Entry | None = None,
) -> tuple[Entry, ...]:
    """The lines of the sidebar: the views, the saved searches if any, then the topics that have articles.

    Args:
        store: the news.
        here: the view that is listed, which is among the lines even if it is empty.
        searches: the lines of the saved searches.
        collapsed: the topics whose descendants are left out.
        found: the line of a search in force that is not saved.
    """
    counts = store.counts
    hidden = (
        Entry(View.SNOOZED, "Snoozed", counts.snoozed, mark="◷"),
        Entry(View.MUTED, "Muted", counts.muted, mark="⊘"),
    )
    views = (
        Entry(View.BOOKMARKS, "Bookmarks", counts.bookmarks, mark="★"),
        Entry(View.UNREAD, "Unread", counts.unread, mark="●"),
        Entry(View.ALL, "All", counts.all),
        Entry(View.ARCHIVE, "Archive", counts.archive, mark="▪"),
        *(entry for entry in hidden if entry.count or here is entry.view),
        *((found,) if found else ()),
    )
    saved, topics = tuple(searches), _topic_entries(store, collapsed)
    if saved:
        heads = (Entry(View.ALL, label, 0, heading=True) for label in ("", "Searches", "", "Topics"))
        return (*views, next(heads), next(heads), *saved, *heads, *topics)
    return (*views, Entry(View.ALL, "", 0, heading=True), *topics) if topics else views


def _topic_entries(store: Store, collapsed: Collection[TopicKey]) -> list[Entry]:
    def listed(parent: TopicKey | None) -> list[TopicKey]:
        return [key for key in store.topics.children(parent) if store.topic_count(key)]

    found: list[Entry] = []
    # What is to come: a topic, what is drawn before it, and before those below it.
    waiting = [(key, "", "") for key in reversed(listed(None))]
    while waiting:
        key, guide, below = waiting.pop()
        children = listed(key)
        closed = key in collapsed
        mark = " " if not children else "▸" if closed else "▾"
        count, unread = store.topic_count(key), store.topic_unread(key)
        found.append(Entry(View.TOPIC, store.topics.name(key), count, key, mark, guide, unread=unread))
        children = [] if closed else children
        for child in reversed(children):
            last = child == children[-1]
            # A chain may be longer than any screen is wide.
            under = (below + ("  " if last else "│ "))[-MOST_GUIDE_CELLS:]
            waiting.append((child, (below + ("└ " if last else "├ "))[-MOST_GUIDE_CELLS:], under))
    return found
