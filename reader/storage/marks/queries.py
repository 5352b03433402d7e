"""Queries of the present marks and of what is saved beside them."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from msgspec.structs import replace

from reader.core.model.article import Article, ArticleId
from reader.core.model.bookmark import Bookmark
from reader.core.model.marks import NO_MARK, Mark, Mute, SavedSearch
from reader.storage.marks.article_copies import DamagedRecord, decode_copy, utf8_safe
from reader.storage.marks.sqlite_errors import FileDamaged

_MARKS = (NO_MARK, Mark(read=True), Mark(bookmarked=True), Mark(read=True, bookmarked=True))
_CHOSEN = " WHERE article IN (SELECT article FROM chosen)"


def choose(connection: sqlite3.Connection, articles: Iterable[int]) -> None:
    """Fill the temporary table `chosen` with ids; it is in memory, and private to this connection."""
    choose_none(connection)
    # In order, which is the fastest way to fill a tree.
    ids = [(article,) for article in sorted(set(articles))]
    connection.executemany("INSERT INTO chosen (article) VALUES (?)", ids)


def choose_none(connection: sqlite3.Connection) -> None:
    """Create or empty the table `chosen`."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (article INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM chosen")


def read_marks(connection: sqlite3.Connection, chosen: bool = False) -> dict[ArticleId, Mark]:
    """All marks, or those of the articles in `chosen`.

    Articles without tags, note and snooze share four marks, so that many of them take little memory.
    """
    where = _CHOSEN if chosen else ""
    rows = connection.execute(
        f"SELECT article, (read_at IS NOT NULL) + 2 * (bookmarked_at IS NOT NULL) FROM mark{where or ' WHERE 1'}"
        " AND (read_at IS NOT NULL OR bookmarked_at IS NOT NULL)"
    )
    marks = {article: _MARKS[number] for article, number in rows}
    tags: dict[ArticleId, list[str]] = {}
    for article, tag in connection.execute(f"SELECT article, tag FROM tag{where} ORDER BY article, key"):
        tags.setdefault(article, []).append(tag)
    for article, found in tags.items():
        marks[article] = replace(marks.get(article, NO_MARK), tags=tuple(found))
    for article, note in connection.execute(f"SELECT article, text FROM note{where}"):
        marks[article] = replace(marks.get(article, NO_MARK), note=note)
    for article, until in connection.execute(f"SELECT article, until FROM snooze{where}"):
        marks[article] = replace(marks.get(article, NO_MARK), snoozed=until)
    return marks


def read_bookmarks(connection: sqlite3.Connection, strict: bool) -> tuple[Bookmark, ...]:
    """The bookmarks with a copy that can be read, the newest first; `strict` raises FileDamaged if one cannot."""
    rows = connection.execute(
        "SELECT record, bookmarked_at FROM mark JOIN kept USING (article)"
        " WHERE bookmarked_at IS NOT NULL ORDER BY bookmarked_at DESC, article"
    ).fetchall()  # An open query would keep a damaged file from being replaced.
    kept = []
    for record, when in rows:
        try:
            kept.append(Bookmark(decode_copy(record), int(when)))
        except DamagedRecord as error:
            # The mark itself is fine: the article is listed as long as its file exists.
            if strict:
                raise FileDamaged(str(error)) from error
    return tuple(kept)


def read_copies(connection: sqlite3.Connection, articles: Iterable[int]) -> tuple[Article, ...]:
    """The copies that can be read of some articles."""
    choose(connection, articles)
    found = []
    for (record,) in connection.execute(f"SELECT record FROM kept{_CHOSEN}").fetchall():
        with suppress(DamagedRecord):
            found.append(decode_copy(record))
    return tuple(found)


def read_mutes(connection: sqlite3.Connection) -> tuple[Mute, ...]:
    """All mutes by their keys, without kinds that only a later version has."""
    found = (Mute.of(key, until) for key, until in connection.execute("SELECT key, until FROM mute ORDER BY key"))
    return tuple(mute for mute in found if mute is not None)


def read_searches(connection: sqlite3.Connection) -> tuple[SavedSearch, ...]:
    """The saved searches, in their order."""
    return tuple(SavedSearch(*row) for row in connection.execute("SELECT name, query FROM search ORDER BY place"))


def write_searches(connection: sqlite3.Connection, searches: Sequence[SavedSearch]) -> None:
    """Replace the saved searches; to be called within a transaction."""
    connection.execute("DELETE FROM search")
    connection.executemany(
        "INSERT INTO search (place, name, query) VALUES (?, ?, ?)",
        [(place, utf8_safe(search.name), utf8_safe(search.query)) for place, search in enumerate(searches)],
    )


def read_remembered(connection: sqlite3.Connection) -> dict[str, str]:
    """What the program remembers between runs."""
    return dict(connection.execute("SELECT key, value FROM remembered"))


def write_remembered(connection: sqlite3.Connection, values: Mapping[str, str]) -> None:
    """Set some of what the program remembers; to be called within a transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO remembered (key, value) VALUES (?, ?)",
        [(utf8_safe(key), utf8_safe(value)) for key, value in values.items()],
    )
