"""Bookmarks as one Markdown file, for a folder of notes."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reader.core.model.article import Kind
from reader.core.model.bookmark import Bookmark
from reader.core.text.markdown_text import escaped, markdown_link
from reader.formats.bookmark_file import bookmark_time

_TAG_PARTS: Final = re.compile(r"[^\w/-]+")


def to_markdown(bookmarks: Sequence[Bookmark]) -> Iterator[str]:
    """The lines of the file: for each bookmark a heading, link, facts, tags, note and excerpt."""
    yield "# Bookmarks"
    for bookmark in bookmarks:
        article = bookmark.article
        yield ""
        yield f"## {escaped(article.title)}"
        yield ""
        if link := bookmark.link:
            yield f"{markdown_link('Open the article', link)}  "
        yield _facts(bookmark)
        if bookmark.tags:
            yield ""
            yield " ".join(dict.fromkeys(tag for name in bookmark.tags if (tag := hash_tag(name))))
        if bookmark.note:
            yield ""
            yield from _note(bookmark.note)
        if article.excerpt:
            yield ""
            yield from (f"> {escaped(line)}".rstrip() for line in article.excerpt.split("\n"))


def hash_tag(name: str) -> str:
    """A tag in the form of programs for notes: "to read" is #to-read; "" if nothing is left of it."""
    tag = _TAG_PARTS.sub("-", name).strip("-_/")
    return f"#{tag}" if tag else ""


def _link(bookmark: Bookmark) -> Iterator[str]:
    link = bookmark.link
    if link:
        yield f"{markdown_link('Open the article', link)}  "


def _facts(bookmark: Bookmark) -> str:
    article = bookmark.article
    marked = bookmark_time(bookmark)
    facts = (
        escaped(article.provider.label),
        article.published.date().isoformat() if article.published else "date unknown",
        "video" if article.kind is Kind.VIDEO else "",
        f"heat {article.heat}" if article.heat is not None else "",
        f"bookmarked {marked.date().isoformat()}" if marked else "",
    )
    return " · ".join(fact for fact in facts if fact)


def _note(note: str) -> Iterator[str]:
    """The note line by line; a backslash at the end keeps a line break."""
    yield "**Note**"
    yield ""
    lines = [escaped(line.strip()) for line in note.split("\n")]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        yield f"{line}\\" if line and following else line
