"""Articles, steps and looks into the file that the tests of storage share."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from reader.core.model.article import Article, ArticleId, Image, Kind, Links, Origin, Provider
from reader.core.model.marks import MarkChange, MarkKind

NOW = 1_800_000_000.0


def article(number: int, title: str = "") -> Article:
    """An article with every field filled."""
    return Article(
        id=ArticleId(number),
        title=title or f"Title {number} “quoted” – 新闻 👩🏽‍🚀",
        excerpt="First line.\nSecond line.",
        published=datetime(2020, 11, 26, 16, 50, 1, 5, tzinfo=UTC),
        links=Links("https://a.example/1", "https://b.example/1", "https://c.example/amp", "https://d.example/amp"),
        kind=Kind.VIDEO,
        quality=0,
        heat=0,
        archived=True,
        provider=Provider("The Example", "a.example", (Image("https://a.example/logo.png", 16, 16),)),
        topics=("AI", "AI Ethics"),
        images=(Image("https://a.example/1.png", 640, 480, "A title", "By whom", True),),
        related=(Article(id=ArticleId(number + 1), title="Related", links=Links("https://e.example")),),
        featured="a note",
        body="# Body",
        origin=Origin.of_text("seeds/news/1.md"),
    )


def bookmark(*numbers: int, value: bool = True) -> MarkChange:
    """A step that sets or lifts bookmarks, with copies."""
    copies = tuple(article(number) for number in numbers) if value else ()
    return MarkChange(MarkKind.BOOKMARKED, value, tuple(map(ArticleId, numbers)), "bookmarked", copies, "AI")


def read(*numbers: int, value: bool = True) -> MarkChange:
    """A step that marks read or unread."""
    return MarkChange(MarkKind.READ, value, tuple(map(ArticleId, numbers)), "read")


def tag(text: str, *numbers: int, value: bool = True) -> MarkChange:
    """A step that tags, with copies of a few."""
    copies = tuple(map(article, numbers[:3])) if value else ()
    return MarkChange(MarkKind.TAG, value, tuple(map(ArticleId, numbers)), f"tagged {text}", copies, text=text)


def note(text: str, *numbers: int) -> MarkChange:
    """A step that sets a note, with copies."""
    return MarkChange(
        MarkKind.NOTE, True, tuple(map(ArticleId, numbers)), "noted", tuple(map(article, numbers)), text=text
    )


def snooze(until: int, *numbers: int) -> MarkChange:
    """A step that snoozes, or no longer if `until` is 0."""
    return MarkChange(MarkKind.SNOOZED, bool(until), tuple(map(ArticleId, numbers)), "snoozed", until=until)


def mute(key: str, until: int = 0, value: bool = True) -> MarkChange:
    """A step that mutes, or lifts a mute."""
    return MarkChange(MarkKind.MUTED, value, (), f"muted {key}", text=key, until=until)


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    """What a query finds in the file, through a connection of its own."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def edit(file: Path, statement: str) -> None:
    """Change the file behind the program's back."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)


def is_sound(file: Path) -> bool:
    """Whether SQLite finds nothing wrong with the whole file."""
    return rows(file, "PRAGMA integrity_check") == [("ok",)]
