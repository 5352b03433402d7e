"""What the screen says: headings, empty states, the state at the right of the status line."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from reader.core.model.listing import Listing, View
from reader.core.model.topic import TopicKey
from reader.core.store import Store
from reader.ui.commands.keymap import Keymap
from reader.ui.commands.registry import first_key
from reader.ui.render.text import thousands
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
    "or press {program.problems} to see what was wrong with the files.",
    View.UNREAD: "All read. Press {topic.next} for the next topic, or {pane.left} for the sidebar.",
    View.BOOKMARKS: "No bookmarks yet. Press {article.bookmark} on an article to keep it here, "
    "even when its file is gone.",
    View.ARCHIVE: "Nothing is archived. Articles with “published: false” or heat -1 are listed here.",
    View.MUTED: "Nothing is muted. Press {mute.add} on an article to mute a word, its provider or a topic.",
    View.SNOOZED: "Nothing is snoozed. Press {article.snooze} on an article to have it come back later.",
    View.TOPIC: "No articles on this topic. Press {topic.next} for the next one.",
}
_COMMAND = re.compile(r"\{([a-z.]+)\}")

DEEPEST = 16
"""Cells of the lines before a topic."""


def name_of(listing: Listing, store: Store) -> str:
    """What a listing is called."""
    if listing.view is View.TOPIC and listing.topic is not None:
        return store.topics.name(listing.topic)
    return _NAMES.get(listing.view, "All")


_SORTED = {
    "heat": ("hottest first", "coolest first"),
    "date": ("newest first", "oldest first"),
    "quality": ("best first", "worst first"),
    "title": ("by title", "by title, from Z"),
    "match": ("closest first", "closest last"),
}


def sorted_by(sort: "Sort") -> str:
    """The order that a query asks for, as a title line says it."""
    return _SORTED[sort.by][sort.reverse]


def heading(listing: Listing, store: Store, count: int, name: str = "", so_far: bool = False) -> str:
    """The title line of the list: topic, view or search, count and order.

    Args:
        listing: what is listed.
        store: the news.
        count: how many articles that is.
        name: what a saved search is called.
        so_far: whether more may be found.
    """
    order, query = listing.order.label, listing.query
    if query is not None:
        name = name or f"Search: {query.text}"
        order = sorted_by(query.sort) if query.sort is not None else order
    return f"{name or name_of(listing, store)} · {thousands(count)}{' so far' if so_far else ''} · {order}"


def empty(listing: Listing, arrivals: LoadProgress, keymap: Keymap, missing: int = 0, hidden: int = 0) -> str:
    """What to say where nothing is listed; `missing` articles are still to be searched, `hidden` ones never."""
    query = listing.query
    if arrivals.loading and (query is None or not arrivals.files):
        return f"Reading {thousands(arrivals.files)} files …" if arrivals.files else "Reading …"
    if query is None:
        return _COMMAND.sub(lambda found: first_key(found[1], keymap), _EMPTY[listing.view])
    if missing or arrivals.loading:
        still = f": {thousands(missing)} articles are still to be searched" if missing else ""
        return f"Nothing found so far{still} … ({query.text})"
    left_out = f" ({thousands(hidden)} muted or snoozed left out)" if hidden else ""
    return f"Nothing found: no article matches {query.text}{left_out}"


def state(listing: Listing, store: Store, arrivals: LoadProgress, selected: int = 0) -> tuple[str, ...]:
    """How things stand, in few words; the last ones matter most."""
    parts = ["hottest" if listing.order.value == "heat" else "newest", f"{thousands(store.counts.unread)} unread"]
    problems = len(arrivals.problems)
    if problems:
        parts.append(f"! {thousands(problems)} problem{'' if problems == 1 else 's'}")
    if arrivals.loading:
        share = f" of {thousands(arrivals.files)}" if arrivals.files else ""
        parts.append(f"reading {thousands(len(store))}{share}")
    if selected:
        parts.append(f"{thousands(selected)} selected")
    return tuple(parts)


def entries(store: Store, here: View = View.ALL, searches: Iterable[Entry] = ()) -> tuple[Entry, ...]:
    """The lines of the sidebar: the views, the saved searches if any, then the topics that have articles.

    Args:
        store: the news.
        here: the view that is listed, which is among the lines even if it has nothing.
        searches: the lines of the saved searches.
    """
    counts = store.counts
    views = (
        Entry(View.BOOKMARKS, "Bookmarks", counts.bookmarks, mark="★"),
        Entry(View.UNREAD, "Unread", counts.unread, mark="●"),
        Entry(View.ALL, "All", counts.all),
        Entry(View.ARCHIVE, "Archive", counts.archive, mark="▪"),
        *(
            (Entry(View.SNOOZED, "Snoozed", counts.snoozed, mark="◷"),)
            if counts.snoozed or here is View.SNOOZED
            else ()
        ),
        *((Entry(View.MUTED, "Muted", counts.muted, mark="⊘"),) if counts.muted or here is View.MUTED else ()),
    )
    saved = tuple(searches)
    if saved:
        heads = Entry(View.ALL, "Searches", 0, heading=True), Entry(View.ALL, "Topics", 0, heading=True)
        return (*views, heads[0], *saved, *heads[1:], *_tree(store))
    return (*views, *_tree(store))


def _tree(store: Store) -> list[Entry]:
    def listed(parent: TopicKey | None) -> list[TopicKey]:
        return [key for key in store.topics.children(parent) if store.topic_count(key)]

    found: list[Entry] = []
    # What is to come: a topic, what is drawn before it, and before those below it.
    waiting = [(key, "", "") for key in reversed(listed(None))]
    while waiting:
        key, guide, below = waiting.pop()
        topic = store.topics.get(key)
        label = (topic.label if guide else topic.name) if topic else key
        found.append(Entry(View.TOPIC, label, store.topic_count(key), key, guide=guide))
        children = listed(key)
        for child in reversed(children):
            last = child == children[-1]
            # A chain may be longer than any screen is wide.
            under = (below + ("  " if last else "│ "))[-DEEPEST:]
            waiting.append((child, (below + ("└ " if last else "├ "))[-DEEPEST:], under))
    return found


def related_count(count: int) -> str:
    """How many related entries an article has, in words."""
    return f"there {'is' if count == 1 else 'are'} {count or 'no'} related {'entry' if count == 1 else 'entries'}"
