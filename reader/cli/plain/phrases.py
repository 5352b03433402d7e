"""Articles, topics and help in words, for plain mode: one fact a line, and no symbols."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from reader.cli.table import cell_width
from reader.core.model.article import Article, Kind, to_timestamp
from reader.core.model.listing import Listing, Order, View
from reader.core.model.marks import Mark
from reader.core.model.topic import TopicKey
from reader.core.store import Store
from reader.core.tables.row_flags import RowFlag
from reader.core.tables.rows import Row
from reader.core.text.counting import count_noun
from reader.core.text.relative_time import spoken_date

_VIEW_NAMES: Final = {
    View.ALL: "All articles",
    View.UNREAD: "Unread articles",
    View.BOOKMARKS: "Bookmarks",
    View.ARCHIVE: "Archived articles",
    View.MUTED: "Muted articles",
    View.SNOOZED: "Snoozed articles",
}
HELP: Final = f"""\
Commands, one a line:
a number: read that article of the list.
Enter, or n: the next page of the list. p: the previous page. l: this page again.
r and a number: read that related entry of the article.
b: bookmark the article, or remove the bookmark. m: mark it read. M: mark it unread. o: open its link in a browser.
b, m, M and o also take a number: b 3 bookmarks the third article of the list.
t: choose a topic. t and a name: go to that topic.
s: switch between {" and ".join(order.label for order in Order)}.
/ and a query: search; heatwire help searching explains queries. / alone: back to all articles.
u: undo the last change of marks. redo: redo it.
?: this help. q: quit."""


def name_of(listing: Listing, store: Store) -> str:
    """The name of a listing."""
    if listing.view is View.TOPIC and listing.topic is not None:
        return store.topics.name(listing.topic)
    return _VIEW_NAMES.get(listing.view, "All articles")


def row_words(number: int, row: Row, now: datetime) -> str:
    """An article of the list as one line."""
    facts = _joined(
        row.provider,
        spoken_date(row.when, now),
        f"heat {row.heat}" if row.heat_known else "",
        "video" if row.flags & RowFlag.VIDEO else "",
        "archived" if row.archived else "",
        "read" if row.read else "unread",
        "bookmarked" if row.bookmarked else "",
    )
    return f"{number}. {row.title}; {facts}"


def article_words(article: Article, mark: Mark, here: bool, now: datetime) -> Iterator[str]:
    """A whole article, a line or a paragraph at a time; `here`: it is in the store, not just a related entry."""
    provider = article.provider
    domain = f", {provider.domain}" if provider.domain and provider.domain != provider.label else ""
    yield article.title
    yield f"By {provider.label}{domain}." if provider.label else "Provider unknown."
    heat = "" if article.heat is None else f"heat {article.heat}"
    quality = "" if article.quality is None else f"quality {article.quality}"
    yield f"{_capital(_joined(spoken_date(to_timestamp(article.published), now), heat, quality))}."
    states = _joined(
        "video" if article.kind is Kind.VIDEO else "",
        "archived" if article.archived else "",
        "" if here else "a related entry, not in your library",
        "read" if mark.read else "unread",
        "bookmarked" if mark.bookmarked else "",
    )
    yield f"{_capital(states)}."
    if article.topics:
        yield f"Topics: {', '.join(article.topics)}."
    if mark.tags:
        yield f"Tags: {', '.join(mark.tags)}."
    if mark.note:
        yield "Note:"
        yield from mark.note.split("\n")
    for text in (article.excerpt, article.body):
        yield from (line for line in text.split("\n") if line)
    yield f"Link: {article.url}" if article.url else "There is no link that can be opened."
    if article.related:
        yield f"{count_noun(len(article.related), 'related entry', 'related entries')}:"
        for number, entry in enumerate(article.related, 1):
            facts = _joined(entry.provider.label, spoken_date(to_timestamp(entry.published), now))
            yield f"r{number}. {entry.title}; {facts}"


def topic_lines(store: Store) -> list[tuple[Listing, str]]:
    """All listings with their name and number of articles: the views, then the topics that have articles."""
    counts = store.counts
    found = [
        (Listing(view), f"{name}, {number:,}")
        for view, name in _VIEW_NAMES.items()
        if (number := getattr(counts, view)) or view not in (View.MUTED, View.SNOOZED)
    ]
    for key, _ in store.topics.walk():
        if count := store.topic_count(key):
            found.append((Listing.of_topic(key), f"{store.topics.name(key)}{_under(store, key)}, {count:,}"))
    return found


def wrapped(text: str, width: int | None) -> Iterator[str]:
    """A text as lines of at most `width` columns, broken at blanks only; None for no limit."""
    if width is None or cell_width(text) <= width:
        yield text
        return
    line, room = "", width
    for word in text.split(" "):
        cells = cell_width(word)
        if line and cells + 1 > room:
            yield line
            line, room = "", width
        line, room = (f"{line} {word}", room - cells - 1) if line else (word, width - cells)
    yield line


def _joined(*facts: str) -> str:
    return ", ".join(filter(None, facts))


def _under(store: Store, key: TopicKey) -> str:
    parent = store.topics.parent(key)
    return f", under {store.topics.name(parent)}" if parent is not None else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
