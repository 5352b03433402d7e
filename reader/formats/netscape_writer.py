"""Bookmarks as the HTML file that every browser imports (Netscape's)."""

from collections.abc import Iterator, Sequence
from typing import Final

from reader.core.model.bookmark import Bookmark

OPENING: Final = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file.
     It will be read and overwritten.
     DO NOT EDIT! -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>"""

_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def to_netscape(bookmarks: Sequence[Bookmark]) -> Iterator[str]:
    """The lines of the file. Bookmarks without a link that may be opened are left out."""
    yield OPENING
    for bookmark in bookmarks:
        if link := bookmark.link:
            title = bookmark.article.title.translate(_ESCAPES)
            yield f'    <DT><A HREF="{link.translate(_ESCAPES)}"{_attributes(bookmark)}>{title}</A>'
            if bookmark.note:
                yield f"    <DD>{bookmark.note.translate(_ESCAPES)}"
    yield "</DL><p>"


def _attributes(bookmark: Bookmark) -> str:
    found = f' ADD_DATE="{bookmark.when}"' if bookmark.when > 0 else ""
    if bookmark.tags:
        # A comma separates two tags, so a tag cannot contain one.
        tags = ",".join(tag.replace(",", " ") for tag in bookmark.tags)
        found += f' TAGS="{tags.translate(_ESCAPES)}"'
    return found
