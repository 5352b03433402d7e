"""Reading the HTML file to which browsers export bookmarks (Netscape's).

A folder becomes a tag of all bookmarks in it and below it, unless it is one that browsers create themselves: the
toolbar, the menu, and the folder for bookmarks that are in no other.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Final

from msgspec.structs import replace

from reader.core.model.article import UNTITLED, Article, Links
from reader.core.model.bookmark import Bookmark
from reader.core.model.errors import LinkRefused
from reader.core.model.urls import check_link
from reader.core.text.article_ids import article_id
from reader.core.text.normalization import normalize_line
from reader.formats.bookmark_file import NotBookmarks, RefusedBookmark, clean_note, clean_tags

_LONGEST: Final = 1024 * 1024  # the most characters of an HTML tag, which may contain a picture
_LONGEST_END: Final = 4096  # the most characters of an HTML tag that the end of the file cuts off
_OWN_FOLDERS: Final = re.compile(
    r"bookmarks(?: bar| menu| toolbar)?|favorites(?: bar)?|(?:mobile|other|unsorted) bookmarks|other favorites"
)
_OWN_ATTRIBUTES: Final = frozenset(["personal_toolbar_folder", "unfiled_bookmarks_folder"])
_DEEPEST: Final = 16  # the most folders around a bookmark that become tags: the innermost ones
_UNITS: Final = ((10**17, 0), (10**14, 10**6), (10**11, 10**3))
"""Some programs count milliseconds or microseconds: the least such number, and how many make a second."""


def from_netscape(pieces: Iterable[str]) -> Iterator[Bookmark | RefusedBookmark]:
    """The clean bookmarks of a file's text, whichever browser wrote it, as they come.

    `pieces` are some 64,000 characters each. Raises NotBookmarks, perhaps after bookmarks, if it is no such file.
    """
    parser = _Parser()
    try:
        for piece in pieces:
            parser.feed(piece)
            yield from parser.take()
            if len(parser.rawdata) > _LONGEST:
                raise NotBookmarks("a tag does not end", parser.getpos()[0])
        if "<" in parser.rawdata and len(parser.rawdata) > _LONGEST_END:
            # Searching for its end again at each "<" would take hours.
            raise NotBookmarks("the file ends within a tag", parser.getpos()[0])
        parser.close()
    except AssertionError as error:
        # The parser's way to refuse an unknown declaration.
        raise NotBookmarks("an unknown declaration (<!…>)", parser.getpos()[0]) from error
    yield from parser.finish()


class _Parser(HTMLParser):
    """Collects the links in lists, with the folders around each."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[Bookmark | RefusedBookmark] = []
        self._lists = 0
        self._folders: list[str] = []
        self._folder = ""
        self._attributes: dict[str, str] = {}
        self._line = 0
        self._text: list[str] | None = None
        self._element = ""
        self._noted: Bookmark | None = None

    def take(self) -> list[Bookmark | RefusedBookmark]:
        """What was found since this was last called, but for a last bookmark whose note may follow."""
        end = len(self._found) - (self._noted is not None)
        found, self._found = self._found[:end], self._found[end:]
        return found

    def finish(self) -> list[Bookmark | RefusedBookmark]:
        """The rest; raises NotBookmarks if there was no list of bookmarks."""
        self._finish_element()
        if not self._lists:
            raise NotBookmarks("there is no list of bookmarks (<DL>)")
        return self._found

    def set_cdata_mode(self, elem: str, *, escapable: bool = False) -> None:
        """Keep an open <script> from swallowing the rest of the file."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("dl", "dt", "dd", "a", "h3", "hr"):
            return
        self._finish_element()
        if tag == "dl":
            self._lists += 1
            self._folders.append(self._folder)
            self._folder = ""
        elif tag != "hr":
            if tag != "dd":
                self._noted = None
            if tag != "dt":
                self._element, self._text = tag, []
            if tag in ("a", "h3"):
                self._attributes, self._line = {name: value or "" for name, value in attrs}, self.getpos()[0]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("a", "h3", "dd", "dl"):
            self._finish_element()
        if tag == "dl":
            self._noted = None
            if self._folders:
                self._folders.pop()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _finish_element(self) -> None:
        """Take over the element that ends here."""
        if self._text is None:
            return
        text, self._text = "".join(self._text), None
        if self._element == "h3":
            self._folder = "" if self._is_own(text) else normalize_line(text)
        elif self._element == "a":
            self._add(text)
        elif self._noted is not None:
            self._found[-1] = replace(self._noted, note=clean_note(text))
            self._noted = None

    def _is_own(self, folder: str) -> bool:
        named = _OWN_FOLDERS.fullmatch(normalize_line(folder).casefold())
        return named is not None or not _OWN_ATTRIBUTES.isdisjoint(self._attributes)

    def _add(self, title: str) -> None:
        url = self._attributes.get("href", "").strip()
        try:
            check_link(url)
        except LinkRefused as refused:
            self._found.append(RefusedBookmark(self._line, str(refused)))
            return
        self._noted = _bookmark(url, title, self._attributes, self._folders)
        self._found.append(self._noted)


def _bookmark(url: str, title: str, attributes: dict[str, str], folders: list[str]) -> Bookmark:
    tags = [*folders[-_DEEPEST:], *attributes.get("tags", "").split(",")]
    article = Article(article_id(url), normalize_line(title) or UNTITLED, links=Links(web=url))
    return Bookmark(article, _moment(attributes.get("add_date", "")), clean_tags(tags))


def _moment(text: str) -> int:
    """Seconds since 1970; 0 for a text that is no such time."""
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        return 0
    number = int(text)
    for least, parts in _UNITS:
        if number >= least:
            return number // parts if parts else 0
    return number
