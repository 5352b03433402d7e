"""What the screen says: headings, empty states, the state at the right of the status line."""

from reader.core.article import Article
from reader.core.listing import Listing, View
from reader.core.store import Store
from reader.core.topic import TopicKey
from reader.ui.arrivals import Arrivals
from reader.ui.draw import thousands
from reader.ui.widgets.topic_sidebar import Entry

_NAMES = {
    View.ALL: "All",
    View.UNREAD: "Unread",
    View.BOOKMARKS: "Bookmarks",
    View.ARCHIVE: "Archive",
    View.MUTED: "Muted",
    View.SNOOZED: "Snoozed",
}
_EMPTY = {
    View.ALL: "No articles. Start heatwire with a folder of articles, or press ! to see what was wrong with the files.",
    View.UNREAD: "All read. Press ] for the next topic, or h for the sidebar.",
    View.BOOKMARKS: "No bookmarks yet. Press b on an article to keep it here, even when its file is gone.",
    View.ARCHIVE: "Nothing is archived. Articles with “published: false” or heat -1 are listed here.",
    View.TOPIC: "No articles on this topic. Press ] for the next one.",
    View.MUTED: "Nothing is muted. Press x on an article to mute a word, its provider or a topic.",
    View.SNOOZED: "Nothing is snoozed. Press Z on an article to have it come back later.",
}

DEEPEST = 16
"""Cells of the lines before a topic."""


def name_of(listing: Listing, store: Store) -> str:
    """What a listing is called."""
    if listing.view is View.TOPIC and listing.topic is not None:
        return store.topics.name(listing.topic)
    return _NAMES.get(listing.view, "All")


def heading(listing: Listing, store: Store, count: int) -> str:
    """The title line of the list: topic, count and order."""
    return f"{name_of(listing, store)} · {thousands(count)} · {listing.order.words}"


def empty(listing: Listing, arrivals: Arrivals) -> str:
    """What to say where nothing is listed."""
    if arrivals.loading:
        return f"Reading {thousands(arrivals.files)} files …" if arrivals.files else "Reading …"
    return _EMPTY[listing.view]


def state(listing: Listing, store: Store, arrivals: Arrivals, selected: int = 0) -> tuple[str, ...]:
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


def entries(store: Store, here: View = View.ALL) -> tuple[Entry, ...]:
    """The lines of the sidebar: the views, those of hidden articles if there are any, then the topics that have some.

    Args:
        store: the news.
        here: the view that is listed, which is among the lines even if it has nothing.
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


def related_count(article: Article) -> str:
    """How many related entries an article has, in words."""
    count = len(article.related)
    return f"there {'is' if count == 1 else 'are'} {count or 'no'} related {'entry' if count == 1 else 'entries'}"
