"""Bookmarks as one Markdown file, for a folder of notes."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reader.core.model.article import Kind
from reader.core.model.bookmark import Bookmark
from reader.formats.bookmark_file import bookmark_time

_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>#|~$^%=!]|&(?=#?\w)|@(?=\w)")
"""Characters with a meaning in CommonMark, in GitHub's tables and in the usual programs for notes."""
_OPENING: Final = re.compile(r"^[ \t]*(?=[-+:](?:[-+:\s]|\Z)|[0-9]{1,9}[.)](?:\s|\Z))[0-9]*")
"""Beginnings of a line that make it a list, a rule or a definition, up to the sign that does."""
_TAG_PARTS: Final = re.compile(r"[^\w/-]+")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")


def to_markdown(bookmarks: Sequence[Bookmark]) -> Iterator[str]:
    """The lines of the file: for each bookmark a heading, link, facts, tags, note and excerpt."""
    yield "# Bookmarks"
    for bookmark in bookmarks:
        article = bookmark.article
        yield ""
        yield f"## {escaped(article.title)}"
        yield ""
        if link := bookmark.link:
            # Between < and >, only these end the link or have a meaning.
            target = link.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
            yield f"[Open the article](<{_ENTITY.sub('&amp;', target)}>)  "
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


def escaped(text: str) -> str:
    """One line of text, escaped so that Markdown shows it unchanged."""
    return _OPENING.sub(r"\g<0>\\", _SPECIAL.sub(r"\\\g<0>", text))


def hash_tag(name: str) -> str:
    """A tag in the form of programs for notes: "to read" is #to-read; "" if nothing is left of it."""
    tag = _TAG_PARTS.sub("-", name).strip("-_/")
    return f"#{tag}" if tag else ""


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
